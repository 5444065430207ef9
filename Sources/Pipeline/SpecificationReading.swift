import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

/// Finds the specification that describes a payment (class A), and reads its rows as our items.
struct SpecificationReading {
  /// A specification and its payment are at most this many days apart (DESIGN.md section 4).
  static let mostDays = 10

  let items: ItemReading
  let receipt: BookReceipt
  let group: String

  private var books: Books { items.books }
  private var event: BookEvent { items.event }

  /// The specification that describes the payment: of several that may, the one whose number the payment names, or
  /// the one that speaks of all that the payment names.
  func evidence(naming named: NamedItems, _ stretches: [Naming.Stretch]) throws -> SpecificationEvidence {
    if let own = receipt.specification {
      return try books.specification(own).map { .one(try claim(of: $0)) } ?? .none
    }
    let all = try candidates()
    let called = all.filter { specification in stretches.contains { $0.number == specification.name } }
    if called.count == 1 { return .one(try claim(of: called[0])) }
    let telling = try all.filter { try speaks($0, of: named) }
    guard let only = telling.first else { return .none }
    guard telling.count == 1 else { return .undecided(try telling.map(claim)) }
    // What another payment fits as well is not proven to be this one's, unless this one names it.
    let isProven = try !named.known.isEmpty || !hasRival(only)
    return try isProven ? .one(claim(of: only)) : .undecided([claim(of: only)])
  }

  private func speaks(_ specification: BookSpecification, of named: NamedItems) throws -> Bool {
    let numbers = Set(try books.rows(ofSpecification: specification.id).compactMap(\.declaration))
    return Set(named.known.map(\.number)).isSubset(of: numbers)
  }

  private func candidates() throws -> [BookSpecification] {
    let mapping = try items.mapping
    return try books.specifications(
      paying: receipt.amount, from: receipt.bookedOn.adding(days: -Self.mostDays),
      to: receipt.bookedOn.adding(days: Self.mostDays), administration: receipt.administration,
      at: event.seq
    ).filter { mapping.group(of: $0.payer) == group }
  }

  /// Whether another payment of the group has the same amount, close enough to the specification.
  private func hasRival(_ specification: BookSpecification) throws -> Bool {
    let mapping = try items.mapping
    return try books.receipts(
      of: receipt.amount, from: specification.date.adding(days: -Self.mostDays),
      to: specification.date.adding(days: Self.mostDays), administration: receipt.administration,
      at: event.seq
    ).contains { other in
      guard other.id != receipt.id, other.specification == nil,
        mapping.group(ofIBAN: other.counterparty, on: other.bookedOn) == group
      else { return false }
      return try speaks(specification, of: items.named(in: other, group: group).named)
    }
  }

  // MARK: Rows

  private func claim(of specification: BookSpecification) throws -> SpecificationClaim {
    var claim = SpecificationClaim(
      id: specification.id, reference: specification.reference, parts: [], unknown: [])
    for row in try books.rows(ofSpecification: specification.id) where row.kind.contributes {
      switch row.kind {
      case .award:
        guard let number = row.declaration, let item = try declaration(number, of: specification.payer) else {
          claim.unknown.append(row.declaration ?? "")
          continue
        }
        claim.add(SpecifiedPart(item: item, cents: row.amount, isPaid: true))
      case .offset: claim.add(try offset(row, of: specification))
      case .interest:
        let item = ItemName.interest(specification.payer, specification.reference)
        claim.add(
          SpecifiedPart(
            item: OpenItem(item: item, number: "interest", awarded: nil, paidBefore: 0), cents: row.amount,
            opens: true))
      case .advance: claim.add(try advance(row, of: specification, opens: true))
      case .advanceDrawdown: claim.add(try advance(row, of: specification, opens: false))
      case .payment, .takeback, .ceiling: continue
      }
    }
    return claim
  }

  private func declaration(_ number: String, of payer: PayerCode) throws -> OpenItem? {
    guard
      let declaration = try books.declaration(
        number, of: payer, administration: receipt.administration, at: event.seq)
    else { return nil }
    return try items.item(declaration, receipt)
  }

  private func advance(
    _ row: BookSpecificationRow, of specification: BookSpecification, opens: Bool
  ) throws -> SpecifiedPart {
    let advances = AdvanceReading(items: items, receipt: receipt, group: group)
    switch try advances.item(row, of: specification) {
    case .item(let item): return SpecifiedPart(item: item, cents: row.amount, opens: opens)
    case .unclear(let cause):
      let number = row.number ?? row.kind.rawValue
      return SpecifiedPart(
        item: OpenItem(item: "", number: number, awarded: nil, paidBefore: 0), cents: row.amount,
        obstacle: cause)
    }
  }

  /// What is withheld settles the takeback that the row names, wherever that lives.
  private func offset(
    _ row: BookSpecificationRow, of specification: BookSpecification
  ) throws -> SpecifiedPart {
    if let number = row.number,
      try books.isAdvance(
        number, of: specification.payer, administration: receipt.administration, at: event.seq)
    {
      return try advance(row, of: specification, opens: false)
    }
    guard let takeback = try takeback(row, of: specification) else {
      let name = row.number ?? row.declaration ?? ""
      return SpecifiedPart(
        item: OpenItem(item: "", number: name, awarded: nil, paidBefore: 0), cents: row.amount,
        obstacle: .unknownDeclaration)
    }
    return SpecifiedPart(
      item: try items.item(takeback, receipt), cents: row.amount,
      obstacle: takeback.cause.flatMap(SuspenseCause.init))
  }

  private func takeback(
    _ row: BookSpecificationRow, of specification: BookSpecification
  ) throws -> BookTakeback? {
    if let number = row.number {
      return try books.takeback(
        called: number, of: specification.payer, administration: receipt.administration)
    }
    guard let declaration = row.declaration else { return nil }
    return try books.takebacks(
      on: declaration, of: specification.payer, administration: receipt.administration
    ).first { $0.specifications.contains(specification.id) }
  }
}

extension SpecificationClaim {
  /// Several rows on one item are one part.
  fileprivate mutating func add(_ part: SpecifiedPart) {
    guard let known = parts.firstIndex(where: { $0.item.item == part.item.item && $0.opens == part.opens })
    else { return parts.append(part) }
    parts[known].cents += part.cents
    parts[known].isPaid = parts[known].isPaid || part.isPaid
    parts[known].obstacle = parts[known].obstacle ?? part.obstacle
  }
}
