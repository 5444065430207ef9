package import Accounting

/// The columns of GnuCash's own export of transactions with several splits, as its import takes them again. Accounts are
/// `<Kind>:<code>`; the book has to have them. Lines end with CR LF (RFC 4180).
package struct GnuCashJournal: JournalFormat {
  package init() {}

  package var fileExtension: String { "csv" }

  package func header(
    _ accounts: [LedgerAccount], _ currencies: [Currency], tags: [String], opening: CalendarDate
  ) -> String {
    "Date,Transaction ID,Number,Description,Full Account Name,Memo,Amount Num.\r\n"
  }

  package func text(_ entry: OutgoingEntry, _ chart: LedgerChart) throws(JournalFailure) -> String {
    var text = ""
    for posting in entry.entry.postings {
      let account = try chart.account(posting.account, of: entry)
      text +=
        [
          entry.entry.date.description, entry.reference.text, entry.reference.text,
          CSVJournal.cell(entry.entry.text), Self.name(of: account), CSVJournal.cell(posting.item ?? ""),
          posting.signed.plain,
        ].joined(separator: ",") + "\r\n"
    }
    return text
  }

  package static func name(of account: LedgerAccount) -> String {
    let kind = account.kind.rawValue
    return kind.prefix(1).uppercased() + kind.dropFirst() + ":" + account.code.text
  }
}
