import Accounting
import Testing

struct MoneyTests {
  @Test func `left-over cents are handed out and the sum is kept`() throws {
    let shares = try Money(minorUnits: -1000).allocated(by: [1, 1, 1])
    #expect(shares.map(\.minorUnits) == [-334, -333, -333])
  }

  @Test(arguments: [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456, "1234.56"), (-100, "-1.00")])
  func `money prints with a point and two decimals`(units: Int, text: String) {
    #expect(Money(minorUnits: Int64(units)).plain == text)
  }

  @Test func `a sum beyond the largest number is an error, not a trap`() {
    #expect(throws: MoneyError.tooLarge) {
      try Money(minorUnits: .max).adding(Money(minorUnits: 1))
    }
  }
}

struct CalendarDateTests {
  @Test func `every day of three centuries comes back as it went in`() throws {
    let first = try #require(CalendarDate(year: 1900, month: 1, day: 1))
    let last = try #require(CalendarDate(year: 2199, month: 12, day: 31))
    for number in first.dayNumber...last.dayNumber {
      let day = CalendarDate(dayNumber: number)
      let (year, month, ofMonth) = day.components
      #expect(CalendarDate(year: year, month: month, day: ofMonth) == day)
    }
  }

  @Test(arguments: ["2026-02-30", "2026-13-01", "0000-01-01", "2026-1-01", "20260101", "2025-02-29"])
  func `a day that does not exist is refused`(text: String) {
    #expect(CalendarDate(iso: text) == nil)
  }
}

struct EntryReferenceTests {
  @Test(arguments: [
    ("VRK", 117, "VRK-2026-000117", "VRK-2026-000117-R1"),
    ("VERKO", 117, "VERKO-2026-000117", "VERKO-2026-000117-R1"),
    ("VERKO", 1_000_000, "VERKO-2026-1000000", nil), ("MEM", 999_999_999, "MEM-2026-999999999", nil),
    ("M", 99_999_999, "M-2026-99999999", "M-2026-99999999-R1"),
  ])
  func `a reference and its reversal's have 20 characters at most`(
    journal: String, number: Int, text: String, reversal: String?
  ) throws {
    let reference = EntryReference(journal: try #require(JournalCode(journal)), year: 2026, number: number)
    #expect(reference.text == text)
    #expect(reference.reversal(1)?.text == reversal)
    #expect(reference.reversal(1)?.stem ?? text == text)
  }

  @Test func `a reversal of a reversed entry counts on while it fits`() throws {
    let long = try #require(EntryReference("VERKO-2026-000117-R1"))
    #expect(long.reversal(9)?.text == "VERKO-2026-000117-R9")
    #expect(long.reversal(10) == nil)
    #expect(EntryReference("VRK-2026-000117")?.reversal(10)?.text == "VRK-2026-000117-R10")
  }

  @Test(arguments: ["", "VRK-2026-0001-000000000", "vrk-2026-000117", "VRK_2026_000117", "VRK 2026"])
  func `nothing else is a reference`(text: String) { #expect(EntryReference(text) == nil) }
}

struct JournalEntryTests {
  @Test(arguments: [(100, 100, 0), (100, 99, 1), (99, 100, -1)] as [(Int64, Int64, Int64)])
  func `an entry exists only if its sides are equal`(debit: Int64, credit: Int64, differs: Int64) throws {
    let account = try #require(AccountCode("1310"))
    let day = try #require(CalendarDate(iso: "2026-03-31"))
    let postings = [
      Posting(.debit, account, try #require(Amount(Money(minorUnits: debit)))),
      Posting(.credit, account, try #require(Amount(Money(minorUnits: credit)))),
    ]
    if differs == 0 {
      let entry = try JournalEntry(on: day, "text", postings)
      #expect(entry.reversed(on: day).postings.map(\.side) == [.credit, .debit])
    } else {
      #expect(throws: Imbalance.differs(byMinorUnits: differs)) {
        try JournalEntry(on: day, "text", postings)
      }
    }
  }
}
