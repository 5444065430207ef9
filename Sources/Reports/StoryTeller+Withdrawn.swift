import JSON
import Accounting
import Books
import Care
import Findings
import Posting

extension StoryTeller {
  /// Declarations that were taken in and do not count: one would look for them in vain in every list.
  func withdrawn(named name: String) throws -> [Explanation.Story] {
    let named = try books.withdrawnRows(named: name, administration: administration)
    guard let item = ItemName.parts(of: name), item.kind == .declaration else { return try named.map(story) }
    return try
      (named
      + books.withdrawnRows(named: item.reference, administration: administration)
      .filter { $0.payer == item.payer }).map(story)
  }

  private func story(_ row: WithdrawnRow) throws -> Explanation.Story {
    guard let document = try books.document(.declaration, row.id) else {
      preconditionFailure("a declaration that was withdrawn is in the books")
    }
    let entries = try books.entries(
      about: row.item, or: .declaration, row.id, administration: administration)
    let cause = try cause(row.cause)
    var story = Explanation.Story(kind: "withdrawn-declaration", reference: row.number)
    story.sentences =
      [
        "Declaration \(row.number) to \(row.payer), submitted on \(row.submittedOn), claimed "
          + "\(readable(row.claimed)), does not count.",
        "It stands in \(Document(row: document).place ?? "no file").",
      ] + cause.sentences + sentence(entries)
    story.members = [
      ("payer", .text(row.payer.text)), ("submitted_on", .day(row.submittedOn)),
      ("claimed", .amount(row.claimed)), ("cause", .text(cause.name)),
      ("document", Document(row: document).json),
      ("by", cause.document.map { Document(row: $0).json } ?? .null),
      ("entries", .array(entries.map(reference))),
    ]
    return story
  }

  /// Returns that were taken in and do not count.
  func withdrawnReturns(named number: String) throws -> [Explanation.Story] {
    try books.withdrawnReturns(named: number, administration: administration).map { row in
      guard let document = try books.document(.remittance, row.id) else {
        throw BooksFailure.damaged("return \(row.id) has no file")
      }
      let entries = try books.entries(restingOn: .remittance, row.id)
      let cause = try cause(row.cause)
      var story = Explanation.Story(kind: "withdrawn-return", reference: row.reference)
      story.sentences =
        [
          "Return \(row.reference) of \(row.date), in which \(row.payer) answers declaration \(row.declaration), "
            + "does not count.", "It stands in \(Document(row: document).place ?? "no file").",
        ] + cause.sentences + sentence(entries)
      story.members = [
        ("payer", .text(row.payer.text)), ("declaration", .text(row.declaration)), ("date", .day(row.date)),
        ("cause", .text(cause.name)), ("document", Document(row: document).json),
        ("by", cause.document.map { Document(row: $0).json } ?? .null),
        ("entries", .array(entries.map(reference))),
      ]
      return story
    }
  }

  private struct Cause {
    var name: String
    var document: DocumentRow?
    var sentences: [String]
  }

  private func cause(_ cause: WithdrawnRow.Cause) throws -> Cause {
    switch cause {
    case .held(let file):
      let document = try books.document(.file, file)
      return Cause(
        name: "held", document: document,
        sentences: [
          "It is held: \(document?.reference ?? "another file"), received on "
            + "\(document.map { "\($0.date)" } ?? "another day"), says something else under the same number, and which "
            + "of the two is right is not ours to guess."
        ] + (try books.findings(ofFile: file).map { "  - \($0.remedy)." }))
    case .reversed(let decision):
      let document = try books.document(.decision, decision)
      return Cause(
        name: "reversed", document: document,
        sentences: [
          document.map { "It was taken back by the \(Document(row: $0).name)." } ?? "It was taken back.",
          "The same file given again is a duplicate; this version cannot release it.",
        ])
    }
  }
}
