package import JSON
import Mapping
import Care
package import Books
import Posting

/// The payer accounts, item by item (CONTRACT.md section 4).
package struct OpenItemsReport: Report, Hashable {
  package enum State: String, Sendable, CaseIterable {
    /// An expectation, in no sum.
    case claimed
    case awarded, partPaid = "part-paid", paid
    /// Of what a payer takes back: nothing of it is withheld yet, or some or all of it is.
    case announced, offset
    /// By a person.
    case contested, withdrawn
  }

  package struct Item: Sendable, Hashable {
    package var payer: String
    package var scheme: String
    /// `award`, `takeback`: as parts of payments are called.
    package var kind = "award"
    package var reference: String
    package var claimed: Int64
    package var awarded: Int64
    package var paid: Int64
    package var state: State

    /// Positive when the payer owes us (POSTING.md rule 1).
    package var open: Int64 { awarded - paid }
  }

  package let items: [Item]

  /// - Parameter isOpenOnly: without what is claimed only, and what is settled.
  package init(
    _ source: ReportSource, _ filter: DeclarationFilter = DeclarationFilter(), state: State? = nil,
    isOpenOnly: Bool = false
  ) throws {
    let (rows, takebacks, advances) = try source.books.snapshot {
      (
        try source.books.declarationRows(of: source.administration.id, filter),
        try source.books.takebackRows(of: source.administration.id, filter),
        try source.books.advanceRows(of: source.administration.id)
      )
    }
    let wanted = advances.compactMap(Self.item).filter { item in
      filter.payer.map { item.payer == $0.text } ?? true
        && filter.number.map { item.reference == $0 } ?? (filter.from == nil && filter.until == nil)
    }
    items = (rows.map(Self.item) + takebacks.map(Self.item) + wanted).filter { item in
      state.map { item.state == $0 } ?? true && (!isOpenOnly || item.open != 0)
    }
  }

  private static func item(_ row: DeclarationRow) -> Item {
    var item = Item(
      payer: row.payer.text, scheme: row.schemes.joined(separator: " "), reference: row.number,
      claimed: row.claimed, awarded: row.awarded ?? 0, paid: row.paid, state: .awarded)
    if row.awarded == nil {
      item.state = .claimed
    } else if row.paid != 0 {
      item.state = item.open == 0 ? .paid : .partPaid
    }
    return item
  }

  /// What is left of an advance, or of its settlement; below zero where we owe it.
  private static func item(_ row: (item: String, balance: Int64)) -> Item? {
    guard let parts = ItemName.parts(of: row.item) else { return nil }
    return Item(
      payer: parts.payer.text, scheme: ItemName.scheme(ofAdvance: row.item)?.text ?? "",
      kind: parts.kind.rawValue, reference: parts.reference, claimed: 0, awarded: row.balance, paid: 0,
      state: .awarded)
  }

  /// What a payer takes back is below zero (POSTING.md rule 1).
  private static func item(_ row: TakebackRow) -> Item {
    Item(
      payer: row.takeback.payer.text, scheme: row.takeback.scheme?.text ?? "", kind: "takeback",
      reference: row.takeback.key, claimed: 0, awarded: row.isWithdrawn ? row.settled : -row.takeback.amount,
      paid: row.settled,
      state: row.isWithdrawn
        ? .withdrawn : row.isContested ? .contested : row.settled == 0 ? .announced : .offset)
  }

  package var json: JSON {
    [
      "items": .array(
        items.map { item in
          [
            "payer": .text(item.payer), "scheme": .text(item.scheme), "kind": .text(item.kind),
            "reference": .text(item.reference), "claimed": .amount(item.claimed),
            "awarded": .amount(item.awarded), "paid": .amount(item.paid), "open": .amount(item.open),
            "state": .text(item.state.rawValue), "due": .null,
          ]
        })
    ]
  }

  package var text: String {
    guard !items.isEmpty else { return "No items.\n" }
    var table = TextTable(
      .left("payer"), .left("scheme"), .left("kind"), .left("reference"), .right("claimed"),
      .right("awarded"), .right("paid"), .right("open"), .left("state"))
    for item in items {
      table.add(
        item.payer, item.scheme, item.kind, item.reference, readable(item.claimed),
        item.state == .claimed ? "" : readable(item.awarded), readable(item.paid),
        item.state == .claimed ? "" : readable(item.open), item.state.rawValue)
    }
    table.close(
      counted(items.count, "item"), "", "", "", readable(items.reduce(0) { $0 + $1.claimed }),
      readable(items.reduce(0) { $0 + $1.awarded }), readable(items.reduce(0) { $0 + $1.paid }),
      readable(items.reduce(0) { $0 + $1.open }), "")
    return table.text
  }
}
