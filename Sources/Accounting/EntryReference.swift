/// The name of a journal entry from end to end: what a person reads on the phone, and the key by which a
/// bookkeeping system recognises an entry it has already seen. `VRK-2026-000117`, reversal `VRK-2026-000117-R1`.
/// At most 20 characters of `A-Z 0-9 -` (POSTING.md rule 11).
package struct EntryReference: Sendable, Hashable, CustomStringConvertible {
  package let text: String

  package init?(_ text: String) {
    guard (1...20).contains(text.utf8.count) else { return nil }
    guard text.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) || $0 == 45 }) else {
      return nil
    }
    self.text = text
  }

  package init(journal: JournalCode, year: Int, number: Int) {
    let digits = String(number)
    let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    guard let reference = EntryReference("\(journal.text)-\(year)-\(padded)") else {
      preconditionFailure("journal codes are short enough for millions of entries a year")
    }
    self = reference
  }

  /// Journal, year and number, without what marks a reversal.
  package var stem: String { text.split(separator: "-").prefix(3).joined(separator: "-") }

  /// The reference of the n-th reversal of this entry. A reversal that is itself reversed counts on: `-R2`. Nothing
  /// where that is too long: the millionth entry of a year in a journal of five letters, or its tenth reversal.
  package func reversal(_ number: Int) -> EntryReference? { EntryReference("\(stem)-R\(number)") }

  package var description: String { text }
}
