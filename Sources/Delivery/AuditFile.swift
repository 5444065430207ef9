package import Accounting

/// An XML audit file (XML Auditfile Financieel), the Dutch neutral format: entries by journal, with control totals ahead
/// of them. Only what schema and keys ask for is written; opening balances are the bookkeeping's to say.
///
/// Version 3.2 is what Dutch packages take in, 4.0 what the tax office publishes since 2025; they differ in names of
/// elements and in what must be there.
package struct AuditFile: Sendable {
  package enum Version: String, Sendable, CaseIterable { case v32 = "3.2", v40 = "4.0" }

  /// Whose books these are.
  package struct Company: Sendable, Hashable {
    package var name: String
    /// Of the chamber of commerce (KvK); may be empty.
    package var commerceNumber: String
    /// Of the tax office (RSIN, or the VAT number).
    package var taxNumber: String

    package init(name: String, commerceNumber: String, taxNumber: String) {
      self.name = name
      self.commerceNumber = commerceNumber
      self.taxNumber = taxNumber
    }
  }

  /// What has to be known of all entries before the first is written.
  package struct Totals: Sendable {
    package private(set) var lines = 0
    package private(set) var cents: Int64 = 0
    package private(set) var first: CalendarDate?
    package private(set) var last: CalendarDate?
    package private(set) var accounts: Set<AccountCode> = []
    package private(set) var journals: Set<JournalCode> = []
    package private(set) var currencies: Set<Currency> = []

    package init() {}

    package mutating func add(_ entry: OutgoingEntry) throws(JournalFailure) {
      for posting in entry.entry.postings {
        lines += 1
        accounts.insert(posting.account)
        guard posting.side == .debit else { continue }
        let (sum, overflow) = cents.addingReportingOverflow(posting.amount.money.minorUnits)
        guard !overflow else { throw .tooLarge(entry.reference) }
        cents = sum
      }
      let date = entry.entry.date
      first = min(first ?? date, date)
      last = max(last ?? date, date)
      journals.insert(entry.journal)
      currencies.insert(entry.entry.currency)
    }
  }

  private let version: Version
  private let company: Company

  package init(_ version: Version, of company: Company) {
    self.version = version
    self.company = company
  }

  // MARK: Pieces, in their order

  package func header(_ totals: Totals, _ chart: LedgerChart) -> String {
    let first = totals.first ?? CalendarDate(dayNumber: 0)
    let last = totals.last ?? first
    let years = first.year == last.year ? "\(first.year)" : "\(first.year)-\(last.year)"
    let currency = totals.currencies.map(\.code).min() ?? "EUR"
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <auditfile xmlns="\(namespace)">
      <header><fiscalYear>\(years)</fiscalYear><startDate>\(first.year)-01-01</startDate><endDate>\(last.year)-12-31</endDate>\
      <curCode>\(currency)</curCode><dateCreated>\(last)</dateCreated><softwareDesc>remitd</softwareDesc>\
      <softwareVersion>1</softwareVersion></header>
      <company>

      """
    if !company.commerceNumber.isEmpty {
      let name = version == .v40 ? "Commercenr" : "companyIdent"
      text += "<\(name)>\(Self.text(company.commerceNumber, 35))</\(name)>\n"
    }
    text += "<companyName>\(Self.text(company.name, 255))</companyName>"
    text += "<taxRegistrationCountry>NL</taxRegistrationCountry>"
    text += "<taxRegIdent>\(Self.text(company.taxNumber, 30))</taxRegIdent>\n<generalLedger>\n"
    for account in chart.all where totals.accounts.contains(account.code) {
      let kind = account.kind == .income || account.kind == .expenses ? "P" : "B"
      text +=
        "<ledgerAccount><accID>\(account.code)</accID><accDesc>\(Self.text(account.name, 255, or: account.code.text))</accDesc>"
      text += "<accTp>\(kind)</accTp></ledgerAccount>\n"
    }
    text += "</generalLedger>\n<periods>\n"
    for year in first.year...last.year {
      for month in 1...12 { text += period(month, of: year, since: first.year) }
    }
    return text + """
      </periods>
      <transactions><linesCount>\(totals.lines)</linesCount><totalDebit>\(Money(minorUnits: totals.cents).plain)</totalDebit>\
      <totalCredit>\(Money(minorUnits: totals.cents).plain)</totalCredit>

      """
  }

  package func begin(_ journal: JournalCode) -> String {
    "<journal><jrnID>\(journal)</jrnID><desc>\(journal)</desc><jrnTp>Z</jrnTp>\n"
  }

  /// - Parameter first: the earliest date of all entries, from whose year periods are counted.
  package func text(
    _ entry: OutgoingEntry, since first: CalendarDate, _ chart: LedgerChart
  ) throws(JournalFailure) -> String {
    let date = entry.entry.date
    let source = version == .v40 ? "Source" : "sourceID"
    var text = "<transaction><nr>\(entry.reference)</nr>"
    text += "<desc>\(Self.text(entry.entry.text, 255, or: entry.reference.text))</desc>"
    text += "<periodNumber>\(Self.number(date, since: first.year))</periodNumber><trDt>\(date)</trDt>"
    text += "<\(source)>\(entry.bookedBy.rawValue)</\(source)>\n"
    for (index, posting) in entry.entry.postings.enumerated() {
      _ = try chart.account(posting.account, of: entry)
      text +=
        "<trLine><nr>\(index + 1)</nr><accID>\(posting.account)</accID><docRef>\(entry.reference)</docRef>"
      text += "<effDate>\(date)</effDate>"
      if let item = posting.item { text += "<desc>\(Self.text(item, 255))</desc>" }
      text +=
        "<amnt>\(posting.amount.money.plain)</amnt><amntTp>\(posting.side == .debit ? "D" : "C")</amntTp>"
      if let reversed = entry.reversalOf { text += "<invRef>\(reversed)</invRef>" }
      if let costCentre = posting.costCentre {
        let name = version == .v40 ? "cost" : "costID"
        text += "<\(name)>\(costCentre)</\(name)>"
      }
      text += "</trLine>\n"
    }
    return text + "</transaction>\n"
  }

  package let endOfJournal = "</journal>\n"
  package let end = "</transactions>\n</company>\n</auditfile>\n"

  // MARK: Shapes

  private var namespace: String {
    switch version {
    case .v32: "http://www.auditfiles.nl/XAF/3.2"
    case .v40: "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0"
    }
  }

  /// Months count on over the years of a file, so that each has one number.
  private static func number(_ date: CalendarDate, since year: Int) -> Int {
    (date.year - year) * 12 + date.components.month
  }

  private func period(_ month: Int, of year: Int, since first: Int) -> String {
    guard let start = CalendarDate(year: year, month: month, day: 1),
      let next = CalendarDate(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
    else { return "" }
    return "<period><periodNumber>\(Self.number(start, since: first))</periodNumber>"
      + "<startDatePeriod>\(start)</startDatePeriod><endDatePeriod>\(next.adding(days: -1))</endDatePeriod></period>\n"
  }

  /// As XML has text: without what it means something by, and no longer than the schema takes.
  private static func text(_ text: String, _ length: Int, or instead: String = "-") -> String {
    let line = String(oneLine(text).prefix(length))
    return oneLine(line.isEmpty ? instead : line, replacing: ["&": "&amp;", "<": "&lt;", ">": "&gt;"])
  }
}

/// An audit file of one batch.
package struct AuditFileDrop: DropFormat {
  private let file: AuditFile

  package init(_ version: AuditFile.Version, of company: AuditFile.Company) {
    file = AuditFile(version, of: company)
  }

  package var fileExtension: String { "xaf" }

  package func bytes(
    of batch: Batch, _ accounts: [LedgerAccount], _ chart: LedgerChart
  ) throws(JournalFailure) -> [UInt8] {
    var totals = AuditFile.Totals()
    for entry in batch.entries { try totals.add(entry) }
    let first = totals.first ?? batch.entries[0].entry.date
    var bytes = Array(file.header(totals, chart).utf8)
    for journal in totals.journals.sorted() {
      bytes += Array(file.begin(journal).utf8)
      for entry in batch.entries where entry.journal == journal {
        bytes += Array(try file.text(entry, since: first, chart).utf8)
      }
      bytes += Array(file.endOfJournal.utf8)
    }
    return bytes + Array(file.end.utf8)
  }
}
