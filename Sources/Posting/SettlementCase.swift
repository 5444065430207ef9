package import Accounting

/// What is left of an advance when its year is settled (POSTING.md rule 12).
package struct SettlementCase: Sendable {
  /// The item of the advance, and the account on which it lives.
  package var advance: String
  package var account: AccountCode
  package var settlement: String
  package var settlementAccount: AccountCode
  /// Signed cents by rule 1: below zero where we owe it.
  package var open: Int64

  package init(
    advance: String, account: AccountCode, settlement: String, settlementAccount: AccountCode, open: Int64
  ) {
    self.advance = advance
    self.account = account
    self.settlement = settlement
    self.settlementAccount = settlementAccount
    self.open = open
  }
}
