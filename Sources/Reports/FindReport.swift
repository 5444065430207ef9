import Accounting
import Books
import Findings
package import JSON
import Mapping
import Matching

/// What `find` says: whatever carries a number, and what is nearly it.
package struct FindReport: Report {
  private static let mostNear = 20

  private let number: String
  private var found: [NumberedThing]
  private var near: [(kind: NumberedThing.Kind, reference: String)] = []

  package init(_ source: ReportSource, number: String) throws {
    self.number = number
    let administration = source.administration.id
    found = try source.books.snapshot { try source.books.things(numbered: number, of: administration) }
    let known = Set(found.map { [$0.kind.rawValue, $0.reference] })
    let asked = Naming.normalised(number)
    var near: [(distance: Int, kind: NumberedThing.Kind, reference: String)] = []
    try source.books.numbers(of: administration) { kind, reference, number in
      guard !known.contains([kind.rawValue, reference]),
        let distance = Self.distance(from: asked, to: Naming.normalised(number))
      else { return }
      near.append((distance, kind, reference))
    }
    self.near = near.sorted { ($0.distance, $0.reference) < ($1.distance, $1.reference) }.prefix(
      Self.mostNear
    )
    .map { ($0.kind, $0.reference) }
  }

  package var isEmpty: Bool { found.isEmpty && near.isEmpty }
  /// Nothing carries the number itself.
  package var isMiss: Bool { found.isEmpty }

  /// How far a number is from what was asked for: a slip or two, or digits that are missing in front or behind. Nothing
  /// where it is another number.
  private static func distance(from asked: String, to number: String) -> Int? {
    guard asked.utf8.count >= 4 else { return nil }
    if number.contains(asked) || (number.utf8.count >= 4 && asked.contains(number)) {
      return 10 + abs(number.utf8.count - asked.utf8.count)
    }
    let most = asked.utf8.count >= 8 ? 2 : 1
    return edits(between: asked, and: number, atMost: most)
  }

  package var json: JSON {
    [
      "number": .text(number),
      "found": .array(
        found.map { thing in
          [
            "kind": .text(thing.kind.rawValue), "reference": .text(thing.reference),
            "number": .text(thing.number),
            "payer": .text(thing.payer), "date": .day(thing.date), "amount": .amount(thing.amount),
            "counts": .bool(thing.counts),
          ]
        }),
      "near": .array(near.map { ["kind": .text($0.kind.rawValue), "reference": .text($0.reference)] }),
    ]
  }

  package var text: String {
    var text = ""
    if !found.isEmpty {
      var table = TextTable(
        .left("kind"), .left("reference"), .left("number"), .left("payer"), .left("date"), .right("amount"),
        .left(""))
      for thing in found {
        table.add(
          thing.kind.rawValue, thing.reference, thing.number == thing.reference ? "" : thing.number,
          thing.payer ?? "", thing.date?.description ?? "", thing.amount.map { readable($0) } ?? "",
          thing.counts ? "" : "counts no longer")
      }
      text += table.text
    } else {
      text += "nothing carries \(visible(number, isOneLine: true))\n"
    }
    guard !near.isEmpty else { return text }
    text += "\nnearly:\n"
    for thing in near { text += "  \(thing.kind.rawValue) \(visible(thing.reference, isOneLine: true))\n" }
    return text
  }
}
