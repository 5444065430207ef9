import Accounting
import Tables
import Testing

struct FileNameFormTests {
  @Test(arguments: [
    ("{specification}_{date}", "BS-26-0042_2026-04-20.csv", "BS-26-0042", "2026-04-20"),
    ("{specification}_{date}", "2026/april/4711_2026-04-20.CSV", "4711", "2026-04-20"),
    ("{specification}_{date}", "4711_2026-04-20", "4711", "2026-04-20"),
    (
      "Betaalspecificatie *{date} {specification}", "betaalspecificatie van 2026-04-20 4711.csv", "4711",
      "2026-04-20"
    ),
    ("{specification}{date}", "BS42-2026-04-20.csv", "BS42-", "2026-04-20"),
    ("*{specification}*", "overzicht BS-42 (1).txt", "BS-42", ""),
    ("* {date}*", "overzicht 2026-04-20 nieuw.csv", "", "2026-04-20"),
  ])
  func `a name says number and date`(pattern: String, name: String, number: String, day: String) throws {
    let form = try #require(FileNameForm(pattern))
    let read = try #require(form.reading(of: name, dates: .iso))
    #expect(read.specification ?? "" == number)
    #expect(read.date?.description ?? "" == day)
    #expect(form.saysSpecification == pattern.contains("{specification}"))
    #expect(form.saysDate == pattern.contains("{date}"))
  }

  /// A word without a digit is no number: it would be the number of every file.
  @Test(arguments: [
    "betaalspecificatie_2026-04-20.csv", "4711_2026-04-31.csv", "4711.csv", "4711_20260420.csv",
    "4711_2026-04-20 (1).csv", "_2026-04-20.csv", "", "ü4711_2026-04-20.csv",
  ])
  func `another name says nothing`(name: String) throws {
    let form = try #require(FileNameForm("{specification}_{date}"))
    #expect(form.reading(of: name, dates: .iso) == nil)
  }

  @Test func `the year of a date is no ending`() throws {
    let form = try #require(FileNameForm("{specification} {date}"))
    let dates = try #require(DateForm("dd.MM.yyyy"))
    for name in ["A1 20.04.2026", "a1 20.04.2026.csv"] {
      #expect(form.reading(of: name, dates: dates)?.date?.description == "2026-04-20")
    }
  }

  @Test(arguments: [
    "", "*", "specification", "{number}", "{date}{date}", "{specification}_{specification}", "{date",
    "*{date}*{specification}*", "folder/{date}",
  ])
  func `a pattern that says neither, or too much, is none`(pattern: String) {
    #expect(FileNameForm(pattern) == nil)
  }
}
