import Accounting
import Books
import Findings
import Mapping
import Pipeline
import Testing

/// POSTING.md rule 9 and W12: a reversal takes the facts behind an entry out of the set.
struct ReversalTests {
  private static let visits = [Visit("L1", 300_00), Visit("L2", 200_00, client: 1, location: "north")]
  private static let invoice = Invoice("WV26000301", visits)
  private static let answered = Reply(
    "4411", on: "2026-04-10", to: invoice, awarded: 350_00,
    [visits[0].granted(290_00, "8059"), visits[1].granted(60_00, "0551")])
  private static let paid = Told.bank(
    "20260415", Movement("B1", on: "2026-04-15", 350_00, "FACTUUR WV26000301"))

  private func trial() throws -> TrialWorkspace {
    let trial = try TrialWorkspace()
    for file in [Told.declared(Self.invoice), .answered(Self.answered), Self.paid] { try trial.take(file) }
    return trial
  }

  /// - Returns: why it cannot be, if it cannot.
  @discardableResult
  private func reverse(_ reference: String, in trial: TrialWorkspace) throws -> Finding? {
    let reversal = Reversal(trial.loops.workspace, clock: .fixed(Canonical.day("2026-05-20")))
    switch try reversal.run(
      reference, reason: "sent by mistake", by: "controller", administration: "de-linde")
    {
    case .success(let posted):
      #expect(posted.first?.reference == reference + "-R1")
      #expect(posted.first?.reverses == reference)
      return nil
    case .failure(let refusal): return refusal.finding
    }
  }

  @Test(arguments: ["reduced", "explained", "bank"])
  func `W12: a reversal cancels its entry on every account and dimension, and is linked to it`(kind: String)
    throws
  {
    let trial = try trial()
    let entry = try #require(try trial.entries().first { $0.kind == kind })
    if kind == "reduced" {
      // What the payment settles must go first, or its explanation is withdrawn with it.
      try reverse(try #require(try trial.entries().first { $0.kind == "explained" }).reference, in: trial)
    }
    try reverse(entry.reference, in: trial)
    let reversal = try #require(try trial.entries().first { $0.reverses == entry.reference })
    #expect(reversal.reference == entry.reference + "-R1")
    #expect(reversal.date == Canonical.day("2026-05-20").dayNumber, "dated by the day of the decision")
    func signed(_ entry: RecordedEntry, _ sign: Int64) -> Set<RecordedEntry.Line> {
      Set(
        entry.postings.map { line in
          var line = line
          line.cents *= sign
          return line
        })
    }
    #expect(signed(reversal, -1) == signed(entry, 1))
    try trial.expectSound()
  }

  @Test func `W12: what is reversed is not posted again, whatever comes after`() throws {
    let trial = try trial()
    let explained = try #require(try trial.entries().first { $0.kind == "explained" })
    try reverse(explained.reference, in: trial)
    let after = try trial.balances()
    #expect(after["2100"] == -350_00)
    // Files that touch the same cases, and the same files once more.
    try trial.take(.declared(Invoice("WV26000302", [Visit("L9", 10_00, client: 2)])))
    try trial.take(Self.paid)
    try trial.take("again.csv", Canonical.awards(Self.answered))
    try trial.loops.settle()
    var balances = try trial.balances()
    balances["1320", default: 0] -= 10_00
    balances["8010", default: 0] += 10_00
    #expect(balances == after)
    #expect(try trial.outcomes() == ["none no-explanation"])
    try trial.expectSound()
  }

  @Test func `reversing a declaration takes back all that rests on it, and its payment waits`() throws {
    let trial = try trial()
    let declared = try #require(try trial.entries().first { $0.kind == "declared" })
    try reverse(declared.reference, in: trial)
    #expect(try trial.balances() == ["1010": 350_00, "2100": -350_00])
    #expect(try trial.outcomes() == ["waiting unknown-declaration"])
    try trial.expectSound()
  }

  @Test func `reversing a bank line takes its explanation back with it`() throws {
    let trial = try trial()
    let bank = try #require(try trial.entries().first { $0.kind == "bank" })
    try reverse(bank.reference, in: trial)
    #expect(try trial.balances() == ["1320": 350_00, "2110": 140_00, "8010": -500_00, "8015": 10_00])
    #expect(try trial.open("uzovi-7095/WV26000301") == 350_00)
    #expect(try trial.outcomes() == [])
    try trial.expectSound()
  }

  @Test func `an entry is reversed once; a reversal, an expected entry and nothing at all are refused`()
    throws
  {
    let trial = try TrialWorkspace(TemplateMapping(bank: .bookkeeping).files)
    for file in [Told.declared(Self.invoice), .answered(Self.answered), Self.paid] { try trial.take(file) }
    let explained = try #require(try trial.entries().first { $0.kind == "explained" })
    let expected = try #require(try trial.entries().first { $0.booker == "bookkeeping" })
    try reverse(explained.reference, in: trial)
    let reversal = explained.reference + "-R1"
    for reference in [explained.reference, reversal, expected.reference, "VRK-2026-999999"] {
      #expect(try reverse(reference, in: trial)?.rule == "cannot-reverse", "\(reference)")
    }
  }

  @Test(arguments: ["explained", "declared"])
  func `what was taken back already is not reversed again, and blocks no payment for ever`(kind: String)
    throws
  {
    let trial = try trial()
    let entry = try #require(try trial.entries().first { $0.kind == kind })
    let other = Invoice("WV26000301", [Visit("L1", 310_00), Self.visits[1]])
    #expect(try trial.take("second.csv", Canonical.declarations(other)).state == .held)
    let before = try trial.endState()
    #expect(try reverse(entry.reference, in: trial)?.rule == "cannot-reverse")
    #expect(try trial.endState() == before)
    try trial.expectSound()
  }

  @Test func `an entry that followed from a mapping is no fact to take out, and is refused`() throws {
    var without = try TemplateMapping()
    try without.replace("Zvw,1000,current,8010", with: "Zvw,1005,current,8010", in: "revenue.csv")
    let trial = try TrialWorkspace(without.files)
    try trial.take(.declared(Self.invoice))
    #expect(try trial.balances() == ["1320": 500_00, "2190": -500_00])
    try trial.remap(TemplateMapping())
    let decided = try #require(try trial.entries().first { $0.kind == "decided" })
    #expect(try reverse(decided.reference, in: trial)?.rule == "cannot-reverse")
    try trial.expectSound()
  }
}
