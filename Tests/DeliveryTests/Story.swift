import Accounting
import Delivery
import Testing

/// A small administration: a declaration of 1,250.00 posted, and a payment for it.
enum Story {
  static func code(_ text: String) throws -> AccountCode { try #require(AccountCode(text)) }

  static func chart() throws -> LedgerChart {
    LedgerChart([
      LedgerAccount(try code("1010"), .assets, "Bank; main | account: EUR"),
      LedgerAccount(try code("1310"), .assets, "Debtors Zvw"),
      LedgerAccount(try code("1390"), .liabilities, "Receipts to be explained"),
      LedgerAccount(try code("2.4-00"), .equity, ""),
      LedgerAccount(try code("4800"), .expenses, "Tariff difference, \"small\""),
      LedgerAccount(try code("8000"), .income, "Revenue"),
    ])
  }

  static func date(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

  static func entry(
    _ reference: String, _ day: String, _ text: String, _ cents: Int64, debit: String, credit: String,
    item: String? = nil, tags: [OutgoingEntry.Tag] = [], reversalOf: String? = nil,
    bookedBy: OutgoingEntry.BookedBy = .gateway, currency: Currency = .eur
  ) throws -> OutgoingEntry {
    let amount = try #require(Amount(Money(minorUnits: cents, currency)))
    let entry = try JournalEntry(
      on: try date(day), text,
      [
        Posting(.debit, try code(debit), amount, costCentre: CostCentre("110"), item: item),
        Posting(.credit, try code(credit), amount),
      ])
    return OutgoingEntry(
      try #require(EntryReference(reference)), in: try #require(JournalCode("VRK")), entry, tags: tags,
      reversalOf: reversalOf.flatMap(EntryReference.init), bookedBy: bookedBy)
  }

  static func entries() throws -> [OutgoingEntry] {
    [
      try entry(
        "VRK-2026-000002", "2026-03-31", "Payment uzovi-3311", 125_000, debit: "1010", credit: "1390",
        item: "camt/2026-03-31/7"),
      try entry(
        "VRK-2026-000001", "2026-03-15", "Declaration 2026-0042", 125_000, debit: "1310", credit: "8000",
        item: "2026-0042", tags: [.init("document", "2026-0042")]),
      try entry(
        "VRK-2026-000001-R1", "2026-04-01", "Declaration 2026-0042", 125_000, debit: "8000", credit: "1310",
        item: "2026-0042", reversalOf: "VRK-2026-000001"),
    ]
  }

  static func batch(_ name: String = "job-2026-0007") throws -> Batch {
    Batch(try #require(BatchName(name)), try entries())
  }

  /// Texts that mean something to one format or another.
  static let hostileTexts = [
    "", "plain", "a;b", "a|b", "two\nlines", "tab\tand\r\nreturn", "* starred", "! marked", "(code) text",
    "= 2026-01-02",
    "2026-01-01", "date:2020-01-01", "date2:x", "x date:nonsense, y", "[2020-01-01]", "[=2020-13-01]",
    "key: value", "a, b",
    "\"quoted\" \\n", "; comment", "\u{202e}turned", "é ß ü €", "  many   spaces  ", "@ 5 EUR", "{1}",
    "#tag ^link",
    "include /etc/passwd", "=SUM(A1)", "+1", "-1", "@x", "a\u{0}b", "~ monthly", "\u{2028}",
    "tag:date:2020-01-01",
  ]
}
