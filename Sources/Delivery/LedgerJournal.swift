package import Accounting

/// ledger's journal format, as `ledger --strict --pedantic` of version 3.3 takes it. What hledger writes behind a
/// semicolon ledger would take for a part of the name, and several tags on one line for one. Accounts are
/// `<kind>:<code>`; a credit is negative. https://ledger-cli.org/doc/ledger3.html
package struct LedgerJournal: JournalFormat {
  package init() {}

  package var fileExtension: String { "ledger" }

  package func header(
    _ accounts: [LedgerAccount], _ currencies: [Currency], tags: [String], opening: CalendarDate
  ) -> String {
    var text = ""
    for currency in currencies { text += "commodity \(currency.code)\n    format \(currency.code) 1000.00\n" }
    for account in accounts {
      text += "account \(HledgerJournal.name(of: account))\n"
      let name = Self.value(account.name)
      if !name.isEmpty { text += "    note \(name)\n" }
    }
    for tag in Set(ownTags + tags).sorted() { text += "tag \(tag)\n" }
    return text + "\n"
  }

  package func text(_ entry: OutgoingEntry, _ chart: LedgerChart) throws(JournalFailure) -> String {
    // What another system books is pending for us, and marked so.
    let status = entry.bookedBy == .gateway ? "*" : "!"
    // Without a payee ledger would take the first posting for one.
    let payee = oneLine(entry.entry.text, replacing: [";": ",", "|": "/"])
    var text =
      "\(entry.entry.date) \(status) (\(entry.reference)) \(payee.isEmpty ? entry.reference.text : payee)\n"
    for (name, value) in entry.allTags { text += Self.tag(name, value) }
    for posting in entry.entry.postings {
      text += "    " + HledgerJournal.name(of: try chart.account(posting.account, of: entry))
      text += "  \(posting.signed.currency.code) \(posting.signed.plain)\n"
      if let costCentre = posting.costCentre { text += Self.tag("cost-centre", costCentre.text) }
      if let item = posting.item { text += Self.tag("item", item) }
    }
    return text + "\n"
  }

  private static func tag(_ name: String, _ value: String) -> String {
    let value = Self.value(value)
    return value.isEmpty ? "" : "    ; \(name): \(value)\n"
  }

  /// A date in brackets would move the posting; a second colon begins a tag only at the beginning of a word.
  private static func value(_ text: String) -> String {
    oneLine(text, replacing: [";": ",", "|": "/", "[": "(", "]": ")", ":": "."])
  }
}
