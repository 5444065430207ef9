package import Accounting

/// hledger's journal format, as `hledger check --strict` of version 1.25 takes it; ledger reads it too.
/// Accounts are `<kind>:<code>`; a credit is negative. https://hledger.org/1.25/hledger.html#journal-format
package struct HledgerJournal: JournalFormat {
  package init() {}

  package var fileExtension: String { "journal" }

  package func header(
    _ accounts: [LedgerAccount], _ currencies: [Currency], tags: [String], opening: CalendarDate
  ) -> String {
    var text = ""
    for currency in currencies {
      text += "commodity \(currency.code)\n  format \(currency.code) 1000.00\n"
    }
    for account in accounts {
      let name = Self.comment(account.name)
      text += "account \(Self.name(of: account))" + (name.isEmpty ? "" : "  ; \(name)") + "\n"
    }
    for tag in Set(ownTags + tags).sorted() { text += "tag \(tag)\n" }
    return text + "\n"
  }

  package func text(_ entry: OutgoingEntry, _ chart: LedgerChart) throws(JournalFailure) -> String {
    // What another system books is pending for us, and marked so.
    let status = entry.bookedBy == .gateway ? "*" : "!"
    let description = Self.description(entry.entry.text)
    var text =
      "\(entry.entry.date) \(status) (\(entry.reference))" + (description.isEmpty ? "" : " \(description)")
    text +=
      "\n    ; " + entry.allTags.map { "\($0.name): \(Self.value($0.value))" }.joined(separator: ", ") + "\n"
    for posting in entry.entry.postings {
      text += "    " + Self.name(of: try chart.account(posting.account, of: entry))
      text += "  \(posting.signed.currency.code) \(posting.signed.plain)"
      var tags: [String] = []
      if let costCentre = posting.costCentre { tags.append("cost-centre: \(costCentre)") }
      if let item = posting.item { tags.append("item: \(Self.value(item))") }
      text += (tags.isEmpty ? "" : "  ; " + tags.joined(separator: ", ")) + "\n"
    }
    return text + "\n"
  }

  static func name(of account: LedgerAccount) -> String { "\(account.kind.rawValue):\(account.code)" }

  /// `;` begins a comment, `|` parts the payee from the note.
  private static func description(_ text: String) -> String {
    oneLine(text, replacing: [";": ",", "|": "/"])
  }

  /// A comma ends a value; brackets and `date:` would move the posting to another day.
  private static func value(_ text: String) -> String {
    let line = oneLine(text, replacing: [",": ".", ";": ".", "|": "/", "[": "(", "]": ")"])
    guard line.utf8.contains(UInt8(ascii: ":")) else { return line }
    return line.split(separator: "date:", omittingEmptySubsequences: false).joined(separator: "date.")
      .split(separator: "date2:", omittingEmptySubsequences: false).joined(separator: "date2.")
  }

  /// Nothing in the name of an account is a tag.
  private static func comment(_ text: String) -> String {
    oneLine(text, replacing: [";": ",", "|": "/", "[": "(", "]": ")", ":": "."])
  }
}
