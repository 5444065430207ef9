package import Accounting

/// Beancount's format, version 2. Accounts are `Assets:A1310`: a name part may not be all digits for every reader.
/// https://beancount.github.io/docs/beancount_language_syntax.html
package struct BeancountJournal: JournalFormat {
  package init() {}

  package var fileExtension: String { "beancount" }

  package func header(
    _ accounts: [LedgerAccount], _ currencies: [Currency], tags: [String], opening: CalendarDate
  ) -> String {
    var text = ""
    for currency in currencies { text += "option \"operating_currency\" \"\(currency.code)\"\n" }
    let currencies = currencies.map(\.code).joined(separator: ",")
    for account in accounts {
      text += "\(opening) open \(Self.name(of: account)) \(currencies)\n"
      let name = Self.quoted(account.name)
      text += "  code: \"\(account.code)\"\n" + (name == "\"\"" ? "" : "  name: \(name)\n")
    }
    return text + "\n"
  }

  package func text(_ entry: OutgoingEntry, _ chart: LedgerChart) throws(JournalFailure) -> String {
    let flag = entry.bookedBy == .gateway ? "*" : "!"
    var text = "\(entry.entry.date) \(flag) \(Self.quoted(entry.entry.text)) ^\(entry.reference)\n"
    for (name, value) in entry.allTags { text += "  \(name): \(Self.quoted(value))\n" }
    for posting in entry.entry.postings {
      let account = Self.name(of: try chart.account(posting.account, of: entry))
      text += "  \(account)  \(posting.signed.plain) \(posting.signed.currency.code)\n"
      if let costCentre = posting.costCentre { text += "    cost-centre: \"\(costCentre)\"\n" }
      if let item = posting.item { text += "    item: \(Self.quoted(item))\n" }
    }
    return text + "\n"
  }

  static func name(of account: LedgerAccount) -> String {
    let kind = account.kind.rawValue
    // A dot cannot stand in a name; its code keeps two accounts apart that differ in it alone.
    let code = account.code.text.split(separator: ".", omittingEmptySubsequences: false).joined(
      separator: "-x2E-")
    return kind.prefix(1).uppercased() + kind.dropFirst() + ":A" + code
  }

  private static func quoted(_ text: String) -> String {
    "\"" + oneLine(text, replacing: ["\"": "'", "\\": "/"]) + "\""
  }
}
