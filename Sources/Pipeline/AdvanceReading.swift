import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

/// Money that a payer gives before anything is granted: which item it is, by payer, scheme and year of care (POSTING.md
/// rules 12 and 13). The item has no facts of its own: payments open it, awards and later payments draw it down.
struct AdvanceReading {
  let items: ItemReading
  let receipt: BookReceipt
  let group: String

  enum Named {
    case item(OpenItem)
    case unclear(SuspenseCause)
  }

  // MARK: Payments

  /// What a payment that names no declaration is, from a group that pays in advance; nothing where none of its payers
  /// does.
  func verdict() throws -> Verdict? {
    let accounts = try items.mapping.advances(ofGroup: group, on: receipt.bookedOn)
    guard let account = accounts.first else { return nil }
    guard accounts.count == 1 else {
      return Verdict(
        .several, cause: .severalExplanations,
        because: "names no declaration, and its payers pay in advance under more than one law")
    }
    let settlements = try openSettlements(of: accounts.map(\.payer))
    if let settlement = settlements.first {
      let mayBeAdvance = receipt.amount > 0 && !Naming.speaksOfOffset(receipt.texts)
      let named = Naming.years(in: receipt.texts)
      let isNamed = named.count == 1 && settlement.item.hasSuffix(":\(named.first ?? 0)")
      let part = [Contribution(item: settlement.item, cents: receipt.amount)]
      guard settlements.count == 1, !mayBeAdvance || isNamed && Naming.speaksOfSettlement(receipt.texts)
      else {
        return Verdict(
          .several, candidates: settlements.map { [Contribution(item: $0.item, cents: receipt.amount)] },
          cause: .severalExplanations,
          because: "is what is left of an advance to the cent, and may as well be an advance")
      }
      return Verdict(
        .unique, .namedInFull, parts: part,
        because: "is what was left of \(settlement.number), to the cent")
    }
    guard receipt.amount > 0, !Naming.speaksOfOffset(receipt.texts) else {
      return Verdict(
        .none, cause: .noExplanation,
        because:
          "names no declaration, and speaks of settling what was paid in advance; no settlement is open")
    }
    guard let year = try year(in: receipt.texts, account.payer, account.scheme) else {
      return Verdict(
        .waiting, cause: .advanceYearUnclear,
        because: "is an advance, and neither its text nor the mapping tells of which year of care")
    }
    let item = ItemName.advance(account.payer, account.scheme, year)
    return Verdict(
      .unique, .namedInFull, parts: [Contribution(item: item, cents: receipt.amount)],
      because: "names no declaration, and its payer pays in advance: it is an advance of \(year)")
  }

  /// Settlements that are open for exactly this payment.
  private func openSettlements(of payers: [PayerCode]) throws -> [OpenItem] {
    try books.advanceRows(of: receipt.administration).compactMap { row -> OpenItem? in
      guard let parts = ItemName.parts(of: row.item), parts.kind == .settlement, payers.contains(parts.payer)
      else { return nil }
      let item = try items.item(
        row.item, called: "the advance of \(parts.reference.suffix(4))", receipt,
        worth: books.drawnDown(row.item, administration: receipt.administration))
      return item.open == receipt.amount ? item : nil
    }
  }

  // MARK: Rows of specifications

  /// The advance of which a row of a specification speaks.
  func item(
    _ row: BookSpecificationRow, of specification: BookSpecification
  ) throws -> Named {
    let mapping = try items.mapping
    let payer = specification.payer
    let sole = mapping.soleScheme(of: payer, on: specification.date)
    guard let scheme = row.scheme ?? mapping.advanceScheme(of: payer, on: specification.date) ?? sole else {
      return .unclear(.noAccount)
    }
    let texts = [row.number ?? ""] + (receipt.specification == nil ? receipt.texts : [])
    guard let year = try year(in: texts, payer, scheme) else { return .unclear(.advanceYearUnclear) }
    return .item(
      try items.item(
        ItemName.advance(payer, scheme, year), called: row.number ?? "advance \(year)", receipt,
        worth: books.drawnDown(
          ItemName.advance(payer, scheme, year), administration: receipt.administration)))
  }

  private var books: Books { items.books }

  /// The one year of care that texts name, else that of the mapping's plan.
  private func year(in texts: [String], _ payer: PayerCode, _ scheme: Scheme) throws -> Int? {
    let named = Naming.years(in: texts)
    if named.count == 1 { return named.first }
    return try items.mapping.advanceYear(of: payer, scheme, on: receipt.bookedOn)
  }
}
