import Accounting

/// Writes the canonical files of the contract (section 3). A whole story at once, or row by row for files larger
/// than memory: put the header, then rows, and write the bytes away whenever they have grown enough.
package enum CanonicalWriter {
  package static let declarationsHeader =
    "payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,"
    + "submitted_on,previous\n"
  package static let awardsHeader =
    "payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,"
    + "total_awarded\n"

  package static func declarations(_ declarations: [StoryDeclaration]) -> [UInt8] {
    var bytes = Array(declarationsHeader.utf8)
    for declaration in declarations { append(declaration, to: &bytes) }
    return bytes
  }

  package static func awards(_ returns: [StoryReturn]) -> [UInt8] {
    var bytes = Array(awardsHeader.utf8)
    for answer in returns { append(answer, to: &bytes) }
    return bytes
  }

  /// The rows of one declaration.
  package static func append(_ declaration: StoryDeclaration, to bytes: inout [UInt8]) {
    for line in declaration.lines {
      bytes.append(contentsOf: "uzovi-".utf8)
      bytes.append(contentsOf: declaration.payer.utf8)
      bytes.append(field: declaration.number)
      bytes.append(field: line.reference)
      bytes.append(field: line.client)
      bytes.append(field: declaration.provider)
      bytes.append(field: line.service)
      bytes.append(field: declaration.kind.scheme)
      bytes.append(field: line.from)
      bytes.append(field: line.until)
      bytes.append(field: Money(minorUnits: Int64(line.quantity) * 100))
      bytes.append(field: line.claimed)
      bytes.append(field: declaration.date)
      bytes.append(field: line.previous ?? "")
      bytes.append(0x0A)
    }
  }

  /// The rows of one return: its listed lines, each with the totals that prove the silence of the others; where
  /// nothing is listed, one row with an empty line carries just the totals.
  package static func append(_ answer: StoryReturn, to bytes: inout [UInt8]) {
    let claimed = answer.declaration.claimed
    let awarded = answer.awarded
    func append(_ line: StoryLine?, _ remark: StoryAnswer?) {
      bytes.append(contentsOf: "uzovi-".utf8)
      bytes.append(contentsOf: answer.declaration.payer.utf8)
      bytes.append(field: answer.reference)
      bytes.append(field: answer.date)
      bytes.append(field: answer.declaration.number)
      bytes.append(field: line?.reference ?? "")
      if let line, let remark {
        bytes.append(field: line.claimed)
        bytes.append(field: remark.awarded)
        bytes.append(field: remark.codes.joined(separator: " "))
      } else {
        bytes.append(contentsOf: ",,,".utf8)
      }
      bytes.append(field: claimed)
      bytes.append(field: awarded)
      bytes.append(0x0A)
    }
    if answer.rejectsWhole {
      // Canonical files have no header codes: a rejected whole says so line by line.
      for line in answer.declaration.lines {
        append(line, answer.answers[line.reference] ?? StoryAnswer(Money(minorUnits: 0), "8002"))
      }
    } else if answer.answers.isEmpty {
      append(nil, nil)
    } else {
      for line in answer.declaration.lines {
        guard let remark = answer.answers[line.reference] else { continue }
        append(line, remark)
      }
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(field text: String) {
    precondition(
      text.utf8.allSatisfy { $0 != 0x2C && $0 != 0x22 && $0 >= 0x20 }, "\(text) would need quotes")
    append(0x2C)
    append(contentsOf: text.utf8)
  }

  fileprivate mutating func append(field money: Money) {
    append(0x2C)
    append(decimal: money)
  }

  fileprivate mutating func append(field date: CalendarDate) {
    append(0x2C)
    append(iso: date)
  }
}
