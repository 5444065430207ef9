import Accounting
import Books
import Mapping
import Testing

/// What payers withhold, announce and specify (POSTING.md rules 6 and 16, classes A and C of DESIGN.md section 4).
struct SpecificationTests {
  private static let earlier = Invoice("WV26000301", on: "2026-03-02", [Visit("L1", 600_00)])
  private static let later = Invoice("WV26000302", on: "2026-04-02", [Visit("L2", 500_00, client: 1)])
  private static let third = Invoice("WV26000303", on: "2026-05-04", [Visit("L3", 400_00, client: 2)])

  private static func granted(_ invoice: Invoice, _ reference: String, on day: String) -> [Told] {
    [.declared(invoice), .answered(Reply(reference, on: day, to: invoice, awarded: invoice.claimed))]
  }

  /// 600.00, granted and paid.
  private static let paidBefore =
    granted(earlier, "4401", on: "2026-03-09")
    + [.bank("20260316", Movement("B1", on: "2026-03-16", 600_00, "DECLARATIE WV26000301"))]
  /// Of what was paid, 300.00 are not granted any more.
  private static let lowered = Reply(
    "4499", on: "2026-04-15", to: earlier, awarded: 300_00, [earlier.visits[0].granted(300_00, "8059")])
  private static let laterGranted = granted(later, "4402", on: "2026-04-09")

  // MARK: Class A

  @Test(arguments: Recognition.allCases, BankBooking.allCases)
  func `600 paid, 300 of it taken back, 500 declared, 200 received: explained by the specification`(
    recognition: Recognition, bank: BankBooking
  ) throws {
    let mapping = try TemplateMapping(recognition: recognition, bank: bank).files
    let specified = Specified(
      "SP-1", on: "2026-04-20", paying: 200_00,
      [.award("WV26000302", 500_00), .offset(300_00, of: "CM-1", on: "WV26000301")])
    let trial = try TrialWorkspace.everyOrder(
      of: Self.paidBefore + Self.laterGranted + [
        .bank("20260421", Movement("B2", on: "2026-04-21", 200_00, "AFREKENING WV26000302")),
        .specified(specified),
      ], under: mapping, atMost: 6)
    #expect(try trial.outcomes() == ["unique", "unique"])
    #expect(try trial.open("uzovi-7095/WV26000302") == 0)
    #expect(try trial.open("uzovi-7095:takeback:CM-1") == 0)
    let balances = try trial.balances()
    #expect(balances["1320", default: 0] == 0 && balances["1620", default: 0] == 0)
    #expect(balances["2100", default: 0] == 0)
    if recognition == .none {
      #expect(balances["2120"] == 300_00, "the care system has not credited it")
    } else {
      #expect(balances["8016"] == 300_00)
    }
  }

  @Test func `a takeback is recovered over three payments, and is one takeback`() throws {
    let files =
      Self.paidBefore + Self.laterGranted + Self.granted(Self.third, "4403", on: "2026-05-11") + [
        .specified(
          Specified(
            "SP-1", on: "2026-04-20", paying: 400_00,
            [
              .award("WV26000302", 500_00), .offset(100_00, of: "CM-1"),
              .takeback(200_00, called: "CM-1", on: "WV26000301"),
            ]),
          Specified(
            "SP-2", on: "2026-05-20", paying: 280_00,
            [
              .award("WV26000303", 400_00), .offset(120_00, of: "CM-1"), .takeback(80_00, called: "CM-1"),
            ])),
        .bank(
          "20260521", Movement("B2", on: "2026-04-21", 400_00, "AFREKENING WV26000302"),
          Movement("B3", on: "2026-05-21", 280_00, "afrekening wv26000303")),
      ]
    let trial = try TrialWorkspace.everyOrder(of: files, atMost: 6)
    #expect(try trial.open("uzovi-7095:takeback:CM-1") == -80_00)
    #expect(try trial.balances()["8016"] == 300_00)
    #expect(try trial.balances()["1620"] == -80_00)
    #expect(try trial.outcomes() == ["unique", "unique", "unique"])
  }

  @Test func `an award and a takeback of 400 with no payment are settled by the specification of 0`() throws {
    let files =
      Self.paidBefore + Self.granted(Self.third, "4403", on: "2026-05-11") + [
        .specified(
          Specified(
            "SP-3", on: "2026-05-20", paying: 0,
            [.award("WV26000303", 400_00), .offset(400_00, on: "WV26000301")]))
      ]
    let trial = try TrialWorkspace.everyOrder(of: files)
    #expect(try trial.open("uzovi-7095/WV26000303") == 0)
    #expect(try trial.balances()["1320", default: 0] == 0)
    #expect(try trial.balances()["8016"] == 400_00)
  }

  @Test func `a payment whose specification pays another amount than is open waits`() throws {
    let files =
      Self.laterGranted + [
        .specified(
          Specified("SP-1", on: "2026-04-20", paying: 450_00, [.award("WV26000302", 450_00)])),
        .bank("20260421", Movement("B2", on: "2026-04-21", 450_00, "declaratie WV26000302")),
      ]
    let trial = try TrialWorkspace.everyOrder(of: files)
    #expect(try trial.outcomes() == ["none amount-differs"])
    #expect(try trial.balances()["2100"] == -450_00)
  }

  @Test
  func `two payments of one amount and one specification are a question, unless one names what it pays`()
    throws
  {
    let specified = Told.specified(
      Specified("SP-1", on: "2026-04-20", paying: 500_00, [.award("WV26000302", 500_00)]))
    let silent = try TrialWorkspace.everyOrder(
      of: Self.laterGranted + [
        specified,
        .bank(
          "20260421", Movement("B2", on: "2026-04-21", 500_00, "betaling"),
          Movement("B3", on: "2026-04-22", 500_00, "betaling")),
      ])
    #expect(
      try silent.outcomes() == ["none several-explanations", "none several-explanations"])
    let naming = try TrialWorkspace.everyOrder(
      of: Self.laterGranted + [
        specified,
        .bank(
          "20260421", Movement("B2", on: "2026-04-21", 500_00, "betaling"),
          Movement("B3", on: "2026-04-22", 500_00, "betaling SP-1")),
      ])
    #expect(try naming.outcomes().contains("unique"))
  }

  // MARK: Rule 6

  @Test(arguments: [Recognition.submitted, .awarded])
  func `a second return that lowers an award and the specification that withholds it are one takeback`(
    recognition: Recognition
  ) throws {
    let mapping = try TemplateMapping(recognition: recognition, bank: .gateway).files
    let trial = try TrialWorkspace.everyOrder(
      of: Self.paidBefore + Self.laterGranted + [
        .answered(Self.lowered),
        .specified(
          Specified(
            "SP-1", on: "2026-04-20", paying: 200_00,
            [.award("WV26000302", 500_00), .offset(300_00, of: "CM-1", on: "WV26000301")])),
        .bank("20260421", Movement("B2", on: "2026-04-21", 200_00, "AFREKENING WV26000302")),
      ], under: mapping, atMost: 8)
    #expect(try trial.outcomes() == ["unique", "unique"])
    #expect(try trial.open("uzovi-7095/WV26000301") == 0)
    #expect(try trial.balances()["8016", default: 0] == 0, "the reduction is posted once, by the return")
    #expect(try trial.balances()["1620", default: 0] == 0)
  }

  @Test(arguments: Recognition.allCases)
  func `a credit line of ours answers a takeback, whichever comes first, and what was offset moves with it`(
    recognition: Recognition
  ) throws {
    let mapping = try TemplateMapping(recognition: recognition, bank: .gateway).files
    let credit = Invoice("WV26000309", on: "2026-05-02", [Visit("L9", -300_00, previous: "L1")])
    let trial = try TrialWorkspace.everyOrder(
      of: Self.paidBefore + Self.laterGranted + [
        .specified(
          Specified(
            "SP-1", on: "2026-04-20", paying: 200_00,
            [.award("WV26000302", 500_00), .offset(300_00, of: "CM-1", on: "WV26000301")])),
        .bank("20260421", Movement("B2", on: "2026-04-21", 200_00, "AFREKENING WV26000302")),
        .declared(credit), .answered(Reply("4408", on: "2026-05-09", to: credit, awarded: -300_00)),
      ], under: mapping, atMost: 8)
    #expect(try trial.outcomes() == ["unique", "unique"])
    let balances = try trial.balances()
    #expect(balances["8016", default: 0] == 0 && balances["1620", default: 0] == 0)
    #expect(balances["1320", default: 0] == 0 && balances["2120", default: 0] == 0)
  }

  @Test func `a takeback that differs from what lowered its declaration is a question, and posts nothing`()
    throws
  {
    let trial = try TrialWorkspace.everyOrder(
      of: Self.paidBefore + Self.laterGranted + [
        .answered(Self.lowered),
        .specified(
          Specified(
            "SP-1", on: "2026-04-20", paying: 180_00,
            [.award("WV26000302", 500_00), .offset(320_00, of: "CM-1", on: "WV26000301")])),
        .bank("20260421", Movement("B2", on: "2026-04-21", 180_00, "AFREKENING WV26000302")),
      ], atMost: 8)
    #expect(try trial.outcomes() == ["unique", "waiting amount-differs"])
    #expect(try trial.balances()["8016", default: 0] == 0)
  }

  @Test func `nobody can want back more than was granted: such a takeback is listed and posts nothing`()
    throws
  {
    let trial = try TrialWorkspace.everyOrder(
      of: Self.paidBefore + [
        .specified(
          Specified(
            "SP-1", on: "2026-03-20", paying: 600_00,
            [.award("WV26000301", 600_00), .takeback(700_00, called: "CM-1", on: "WV26000301")]))
      ])
    #expect(try trial.balances()["8016", default: 0] == 0)
    #expect(try trial.books.takebackRows(of: "de-linde").map(\.takeback.cause) == ["amount-differs"])
  }

  // MARK: Class C

  @Test
  func `what is named, less an announced takeback, explains a payment without a specification of its own`()
    throws
  {
    let announced = Specified(
      "SP-0", on: "2026-03-30", paying: 600_00,
      [.award("WV26000301", 600_00), .takeback(300_00, called: "CM-1", on: "WV26000301")])
    let trial = try TrialWorkspace.everyOrder(
      of: Self.granted(Self.earlier, "4401", on: "2026-03-09") + Self.laterGranted + [
        .specified(announced),
        .bank(
          "20260421", Movement("B1", on: "2026-03-31", 600_00, "declaratie WV26000301"),
          Movement("B2", on: "2026-04-21", 200_00, "AFREKENING WV26000302")),
      ], atMost: 8)
    #expect(try trial.outcomes() == ["unique", "unique"])
    #expect(try trial.open("uzovi-7095:takeback:CM-1") == 0)
  }

  @Test func `an award that was lowered is an announced takeback, and is withheld from what a payment names`()
    throws
  {
    let trial = try TrialWorkspace.everyOrder(
      of: Self.paidBefore + Self.laterGranted + [
        .answered(Self.lowered),
        .bank("20260421", Movement("B2", on: "2026-04-21", 200_00, "AFREKENING WV26000302")),
      ], atMost: 12)
    #expect(try trial.outcomes() == ["unique", "unique"])
    #expect(try trial.open("uzovi-7095/WV26000301") == 0)
  }

  @Test func `a takeback nobody announced makes the payment wait for its specification`() throws {
    let trial = try TrialWorkspace.everyOrder(
      of: Self.paidBefore + Self.laterGranted + [
        .bank("20260421", Movement("B2", on: "2026-04-21", 200_00, "AFREKENING WV26000302"))
      ])
    #expect(try trial.outcomes() == ["unique", "waiting no-specification-yet"])
    #expect(try trial.balances()["2100"] == -200_00)
  }

  // MARK: Orders that were told otherwise once

  @Test
  func `a second payment of one amount makes it a question which one was specified, whichever comes first`()
    throws
  {
    let visit = Visit("L7", 300_00)
    let invoice = Invoice("WV26000307", [visit])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(invoice),
        .answered(
          Reply("4407", on: "2026-04-10", to: invoice, awarded: 150_00, [visit.granted(150_00, "8059")])),
        .bank("20260426", Movement("B2", on: "2026-04-26", 150_00, "betaling B2")),
        .specified(Specified("SP-3", on: "2026-04-26", paying: 150_00, [.award("WV26000307", 150_00)])),
        .bank("20260427", Movement("B3", on: "2026-04-27", 150_00, "FACTUUR WV26000307")),
      ], atMost: 30)
    #expect(try trial.open("uzovi-7095/WV26000307") == 0)
  }

  @Test func `a credit line answers the one of two takebacks that is of its amount, whichever comes first`()
    throws
  {
    let first = Visit("L1", 200_00)
    let invoice = Invoice("WV26000311", [first, Visit("L2", 300_00, client: 1)])
    let credit = Invoice("WV26000312", on: "2026-04-12", [Visit("L3", -200_00, previous: "L1")])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(invoice), .declared(credit),
        .specified(
          Specified(
            "SP-1", on: "2026-04-15", paying: 550_00,
            [
              .award("WV26000311", 500_00), .award("WV26000313", 100_00), .offset(50_00, of: "CM-1"),
              .takeback(50_00, called: "CM-1", on: "WV26000311"),
            ])),
        .specified(
          Specified(
            "SP-2", on: "2026-04-20", paying: 100_00,
            [.award("WV26000314", 100_00), .takeback(200_00, called: "CM-2", on: "WV26000311")])),
      ], atMost: 24)
    let takebacks = try trial.books.takebackRows(of: "de-linde")
    #expect(takebacks.map(\.takeback.key) == ["CM-1"], "the credit line says the same as CM-2")
    #expect(try trial.balances()["8016"] == takebacks[0].takeback.amount)
  }
}
