package import Accounting

/// A journal as text. Written entry by entry, so that memory does not grow with the journal; the same entries and
/// chart give the same bytes.
package protocol JournalFormat: Sendable {
  /// How the names of such files end, without the dot.
  var fileExtension: String { get }

  /// What stands before the first entry.
  /// - Parameters:
  ///   - accounts: each account an entry may use.
  ///   - currencies: each currency an entry may use.
  ///   - tags: the names of all tags an entry may carry.
  ///   - opening: not later than any entry.
  func header(
    _ accounts: [LedgerAccount], _ currencies: [Currency], tags: [String], opening: CalendarDate
  ) -> String

  /// - Returns: nothing where the chart does not know one of its accounts; `unknownAccount` names it.
  func text(_ entry: OutgoingEntry, _ chart: LedgerChart) throws(JournalFailure) -> String
}

package enum JournalFailure: Error, Sendable, Hashable, CustomStringConvertible {
  case unknownAccount(AccountCode, in: EntryReference)
  /// The sum up to this entry cannot be counted.
  case tooLarge(EntryReference)
  /// The format has no place for something; the sentence says for what.
  case unwritable(String)

  package var description: String {
    switch self {
    case .unknownAccount(let account, let entry):
      "entry \(entry) uses account \(account), which is not in chart.csv; add it there"
    case .unwritable(let sentence): sentence
    case .tooLarge(let entry): "with \(entry) the debits sum to more than can be"
    }
  }
}

extension LedgerChart {
  func account(_ code: AccountCode, of entry: OutgoingEntry) throws(JournalFailure) -> LedgerAccount {
    guard let account = self[code] else { throw .unknownAccount(code, in: entry.reference) }
    return account
  }
}

extension OutgoingEntry {
  /// The tags of the entry in the order they are written, those from its fields first.
  var allTags: [(name: String, value: String)] {
    var all = [(name: "journal", value: journal.text)]
    if let reversalOf { all.append(("reversal-of", reversalOf.text)) }
    if bookedBy != .gateway { all.append(("booked-by", bookedBy.rawValue)) }
    return all + tags.map { ($0.name, $0.value) }
  }
}

/// Names of tags that entries have from their own fields.
let ownTags = ["booked-by", "cost-centre", "item", "journal", "reversal-of"]

/// One line without control and direction marks, and without what a format gives a meaning to.
func oneLine(_ text: String, replacing marks: [Unicode.Scalar: String] = [:]) -> String {
  if isOneLine(text) { return text }
  var line = ""
  for scalar in text.unicodeScalars {
    if let instead = marks[scalar] {
      line += instead
      continue
    }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: line += " "
    case .format, .surrogate, .privateUse, .unassigned: continue
    default: line.unicodeScalars.append(scalar)
    }
  }
  return line.split(separator: " ").joined(separator: " ")
}

/// Whether a text is nothing but letters, digits, `-./_()` and single blanks, as nearly all are. No format replaces
/// any of these.
private func isOneLine(_ text: String) -> Bool {
  var isBlank = true
  for byte in text.utf8 {
    switch byte {
    case 48...57, 65...90, 97...122, 40, 41, 45, 46, 47, 95: isBlank = false
    case 32 where !isBlank: isBlank = true
    default: return false
    }
  }
  return !isBlank || text.isEmpty
}
