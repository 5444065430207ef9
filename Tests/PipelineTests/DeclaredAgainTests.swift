import Books
import Mapping
import SQLite
import Storybook
import Testing

/// Which line declares a rejected one again, where the files leave it to be found (CONTRACT.md section 3).
struct DeclaredAgainTests {
  private static let visit = Visit("L1", 100_00)
  private static let first = Invoice("WV26000301", [visit])

  private static func rejected(_ reference: String = "1", on date: String = "2026-04-10") -> Told {
    .answered(Reply(reference, on: date, to: first, awarded: 0, [visit.granted(0)]))
  }

  @Test(arguments: Recognition.allCases)
  func `a line submitted before the rejection is an ordinary line`(recognition: Recognition) throws {
    let early = Invoice("WV26000302", on: "2026-04-08", [Visit("L2", 100_00)])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(Self.first), Self.rejected(), .declared(early),
        .answered(Reply("2", on: "2026-04-20", to: early, awarded: 100_00)),
      ], under: TemplateMapping(recognition: recognition).files)
    let waits: Int64? = recognition == .submitted ? 100_00 : nil
    #expect(try trial.balances()["2110"] == waits)
    #expect(try trial.balances()["1320"] == 100_00)
  }

  @Test func `what one return after the other rejects is rejected since the first`() throws {
    let again = Invoice("WV26000302", on: "2026-04-15", [Visit("L2", 100_00)])
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.first), Self.rejected(), .declared(again), Self.rejected("2", on: "2026-04-22")])
    #expect(try trial.balances() == ["1320": 100_00, "8010": -100_00])
  }

  @Test func `what was granted when it was declared again was not declared again`() throws {
    let granted = Told.answered(Reply("1", on: "2026-04-10", to: Self.first, awarded: 100_00))
    let again = Invoice("WV26000302", on: "2026-04-15", [Visit("L2", 100_00)])
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.first), granted, .declared(again), Self.rejected("2", on: "2026-04-22")])
    #expect(try trial.balances() == ["1320": 100_00, "2110": 100_00, "8010": -200_00])
  }

  @Test func `a line that names an unknown one is an ordinary line, until the one it names is there`() throws
  {
    let again = Invoice("WV26000303", on: "2026-04-15", [Visit("L3", 100_00, previous: "L7")])
    let trial = try TrialWorkspace.everyOrder(of: [.declared(Self.first), Self.rejected(), .declared(again)])
    #expect(try trial.balances() == ["1320": 100_00, "2110": 100_00, "8010": -200_00])

    let named = Invoice("WV26000302", [Visit("L7", 100_00, client: 1)])
    let rejectsNamed = Told.answered(
      Reply("2", on: "2026-04-11", to: named, awarded: 0, [named.visits[0].granted(0)]))
    let later = try TrialWorkspace.everyOrder(
      of: [.declared(Self.first), Self.rejected(), .declared(named), rejectsNamed, .declared(again)])
    #expect(try later.balances() == ["1320": 100_00, "2110": 100_00, "8010": -200_00])
    #expect(
      try later.endState().lines.filter { $0.hasPrefix("item 2110") }
        == ["item 2110 uzovi-7095/WV26000301/L1 10000"])
  }

  @Test func `of two returns of one day the higher number counts, though it is longer`() throws {
    let granted = Told.answered(Reply("10000", on: "2026-04-10", to: Self.first, awarded: 100_00))
    let trial = try TrialWorkspace.everyOrder(of: [.declared(Self.first), Self.rejected("9999"), granted])
    #expect(try trial.balances() == ["1320": 100_00, "8010": -100_00])
  }

  @Test func `what waits has waited since the first answer that left it, in whatever order they come`() throws
  {
    let part = Told.answered(
      Reply("1", on: "2026-04-10", to: Self.first, awarded: 60_00, [Self.visit.granted(60_00)]))
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.first), part, Self.rejected("2", on: "2026-04-22")])
    #expect(
      try trial.endState().lines.filter { $0.hasPrefix("suspense") }
        == ["suspense rejected uzovi-7095/WV26000301/L1 10000 since 2026-04-10"])
  }

  @Test func `a line that may repeat either of two is said to be so, and counts by itself`() throws {
    let visits = [Visit("L1", 100_00), Visit("L2", 100_00)]
    let first = Invoice("WV26000301", visits)
    let again = Invoice("WV26000302", on: "2026-04-15", [Visit("L3", 100_00)])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(first),
        .answered(Reply("1", on: "2026-04-10", to: first, awarded: 0, visits.map { $0.granted(0) })),
        .declared(again),
      ])
    #expect(try trial.balances() == ["1320": 100_00, "2110": 200_00, "8010": -300_00])
    #expect(
      try trial.endState().lines.filter { $0.hasPrefix("ambiguous") } == ["ambiguous uzovi-7095 WV26000302 1"]
    )
    let findings = try trial.books.ambiguousLines(of: "de-linde")
    #expect(findings.map(\.line) == ["L3"])
    #expect(findings.map(\.file) == ["declarations-WV26000302.csv"])
  }

  @Test(.timeLimit(.minutes(1)))
  func `thousands of lines of equal care, rejected and declared again, are read as quickly as others`() throws
  {
    let count = 2_000
    let first = Invoice("WV26000301", (1...count).map { Visit("A\($0)", 100_00) })
    let again = Invoice("WV26000302", on: "2026-04-15", (1...count).map { Visit("B\($0)", 100_00) })
    let trial = try TrialWorkspace()
    try trial.take(.declared(first))
    try trial.take(
      .answered(Reply("1", on: "2026-04-10", to: first, awarded: 0, first.visits.map { $0.granted(0) })))
    try trial.take(.declared(again))
    #expect(try trial.balances()["2110"] == Int64(count) * 100_00)
  }

  @Test(.timeLimit(.minutes(1)))
  func `hundreds of declarations of equal care are read as quickly as others`() throws {
    let invoices = (1...300).map { Invoice("WV\(26000300 + $0)", [Visit("L\($0)", 100_00)]) }
    let trial = try TrialWorkspace()
    for invoice in invoices { try trial.take(.declared(invoice)) }
    #expect(try trial.balances()["1320"] == 300 * 100_00)
  }
}
