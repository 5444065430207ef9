import Accounting

/// A row of bank-others.csv: a bank line that concerns no payer, known by its account, a text, or both.
struct OtherReceiptRow: Sendable, Hashable {
  let iban: String?
  /// In words, folded: a line is meant if its text has these words one after another.
  let words: WordSequence?
  let account: AccountCode
  let validity: Validity
  let because: String

  func admits(iban: String, words: WordSequence, on day: CalendarDate) -> Bool {
    guard validity.contains(day) else { return false }
    if let mine = self.iban, mine != iban { return false }
    if let mine = self.words, !words.contains(mine) { return false }
    return true
  }

  /// Asks whatever the other asks, and perhaps more.
  func isWithin(_ other: OtherReceiptRow) -> Bool {
    if let theirs = other.iban, theirs != iban { return false }
    guard let theirs = other.words else { return true }
    return words?.contains(theirs) ?? false
  }
}
