import Accounting
import Books
import Mapping
import Testing

/// POSTING.md, "Mistakes this table exists to prevent", each by its number there.
struct MistakeTests {
  private static let rejected = [Visit("L1", 900_00), Visit("L2", 100_00, client: 1)]
  private static let invoice = Invoice("WV26000301", rejected)
  private static let answered = Reply(
    "4411701", on: "2026-04-10", to: invoice, awarded: 900_00, [rejected[1].granted(0)])

  // MARK: W1, W2: reductions

  @Test(arguments: Modes.all)
  func `W1, W2: a rejection is posted once, and only where the claim was posted`(modes: Modes) throws {
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.invoice), .answered(Self.answered)], under: modes.files)
    #expect(
      try trial.balances()
        == modes.select(
          // What was claimed was revenue; the rejected part leaves the debtor for suspense.
          submitted: ["1320": 900_00, "2110": 100_00, "8010": -1_000_00],
          // Nothing was posted of the rejected part, so nothing leaves.
          awarded: ["1320": 900_00, "8010": -900_00],
          // The care system reduces its own.
          none: ["1320": 900_00, "8010": -900_00]))
    if modes.recognition == .none {
      #expect(try trial.ours() == [:])
      #expect(
        try trial.entries().allSatisfy { $0.booker == "care-system" && $0.reference.hasPrefix("EXP-") })
    }

    try trial.take(.bank("20260415", Movement("B1", on: "2026-04-15", 900_00, "FACTUUR WV26000301")))
    #expect(
      try trial.balances()
        == modes.select(
          submitted: ["1010": 900_00, "2110": 100_00, "8010": -1_000_00],
          awarded: ["1010": 900_00, "8010": -900_00],
          none: ["1010": 900_00, "8010": -900_00]))
    #expect(
      try trial.ours()
        == modes.select(
          gateway: modes.select(
            submitted: ["1010": 900_00, "2110": 100_00, "8010": -1_000_00],
            awarded: ["1010": 900_00, "8010": -900_00],
            none: ["1010": 900_00, "1320": -900_00]),
          bookkeeping: modes.select(
            submitted: ["2100": 900_00, "2110": 100_00, "8010": -1_000_00],
            awarded: ["2100": 900_00, "8010": -900_00],
            none: ["2100": 900_00, "1320": -900_00])))
  }

  // MARK: W3: the bank feed has credited suspense already

  @Test(arguments: Modes.all)
  func `W3: a receipt that nothing explains is on suspense once, whoever books the bank`(modes: Modes) throws
  {
    let waiting = Told.bank("20260415", Movement("B1", on: "2026-04-15", 250_00, "FACTUUR WV26000301"))
    let early = try TrialWorkspace(modes.files)
    try early.take(waiting)
    #expect(try early.balances() == ["1010": 250_00, "2100": -250_00])
    #expect(
      try early.ours() == modes.select(gateway: ["1010": 250_00, "2100": -250_00], bookkeeping: [:]))
    #expect(try early.outcomes() == ["waiting unknown-declaration"])

    let invoice = Invoice("WV26000301", [Visit("L1", 250_00)])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(invoice), .answered(Reply("4411", on: "2026-04-10", to: invoice, awarded: 250_00)), waiting,
      ], under: modes.files)
    #expect(try trial.balances() == ["1010": 250_00, "8010": -250_00])
    // On an account that the bookkeeping books, ours are only the receivable and what settles it.
    #expect(
      try trial.ours() == [
        modes.select(gateway: "1010", bookkeeping: "2100"): 250_00,
        modes.select(submitted: "8010", awarded: "8010", none: "1320"): -250_00,
      ])
  }

  // MARK: W5: a takeback known from two channels

  @Test(arguments: Modes.all)
  func `W5: a second return that lowers an award says the same as no other fact twice`(modes: Modes) throws {
    let visit = Visit("L1", 500_00)
    let invoice = Invoice("WV26000301", [visit])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(invoice),
        .answered(Reply("4411", on: "2026-04-10", to: invoice, awarded: 500_00)),
        .answered(
          Reply("4499", on: "2026-05-06", to: invoice, awarded: 400_00, [visit.granted(400_00, "8059")])),
        .bank("20260415", Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WV26000301")),
      ], under: modes.files, atMost: 5)
    #expect(
      try trial.balances()
        == modes.select(
          submitted: ["1010": 500_00, "1320": -100_00, "8010": -500_00, "8015": 100_00],
          awarded: ["1010": 500_00, "1320": -100_00, "8010": -400_00],
          none: ["1010": 500_00, "1320": -100_00, "8010": -400_00]))
    #expect(try trial.open("uzovi-7095/WV26000301") == -100_00)
    #expect(try trial.outcomes() == ["unique"])
  }

  @Test(arguments: Modes.all)
  func `W5: our own credit line takes revenue back once, and the payment that nets it is explained`(
    modes: Modes
  ) throws {
    let first = Invoice("WV26000301", [Visit("L1", 300_00)])
    let second = Invoice(
      "WV26000302", on: "2026-04-16", [Visit("L2", 700_00, client: 1), Visit("C1", -300_00, previous: "L1")])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(first), .answered(Reply("4411", on: "2026-04-10", to: first, awarded: 300_00)),
        .declared(second), .answered(Reply("4412", on: "2026-04-20", to: second, awarded: 400_00)),
        .bank(
          "20260424", Movement("B1", on: "2026-04-15", 300_00, "FACTUUR WV26000301"),
          Movement("B2", on: "2026-04-24", 400_00, "FACTUUR WV26000302")),
      ], under: modes.files, atMost: 5)
    #expect(try trial.balances() == ["1010": 700_00, "8010": -700_00])
    #expect(try trial.outcomes() == ["unique", "unique"])
  }

  // MARK: W6: declared again

  private static let again = Invoice(
    "WV26000302", on: "2026-04-15", [Visit("L3", 110_00, client: 1)])

  @Test(arguments: ["", "L2"], Modes.all)
  func `W6: what was rejected and is declared again is revenue once, and suspense is empty`(
    previous: String, modes: Modes
  ) throws {
    var again = Self.again
    again.visits[0].previous = previous
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(Self.invoice), .answered(Self.answered), .declared(again),
        .answered(Reply("4411744", on: "2026-04-21", to: again, awarded: 110_00)),
      ], under: modes.files, atMost: 5)
    #expect(try trial.balances() == ["1320": 1_010_00, "8010": -1_010_00])
    try trial.take(
      .bank("20260424", Movement("B1", on: "2026-04-24", 1_010_00, "WV26000301 / WV26000302")))
    #expect(try trial.balances() == ["1010": 1_010_00, "8010": -1_010_00])
  }

  @Test(arguments: Recognition.allCases)
  func `W6: declared again is one entry: debtor new, rejected old, revenue the difference`(
    recognition: Recognition
  ) throws {
    let trial = try TrialWorkspace(TemplateMapping(recognition: recognition).files)
    for file in [Told.declared(Self.invoice), .answered(Self.answered), .declared(Self.again)] {
      try trial.take(file)
    }
    let sums = try trial.entries(about: "uzovi-7095/WV26000302").map(\.sums)
    switch recognition {
    case .submitted: #expect(sums == [["1320": 110_00, "2110": -100_00, "8010": -10_00]])
    case .awarded: #expect(sums == [])
    case .none: #expect(sums == [["1320": 110_00, "8010": -110_00]])
    }
    #expect(try trial.entries().count == (recognition == .awarded ? 1 : 3))
  }

  @Test(arguments: [false, true], Recognition.allCases)
  func `W6: a chain of rejections leaves only its last link in suspense`(
    names: Bool, recognition: Recognition
  ) throws {
    func invoice(_ number: String, _ reference: String, on date: String, after previous: String) -> Invoice {
      Invoice(number, on: date, [Visit(reference, 100_00, previous: names ? previous : "")])
    }
    let first = invoice("WV26000301", "L1", on: "2026-04-02", after: "")
    let second = invoice("WV26000302", "L2", on: "2026-04-12", after: "L1")
    let third = invoice("WV26000303", "L3", on: "2026-04-22", after: "L2")
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(first),
        .answered(Reply("1", on: "2026-04-10", to: first, awarded: 0, [first.visits[0].granted(0)])),
        .declared(second, third),
        .answered(
          Reply("2", on: "2026-04-20", to: second, awarded: 0, [second.visits[0].granted(0)]),
          Reply("3", on: "2026-04-28", to: third, awarded: 0, [third.visits[0].granted(0)])),
      ], under: TemplateMapping(recognition: recognition).files, atMost: 5)
    let waits = recognition == .submitted
    #expect(try trial.balances() == (waits ? ["2110": 100_00, "8010": -100_00] : [:]))
    #expect(
      try trial.endState().lines.filter { $0.hasPrefix("item 2110") }
        == (waits ? ["item 2110 uzovi-7095/WV26000303/L3 10000"] : []))
  }

  @Test(arguments: Recognition.allCases)
  func `W6: of two equal visits that are rejected none is guessed: both stay, the new lines are ordinary`(
    recognition: Recognition
  ) throws {
    let visits = [Visit("L1", 100_00), Visit("L2", 100_00)]
    let invoice = Invoice("WV26000301", visits)
    let again = Invoice("WV26000302", on: "2026-04-15", [Visit("L3", 100_00), Visit("L4", 100_00)])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(invoice),
        .answered(Reply("1", on: "2026-04-10", to: invoice, awarded: 0, visits.map { $0.granted(0) })),
        .declared(again), .answered(Reply("2", on: "2026-04-20", to: again, awarded: 200_00)),
      ], under: TemplateMapping(recognition: recognition).files, atMost: 5)
    #expect(
      try trial.balances()
        == (recognition == .submitted
          ? ["1320": 200_00, "2110": 200_00, "8010": -400_00] : ["1320": 200_00, "8010": -200_00]))
  }

  @Test(arguments: Recognition.allCases)
  func `W6: a reference that two declarations use names neither, in whatever order they come`(
    recognition: Recognition
  ) throws {
    // Some care systems count the lines of every declaration from 1.
    let first = Invoice("WV26000301", [Visit("1", 100_00)])
    let other = Invoice("WV26000302", [Visit("1", 60_00, client: 1)])
    let again = Invoice("WV26000303", on: "2026-04-15", [Visit("2", 100_00, service: "1001", previous: "1")])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(first),
        .answered(Reply("1", on: "2026-04-10", to: first, awarded: 0, [first.visits[0].granted(0)])),
        .declared(other), .declared(again),
      ], under: TemplateMapping(recognition: recognition).files, atMost: 5)
    switch recognition {
    case .submitted: #expect(try trial.balances() == ["1320": 160_00, "2110": 100_00, "8010": -260_00])
    case .awarded: #expect(try trial.balances() == [:])
    case .none: #expect(try trial.balances() == ["1320": 160_00, "8010": -160_00])
    }
  }

  @Test func `W6: each declaration of a file has an entry of its own, though both hold the same care`() throws
  {
    // A credit line and the corrected line, in two declarations of one file.
    let first = Invoice("WV26000301", [Visit("L1", 100_00)])
    let trial = try TrialWorkspace()
    try trial.take(.declared(first))
    let credit = Invoice("WV26000302", on: "2026-04-15", [Visit("C1", -100_00, previous: "L1")])
    let corrected = Invoice("WV26000303", on: "2026-04-15", [Visit("L2", 90_00)])
    try trial.take(.declared(credit, corrected))
    #expect(
      try trial.entries().map(\.subject).sorted() == [
        "uzovi-7095/WV26000301", "uzovi-7095/WV26000302", "uzovi-7095/WV26000303",
      ])
    #expect(
      try trial.entries(about: "uzovi-7095/WV26000302").first?.sums == ["1320": -100_00, "8010": 100_00])
    try trial.expectSound()
  }

  // MARK: W7: the client's own share

  @Test(arguments: Modes.all)
  func `W7: what the client owes waits on its suspense account, and its invoice is not ours to book`(
    modes: Modes
  ) throws {
    var mapping = try modes.mapping()
    try mapping.append(
      "*,0777,zero,client,2026-01-01,,Policy 2026 article 5: beyond the maximum the client pays",
      to: "reasons.csv")
    let answered = Reply(
      "4411701", on: "2026-04-10", to: Self.invoice, awarded: 900_00, [Self.rejected[1].granted(0, "0777")])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(Self.invoice), .answered(answered),
        .bank("20260415", Movement("B1", on: "2026-04-15", 900_00, "FACTUUR WV26000301")),
      ], under: mapping.files)
    // No debtor of the client's and no revenue for it: the care system invoices and books both.
    #expect(
      try trial.balances()
        == modes.select(
          submitted: ["1010": 900_00, "2130": 100_00, "8010": -1_000_00],
          awarded: ["1010": 900_00, "8010": -900_00],
          none: ["1010": 900_00, "8010": -900_00]))
    #expect(
      try trial.endState().lines.filter { $0.hasPrefix("item 2130") }
        == modes.select(
          submitted: ["item 2130 uzovi-7095/WV26000301/L2 10000"], awarded: [], none: []))
    #expect(try trial.open("uzovi-7095/WV26000301") == 0)
  }

  // MARK: W9: money that we pay

  @Test(arguments: Modes.all)
  func `W9: what we pay back is a debit on our statement, and settles what was open`(modes: Modes) throws {
    let visit = Visit("L1", 500_00)
    let invoice = Invoice("WV26000301", [visit])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(invoice), .answered(Reply("1", on: "2026-04-10", to: invoice, awarded: 500_00)),
        .answered(
          Reply("2", on: "2026-04-20", to: invoice, awarded: 400_00, [visit.granted(400_00, "8059")])),
        .bank(
          "20260430", Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WV26000301"),
          Movement("B2", on: "2026-04-30", -100_00, "TERUGBETALING WV26000301")),
      ], under: modes.files, atMost: 5)
    #expect(
      try trial.balances()
        == modes.select(
          submitted: ["1010": 400_00, "8010": -500_00, "8015": 100_00],
          awarded: ["1010": 400_00, "8010": -400_00],
          none: ["1010": 400_00, "8010": -400_00]))
    // Ours on the account of another: the receivable, and the two explanations of what the bank feed has posted.
    #expect(try trial.ours()["2100"] == modes.select(gateway: nil, bookkeeping: 400_00))
    #expect(try trial.outcomes() == ["unique", "unique"])
    #expect(try trial.open("uzovi-7095/WV26000301") == 0)
  }

  @Test(arguments: Modes.all)
  func `W4: what concerns no payer goes to its account, or waits with its cause`(modes: Modes) throws {
    let trial = try TrialWorkspace(modes.files)
    try trial.take(
      .bank(
        "20260430",
        Movement(
          "B1", on: "2026-04-15", -900_00, "Huur steunpunt", from: Movement.stranger, name: "Lindelaan BV"),
        Movement(
          "B2", on: "2026-04-16", -12_10, "Kosten zakelijk betalingsverkeer", from: Movement.stranger,
          name: "Testbank"))
    )
    #expect(
      try trial.balances()
        == modes.select(gateway: ["1010": -912_10, "2100": 900_00, "4400": 12_10], bookkeeping: [:]))
    #expect(try trial.outcomes() == ["not-ours not-from-a-payer", "not-ours not-from-a-payer"])
    try trial.expectSound()
  }

  // MARK: W11, W14, W15

  /// Two different modes, the first until the end of April, and who books the bank.
  private static let transitions = Modes.all.flatMap { modes in
    Recognition.allCases.filter { $0 != modes.recognition }.map { (modes, $0) }
  }

  @Test(arguments: transitions)
  func `W11: a declaration keeps the mode of its invoice date`(before: Modes, after: Recognition) throws {
    var mapping = try TemplateMapping(bank: before.bank)
    try mapping.replace(
      "mode: submitted, from: 2026-01-01,",
      with: "mode: \(before.recognition.rawValue), from: 2026-01-01, until: 2026-04-30,")
    try mapping.replace(
      "  - { scheme: Wlz, mode: awarded",
      with: """
          - { scheme: Zvw, mode: \(after.rawValue), from: 2026-05-01, because: "As of May" }
          - { scheme: Wlz, mode: awarded
        """)
    let old = Invoice("WV26000301", on: "2026-04-30", Self.rejected)
    let new = Invoice("WV26000302", on: "2026-05-01", [Visit("L3", 60_00, service: "1002")])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(old), .declared(new),
        .answered(Reply("1", on: "2026-05-10", to: old, awarded: 900_00, [Self.rejected[1].granted(0)])),
      ], under: mapping.files)
    try trial.take(.bank("20260515", Movement("B1", on: "2026-05-15", 900_00, "FACTUUR WV26000301")))
    var expected: [String: Int64] = before.select(
      submitted: ["1010": 900_00, "2110": 100_00, "8010": -1_000_00],
      awarded: ["1010": 900_00, "8010": -900_00],
      none: ["1010": 900_00, "8010": -900_00])
    // The new one is unanswered: nothing in mode awarded.
    if after != .awarded {
      expected["1320"] = 60_00
      expected["8010", default: 0] -= 60_00
    }
    #expect(try trial.balances() == expected)
    #expect(try trial.outcomes() == ["unique"])
  }

  @Test(arguments: Modes.all)
  func `W14: care of December that is declared in January is revenue of the old year`(modes: Modes) throws {
    let invoice = Invoice(
      "WV26000001", on: "2026-01-05",
      [
        Visit("L1", 71_20, service: "1001", from: "2025-12-22", until: "2025-12-28"),
        Visit("L2", 50_00, service: "1001", from: "2026-01-01", until: "2026-01-04"),
      ])
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(invoice), .answered(Reply("1", on: "2026-01-20", to: invoice, awarded: 121_20))],
      under: modes.files)
    #expect(try trial.balances() == ["1320": 121_20, "8010": -50_00, "8090": -71_20])
    try trial.take(.bank("20260130", Movement("B1", on: "2026-01-30", 121_20, "FACTUUR WV26000001")))
    #expect(try trial.balances() == ["1010": 121_20, "8010": -50_00, "8090": -71_20])
  }

  @Test(arguments: Modes.all)
  func `W15: VAT goes to its own account, in proportion to what is granted`(modes: Modes) throws {
    let visit = Visit("L1", 109_00, vat: 9_00)
    let invoice = Invoice("WV26000301", [visit, Visit("L2", 100_00)])
    let trial = try TrialWorkspace.everyOrder(
      of: [
        .declared(invoice),
        .answered(Reply("1", on: "2026-04-10", to: invoice, awarded: 154_50, [visit.granted(54_50, "8059")])),
        .bank("20260415", Movement("B1", on: "2026-04-15", 154_50, "FACTUUR WV26000301")),
      ], under: modes.files)
    #expect(
      try trial.balances()
        == modes.select(
          // Half of the line is a difference of 50, and 4.50 of VAT are not owed any more.
          submitted: ["1010": 154_50, "1520": -4_50, "8010": -200_00, "8015": 50_00],
          awarded: ["1010": 154_50, "1520": -4_50, "8010": -150_00],
          none: ["1010": 154_50, "1520": -4_50, "8010": -150_00]))
  }

  @Test(arguments: Modes.all)
  func `W15: VAT without an account waits, and moves as soon as the mapping has one`(modes: Modes) throws {
    var without = try modes.mapping()
    try without.replace("  vat: { account: \"1520\"", with: "  # vat: { account: \"1520\"")
    let invoice = Invoice("WV26000301", [Visit("L1", 109_00, vat: 9_00), Visit("L2", 50_00)])
    let trial = try TrialWorkspace(without.files)
    try trial.take(.declared(invoice))
    try trial.take(.answered(Reply("1", on: "2026-04-10", to: invoice, awarded: 159_00)))
    #expect(try trial.balances() == ["1320": 159_00, "2190": -109_00, "8010": -50_00])
    try trial.remap(modes.mapping())
    #expect(try trial.balances() == ["1320": 159_00, "1520": -9_00, "8010": -150_00])
    try trial.expectSound()
  }
}
