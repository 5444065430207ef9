import Accounting
import Books
import Mapping
import Testing

/// What a payment is explained by, whenever the files come (POSTING.md rules 5 and 16).
struct PaymentTests {
  private static let visit = Visit("L1", 500_00)
  private static let invoice = Invoice("WV26000301", [visit])
  private static let granted = Reply("4411", on: "2026-04-10", to: invoice, awarded: 500_00)
  private static let lowered = Reply(
    "4499", on: "2026-05-06", to: invoice, awarded: 400_00, [visit.granted(400_00, "8059")])
  private static let paid = Told.bank(
    "20260415", Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WV26000301"))

  private static func day(_ iso: String) -> Int32 { Canonical.day(iso).dayNumber }

  // MARK: Rule 16

  @Test(arguments: Recognition.allCases, BankBooking.allCases)
  func `awarded 500, paid 500, later lowered to 400: the payment stays explained, and 100 are owed back`(
    recognition: Recognition, bank: BankBooking
  ) throws {
    let mapping = try TemplateMapping(recognition: recognition, bank: bank).files
    let files = [Told.answered(Self.granted), Self.paid, .answered(Self.lowered)]
    var ends: Set<EndState> = []
    for order in Told.orders(of: files) {
      let trial = try TrialWorkspace(mapping)
      for file in [.declared(Self.invoice)] + order { try trial.take(file) }
      #expect(try trial.outcomes() == ["unique"])
      #expect(try trial.open("uzovi-7095/WV26000301") == -100_00)
      #expect(try trial.balances()["1320"] == -100_00)
      ends.insert(try trial.endState())
    }
    #expect(ends.count == 1)
  }

  @Test func `an explanation rests on the return that it counts, and is dated by it`() throws {
    let trial = try TrialWorkspace()
    for file in [Told.declared(Self.invoice), .answered(Self.granted), .answered(Self.lowered), Self.paid] {
      try trial.take(file)
    }
    let explained = try #require(try trial.entries().first { $0.kind == "explained" })
    #expect(explained.documentDate == Self.day("2026-04-15"), "the return of May has no part in it")
  }

  @Test func `a return dated before a payment that arrives after it withdraws the explanation, visibly`()
    throws
  {
    let late = Reply(
      "4412", on: "2026-04-12", to: Self.invoice, awarded: 400_00, [Self.visit.granted(400_00, "8059")])
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.invoice), .answered(Self.granted), Self.paid, .answered(late)])
    #expect(try trial.outcomes() == ["none amount-differs"])
    #expect(
      try trial.balances() == [
        "1010": 500_00, "1320": 400_00, "2100": -500_00, "8010": -500_00, "8015": 100_00,
      ])
    let withdrawn = try #require(try trial.entries().last)
    #expect(withdrawn.kind == "explained" && withdrawn.sums == ["1320": 500_00, "2100": -500_00])
  }

  @Test func `a payment that comes before its return waits, and is explained by it`() throws {
    let trial = try TrialWorkspace()
    try trial.take(Self.paid)
    #expect(try trial.outcomes() == ["waiting unknown-declaration"])
    try trial.take(.declared(Self.invoice))
    #expect(try trial.outcomes() == ["waiting no-return-yet"])
    #expect(try trial.balances() == ["1010": 500_00, "1320": 500_00, "2100": -500_00, "8010": -500_00])
    try trial.take(.answered(Self.granted))
    #expect(try trial.outcomes() == ["unique"])
    #expect(try trial.balances() == ["1010": 500_00, "8010": -500_00])
    try trial.expectSound()
  }

  @Test func `a payer's number means all declarations it answered, also one whose answer is held`() throws {
    let second = Invoice("WV26000302", [Visit("L2", 80_00, client: 1)])
    var held = Reply("4411", on: "2026-04-10", to: second, awarded: 80_00)
    held.totals = [90_00, 90_00]
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(Self.invoice, second), .answered(Self.granted),
        Told("awards-held.csv", Array(Canonical.awards(held).utf8)),
        .bank("20260415", Movement("B1", on: "2026-04-15", 500_00, "DECL 4411")),
      ])
    #expect(try trial.outcomes() == ["waiting no-return-yet"])
  }

  @Test
  func `what was granted, paid, rejected after all and paid back is settled, though it was declared last`()
    throws
  {
    let rejected = Reply("4412", on: "2026-04-20", to: Self.invoice, awarded: 0, [Self.visit.granted(0)])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(Self.invoice), .answered(Self.granted), .answered(rejected),
        .bank(
          "20260430", Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WV26000301"),
          Movement("B2", on: "2026-04-30", -500_00, "TERUG WV26000301")),
      ])
    #expect(try trial.outcomes() == ["unique", "unique"])
    #expect(try trial.balances() == ["2110": 500_00, "8010": -500_00])
  }

  // MARK: Statements

  @Test func `statements that overlap add each movement once, in any order`() throws {
    let movements = (1...3).map {
      Movement("B\($0)", on: "2026-04-1\($0)", Int64($0) * 100_00, "UNKNOWN \($0)")
    }
    let trial = try TrialWorkspace.everyOrder(
      of: [
        Told("a.xml", Canonical.statement("1", Array(movements[0...1]))),
        Told("b.xml", Canonical.statement("2", Array(movements[1...2]))),
        Told("c.xml", Canonical.statement("3", movements)),
      ])
    #expect(try trial.balances() == ["1010": 600_00, "2100": -600_00])
  }

  @Test(arguments: ["", "B1"])
  func `two equal movements of one day are both genuine, however often they are told`(reference: String)
    throws
  {
    // The bank gives no reference, or gives a batch's one to each of its payments.
    let twin = Movement(reference, on: "2026-04-15", 250_00, "BETALING")
    let trial = try TrialWorkspace.everyOrder(
      of: [
        Told("a.xml", Canonical.statement("1", [twin, twin])),
        Told(
          "b.xml", Canonical.statement("2", [twin, twin, Movement("B9", on: "2026-04-16", 1_00, "REST")])),
      ])
    #expect(try trial.balances() == ["1010": 501_00, "2100": -501_00])
  }

  // MARK: Class D

  @Test(arguments: [false, true])
  func `a payment that names nothing is posted by a whole answer only with a payer that pays so`(
    isBlind: Bool
  ) throws {
    var mapping = try TemplateMapping()
    if isBlind { try mapping.makeBlind() }
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(Self.invoice), .answered(Self.granted),
        .bank("20260415", Movement("B1", on: "2026-04-15", 500_00, "BETALING ZORG")),
      ], under: mapping.files)
    #expect(try trial.outcomes() == [isBlind ? "unique" : "unique no-explanation"])
    #expect(try trial.balances()["2100"] == (isBlind ? nil : -500_00))
  }

  @Test func `two answers of the same amount are a tie, and nothing is posted`() throws {
    var mapping = try TemplateMapping()
    try mapping.makeBlind()
    let twin = Invoice("WV26000302", [Visit("L2", 500_00, client: 1)])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(Self.invoice), .declared(twin),
        .answered(Self.granted, Reply("4411", on: "2026-04-10", to: twin, awarded: 500_00)),
        .bank("20260415", Movement("B1", on: "2026-04-15", 500_00, "BETALING ZORG")),
      ], under: mapping.files)
    #expect(try trial.outcomes() == ["several several-explanations"])
    #expect(try trial.balances()["2100"] == -500_00)
  }

  @Test func `a blind payment of what a second return added stays explained when it is looked at again`()
    throws
  {
    var mapping = try TemplateMapping()
    try mapping.makeBlind()
    let first = Reply(
      "4411", on: "2026-04-10", to: Self.invoice, awarded: 300_00, [Self.visit.granted(300_00, "8059")])
    let raised = Reply("4412", on: "2026-04-20", to: Self.invoice, awarded: 500_00)
    let other = Invoice("WV26000399", [Visit("L9", 10_00, client: 2)])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(Self.invoice), .answered(first), .answered(raised),
        .bank(
          "20260430", Movement("B1", on: "2026-04-15", 300_00, "FACTUUR WV26000301"),
          Movement("B2", on: "2026-04-24", 200_00, "NABETALING")),
        .declared(other),
      ], under: mapping.files)
    #expect(try trial.outcomes() == ["unique", "unique"])
    #expect(try trial.balances() == ["1010": 500_00, "1320": 10_00, "8010": -510_00])
  }

  @Test func `hundreds of paid declarations of one amount do not hide the one that is open`() throws {
    var mapping = try TemplateMapping()
    try mapping.makeBlind()
    let trial = try TrialWorkspace(mapping.files)
    let many = (0..<230).map { Invoice("WV2600\(1_000 + $0)", [Visit("M\($0)", 50_00, client: 1)]) }
    try trial.take("many.csv", Canonical.declarations(many))
    let awards = many.map { Reply("44110", on: "2026-04-10", to: $0, awarded: 50_00) }
    try trial.take("awards.csv", Canonical.awards(awards))
    let payments = many.dropLast().enumerated().map { index, invoice in
      Movement("B\(index)", on: "2026-04-15", 50_00, "FACTUUR \(invoice.number)")
    }
    try trial.take("paid.xml", Canonical.statement("1", Array(payments)))
    try trial.take(.bank("2", Movement("X1", on: "2026-04-24", 50_00, "BETALING")))
    #expect(try trial.outcomes().filter { $0 != "unique" } == [])
    #expect(try trial.balances()["1320"] == nil)
  }

  // MARK: Rule 5

  @Test func `what falls in a closed period is booked on the first open day, and keeps its own date`() throws
  {
    var mapping = try TemplateMapping()
    try mapping.replace("mapping: home-care", with: "mapping: home-care\nclosed-until: 2026-04-30")
    let trial = try TrialWorkspace(mapping.files)
    for file in [Told.declared(Self.invoice), .answered(Self.granted), Self.paid, .answered(Self.lowered)] {
      try trial.take(file)
    }
    let entries = try trial.entries()
    #expect(entries.map(\.kind) == ["declared", "bank", "explained", "reduced"])
    #expect(
      entries.map(\.documentDate) == ["2026-04-02", "2026-04-15", "2026-04-15", "2026-05-06"].map(Self.day))
    #expect(entries.map(\.date) == ["2026-05-01", "2026-05-01", "2026-05-01", "2026-05-06"].map(Self.day))
    try trial.expectSound()
  }

  @Test func `a year that is closed meanwhile lends its entries the numbers of the next`() throws {
    var mapping = try TemplateMapping()
    try mapping.replace("mapping: home-care", with: "mapping: home-care\nclosed-until: 2026-12-31")
    let trial = try TrialWorkspace(mapping.files)
    for file in [Told.declared(Self.invoice), .answered(Self.granted), Self.paid] { try trial.take(file) }
    #expect(
      try trial.entries().map(\.reference) == ["VRK-2027-000001", "BNK-2027-000001", "MEM-2027-000001"])
    try trial.expectSound()
  }

  @Test func `a line that waited as not from a payer goes to its account once the mapping has one`() throws {
    let trial = try TrialWorkspace()
    let rent = Movement(
      "B1", on: "2026-04-15", -900_00, "Huur steunpunt", from: Movement.stranger, name: "Lindelaan BV")
    try trial.take(.bank("1", rent))
    #expect(try trial.balances() == ["1010": -900_00, "2100": 900_00])
    var mapping = try TemplateMapping()
    try mapping.append("4500,Huisvesting,expenses", to: "chart.csv")
    try mapping.append(",huur steunpunt,4500,2026-01-01,,Lease of 2024", to: "bank-others.csv")
    try trial.remap(mapping)
    #expect(try trial.balances() == ["1010": -900_00, "4500": 900_00])
    // What it was posted on stays, though the row is gone again.
    try trial.remap(TemplateMapping())
    #expect(try trial.balances() == ["1010": -900_00, "4500": 900_00])
    try trial.expectSound()
  }
}
