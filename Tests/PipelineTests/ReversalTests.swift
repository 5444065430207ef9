import Accounting
import Books
import Findings
import Mapping
import Pipeline
import SQLite
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

  private func trial(_ modes: Modes = Modes(recognition: .submitted, bank: .gateway)) throws -> TrialWorkspace
  {
    let trial = try TrialWorkspace(modes.files)
    for file in [Told.declared(Self.invoice), .answered(Self.answered), Self.paid] { try trial.take(file) }
    return trial
  }

  @Test(arguments: ["FACTUUR WV26000301", "KENMERK 4411701"], Modes.all)
  func `a payment waits again when the return that it pays is reversed, whichever number it names`(
    text: String, modes: Modes
  ) throws {
    let trial = try TrialWorkspace(modes.files)
    try trial.take(.declared(Self.invoice))
    try trial.take(.answered(Reply("4411701", on: "2026-04-10", to: Self.invoice, awarded: 500_00)))
    try trial.take(.bank("20260415", Movement("B1", on: "2026-04-15", 500_00, text)))
    #expect(try trial.number("SELECT count(*) FROM part") == 1)
    guard let awarded = try trial.entries().first(where: { $0.kind == "awarded" }) else {
      // What a return grants in full posts nothing where the claim is posted.
      return #expect(modes.recognition != .awarded)
    }
    try trial.reverse(awarded.reference)
    #expect(try trial.number("SELECT count(*) FROM part") == 0)
    #expect(try trial.balances()["1320"] == nil, "no debtor is left without its award")
    #expect(try trial.balances()["2100"] == -500_00)
    try trial.expectSound()
  }

  /// The kinds of entry that are ours, and rest on a fact.
  private static let reversible = Modes.all.flatMap { modes in
    let answered = modes.select(submitted: ["reduced"], awarded: ["awarded"], none: [])
    let bank = modes.select(gateway: ["bank"], bookkeeping: [])
    return (answered + bank + ["explained"]).map { (modes, $0) }
  }

  @Test(arguments: reversible)
  func `W12: a reversal cancels its entry on every account and dimension, and is linked to it`(
    modes: Modes, kind: String
  ) throws {
    let trial = try trial(modes)
    let entry = try #require(try trial.entries().first { $0.kind == kind })
    if kind == "reduced" || kind == "awarded" {
      // What the payment settles must go first, or its explanation is withdrawn with it.
      try trial.reverse(try #require(try trial.entries().first { $0.kind == "explained" }).reference)
    }
    try trial.reverse(entry.reference)
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

  @Test(arguments: Modes.all)
  func `W12: what is reversed is not posted again, whatever comes after`(modes: Modes) throws {
    let trial = try trial(modes)
    let explained = try #require(try trial.entries().first { $0.kind == "explained" })
    try trial.reverse(explained.reference)
    let after = try trial.balances()
    #expect(after["2100"] == -350_00)
    // Files that touch the same cases, and the same files once more.
    try trial.take(.declared(Invoice("WV26000302", [Visit("L9", 10_00, client: 2)])))
    try trial.take(Self.paid)
    try trial.take("again.csv", Canonical.awards(Self.answered))
    try trial.loops.settle()
    var balances = try trial.balances()
    if modes.recognition != .awarded {
      balances["1320", default: 0] -= 10_00
      balances["8010", default: 0] += 10_00
    }
    #expect(balances == after)
    #expect(try trial.outcomes() == ["none no-explanation"])
    try trial.expectSound()
  }

  @Test func `reversing a declaration takes back all that rests on it, and its payment waits`() throws {
    let trial = try trial()
    let declared = try #require(try trial.entries().first { $0.kind == "declared" })
    try trial.reverse(declared.reference)
    #expect(try trial.balances() == ["1010": 350_00, "2100": -350_00])
    #expect(try trial.outcomes() == ["waiting unknown-declaration"])
    try trial.expectSound()
  }

  @Test(arguments: Recognition.allCases)
  func `reversing a bank line takes its explanation back with it`(recognition: Recognition) throws {
    let modes = Modes(recognition: recognition, bank: .gateway)
    let trial = try trial(modes)
    let bank = try #require(try trial.entries().first { $0.kind == "bank" })
    try trial.reverse(bank.reference)
    #expect(
      try trial.balances()
        == modes.select(
          submitted: ["1320": 350_00, "2110": 140_00, "8010": -500_00, "8015": 10_00],
          awarded: ["1320": 350_00, "8010": -350_00],
          none: ["1320": 350_00, "8010": -350_00]))
    #expect(try trial.open("uzovi-7095/WV26000301") == 350_00)
    #expect(try trial.outcomes() == [])
    try trial.expectSound()
  }

  @Test func `what a stranger paid for a reversed declaration is not expected of the other system any more`()
    throws
  {
    let trial = try TrialWorkspace(TemplateMapping(bank: .bookkeeping).files)
    try trial.take(.declared(Self.invoice))
    try trial.take(
      .bank(
        "20260415",
        Movement(
          "B1", on: "2026-04-15", 350_00, "Factuur WV26000301", from: Movement.stranger, name: "Lindelaan BV")
      ))
    #expect(try trial.balances() == ["1010": 350_00, "1320": 500_00, "2100": -350_00, "8010": -500_00])
    #expect(try trial.outcomes() == ["several unknown-payer"])
    try trial.reverse(try #require(try trial.entries().first).reference)
    #expect(try trial.balances() == [:])
    #expect(try trial.outcomes() == ["not-ours not-from-a-payer"])
    try trial.expectSound()
  }

  @Test func `an entry is reversed once; a reversal, an expected entry and nothing at all are refused`()
    throws
  {
    let trial = try TrialWorkspace(TemplateMapping(bank: .bookkeeping).files)
    for file in [Told.declared(Self.invoice), .answered(Self.answered), Self.paid] { try trial.take(file) }
    let explained = try #require(try trial.entries().first { $0.kind == "explained" })
    let expected = try #require(try trial.entries().first { $0.booker == "bookkeeping" })
    #expect(try trial.reverse(explained.reference) == nil)
    let reversal = explained.reference + "-R1"
    for reference in [explained.reference, reversal, expected.reference, "VRK-2026-999999"] {
      #expect(try trial.reverse(reference)?.rule == "cannot-reverse", "\(reference)")
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
    #expect(try trial.reverse(entry.reference)?.rule == "cannot-reverse")
    #expect(try trial.endState() == before)
    try trial.expectSound()
  }

  @Test func `an entry of a journal of five letters is reversed under its name`()
    throws
  {
    var files = try TemplateMapping()
    try files.replace(
      "declared: VRK, awarded: VRK, reduced: VRK", with: "declared: VERKO, awarded: VERKO, reduced: VERKO")
    let trial = try TrialWorkspace(files.files)
    try trial.take(.declared(Self.invoice))
    try trial.reverse("VERKO-2026-000001")
    #expect(try trial.entries().map(\.reference) == ["VERKO-2026-000001", "VERKO-2026-000001-R1"])
    #expect(try trial.balances() == [:])
    try trial.expectSound()
  }

  @Test(arguments: ["declared", "reduced"])
  func `what a mapping let in is reversed like what a file brought`(kind: String) throws {
    var without = try TemplateMapping()
    try without.replace("scheme: Zvw, mode: submitted", with: "scheme: WMO, mode: submitted")
    let trial = try TrialWorkspace(without.files)
    for file in [Told.declared(Self.invoice), .answered(Self.answered)] { try trial.take(file) }
    #expect(try trial.balances() == [:])
    try trial.remap(TemplateMapping())
    #expect(try trial.balances() == ["1320": 350_00, "2110": 140_00, "8010": -500_00, "8015": 10_00])
    let entry = try #require(try trial.entries().first { $0.kind == kind })
    #expect(try trial.reverse(entry.reference) == nil)
    #expect(try trial.balances() == (kind == "declared" ? [:] : ["1320": 500_00, "8010": -500_00]))
    #expect(try trial.reverse(entry.reference)?.rule == "cannot-reverse")
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
    #expect(try trial.reverse(decided.reference)?.rule == "cannot-reverse")
    try trial.expectSound()
  }
}
