import Accounting
import Books
import Findings
import Mapping
import Pipeline
import SQLite
import Testing

/// What people decide outranks every rule and file, and nothing but another decision takes it back.
struct DecisionTests {
  private static let first = Invoice("WV26000401", [Visit("L1", 500_00)])
  private static let second = Invoice("WV26000402", [Visit("L2", 500_00, client: 1)])

  private static func granted(_ invoice: Invoice, _ reference: String) -> [Told] {
    [
      .declared(invoice),
      .answered(Reply(reference, on: "2026-04-10", to: invoice, awarded: invoice.claimed)),
    ]
  }

  /// Two declarations of one amount, and one payment of it that names neither.
  private func tie() throws -> TrialWorkspace {
    let trial = try TrialWorkspace()
    for file in Self.granted(Self.first, "4411") + Self.granted(Self.second, "4412") { try trial.take(file) }
    try trial.take(.bank("20260415", Movement("B1", on: "2026-04-15", 500_00, "betaling zorg")))
    return trial
  }

  private func receipt(_ trial: TrialWorkspace) throws -> String {
    try trial.books.receiptRows(of: "de-linde")[0].reference
  }

  @discardableResult
  private func decide(
    _ wish: Deciding.Wish, on subject: String, in trial: TrialWorkspace, today: String = "2026-05-20"
  ) throws -> Result<Deciding.Outcome, Finding.Refusal> {
    try Deciding(trial.loops.workspace, clock: .fixed(Canonical.day(today))).run(
      wish, on: subject, reason: "looked at the portal", by: "controller", administration: "de-linde")
  }

  // MARK: Payments

  @Test func `a candidate that a person chooses is posted, whatever comes later, until it is undone`() throws
  {
    let trial = try tie()
    #expect(try trial.outcomes() == ["several several-explanations"])
    let reference = try receipt(trial)
    let candidates = try trial.books.receiptRows(of: "de-linde")[0].candidates
    #expect(candidates.count == 2)
    let outcome = try decide(.candidate(2), on: reference, in: trial).get()
    #expect(outcome.posted.map(\.kind) == ["explained"])
    #expect(try trial.outcomes() == ["decided"])
    #expect(try trial.open("uzovi-7095/WV26000402") == 0 && trial.open("uzovi-7095/WV26000401") == 500_00)
    try trial.take(
      .answered(
        Reply(
          "4420", on: "2026-04-12", to: Self.second, awarded: 400_00,
          [Self.second.visits[0].granted(400_00, "8059")])))
    #expect(try trial.outcomes() == ["decided"], "a file does not overrule a person")
    #expect(try trial.open("uzovi-7095/WV26000402") == -100_00)
    try trial.expectSound()
    let decision = try #require(outcome.decision)
    let reach = try Deciding(trial.loops.workspace, clock: .fixed(Canonical.day("2026-05-20"))).run(
      .undo, on: "\(decision)", reason: "asked", by: "controller", administration: "de-linde",
      isRehearsal: true
    ).get().reach
    #expect(reach.count == 2 && reach[1].contains("MEM-2026-000001"))
    #expect(try trial.outcomes() == ["decided"], "asking changes nothing")
    _ = try decide(.undo, on: "\(decision)", in: trial).get()
    #expect(try trial.outcomes() != ["decided"])
    #expect(try trial.balances()["2100"] == -500_00)
    try trial.expectSound()
  }

  @Test func `parts by hand may leave a rest, which goes on waiting`() throws {
    let trial = try tie()
    let reference = try receipt(trial)
    _ = try decide(
      .parts([Deciding.Part(kind: "award", reference: "WV26000401", cents: 450_00)]), on: reference, in: trial
    ).get()
    #expect(try trial.balances()["2100"] == -50_00)
    #expect(try trial.open("uzovi-7095/WV26000401") == 50_00)
    try trial.expectSound()
    let fee = [
      Deciding.Part(kind: "award", reference: "uzovi-7095/WV26000401", cents: 502_50),
      Deciding.Part(kind: "account", reference: "4790", cents: -2_50),
    ]
    _ = try decide(.parts(fee), on: reference, in: trial).get()
    #expect(try trial.balances()["2100", default: 0] == 0)
    #expect(try trial.open("uzovi-7095/WV26000401") == -2_50)
    try trial.expectSound()
  }

  @Test(arguments: [
    (Deciding.Wish.candidate(3), "it has candidates 1 to 2, not 3"),
    (
      .parts([Deciding.Part(kind: "award", reference: "WV9", cents: 500_00)]),
      "there is no award called WV9"
    ),
    (
      .parts([Deciding.Part(kind: "award", reference: "WV26000401", cents: 600_00)]),
      "the parts sum to 600.00, the payment is 500.00"
    ),
    (.contest, "there is no such takeback"),
  ])
  func `what cannot be decided says why, and changes nothing`(wish: Deciding.Wish, why: String) throws {
    let trial = try tie()
    let before = try trial.endState()
    guard case .failure(let refusal) = try decide(wish, on: try receipt(trial), in: trial) else {
      Issue.record("it was decided")
      return
    }
    #expect(refusal.finding.message == why)
    #expect(try trial.endState() == before)
  }

  @Test func `what was reversed counts again once it is released`() throws {
    let trial = try TrialWorkspace()
    for file in Self.granted(Self.first, "4411") { try trial.take(file) }
    try trial.take(.bank("20260415", Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WV26000401")))
    let before = try trial.endState()
    for kind in ["explained", "bank", "declared"] {
      let entry = try #require(
        try trial.ask(
          "SELECT reference FROM entry WHERE kind = \(kind) AND reverses IS NULL ORDER BY id DESC"
        ) { try $0.text(0) }.first)
      #expect(try trial.reverse(entry) == nil)
      #expect(try trial.endState() != before)
      _ = try decide(.release, on: entry, in: trial).get()
      #expect(before.difference(to: try trial.endState()) == [], "\(kind)")
      try trial.expectSound()
    }
  }

  // MARK: Takebacks

  /// 500.00 paid, of which 300.00 are to be taken back and 100.00 were withheld.
  private func takenBack() throws -> TrialWorkspace {
    let trial = try TrialWorkspace()
    for file in Self.granted(Self.first, "4411") + Self.granted(Self.second, "4412") { try trial.take(file) }
    try trial.take(.bank("20260415", Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WV26000401")))
    try trial.take(
      .specified(
        Specified(
          "SP-1", on: "2026-04-20", paying: 400_00,
          [
            .award("WV26000402", 500_00), .offset(100_00, of: "CM-1"),
            .takeback(200_00, called: "CM-1", on: "WV26000401"),
          ])))
    try trial.take(.bank("20260421", Movement("B2", on: "2026-04-21", 400_00, "AFREKENING WV26000402")))
    #expect(try trial.open("uzovi-7095:takeback:CM-1") == -200_00)
    return trial
  }

  @Test func `a takeback that is withdrawn is reversed as far as it is open`() throws {
    let trial = try takenBack()
    #expect(try trial.balances()["8016"] == 300_00)
    let outcome = try decide(.withdraw, on: "CM-1", in: trial).get()
    #expect(try trial.balances()["8016"] == 100_00)
    #expect(try trial.balances()["1620", default: 0] == 0)
    #expect(try trial.open("uzovi-7095:takeback:CM-1") == 0)
    try trial.expectSound()
    _ = try decide(.undo, on: "\(try #require(outcome.decision))", in: trial).get()
    #expect(try trial.balances()["8016"] == 300_00)
    #expect(try trial.open("uzovi-7095:takeback:CM-1") == -200_00)
    try trial.expectSound()
  }

  @Test func `a takeback that is contested stays, and is listed so`() throws {
    let trial = try takenBack()
    let before = try trial.balances()
    _ = try decide(.contest, on: "uzovi-7095/CM-1", in: trial).get()
    #expect(try trial.balances() == before)
    #expect(try trial.books.takebackRows(of: "de-linde").map(\.isContested) == [true])
  }

  // MARK: Residuals

  private func rejected() throws -> TrialWorkspace {
    let trial = try TrialWorkspace()
    try trial.take(.declared(Self.first))
    try trial.take(
      .answered(
        Reply(
          "4411", on: "2026-04-10", to: Self.first, awarded: 0, [Self.first.visits[0].granted(0, "0999")])))
    return trial
  }

  @Test func `a residual goes where a person sends it, and back`() throws {
    let trial = try rejected()
    let suspense = try #require(try trial.books.suspenseRows(of: "de-linde").first)
    #expect(suspense.amount == 500_00)
    let outcome = try decide(.destination("write-off"), on: suspense.item, in: trial).get()
    #expect(try trial.books.suspenseRows(of: "de-linde").isEmpty)
    #expect(outcome.posted.count == 1)
    try trial.expectSound()
    _ = try decide(.undo, on: "\(try #require(outcome.decision))", in: trial).get()
    #expect(try trial.books.suspenseRows(of: "de-linde").map(\.amount) == [500_00])
    try trial.expectSound()
  }

  @Test func `a client is not charged without a rule that says why`() throws {
    let trial = try rejected()
    let item = try #require(try trial.books.suspenseRows(of: "de-linde").first).item
    guard case .failure(let refusal) = try decide(.destination("own-contribution"), on: item, in: trial)
    else {
      Issue.record("the client was charged")
      return
    }
    #expect(refusal.finding.message.contains("no rule of the mapping says that own-contribution is allowed"))
  }
}
