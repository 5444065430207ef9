package import Accounting
package import Mapping

/// Money a payer wants back, with what answers it (POSTING.md rule 6).
package struct TakebackCase: Sendable {
  /// The payer's own number, or the declaration it is taken back on.
  package var item: String
  /// What is taken back, positive.
  package var amount: Int64
  package var account: AccountCode
  /// Revenue correction; in mode `none` the suspense account that waits for the care system's credit line.
  package var counter: Answer
  package var costCentre: CostCentre?
  /// A credit line or a lowered award of ours says the same: the item lives on that declaration's debtor.
  package var isAnswered: Bool

  package init(
    item: String, amount: Int64, account: AccountCode, counter: Answer, costCentre: CostCentre?,
    isAnswered: Bool
  ) {
    self.item = item
    self.amount = amount
    self.account = account
    self.counter = counter
    self.costCentre = costCentre
    self.isAnswered = isAnswered
  }
}
