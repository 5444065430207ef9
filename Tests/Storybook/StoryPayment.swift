package import Accounting

/// One payment between us and another party: a booking of its own, or one of a batch.
package struct StoryPayment: Sendable, Hashable {
  /// Signed: what we receive is positive.
  package var amount: Money
  package var name: String
  package var iban: String
  package var text: String
  /// The payer's end-to-end reference.
  package var endToEnd: String
  /// The bank's own reference of this payment within a batch; a booking of its own has it on the entry.
  package var bankReference: String

  package init(
    _ amount: Money, name: String, iban: String, text: String, endToEnd: String = "NOTPROVIDED",
    bankReference: String = ""
  ) {
    self.amount = amount
    self.name = name
    self.iban = iban
    self.text = text
    self.endToEnd = endToEnd
    self.bankReference = bankReference
  }
}
