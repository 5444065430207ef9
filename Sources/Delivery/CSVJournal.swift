package import Accounting

/// One row per posting: UTF-8, comma, header line, ISO dates, decimal point; lines end with CR LF (RFC 4180).
package struct CSVJournal: JournalFormat {
  package init() {}

  package var fileExtension: String { "csv" }

  package func header(
    _ accounts: [LedgerAccount], _ currencies: [Currency], tags: [String], opening: CalendarDate
  ) -> String {
    "reference,date,journal,text,account,account_kind,account_name,debit,credit,currency,cost_centre,item,"
      + "reversal_of,booked_by,tags\r\n"
  }

  package func text(_ entry: OutgoingEntry, _ chart: LedgerChart) throws(JournalFailure) -> String {
    let tags = entry.tags.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
    var text = ""
    for posting in entry.entry.postings {
      let account = try chart.account(posting.account, of: entry)
      let amount = posting.amount.money
      text +=
        [
          entry.reference.text, entry.entry.date.description, entry.journal.text, Self.cell(entry.entry.text),
          account.code.text, account.kind.rawValue, Self.cell(account.name),
          posting.side == .debit ? amount.plain : "", posting.side == .credit ? amount.plain : "",
          amount.currency.code, posting.costCentre?.text ?? "", Self.cell(posting.item ?? ""),
          entry.reversalOf?.text ?? "", entry.bookedBy.rawValue, Self.cell(tags),
        ].joined(separator: ",") + "\r\n"
    }
    return text
  }

  /// Quoted where it must be. A text that a spreadsheet would take for a formula gets an apostrophe, as spreadsheets
  /// themselves write it.
  static func cell(_ text: String) -> String {
    var text = oneLine(text)
    if let first = text.first, "=+-@".contains(first) { text = "'" + text }
    guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
