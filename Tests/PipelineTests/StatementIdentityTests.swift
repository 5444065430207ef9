import Books
import Care
import Decoding
import Foundation
import Mapping
import Pipeline
import Storybook
import Testing

/// CONTRACT section 1: a statement that the bank sends again, and one that contradicts it.
struct StatementIdentityTests {
  private static let invoice = Invoice("WV26000301", [Visit("L1", 500_00)])
  private static let paid = Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WV26000301")
  private static let fee = Movement(
    "B2", on: "2026-04-15", -12_10, "Kosten zakelijk betalingsverkeer", from: Movement.stranger,
    name: "Testbank")

  private struct Refused: Error {}

  private static func statement(_ name: String, _ identification: String, _ movements: Movement...) -> Told {
    Told(name, Canonical.statement(identification, movements))
  }

  private static let first = statement("first.xml", "S15", paid, fee)
  private static let answered: [Told] = [
    .declared(invoice), .answered(Reply("4411", on: "2026-04-10", to: invoice, awarded: 500_00)),
  ]

  /// The same statement with another amount, another text, and one movement less.
  private static let contradictions: [Told] = [
    statement("second.xml", "S15", Movement("B1", on: "2026-04-15", 490_00, "FACTUUR WV26000301"), fee),
    statement("second.xml", "S15", Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WV26000302"), fee),
    statement("second.xml", "S15", paid),
  ]

  @Test(arguments: BankBooking.allCases, [0, 1, 2])
  func `two statements of one identity are both held, and what was posted is taken back`(
    bank: BankBooking, kind: Int
  ) throws {
    let mapping = try TemplateMapping(bank: bank).files
    var ends: Set<EndState> = []
    for (one, other) in [(Self.first, Self.contradictions[kind]), (Self.contradictions[kind], Self.first)] {
      let trial = try TrialWorkspace(mapping)
      for file in Self.answered { try trial.take(file) }
      let before = try trial.balances()
      try trial.take(one)
      let file = try trial.take(other)
      #expect(file.state == .held)
      #expect(file.findings.contains("conflicting-resend"))
      #expect(try trial.balances() == before)
      #expect(try trial.outcomes() == [])
      try trial.expectSound()
      ends.insert(try trial.endState())
    }
    #expect(ends.count == 1)
    _ = try TrialWorkspace.everyOrder(
      of: [Self.first, Self.contradictions[kind]] + Self.answered, under: mapping)
  }

  @Test func `a movement that another statement tells too stays, whatever came first`() throws {
    // Tuesday's payment is told by its own statement and by that of the week.
    let week = Self.statement(
      "week.xml", "W16", Self.paid, Movement("B9", on: "2026-04-16", 70_00, "onbekend"))
    let trial = try TrialWorkspace.everyOrder(of: [Self.first, week, Self.contradictions[2]] + Self.answered)
    #expect(try trial.balances() == ["1010": 570_00, "2100": -70_00, "8010": -500_00])
    #expect(try trial.outcomes().first == "unique")
  }

  @Test func `what a person has reversed does not come back with another statement`() throws {
    let trial = try TrialWorkspace()
    try trial.take(Self.first)
    let entry = try #require(try trial.entries().first { $0.kind == "bank" && $0.sums["1010"] == 500_00 })
    let reversal = try Reversal(trial.loops.workspace, clock: .fixed(Canonical.day("2026-05-20"))).run(
      entry.reference, reason: "not ours", by: "controller", administration: "de-linde")
    guard case .success = reversal else { throw Refused() }
    try trial.take(Self.statement("week.xml", "W16", Self.paid))
    #expect(try trial.balances()["1010"] == -12_10)
    try trial.expectSound()
  }

  @Test func `the same content in other bytes is a duplicate`() throws {
    let trial = try TrialWorkspace()
    try trial.take(Self.first)
    let text = String(decoding: Self.first.bytes, as: UTF8.self)
    let later = text.replacingOccurrences(of: "T06:12:41", with: "T07:15:00")
    #expect(later != text)
    #expect(try trial.take("again.xml", later).state == .duplicate)
  }

  @Test func `one file with two statements that contradict each other is held`() throws {
    func body(_ told: Told) -> String {
      let text = String(decoding: told.bytes, as: UTF8.self)
      guard let start = text.range(of: "<Stmt>"), let end = text.range(of: "</Stmt>\n") else { return "" }
      return String(text[start.lowerBound..<end.upperBound])
    }
    let text = String(decoding: Self.first.bytes, as: UTF8.self)
      .replacingOccurrences(of: "</BkToCstmrStmt>", with: body(Self.contradictions[0]) + "</BkToCstmrStmt>")
    let trial = try TrialWorkspace()
    #expect(try trial.take("both.xml", text).state == .held)
    #expect(try trial.balances() == [:])
  }

  @Test(arguments: ["1", "0"])
  func `a bank that gives every day the same identification contradicts nothing`(identification: String)
    throws
  {
    let trial = try TrialWorkspace.everyOrder(
      of: [
        Self.statement("a.xml", identification, Self.paid),
        Self.statement("b.xml", identification, Movement("B7", on: "2026-04-16", 70_00, "onbekend")),
        Self.statement("c.xml", identification, Movement("B8", on: "2027-04-15", 80_00, "onbekend")),
      ])
    #expect(try trial.balances()["1010"] == 650_00)
  }
}
