import Accounting
import Tables
import Testing

struct NumberFormTests {
  private static let dutch = NumberForm(
    decimalMark: ",", thousandsMarks: [".", " ", "\u{A0}", "\u{202F}", "'"], allowsCurrency: true)

  @Test(arguments: [
    ("0.00", 0), ("1234.50", 123_450), ("-0.05", -5), ("92233720368547758.07", Int64.max), ("007.10", 710),
  ])
  func `canonical amounts are cents`(text: String, cents: Int64) throws {
    #expect(try NumberForm.canonicalMinorUnits(Array(text.utf8)[...]) == cents)
  }

  @Test(arguments: [
    "", "1", "1.0", "1.000", "1,00", "+1.00", "--1.00", " 1.00", "1.00 ", ".50", "1e2", "NaN", "1..00", "-",
    "1.0.0",
    "92233720368547758.08", "99999999999999999999999.00", "１.00",
  ])
  func `anything else is not canonical`(text: String) {
    #expect(throws: NumberForm.Mistake.self) { try NumberForm.canonicalMinorUnits(Array(text.utf8)[...]) }
  }

  @Test(arguments: ["0", "7", "12", "0.00", "2.50", "007.10", "1234567890", "123456789.99", "999999999999"])
  func `a plain number is what the longer way makes of it`(text: String) throws {
    let form = NumberForm(decimalMark: ".")
    #expect(NumberForm.plainMinorUnits(Array(text.utf8)[...]) == (try form.minorUnits(text)))
  }

  @Test(arguments: ["", "-1", "2.5", "1.000", ".50", "1.", "1,00", " 1", "1234567890123", "1.0.00", "x.00"])
  func `what is not plain goes the longer way`(text: String) {
    #expect(NumberForm.plainMinorUnits(Array(text.utf8)[...]) == nil)
  }

  @Test(arguments: [
    ("1.234,56", 123_456), ("1 234,56", 123_456), ("1\u{202F}234,56", 123_456), ("1'234'567,8", 123_456_780),
    ("1.000", 100_000), ("250,00-", -25_000), ("(125,00)", -12_500), ("\u{2212}5", -500),
    ("+5257,28", 525_728),
    ("€ -5,00", -500), ("-€5,00", -500), ("1.361,16 €", 136_116), ("12,9", 1_290), ("0,5000", 50),
    ("1234,56", 123_456),
  ])
  func `amounts are read under the marks of the profile`(text: String, cents: Int64) throws {
    #expect(try Self.dutch.minorUnits(text) == cents)
  }

  @Test(
    arguments: [
      ("", .empty), ("  ", .empty), ("-", .empty), ("-5-", .severalSigns), ("(-5)", .severalSigns),
      ("12,34.56", .notANumber),
      ("1234.567,89", .groups), ("12.34", .groups), ("1.234'567", .groups), ("1,2,3", .notANumber),
      ("1,234", .decimals),
      ("1,23456", .decimals), ("1E2", .notANumber), ("NaN", .notANumber), ("abc", .notANumber),
      ("12,", .notANumber),
      ("99999999999999999999", .tooLarge), ("1 2", .groups),
    ] as [(String, NumberForm.Mistake)])
  func `what is not an amount is never zero`(text: String, mistake: NumberForm.Mistake) {
    #expect(throws: mistake) { try Self.dutch.minorUnits(text) }
  }

  @Test func `three decimals under a point could be thousands`() {
    #expect(throws: NumberForm.Mistake.decimals) { try NumberForm(decimalMark: ".").minorUnits("1.000") }
  }

  @Test(arguments: [
    ("yyyy-MM-dd", "2026-03-31"), ("yyyyMMdd", "20260331"), ("dd-MM-yyyy", "31-03-2026"),
    ("dd.MM.yy", "31.03.26"),
    ("d.M.yyyy", "31.3.2026"),
  ])
  func `days are read in the form of the profile`(pattern: String, text: String) throws {
    let form = try #require(DateForm(pattern))
    #expect(form.date(Array(text.utf8)[...]) == CalendarDate(iso: "2026-03-31"))
    #expect(form.date(Array((text + "x").utf8)[...]) == nil)
    #expect(form.date(Array(text.utf8.dropLast())[...]) == nil || pattern == "d.M.yyyy")
  }

  @Test(arguments: ["", "yyyy", "yyyy-MM-dd-dd", "yyy-MM-dd", "yyyy-MMM-dd", "HH:mm"])
  func `a pattern without exactly one day, month and year is refused`(pattern: String) {
    #expect(DateForm(pattern) == nil)
  }

  @Test(arguments: [
    ("1.250,00", "1250.00"), ("1,250.00", "1250.00"), ("1250,5", "1250.50"), ("240.0", "240.00"),
    ("1.234.567,89", "1234567.89"), ("€ 12,50", "12.50"), ("-12,50 EUR", "-12.50"), ("250,00-", "-250.00"),
    ("1 250,00", "1250.00"), ("0,05", "0.05"),
  ])
  func `an amount that can mean only one thing is written as it should stand`(text: String, written: String) {
    #expect(NumberForm.canonicalRemedy(for: text) == "Write \(written)")
  }

  @Test(arguments: [
    "1250", "1.250", "1,250", "999900018", "1.250.000", "1,25,000.00", "12.34.56", "31-12", "1.2.3,45",
    "much",
    "", "-", ",", "1,", "12,345,6", "--1,00", "Jansen", "O", "O.OO.OO",
  ])
  func `an amount that may mean another, or none, is not guessed`(text: String) {
    #expect(NumberForm.canonicalRemedy(for: text) == nil)
  }

  @Test(arguments: [
    ("12O.00", "120.00", "third", "O"), ("l2.00", "12.00", "first", "l"), ("12.5S", "12.55", "last", "S"),
  ])
  func `a letter in an amount is named`(text: String, meant: String, place: String, letter: String) {
    #expect(
      NumberForm.canonicalRemedy(for: text)
        == "Did you mean \(meant)? In yours the \(place) character is the letter \(letter)")
  }
}
