import Accounting
import TestSupport
import Testing

@testable import Delivery

/// Booking batches of entries that nobody thinks of: each is right for DATEV, or refused with its reason.
@Suite(.enabled(if: BookingBatch.canBeJudged, "needs the given lists of DATEV's fields and columns"))
struct DATEVBatchTests {
  private func judged(_ entries: [OutgoingEntry], accountLength: Int = 4) throws -> BookingBatch {
    let batch = Batch(try #require(BatchName("de-linde-J20260508-001")), entries)
    let chart = LedgerChart(
      entries.flatMap(\.entry.postings).map { LedgerAccount($0.account, .assets, "x") })
    let format = DATEVBatch(
      of: .init(consultant: 1001, client: 1, accountLength: accountLength, fiscalYear: .calendarYear))
    return try BookingBatch(try format.bytes(of: batch, chart.all, chart))
  }

  private func entry(
    _ text: String = "x", _ cents: Int64 = 5, debit: String = "1310", item: String? = nil,
    number: Int = 1, day: String = "2026-03-15", currency: Currency = .eur
  ) throws -> OutgoingEntry {
    try Story.entry(
      "VRK-2026-\(number)", day, text, cents, debit: debit, credit: "8000", item: item, currency: currency)
  }

  private func refusal(_ entries: [OutgoingEntry], accountLength: Int = 4) throws -> String {
    let failure = #expect(throws: JournalFailure.self) { try judged(entries, accountLength: accountLength) }
    return try #require(failure).description
  }

  private static let texts =
    Story.hostileTexts + [
      String(repeating: "e\u{301}", count: 60), String(repeating: "\"", count: 80), "\u{81}",
      "naïve – “x” 日本 🏥", String(repeating: "👩‍👩‍👧", count: 20), String(repeating: "Straße ", count: 20),
    ]

  @Test(arguments: texts) func `a row takes any text`(text: String) throws {
    let batch = try judged([try entry(text, item: text)])
    #expect(batch.faults == [])
    #expect(batch.balances == ["1310": 5, "8000": -5])
  }

  @Test func `a letter keeps its place where its mark has none`() throws {
    let batch = try judged([try entry("é e\u{301} € ł")])
    #expect(batch.rows.map { $0[13] } == ["é e € ?"])
  }

  @Test func `an amount has at most ten digits before the comma`() throws {
    #expect(try judged([try entry("x", 999_999_999_999)]).faults == [])
    for cents in [1_000_000_000_000, Int64.max] {
      #expect(try refusal([try entry("x", cents)]).contains("VRK-2026-1 has an amount of EUR"))
    }
  }

  @Test(arguments: [("0800", 4), ("10000", 4), ("131", 4), ("1310", 6)])
  func `an account is a number of the ledger's, or a person's of one digit more`(code: String, length: Int)
    throws
  {
    #expect(try judged([try entry(debit: code)], accountLength: length).faults == [])
  }

  @Test(arguments: ["0000", "0", "01310", "131000", "2.4-00"])
  func `no other is written`(code: String) throws {
    #expect(try refusal([try entry(debit: code)]).hasPrefix("account \(code) is no number"))
  }

  @Test func `a batch has one currency and one financial year`() throws {
    let two = [try entry(), try entry(number: 2, currency: .chf)]
    #expect(try refusal(two).contains("entries in CHF and EUR"))
    let years = [try entry(day: "2025-12-31"), try entry(number: 2, day: "2026-01-01")]
    #expect(try refusal(years).contains("of 2025-12-31 and of 2026-01-01, of two financial years"))
  }

  private func entry(_ lines: [(account: String, cents: Int64, centre: String?)]) throws -> OutgoingEntry {
    let entry = try JournalEntry(
      on: try Story.date("2026-03-31"), "text",
      try lines.map { line in
        Posting(
          line.cents > 0 ? .debit : .credit, try Story.code(line.account),
          try #require(Amount(Money(minorUnits: abs(line.cents)))),
          costCentre: line.centre.flatMap { CostCentre($0) })
      })
    return OutgoingEntry(
      try #require(EntryReference("VRK-2026-000001")), in: try #require(JournalCode("VRK")), entry)
  }

  @Test func `lines of two cost centres go with lines that have none`() throws {
    let batch = try judged([
      try entry([("4801", 50, "110"), ("1310", 50, nil), ("8001", -50, "120"), ("1390", -50, nil)])
    ])
    #expect(batch.faults == [])
    #expect(
      batch.rows.map { [$0[6], $0[7], $0[36]] } == [["4801", "1390", "110"], ["1310", "8001", "120"]])
  }

  @Test func `from cost centre to cost centre there is no row`() throws {
    let refusal = try refusal([try entry([("4801", 50, "110"), ("4801", -50, "120")])])
    #expect(refusal == "VRK-2026-000001 goes from cost centre 120 to 110, and a row of DATEV has one")
  }
}
