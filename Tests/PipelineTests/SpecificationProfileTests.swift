import Accounting
import Books
import Decoding
import Mapping
import Pipeline
import Testing

/// A specification as its payer writes it does what the canonical one does.
struct SpecificationProfileTests {
  private static let earlier = Invoice("WV26000301", on: "2026-03-02", [Visit("L1", 600_00)])
  private static let later = Invoice("WV26000302", on: "2026-04-02", [Visit("L2", 500_00, client: 1)])
  private static let profiles = """

    profiles:
      - { id: vgz-betaalspecificatie, kind: specification, payer: uzovi-7095 }

    """
  private static let told: [Told] = [
    .declared(earlier), .answered(Reply("4401", on: "2026-03-09", to: earlier, awarded: earlier.claimed)),
    .bank("20260316", Movement("B1", on: "2026-03-16", 600_00, "DECLARATIE WV26000301")),
    .declared(later), .answered(Reply("4402", on: "2026-04-09", to: later, awarded: later.claimed)),
    .bank("20260421", Movement("B2", on: "2026-04-21", 200_00, "AFREKENING WV26000302")),
  ]
  private static let table = Told(
    "SP-1_2026-04-20.csv",
    Array(
      """
      Decl. Nr. Coöperatie VGZ;Uw factuurnr;Bedrag te Betalen;Verrekend met declaratienr Coöperatie VGZ;\
      Uw factuurnummer;Bedrag verrekening;Opmerking
      70950012;WV26000302;500,00;70950007;WV26000301;-300,00;

      """.utf8))

  @Test func `600 paid, 300 of it netted with 500, 200 received: the same books as by the canonical table`()
    throws
  {
    let canonical = try TrialWorkspace()
    for file in Self.told { try canonical.take(file) }
    try canonical.take(
      .specified(
        Specified(
          "SP-1", on: "2026-04-20", paying: 200_00,
          [.award("WV26000302", 500_00), .offset(300_00, of: "70950007", on: "WV26000301")])))
    for place in [0, Self.told.count] {
      let trial = try TrialWorkspace(profiles: Self.profiles)
      var files = Self.told
      files.insert(Self.table, at: place)
      for file in files { try trial.take(file) }
      #expect(try trial.outcomes() == ["unique", "unique"])
      #expect(try trial.open("uzovi-7095/WV26000302") == 0)
      #expect(try trial.balances() == canonical.balances())
      try trial.expectSound()
    }
  }

  @Test func `without its payer the file is refused, and the payment waits`() throws {
    let trial = try TrialWorkspace()
    for file in Self.told { try trial.take(file) }
    let file = try trial.take(Self.table)
    #expect(file.state == .quarantined)
    #expect(try trial.outcomes()[1] != "unique")
  }

  @Test func `the settings know the profiles that are shipped`() {
    #expect(Set(SpecificationProfile.shipped.map(\.name)) == Settings.SpecificationProfile.shipped)
  }
}
