package import Accounting
import Tables

/// A booking batch for DATEV (EXTF Buchungsstapel, header version 700, format version 13): windows-1252, semicolons, lines
/// ended by CR LF, decimal comma. A row is one amount between two accounts.
///
/// Dates in rows have no year, so a batch lies in one financial year. A reversal repeats the rows of its entry and is
/// marked as one (Generalumkehr), so that turnovers shrink instead of growing on both sides.
package struct DATEVBatch: DropFormat {
  /// Whose batch it is, as the tax consultant's system knows them.
  package struct Owner: Sendable, Hashable {
    /// Berater, 1001 to 9999999, and Mandant, 1 to 99999.
    package var consultant: Int
    package var client: Int
    /// Digits of a ledger account, 4 to 8; accounts of persons have one more.
    package var accountLength: Int
    package var fiscalYear: FiscalYear

    package init(consultant: Int, client: Int, accountLength: Int, fiscalYear: FiscalYear) {
      self.consultant = consultant
      self.client = client
      self.accountLength = accountLength
      self.fiscalYear = fiscalYear
    }
  }

  /// DATEV takes no larger batch.
  private static let mostRows = 99_999
  private static let longestCostCentre = 8
  /// In cents: ten digits before the comma.
  private static let largestAmount: Int64 = 999_999_999_999

  private let owner: Owner

  package init(of owner: Owner) { self.owner = owner }

  package var fileExtension: String { "csv" }
  package var filePrefix: String { "EXTF_" }

  package func bytes(
    of batch: Batch, _ accounts: [LedgerAccount], _ chart: LedgerChart
  ) throws(JournalFailure) -> [UInt8] {
    for account in accounts {
      if let objection = objection(to: account) { throw .unwritable(objection) }
    }
    let days = batch.entries.map(\.entry.date)
    guard let first = days.min(), let last = days.max() else { return [] }
    let year = owner.fiscalYear.start(of: first)
    guard owner.fiscalYear.start(of: last) == year else {
      throw .unwritable("\(batch.name) has entries of \(first) and of \(last), of two financial years")
    }
    let currencies = Set(batch.entries.map(\.entry.currency.code)).sorted()
    guard currencies.count == 1 else {
      throw .unwritable(
        "\(batch.name) has entries in \(currencies.joined(separator: " and ")), and DATEV wants a rate for that"
      )
    }
    var text = header(batch, from: first, to: last, in: year)
    text += DATEVColumn.all.map(\.heading).joined(separator: ";") + "\r\n"
    var rows = 0
    for entry in batch.entries {
      for pair in AccountPair.pairs(of: entry.entry) {
        text += try row(pair, of: entry)
        rows += 1
      }
    }
    guard rows <= Self.mostRows else {
      throw .unwritable("\(batch.name) has \(rows) rows, and DATEV takes \(Self.mostRows) in a batch")
    }
    return TextEncoding.windows1252Bytes(of: text)
  }

  package func objection(to account: LedgerAccount) -> String? {
    let digits = account.code.text.utf8
    let isNumber =
      digits.allSatisfy { (48...57).contains($0) } && !digits.allSatisfy { $0 == UInt8(ascii: "0") }
    // One digit more is a person's; with a nought before it DATEV would read a shorter number.
    let isPerson = digits.count == owner.accountLength + 1 && digits.first != UInt8(ascii: "0")
    guard isNumber, digits.count <= owner.accountLength || isPerson else {
      return
        "account \(account.code) is no number of at most \(owner.accountLength) digits, and DATEV has no others"
    }
    return nil
  }

  // MARK: Lines

  private func header(
    _ batch: Batch, from first: CalendarDate, to last: CalendarDate, in year: CalendarDate
  ) -> String {
    let currency = batch.entries[0].entry.currency.code
    let fields: [String] = [
      Self.quoted("EXTF"), "700", "21", Self.quoted("Buchungsstapel"), "13",
      // When it was made: the day of its last entry, so that the same batch is the same file.
      Self.compact(last) + "000000000", "", Self.quoted("RE"), Self.quoted("remitd"), Self.quoted(""),
      "\(owner.consultant)", "\(owner.client)", Self.compact(year), "\(owner.accountLength)",
      Self.compact(first), Self.compact(last), Self.quoted(String(batch.name.text.suffix(30))),
      Self.quoted(""), "1", "0",
      // Empty would mean locked.
      "0", Self.quoted(currency), "", Self.quoted(""), "", "", Self.quoted(""), "", "", "",
      Self.quoted(Self.job(batch.name)),
    ]
    return fields.joined(separator: ";") + "\r\n"
  }

  private func row(_ pair: AccountPair, of entry: OutgoingEntry) throws(JournalFailure) -> String {
    guard pair.amount.minorUnits <= Self.largestAmount else {
      throw .unwritable(
        "\(entry.reference) has an amount of \(pair.amount), and DATEV has ten digits before the comma")
    }
    let isReversal = entry.reversalOf != nil
    // A reversal stands as what it reverses.
    let (debit, credit) = isReversal ? (pair.credit, pair.debit) : (pair.debit, pair.credit)
    let (day, month) = (entry.entry.date.components.day, entry.entry.date.components.month)
    var cells: [Int: String] = [
      1: pair.amount.plain.replacing(".", with: ","), 2: "S", 3: pair.amount.currency.code,
      7: debit.account.text, 8: credit.account.text, 10: Self.twoDigits(day) + Self.twoDigits(month),
      11: entry.reference.text, 14: Self.text(entry.entry.text, 60), 114: "0",
    ]
    if let item = debit.item ?? credit.item {
      cells[21] = "Posten"
      cells[22] = Self.text(item, 210)
    }
    if debit.item != nil, let other = credit.item, other != debit.item {
      cells[25] = "Gegenposten"
      cells[26] = Self.text(other, 210)
    }
    if let reversed = entry.reversalOf {
      cells[23] = "Storno von"
      cells[24] = reversed.text
      cells[118] = "1"
    }
    if let centre = try costCentre(debit, credit, of: entry) { cells[37] = centre.text }
    let row = DATEVColumn.all.enumerated().map { index, column in
      let cell = cells[index + 1] ?? ""
      return column.isQuoted ? Self.quoted(cell) : cell
    }
    return row.joined(separator: ";") + "\r\n"
  }

  private func costCentre(
    _ debit: Posting, _ credit: Posting, of entry: OutgoingEntry
  ) throws(JournalFailure) -> CostCentre? {
    if let one = debit.costCentre, let other = credit.costCentre, one != other {
      throw .unwritable(
        "\(entry.reference) goes from cost centre \(other) to \(one), and a row of DATEV has one")
    }
    guard let centre = debit.costCentre ?? credit.costCentre else { return nil }
    guard centre.text.utf8.count <= Self.longestCostCentre else {
      throw .unwritable("cost centre \(centre) has more than \(Self.longestCostCentre) characters")
    }
    return centre
  }

  // MARK: Shapes

  /// Without the administration, which the consultant knows: `J20260508-001`.
  private static func job(_ name: BatchName) -> String {
    let start =
      name.text.firstRange(of: "-J").map { name.text.index(after: $0.lowerBound) } ?? name.text.startIndex
    return String(name.text[start...].prefix(16))
  }

  private static func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }

  private static func text(_ text: String, _ length: Int) -> String { String(oneLine(text).prefix(length)) }

  private static func compact(_ date: CalendarDate) -> String { date.description.replacing("-", with: "") }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
