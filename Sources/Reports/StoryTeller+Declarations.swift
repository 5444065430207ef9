import JSON
import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

extension StoryTeller {
  /// By its number, or by an item's name: `payer/number`, `payer/number/line`.
  func declarations(named name: String) throws -> [Explanation.Story] {
    var rows = try books.declarationRows(of: administration, DeclarationFilter(number: name))
    if rows.isEmpty, let item = ItemName.parts(of: name), item.kind == .declaration {
      rows = try books.declarationRows(
        of: administration, DeclarationFilter(payer: item.payer, number: item.reference))
      if rows.isEmpty, let slash = item.reference.lastIndex(of: "/") {
        rows = try books.declarationRows(
          of: administration,
          DeclarationFilter(payer: item.payer, number: String(item.reference[..<slash])))
      }
    }
    return try rows.map(story)
  }

  private func story(_ row: DeclarationRow) throws -> Explanation.Story {
    guard let document = try books.document(.declaration, row.id) else {
      throw BooksFailure.damaged("declaration \(row.id) has no file")
    }
    let returns = try books.returnRows(on: row.number, of: row.payer, administration: administration)
    let answers = try returns.map { try answer($0, on: row) }
    let payments = try books.payments(ofItem: row.item, administration: administration)
    let entries = try books.entries(
      about: row.item, or: .declaration, row.id, administration: administration)
    let unapproved = try books.unapproved(ofDeclaration: row.id)
    var story = Explanation.Story(kind: "declaration", reference: row.number)
    story.sentences = [
      "Declaration \(row.number) to \(row.payer), submitted on \(row.submittedOn), "
        + "\(row.schemes.joined(separator: " ")): \(counted(row.lines, "line")), claimed \(readable(row.claimed)).",
      "It stands in \(Document(row: document).place ?? "no file").",
    ]
    if unapproved.lines > 0 {
      story.sentences.append(
        "\(counted(unapproved.lines, "line")) of \(readable(unapproved.claimed)) in all is not approved and "
          + "creates nothing.")
    }
    if let cause = row.waiting { story.sentences.append("It waits and is not posted, cause \(cause).") }
    story.sentences += answers.isEmpty ? ["The payer has not answered."] : answers.flatMap(\.sentences)
    if let awarded = row.awarded {
      story.sentences.append(
        "Granted in all: \(readable(awarded)). Paid: \(readable(row.paid)). Open: "
          + "\(readable(awarded - row.paid)).")
    }
    if !payments.isEmpty {
      story.sentences.append("It is paid by:")
      story.sentences += payments.map { "  - receipt \($0.receipt) of \($0.bookedOn): \(readable($0.cents))" }
    }
    story.sentences += sentence(entries)
    story.members = [
      ("payer", .text(row.payer.text)), ("scheme", .text(row.schemes.joined(separator: " "))),
      ("submitted_on", .day(row.submittedOn)), ("lines", .number(row.lines)),
      ("claimed", .amount(row.claimed)),
      ("awarded", .amount(row.awarded)), ("paid", .amount(row.paid)),
      ("open", .amount((row.awarded ?? 0) - row.paid)), ("waiting", .text(row.waiting)),
      ("document", Document(row: document).json), ("returns", .array(answers.map(\.json))),
      (
        "payments",
        .array(
          payments.map {
            ["receipt": .text($0.receipt), "date": .day($0.bookedOn), "amount": .amount($0.cents)]
          })
      ),
      ("entries", .array(entries.map(reference))),
    ]
    return story
  }

  // MARK: Returns

  private struct ToldReturn {
    var sentences: [String]
    var json: JSON
  }

  /// Returns that are asked for by their own number.
  func returns(named number: String) throws -> [Explanation.Story] {
    try books.returnRows(named: number, administration: administration).map { row in
      let declaration = try books.declarationRows(
        of: administration, DeclarationFilter(payer: row.payer, number: row.declaration)
      ).first
      let told = try answer(row, on: declaration)
      var story = Explanation.Story(
        kind: "return", reference: row.reference.isEmpty ? row.declaration : row.reference)
      story.sentences =
        ["\(row.payer) answers declaration \(row.declaration)."] + told.sentences
        + (declaration == nil ? [] : ["`remitd explain \(row.declaration)` tells what came of it."])
      story.members = [
        ("payer", .text(row.payer.text)), ("declaration", .text(row.declaration)), ("return", told.json),
      ]
      return story
    }
  }

  private func answer(_ row: ReturnRow, on declaration: DeclarationRow?) throws -> ToldReturn {
    guard let document = try books.document(.remittance, row.id) else {
      throw BooksFailure.damaged("return \(row.id) has no file")
    }
    let lines = try books.listedLineRows(ofReturn: row.id, on: declaration).map {
      try ToldLine(
        $0, destination: destination(of: $0, in: row, on: declaration),
        isDeclarationKnown: declaration != nil)
    }
    let codes = row.headerCodes.map(\.text)
    var sentence =
      "Return \(row.reference.isEmpty ? "without a number" : row.reference) of \(row.date): "
      + Self.sentence(ofStanding: row.standing)
    if let claimed = row.claimed, let awarded = row.awarded {
      sentence += " It says claimed \(readable(claimed)), granted \(readable(awarded))."
    }
    if !codes.isEmpty { sentence += " Header codes \(codes.joined(separator: " "))." }
    let told =
      [sentence, "  It stands in \(Document(row: document).place ?? "no file")."] + lines.map(\.sentence)
    return ToldReturn(
      sentences: told,
      json: [
        "reference": .text(row.reference), "date": .day(row.date), "standing": .text(row.standing),
        "claimed": .amount(row.claimed), "awarded": .amount(row.awarded), "codes": .texts(codes),
        "listed": .array(lines.map(\.json)), "document": Document(row: document).json,
      ])
  }

  private static func sentence(ofStanding standing: String?) -> String {
    switch standing {
    case "complete": "every line is answered, unlisted ones in full."
    case "rejected": "every line is rejected, listed or not."
    case "listed-only": "only the listed lines are answered."
    case .some(let hold): "held, for \(HoldReason(hold).message); \(HoldReason(hold).remedy)."
    case nil: "not looked at yet."
    }
  }

  /// Where the residual of a listed line goes, under the mapping that the return arrived under.
  private func destination(
    of line: ListedLineRow, in row: ReturnRow, on declaration: DeclarationRow?
  ) throws -> Destination? {
    let awarded = row.standing == "rejected" ? 0 : line.awarded
    guard let declaration, line.claimed != awarded, let id = line.lineClass,
      let version = try books.mappingVersion(ofEvent: row.event),
      let digest = try books.mappingDigest(version)
    else { return nil }
    let lineClass = try books.lineClass(id)
    let asked = Circumstances(
      payer: declaration.payer, scheme: lineClass.scheme, service: lineClass.service,
      practitioner: lineClass.practitioner, location: lineClass.location, stream: lineClass.stream,
      careYear: lineClass.careYear < declaration.submittedOn.year ? .earlier : .current, date: row.date)
    let own =
      row.standing == "rejected" ? line.reasons.filter { !Self.saysNothing.contains($0.text) } : line.reasons
    return try source.version(digest).destination(
      asked, codes: own.isEmpty ? row.headerCodes : own, granted: awarded == 0 ? .zero : .part
    ).destination
  }

  /// Codes of a line that is good in itself; in a rejected declaration the header's count.
  private static let saysNothing: Set<String> = ["0200", "8001"]
}

/// A listed line of a return, by references only.
private struct ToldLine {
  let row: ListedLineRow
  let destination: Destination?
  let isDeclarationKnown: Bool

  init(_ row: ListedLineRow, destination: Destination?, isDeclarationKnown: Bool) {
    self.row = row
    self.isDeclarationKnown = isDeclarationKnown
    self.destination = destination
  }

  var sentence: String {
    var sentence =
      "  - line \(row.reference): claimed \(readable(row.claimed)), granted \(readable(row.awarded))"
    if !row.reasons.isEmpty { sentence += ", codes \(row.reasons.map(\.text).joined(separator: " "))" }
    if isDeclarationKnown, row.lineClass == nil { sentence += "; the declaration has no such line" }
    if let destination { sentence += "; the rest goes to \(destination.rawValue)" }
    if row.waiting != 0 { sentence += ", where \(readable(row.waiting)) waits" }
    return sentence
  }

  var json: JSON {
    [
      "line": .text(row.reference), "claimed": .amount(row.claimed), "awarded": .amount(row.awarded),
      "reasons": .texts(row.reasons.map(\.text)), "known": .bool(row.lineClass != nil),
      "destination": .text(destination?.rawValue), "waiting": .amount(row.waiting),
      "byte": .number(row.byte), "line_number": .number(row.line),
    ]
  }
}
