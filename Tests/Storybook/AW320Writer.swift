/// Writes a return as Vektis AW320 1.4: the records of the declaration that carry a remark, unchanged and with
/// their numbers, each with an appendix of 60 bytes; the closing record has its own layout.
package enum AW320Writer {
  static let length = FixedWidthRecords.declarationLength + 60

  package static func bytes(_ answer: StoryReturn) -> [UInt8] {
    let declaration = answer.declaration
    var records = FixedWidthRecords(length: length, expecting: answer.answers.count * 2 + 2)
    records.writeHeader(declaration, messageCode: declaration.kind.answerCode)
    records.put(answer.reference, 311, 334)
    records.put(answer.date, 335, 342)
    records.write(codes: answer.headerCodes, from: 343)
    var (number, clients, listed) = (0, 0, 0)
    for lines in declaration.linesByClient {
      number += 1
      let client = lines[0].client
      let isReturned =
        answer.clientCodes[client] != nil || lines.contains { answer.answers[$0.reference] != nil }
      if isReturned {
        clients += 1
        records.writeClient(client, of: declaration, number: number)
        records.write(codes: [answer.clientCodes[client] ?? "0200"], from: 311)
      }
      for line in lines {
        number += 1
        guard let remark = answer.answers[line.reference] else { continue }
        listed += 1
        records.writeLine(line, of: declaration, number: number)
        records.put(signed: remark.awarded, 311, 318)
        records.put(signed: remark.awarded, 320, 327)
        records.write(codes: remark.codes, from: 329)
      }
    }
    records.begin(99)
    records.put(clients, 3, 8)
    records.put(0, 9, 14)
    records.put(listed, 15, 20)
    records.put(0, 21, 26)
    records.put(clients + listed, 27, 33)
    records.put(signed: declaration.claimed, 34, 44)
    records.put(signed: answer.awarded, 46, 56)
    return records.bytes
  }
}

extension FixedWidthRecords {
  /// Up to three codes of four characters, one after another.
  fileprivate mutating func write(codes: [String], from first: Int) {
    precondition(codes.count <= 3, "a record has room for three codes")
    for (index, code) in codes.enumerated() {
      put(digits: code, first + index * 4, first + index * 4 + 3)
    }
  }
}
