package import Accounting
package import Mapping

/// Who books an entry: we, or the other system whose entry we expect. Each side balances alone.
package enum Booker: String, Sendable, Hashable, CaseIterable, Comparable {
  case gateway, careSystem = "care-system", bookkeeping
  package static func < (left: Booker, right: Booker) -> Bool { left.rawValue < right.rawValue }
}

/// One place in the ledger where money can stand: an account in a role, for an item.
package struct Spot: Sendable, Hashable, Comparable {
  package var booker: Booker
  package var role: Role
  package var account: AccountCode
  package var costCentre: CostCentre?
  /// The declaration `payer/number`, the line `payer/number/line`, the bank line's reference; empty where the role
  /// keeps no items.
  package var item: String

  package init(
    _ booker: Booker, _ role: Role, _ account: AccountCode, costCentre: CostCentre? = nil, item: String
  ) {
    self.booker = booker
    self.role = role
    self.account = account
    self.costCentre = costCentre
    self.item = role.keepsItems ? item : ""
  }

  package static func < (left: Spot, right: Spot) -> Bool {
    if left.booker != right.booker { return left.booker < right.booker }
    if left.account != right.account { return left.account < right.account }
    if left.costCentre != right.costCentre {
      return (left.costCentre?.text ?? "") < (right.costCentre?.text ?? "")
    }
    if left.item != right.item { return left.item < right.item }
    return left.role < right.role
  }
}

/// What stands, or must stand, on each spot: debit minus credit in cents. Zeroes are not kept.
package struct Standing: Sendable, Equatable {
  package private(set) var amounts: [Spot: Int64] = [:]

  package init() {}

  package subscript(spot: Spot) -> Int64 { amounts[spot] ?? 0 }
  package var isEmpty: Bool { amounts.isEmpty }

  package mutating func add(_ cents: Int64, to spot: Spot) {
    guard cents != 0 else { return }
    let sum = self[spot] + cents
    amounts[spot] = sum == 0 ? nil : sum
  }

  package mutating func add(_ other: Standing) {
    for (spot, cents) in other.amounts { add(cents, to: spot) }
  }

  /// The heart of POSTING.md: an entry is target minus posted, spot by spot.
  package func minus(_ posted: Standing) -> Standing {
    var difference = self
    for (spot, cents) in posted.amounts { difference.add(-cents, to: spot) }
    return difference
  }

  package func of(_ booker: Booker) -> Standing {
    var part = Standing()
    part.amounts = amounts.filter { $0.key.booker == booker }
    return part
  }

  /// Bookers that have anything here, in a fixed order.
  package var bookers: [Booker] { Set(amounts.keys.map(\.booker)).sorted() }
}
