package import JSON
import Books

/// The whole story behind a reference, told backwards to bytes in files, in sentences and as values (docs/json.md).
package struct Explanation: Report {
  package let reference: String
  package private(set) var stories: [Story] = []

  package struct Story: Sendable {
    package var kind: String
    package var reference: String
    package var sentences: [String] = []
    package var members: [(key: String, value: JSON)] = []
  }

  /// What carries this reference: an entry, a receipt, a declaration (of several payers, several), a return by the
  /// payer's number, or the item
  /// `payer/number` as lists name it, with or without its line.
  package init(_ source: ReportSource, of reference: String) throws {
    self.reference = reference
    stories = try source.books.snapshot {
      let teller = StoryTeller(source)
      return try teller.entries(referenced: reference) + teller.receipts(referenced: reference)
        + teller.declarations(named: reference) + teller.withdrawn(named: reference)
        + teller.returns(named: reference) + teller.withdrawnReturns(named: reference)
    }
  }

  package var isEmpty: Bool { stories.isEmpty }

  package var json: JSON {
    [
      "reference": .text(reference),
      "found": .array(
        stories.map { story in
          .object(
            ([("kind", .text(story.kind)), ("reference", .text(story.reference))] + story.members
              + [("sentences", .texts(story.sentences))]).map { JSON.Member(key: $0.0, value: $0.1) })
        }),
    ]
  }

  package var text: String {
    stories.map { $0.sentences.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }
}
