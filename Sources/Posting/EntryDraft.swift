package import Accounting

/// The postings that bring one side of the ledger from what is posted to its target.
package enum EntryDraft {
  /// One posting per account and cost centre, except on accounts that keep items (rule 4); debits first, then by
  /// account, so that equal differences give equal bytes. Empty when everything cancels.
  ///
  /// - Precondition: the difference is of one booker and balances: targets do, and so does what was posted.
  package static func postings(of difference: Standing, in currency: Currency) -> [Posting] {
    struct Key: Hashable {
      var account: AccountCode
      var costCentre: CostCentre?
      var item: String
    }
    var sums: [Key: Int64] = [:]
    for (spot, cents) in difference.amounts {
      sums[Key(account: spot.account, costCentre: spot.costCentre, item: spot.item), default: 0] += cents
    }
    precondition(sums.values.reduce(0, +) == 0, "a target balances, so what is missing to it balances too")
    return
      sums
      .filter { $0.value != 0 }
      .sorted { left, right in
        let (one, other) = (left.key, right.key)
        if (left.value > 0) != (right.value > 0) { return left.value > 0 }
        if one.account != other.account { return one.account < other.account }
        if one.costCentre != other.costCentre {
          return (one.costCentre?.text ?? "") < (other.costCentre?.text ?? "")
        }
        return one.item < other.item
      }
      .map { key, cents in
        guard let amount = Amount(Money(minorUnits: abs(cents), currency)) else {
          preconditionFailure("zero sums are filtered out")
        }
        return Posting(
          cents > 0 ? .debit : .credit, key.account, amount, costCentre: key.costCentre,
          item: key.item.isEmpty ? nil : key.item)
      }
  }
}
