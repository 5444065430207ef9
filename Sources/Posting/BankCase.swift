package import Accounting
package import Mapping

/// A line of one of our own bank accounts with its explanation.
package struct BankCase: Sendable {
  package var reference: String
  /// Signed cents: what we receive is positive.
  package var amount: Int64
  /// Nothing for a payment of 0.00, which touches no bank account.
  package var own: OwnAccount?
  /// The suspense account of the role `receipts`.
  package var receipts: AccountCode
  /// Whether the line is booked at all: on an account that the bookkeeping books, only payers' money is (rule 8).
  package var isOurs: Bool
  /// The account of a line that concerns no payer, if bank-others.csv gives one.
  package var other: Answer?
  /// What the payment consists of; empty while unexplained. The contributions sum to the amount, unless a
  /// rest is left (rule 15).
  package var parts: [Part]

  package struct Part: Sendable, Hashable {
    package var role: Role
    package var item: String
    /// Where the item lives: the account it was posted with, never that of today's mapping (rule 3).
    package var account: AccountCode
    package var costCentre: CostCentre?
    /// Open before − open after (rule 1).
    package var contribution: Int64

    package init(
      role: Role, item: String, account: AccountCode, costCentre: CostCentre? = nil, contribution: Int64
    ) {
      self.role = role
      self.item = item
      self.account = account
      self.costCentre = costCentre
      self.contribution = contribution
    }
  }

  package init(
    reference: String, amount: Int64, own: OwnAccount?, receipts: AccountCode, isOurs: Bool, other: Answer?,
    parts: [Part]
  ) {
    self.reference = reference
    self.amount = amount
    self.own = own
    self.receipts = receipts
    self.isOurs = isOurs
    self.other = other
    self.parts = parts
  }
}
