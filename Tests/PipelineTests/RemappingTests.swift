import Accounting
import Books
import Mapping
import Storybook
import Testing

/// POSTING.md rule 3 and W10: the account comes from the item, never from the mapping of today.
struct RemappingTests {
  private static let visits = [Visit("L1", 900_00), Visit("L2", 100_00, client: 1)]
  private static let invoice = Invoice("WV26000301", visits)
  private static let answered = Reply(
    "4411701", on: "2026-04-10", to: invoice, awarded: 900_00, [visits[1].granted(0)])

  @Test(arguments: Modes.all)
  func `W10: what waits on a suspense account is cleared there, whatever the mapping says by then`(
    modes: Modes
  ) throws {
    let trial = try TrialWorkspace(modes.files)
    try trial.take(.declared(Self.invoice))
    try trial.take(.answered(Self.answered))
    #expect(try trial.balances()["2110"] == modes.select(submitted: 100_00, awarded: nil, none: nil))
    var other = try modes.mapping()
    try other.append("2115,Tussenrekening afgewezen nieuw,assets", to: "chart.csv")
    try other.replace("rejected: { account: \"2110\"", with: "rejected: { account: \"2115\"")
    try trial.remap(other)
    let again = Invoice("WV26000302", on: "2026-04-15", [Visit("L3", 100_00, client: 1)])
    try trial.take(.declared(again))
    #expect(
      try trial.balances()
        == modes.select(
          submitted: ["1320": 1_000_00, "8010": -1_000_00],
          awarded: ["1320": 900_00, "8010": -900_00],
          none: ["1320": 1_000_00, "8010": -1_000_00]))
    // A new rejection waits on the new account.
    try trial.take(
      .answered(Reply("2", on: "2026-04-20", to: again, awarded: 0, [again.visits[0].granted(0)])))
    #expect(
      try trial.balances()
        == modes.select(
          submitted: ["1320": 900_00, "2115": 100_00, "8010": -1_000_00],
          awarded: ["1320": 900_00, "8010": -900_00],
          none: ["1320": 900_00, "8010": -900_00]))
    try trial.expectSound()
  }

  @Test(arguments: Modes.all)
  func `W10: a payment clears the debtor and the suspense that were posted`(modes: Modes) throws {
    let trial = try TrialWorkspace(modes.files)
    try trial.take(.bank("20260416", Movement("B1", on: "2026-04-16", 900_00, "FACTUUR WV26000301")))
    try trial.take(.declared(Self.invoice))
    if modes.recognition == .awarded { try trial.take(.answered(Self.answered)) }
    var other = try modes.mapping()
    try other.append("2105,Tussenrekening ontvangsten nieuw,liabilities", to: "chart.csv")
    try other.append("1325,Debiteuren VGZ nieuw,assets", to: "chart.csv")
    try other.replace("receipts: { account: \"2100\"", with: "receipts: { account: \"2105\"")
    try other.replace("vgz,Zvw,1320,", with: "vgz,Zvw,1325,", in: "payers.csv")
    try trial.remap(other)
    if modes.recognition != .awarded { try trial.take(.answered(Self.answered)) }
    let lowered = Reply(
      "4411799", on: "2026-04-28", to: Self.invoice, awarded: 800_00,
      [Self.visits[0].granted(800_00, "8059"), Self.visits[1].granted(0)])
    try trial.take(.answered(lowered))
    let balances = try trial.balances()
    #expect(balances["1010"] == 900_00)
    #expect(balances["1320"] == -100_00 && balances["1325"] == nil)
    #expect(balances["2100"] == nil && balances["2105"] == nil)
    #expect(try trial.outcomes() == ["unique"])
    try trial.take(.bank("20260430", Movement("B2", on: "2026-04-30", -100_00, "TERUG WV26000301")))
    #expect(try trial.balances()["1320"] == nil)
    try trial.expectSound()
  }

  @Test func `rule 2: a declaration that is not posted yet keeps the recognition mode it came under`() throws
  {
    let trial = try TrialWorkspace(TemplateMapping(recognition: .awarded).files)
    try trial.take(.declared(Self.invoice))
    #expect(try trial.entries().isEmpty)
    try trial.remap(TemplateMapping(recognition: .submitted))
    try trial.take(.answered(Self.answered))
    #expect(try trial.balances() == ["1320": 900_00, "8010": -900_00])
    try trial.expectSound()
  }

  @Test func `W10: the revenue side of a declaration keeps the version it was posted under`() throws {
    let trial = try TrialWorkspace()
    try trial.take(.declared(Self.invoice))
    var other = try TemplateMapping()
    try other.append("8011,Omzet nieuw,income", to: "chart.csv")
    try other.replace("Zvw,1000,current,8010", with: "Zvw,1000,current,8011", in: "revenue.csv")
    try trial.remap(other)
    try trial.take(.answered(Self.answered))
    let again = Invoice("WV26000302", on: "2026-04-15", [Visit("L3", 100_00, client: 1)])
    try trial.take(.declared(again))
    // The old line's revenue leaves the account it was posted on; the new line's goes where it belongs today.
    #expect(try trial.balances() == ["1320": 1_000_00, "8010": -900_00, "8011": -100_00])
    try trial.expectSound()
  }

  @Test func `a reduction of one team's line stays out of another team's cost centre, in every order`() throws
  {
    let visits = [Visit("L1", 100_00), Visit("L2", 80_00, client: 1, location: "north")]
    let invoice = Invoice("WV26000301", visits)
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(invoice),
        .answered(
          Reply("1", on: "2026-04-10", to: invoice, awarded: 170_00, [visits[0].granted(90_00, "8059")])),
        .answered(
          Reply(
            "2", on: "2026-04-20", to: invoice, awarded: 165_00,
            [visits[0].granted(90_00, "8059"), visits[1].granted(75_00, "8059")])),
      ])
    #expect(
      try trial.endState().lines.filter { $0.contains(" 8015 ") }
        == ["balance gateway 8015 100 1000", "balance gateway 8015 110 500"])
  }

  @Test func `a payment that waited for its declaration's account is explained when the mapping has one`()
    throws
  {
    // The payer is known for home nursing only; the declaration is long-term care.
    let invoice = Invoice("WLZ26000031", [Visit("L1", 500_00, service: "Z051", scheme: "Wlz")])
    let trial = try TrialWorkspace()
    try trial.take(.declared(invoice))
    try trial.take(.answered(Reply("1", on: "2026-04-10", to: invoice, awarded: 500_00)))
    try trial.take(.bank("20260415", Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WLZ26000031")))
    #expect(try trial.outcomes() == ["waiting no-account"])
    #expect(try trial.balances() == ["1010": 500_00, "2100": -500_00])
    var mapping = try TemplateMapping()
    try mapping.append(
      "uzovi-7095,VGZ,vgz,Wlz,1350,1650,,,D7095,return,no,no,2026-01-01,,Overeenkomst Wlz 2026",
      to: "payers.csv")
    try trial.remap(mapping)
    #expect(try trial.balances() == ["1010": 500_00, "8020": -500_00])
    #expect(try trial.outcomes() == ["unique"])
    try trial.expectSound()
  }

  @Test func `a payment from an account that nobody knew is explained once the mapping knows it`() throws {
    let invoice = Invoice("WV26000301", [Visit("L1", 500_00)])
    let trial = try TrialWorkspace()
    try trial.take(.declared(invoice))
    try trial.take(.answered(Reply("1", on: "2026-04-10", to: invoice, awarded: 500_00)))
    try trial.take(
      .bank(
        "20260415", Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WV26000301", from: "NL79TEST0000007096")
      ))
    #expect(try trial.outcomes() == ["several unknown-payer"])
    var mapping = try TemplateMapping()
    try mapping.append("NL79TEST0000007096,vgz,2026-01-01,,Letter of 2026-04-20", to: "payer-ibans.csv")
    try trial.remap(mapping)
    #expect(try trial.outcomes() == ["unique"])
    #expect(try trial.balances() == ["1010": 500_00, "8010": -500_00])
    try trial.expectSound()
  }

  @Test func `a declaration under two schemes has one debtor account, and its payment clears it`() throws {
    var mapping = try TemplateMapping()
    try mapping.append(
      "uzovi-7095,VGZ,vgz,Wlz,1350,1650,,,D7095,return,no,no,2026-01-01,,Overeenkomst Wlz 2026",
      to: "payers.csv")
    let visits = [Visit("L1", 300_00), Visit("L2", 200_00, client: 1, service: "Z051", scheme: "Wlz")]
    let invoice = Invoice("WV26000301", visits)
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(invoice),
        .answered(
          Reply("1", on: "2026-04-10", to: invoice, awarded: 450_00, [visits[0].granted(250_00, "8059")])),
        .bank("20260415", Movement("B1", on: "2026-04-15", 450_00, "FACTUUR WV26000301")),
      ], under: mapping.files)
    #expect(try trial.balances() == ["1010": 450_00, "8010": -300_00, "8015": 50_00, "8020": -200_00])
  }

  // MARK: Advances

  @Test(arguments: Recognition.allCases)
  func `an award in advance mode draws the advance down, whoever posts the award`(recognition: Recognition)
    throws
  {
    var mapping = try TemplateMapping()
    try mapping.replace(
      "scheme: Wlz, mode: awarded, from: 2026-01-01",
      with: "scheme: Wlz, mode: \(recognition.rawValue), from: 2026-01-01")
    try mapping.replace(
      "# dagboeken;",
      with:
        "advances:\n  - { payer: uzovi-5512, scheme: Wlz, from: 2026-01-01, because: Voorschotten 2026 }\n\n# dagboeken;"
    )
    let visit = Visit("L1", 8_000_00, service: "Z051", scheme: "Wlz")
    let invoice = Invoice("WLZ26000031", to: "uzovi-5512", [visit])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(invoice),
        .answered(
          Reply("1", on: "2026-04-10", to: invoice, awarded: 7_500_00, [visit.granted(7_500_00, "8059")])),
      ], under: mapping.files)
    let balances = try trial.balances()
    #expect(balances["1350"] == nil)
    #expect(balances["1450"] == 7_500_00)
    #expect(balances["8020", default: 0] + balances["8015", default: 0] == -7_500_00)
  }

  @Test func `what a mended mapping explained is taken back no earlier than it was explained`() throws {
    var mapping = try TemplateMapping()
    try mapping.replace("NL09TEST0000007095,vgz", with: "NL79TEST0000007096,vgz", in: "payer-ibans.csv")
    let trial = try TrialWorkspace(mapping.files)
    for file in [
      Told.declared(Self.invoice), .answered(Self.answered),
      .bank("20260416", Movement("B1", on: "2026-04-16", 900_00, "FACTUUR WV26000301")),
    ] {
      try trial.take(file)
    }
    try trial.remap(TemplateMapping())
    #expect(try trial.outcomes() == ["unique"])
    let explained = try #require(try trial.entries().last { $0.kind == "explained" })
    #expect(explained.date == Canonical.day("2026-05-01").dayNumber, "the day of the mapping")
    let other = Invoice("WV26000301", [Visit("L1", 910_00), Self.visits[1]])
    #expect(try trial.take("second.csv", Canonical.declarations(other)).state == .held)
    let takenBack = try #require(try trial.entries().last { $0.kind == "explained" })
    #expect(takenBack.reference != explained.reference)
    #expect(takenBack.date >= explained.date)
    try trial.expectSound()
  }

  @Test(arguments: Modes.all, ["", "NL09TEST0000007095,zilveren-kruis,2026-01-01,,Letter of 2026-04-20\n"])
  func
    `an account that turns out not to be the payer's, but another's or nobody's, explains nothing, whatever comes next`(
      modes: Modes, row: String
    ) throws
  {
    let trial = try TrialWorkspace(modes.files)
    let paid = Reply("4411701", on: "2026-04-10", to: Self.invoice, awarded: 1_000_00)
    for file in [
      Told.declared(Self.invoice), .answered(paid),
      .bank("20260416", Movement("B1", on: "2026-04-16", 1_000_00, "FACTUUR WV26000301")),
    ] {
      try trial.take(file)
    }
    #expect(try trial.balances()["1320"] == nil)
    var other = try modes.mapping()
    try other.replace(
      "NL09TEST0000007095,vgz,2026-01-01,,Bank statements of 2025\n", with: row, in: "payer-ibans.csv")
    try trial.remap(other)
    #expect(try trial.balances()["1320"] == 1_000_00)
    #expect(try trial.balances()["2100"] == -1_000_00)
    try trial.expectSound()
    let state = try trial.endState()
    try trial.take(.answered(Reply("4411702", on: "2026-04-28", to: Self.invoice, awarded: 1_000_00)))
    #expect(try trial.balances()["1320"] == 1_000_00, "a return that changes nothing changes nothing")
    #expect(
      try trial.endState().lines.filter { $0.hasPrefix("item ") }
        == state.lines.filter { $0.hasPrefix("item ") })
    try trial.expectSound()
    try trial.remap(modes.mapping())
    #expect(try trial.balances()["1320"] == nil)
    try trial.expectSound()
  }

  @Test(arguments: Modes.all)
  func `a header code that is added lets the returns in that were held for it`(modes: Modes) throws {
    let day = Canonical.day("2026-03-02")
    let declared = StoryDeclaration(
      .homeNursing, to: "7095", "WV26000409", on: Canonical.day("2026-04-02"), period: day...day,
      lines: [
        StoryLine(
          "E1", client: TestPeople.clients[0], service: "1000", from: day, until: day, quantity: 5,
          tariff: Money(minorUnits: 10_00))
      ])
    let trial = try TrialWorkspace(modes.files)
    try trial.take(Told("AW319.asc", AW319Writer.bytes(declared)))
    let answer = StoryReturn(
      to: declared, "71190409", on: Canonical.day("2026-04-10"), headerCodes: ["0417"])
    try trial.take(Told("AW320.asc", AW320Writer.bytes(answer)))
    #expect(try trial.books.heldReturns(of: "de-linde").map(\.reason) == ["header-undecided"])
    var other = try modes.mapping()
    try other.append(
      "\nheader-codes: { assessed: [\"8001\", \"0200\", \"0417\"], rejecting: [\"8097\"] }",
      to: "mapping.yaml")
    try trial.remap(other)
    #expect(try trial.books.heldReturns(of: "de-linde") == [])
    #expect(try trial.open("uzovi-7095/WV26000409") == 50_00)
    #expect(try trial.balances() == ["1320": 50_00, "8010": -50_00])
    try trial.expectSound()
  }

  @Test(arguments: Modes.all)
  func `what came back to nothing in between stands on the account it stood on before`(modes: Modes) throws {
    let visit = Visit("L1", 100_00)
    let invoice = Invoice("WV26000301", [visit])
    let trial = try TrialWorkspace(modes.files)
    try trial.take(.declared(invoice))
    try trial.take(.answered(Reply("1", on: "2026-04-10", to: invoice, awarded: 100_00)))
    try trial.take(
      .answered(Reply("2", on: "2026-04-12", to: invoice, awarded: 0, [visit.granted(0, "0551")])))
    var other = try modes.mapping()
    try other.append("8019,Omzet wijkverpleging nieuw,income", to: "chart.csv")
    try other.replace("Zvw,1000,current,8010,", with: "Zvw,1000,current,8019,", in: "revenue.csv")
    try trial.remap(other)
    try trial.take(.answered(Reply("3", on: "2026-04-14", to: invoice, awarded: 100_00)))
    #expect(try trial.balances() == ["1320": 100_00, "8010": -100_00])
    try trial.expectSound()
    try trial.take(
      .answered(Reply("4", on: "2026-04-15", to: invoice, awarded: 90_00, [visit.granted(90_00, "8059")])))
    #expect(try trial.balances()["8019"] == nil)
    try trial.expectSound()
  }

  @Test func `a payer group that is called otherwise is the same payer`() throws {
    let trial = try TrialWorkspace()
    for file in [
      Told.declared(Self.invoice),
      .answered(Reply("4411701", on: "2026-04-10", to: Self.invoice, awarded: 1_000_00)),
      .bank("20260416", Movement("B1", on: "2026-04-16", 1_000_00, "FACTUUR WV26000301")),
    ] {
      try trial.take(file)
    }
    let before = try trial.balances()
    var other = try TemplateMapping()
    for name in ["payers.csv", "payer-ibans.csv"] {
      try other.replace(",vgz,", with: ",vgz-groep,", in: name)
    }
    try trial.remap(other)
    #expect(try trial.balances() == before)
    try trial.expectSound()
  }

  @Test(arguments: Modes.all)
  func `a movement behind the last day of our account's row settles nothing until the row reaches it`(
    modes: Modes
  ) throws {
    var ended = try modes.mapping()
    let bank = modes.bank == .gateway ? "gateway" : "bookkeeping"
    let row = "NL85TEST0000000101,1010,BNK,\(bank),camt.053,2026-01-01,"
    try ended.replace(row, with: row + "2026-04-15", in: "bank-accounts.csv")
    let trial = try TrialWorkspace(ended.files)
    try trial.take(.declared(Self.invoice))
    try trial.take(.answered(Reply("4411701", on: "2026-04-10", to: Self.invoice, awarded: 1_000_00)))
    // The day of the first movement has a row, so the statement is taken in.
    try trial.take(
      .bank(
        "20260415", Movement("B0", on: "2026-04-15", 1_00, "ZONDER NUMMER"),
        Movement("B1", on: "2026-04-16", 1_000_00, "FACTUUR WV26000301")))
    #expect(try trial.open("uzovi-7095/WV26000301") == 1_000_00)
    #expect(try trial.balances()["1320"] == 1_000_00)
    try trial.expectSound()
    try trial.remap(modes.mapping())
    #expect(try trial.open("uzovi-7095/WV26000301") == 0)
    #expect(try trial.balances()["1320"] == nil)
    try trial.expectSound()
  }
}
