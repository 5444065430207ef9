import Accounting
import Books
import Mapping
import SQLite
import Storybook
import Testing

/// What payers answer, twice, late, in part, wrongly or as a whole.
struct ReturnTests {
  private static let visits = [Visit("L1", 300_00), Visit("L2", 200_00, client: 1)]
  private static let invoice = Invoice("WV26000301", visits)
  private static let granted = Reply("4411", on: "2026-04-10", to: invoice, awarded: 500_00)

  // MARK: A second return

  @Test(arguments: Recognition.allCases, [(400_00, 200_00), (500_00, 300_00)] as [(Int64, Int64)])
  func `a second return posts the difference, lower or higher`(
    recognition: Recognition, second: (Int64, Int64)
  ) throws {
    let first = Reply(
      "4411", on: "2026-04-10", to: Self.invoice, awarded: 450_00, [Self.visits[0].granted(250_00, "8059")])
    let later = Reply(
      "4412", on: "2026-04-20", to: Self.invoice, awarded: second.0,
      second.1 == 300_00 ? [] : [Self.visits[0].granted(second.1, "8059")])
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.invoice), .answered(first), .answered(later)],
      under: TemplateMapping(recognition: recognition).files)
    #expect(try trial.balances()["1320"] == second.0)
    #expect(try trial.open("uzovi-7095/WV26000301") == second.0)
    let lost = 500_00 - second.0
    #expect(try trial.balances()["8015"] == (recognition == .submitted && lost != 0 ? lost : nil))
  }

  @Test func `an older return that arrives later is kept, and changes nothing`() throws {
    let older = Reply(
      "4409", on: "2026-04-08", to: Self.invoice, awarded: 300_00, [Self.visits[1].granted(0)])
    let trial = try TrialWorkspace()
    for file in [Told.declared(Self.invoice), .answered(Self.granted)] { try trial.take(file) }
    let before = try trial.balances()
    let entries = try trial.entries().count
    #expect(try trial.take(.answered(older)).state == .accepted)
    #expect(try trial.balances() == before)
    #expect(try trial.entries().count == entries)
    try trial.expectSound()
  }

  @Test func `of two returns of one day the payer's later number counts`() throws {
    let other = Reply(
      "4412", on: "2026-04-10", to: Self.invoice, awarded: 300_00, [Self.visits[1].granted(0)])
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.invoice), .answered(Self.granted), .answered(other)])
    #expect(try trial.balances() == ["1320": 300_00, "2110": 200_00, "8010": -500_00])
  }

  @Test func `a return without totals answers what it lists, and nothing by silence`() throws {
    let listed = Reply("4411", on: "2026-04-10", to: Self.invoice, [Self.visits[1].granted(0)])
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.invoice), .answered(listed)], under: TemplateMapping(recognition: .awarded).files)
    #expect(try trial.balances() == [:])
    try trial.take(
      .answered(Reply("4412", on: "2026-04-20", to: Self.invoice, [Self.visits[0].granted(300_00, "0200")])))
    #expect(try trial.balances() == ["1320": 300_00, "8010": -300_00])
  }

  // MARK: Held

  /// A return that is held, why, and what mends it.
  struct Held: CustomTestStringConvertible {
    var standing: String
    var reply: Reply
    var mend: Told
    var testDescription: String { standing }

    static let all: [Held] = {
      var wrongTotal = Reply(
        "4411", on: "2026-04-10", to: invoice, awarded: 450_00, [visits[1].granted(150_00, "8059")])
      wrongTotal.totals[0] = 490_00
      var notExplained = wrongTotal
      notExplained.totals = [500_00, 440_00]
      var otherLine = wrongTotal
      otherLine.totals = [500_00, 450_00]
      otherLine.listed[0].line = "L9"
      var otherAmount = otherLine
      otherAmount.listed[0].line = "L2"
      otherAmount.listed[0].claimed = 210_00
      otherAmount.listed[0].awarded = 160_00
      let right = Told.answered(
        Reply("4412", on: "2026-04-12", to: invoice, awarded: 450_00, [visits[1].granted(150_00, "8059")]))
      return [
        Held(standing: "claimed-total-differs", reply: wrongTotal, mend: right),
        Held(standing: "awarded-total-differs", reply: notExplained, mend: right),
        Held(standing: "line-differs", reply: otherLine, mend: right),
        Held(standing: "line-differs", reply: otherAmount, mend: right),
      ]
    }()
  }

  @Test(arguments: Held.all, Recognition.allCases)
  func `a return that is held posts nothing, not even what it lists, until a right one comes`(
    held: Held, recognition: Recognition
  ) throws {
    let mapping = try TemplateMapping(recognition: recognition).files
    let unanswered = try TrialWorkspace(mapping)
    try unanswered.take(.declared(Self.invoice))
    let trial = try TrialWorkspace(mapping)
    try trial.take(.declared(Self.invoice))
    #expect(try trial.take(.answered(held.reply)).state == .accepted)
    #expect(try trial.balances() == unanswered.balances())
    #expect(try trial.ask("SELECT standing FROM answer_standing") { try $0.text(0) } == [held.standing])
    try trial.take(held.mend)
    #expect(try trial.balances()["1320"] == 450_00)
    _ = try TrialWorkspace.everyOrder(
      of: [.declared(Self.invoice), .answered(held.reply), held.mend], under: mapping)
  }

  @Test(arguments: Recognition.allCases)
  func `a return on a declaration we do not know waits, and posts fully once it comes`(
    recognition: Recognition
  ) throws {
    let trial = try TrialWorkspace(TemplateMapping(recognition: recognition).files)
    try trial.take(.answered(Self.granted))
    #expect(try trial.balances() == [:])
    #expect(try trial.entries().isEmpty)
    try trial.take(.declared(Self.invoice))
    #expect(try trial.balances() == ["1320": 500_00, "8010": -500_00])
    try trial.expectSound()
  }

  @Test func `a line that is returned for another client is posted and remarked`() throws {
    let trial = try TrialWorkspace.everyOrder(of: Told.answeredForAnotherClient)
    #expect(try trial.balances() == ["2110": 100_00, "8010": -100_00])
    let remarkable = try trial.books.linesOfOtherCare(of: "de-linde")
    #expect(remarkable.map(\.line) == ["E1"])
    #expect(remarkable.first?.file == "AW320.asc")
    #expect(remarkable.first?.named == "71190499")
  }

  // MARK: Rejected as a whole

  /// EI: canonical files have no header codes.
  private static func declaration(
    _ number: String, on date: String, _ lines: [(String, Int64)], prices: Int64 = 1_00
  ) -> StoryDeclaration {
    StoryDeclaration(
      .homeNursing, to: "7095", number, on: Canonical.day(date),
      period: Canonical.day("2026-03-01")...Canonical.day("2026-03-31"),
      lines: lines.enumerated().map { index, line in
        StoryLine(
          line.0, client: TestPeople.clients[index], service: "1000", from: Canonical.day("2026-03-02"),
          until: Canonical.day("2026-03-08"), quantity: Int(line.1 / prices),
          tariff: Money(minorUnits: prices))
      })
  }

  private static func told(_ declaration: StoryDeclaration, copy: String = "") -> Told {
    Told("AW319_\(declaration.number)\(copy).asc", AW319Writer.bytes(declaration))
  }

  private static func told(_ reply: StoryReturn) -> Told {
    Told("AW320_\(reply.reference).asc", AW320Writer.bytes(reply))
  }

  private static let whole = declaration("WV26000401", on: "2026-04-02", [("L1", 300_00), ("L2", 200_00)])

  @Test(arguments: [true, false], Recognition.allCases)
  func `a whole rejection takes every line, listed or not`(isListed: Bool, recognition: Recognition) throws {
    var answers: [String: StoryAnswer] = [:]
    if isListed {
      for line in Self.whole.lines { answers[line.reference] = StoryAnswer(Money(minorUnits: 0), "8096") }
    }
    let rejected = StoryReturn(
      to: Self.whole, "71190045", on: Canonical.day("2026-04-10"), headerCodes: ["8097"], answers: answers,
      rejectsWhole: true)
    let trial = try TrialWorkspace.everyOrder(
      of: [Self.told(Self.whole), Self.told(rejected)], under: TemplateMapping(recognition: recognition).files
    )
    #expect(
      try trial.balances() == (recognition == .submitted ? ["2110": 500_00, "8010": -500_00] : [:]))
    #expect(try trial.open("uzovi-7095/WV26000401") == 0)
    let items = try trial.endState().lines.filter { $0.hasPrefix("item 2110") }
    #expect(items.count == (recognition == .submitted ? 2 : 0), "a line is an item of its own")
  }

  @Test(arguments: Recognition.allCases)
  func
    `after a whole rejection the declaration may come again under its number, and the difference is posted`(
      recognition: Recognition
    ) throws
  {
    let rejected = StoryReturn(
      to: Self.whole, "71190045", on: Canonical.day("2026-04-10"), headerCodes: ["8097"], rejectsWhole: true)
    // The same total, one line with other dates: what was wrong with it was no amount.
    var mended = Self.whole
    mended.lines[0].until = Canonical.day("2026-03-09")
    let trial = try TrialWorkspace(TemplateMapping(recognition: recognition).files)
    for file in [Self.told(Self.whole), Self.told(rejected)] { try trial.take(file) }
    #expect(try trial.take(Self.told(mended, copy: "-2")).state == .accepted)
    // The rejection was of the first version; the second is unanswered.
    #expect(
      try trial.balances() == (recognition == .awarded ? [:] : ["1320": 500_00, "8010": -500_00]))
    let granted = StoryReturn(
      to: mended, "71190099", on: Canonical.day("2026-04-20"), headerCodes: ["8001"])
    try trial.take(Self.told(granted))
    try trial.take(.bank("20260424", Movement("B1", on: "2026-04-24", 500_00, "FACTUUR WV26000401")))
    #expect(try trial.balances() == ["1010": 500_00, "8010": -500_00])
    try trial.expectSound()
  }

  @Test(arguments: Recognition.allCases)
  func
    `a header with an unknown code that lists nothing, or does not add up, is held until a right one comes`(
      recognition: Recognition
    ) throws
  {
    let mapping = try TemplateMapping(recognition: recognition).files
    func reply(_ codes: String..., cents: Int64? = nil, nothing: Bool = false) -> StoryReturn {
      StoryReturn(
        to: Self.whole, "7119004\(codes.count + (nothing ? 2 : 0))", on: Canonical.day("2026-04-10"),
        headerCodes: codes, answers: cents.map { ["L1": StoryAnswer(Money(minorUnits: $0), "8059")] } ?? [:],
        rejectsWhole: nothing)
    }
    let silent = reply("9999")
    // Granted in all is nothing, and one line alone says why; the code is none that rejects the whole.
    let unexplained = reply("9999", cents: 0, nothing: true)
    for (held, standing) in [(silent, "header-undecided"), (unexplained, "awarded-total-differs")] {
      let unanswered = try TrialWorkspace(mapping)
      try unanswered.take(Self.told(Self.whole))
      let trial = try TrialWorkspace(mapping)
      try trial.take(Self.told(Self.whole))
      #expect(try trial.take(Self.told(held)).state == .accepted)
      #expect(try trial.balances() == unanswered.balances())
      #expect(try trial.ask("SELECT standing FROM answer_standing") { try $0.text(0) } == [standing])
      var right = reply("0200", cents: 250_00)
      right.reference = "71190050"
      right.date = Canonical.day("2026-04-12")
      try trial.take(Self.told(right))
      #expect(try trial.balances()["1320"] == 450_00)
      _ = try TrialWorkspace.everyOrder(
        of: [Self.told(Self.whole), Self.told(held), Self.told(right)], under: mapping)
    }
  }

  @Test
  func `what is granted line by line after a whole rejection is counted once, however often it is repeated`()
    throws
  {
    let rejected = StoryReturn(
      to: Self.whole, "71190045", on: Canonical.day("2026-04-10"), headerCodes: ["8097"], rejectsWhole: true)
    // Codes that neither assess nor reject the header: only what is listed is answered.
    func partly(_ reference: String, _ date: String, _ cents: Int64) -> StoryReturn {
      StoryReturn(
        to: Self.whole, reference, on: Canonical.day(date), headerCodes: ["8002"],
        answers: ["L1": StoryAnswer(Money(minorUnits: cents), "8059")])
    }
    let trial = try TrialWorkspace.everyOrder(
      of: [
        Self.told(Self.whole), Self.told(rejected), Self.told(partly("71190050", "2026-04-12", 250_00)),
        Self.told(partly("71190060", "2026-04-14", 260_00)),
      ])
    #expect(try trial.balances()["1320"] == 260_00)
    #expect(try trial.open("uzovi-7095/WV26000401") == 260_00)
  }

  // MARK: Conflicts

  @Test(arguments: Recognition.allCases)
  func `two different files of one number are both held, and what was posted is taken back`(
    recognition: Recognition
  )
    throws
  {
    let mapping = try TemplateMapping(recognition: recognition).files
    let other = Invoice("WV26000301", [Visit("L1", 310_00), Visit("L2", 200_00, client: 1)])
    let payment = Told.bank("20260415", Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WV26000301"))
    for answer in [true, false] {
      var ends: Set<EndState> = []
      for (first, second) in [(Self.invoice, other), (other, Self.invoice)] {
        let trial = try TrialWorkspace(mapping)
        try trial.take(.declared(first))
        if answer { try trial.take(.answered(Self.granted)) }
        try trial.take(payment)
        let file = try trial.take("second.csv", Canonical.declarations(second))
        #expect(file.state == .held)
        #expect(file.findings.contains("conflicting-resend"))
        #expect(try trial.balances() == ["1010": 500_00, "2100": -500_00])
        #expect(try trial.outcomes() == ["waiting unknown-declaration"])
        try trial.expectSound()
        ends.insert(try trial.endState())
      }
      #expect(ends.count == 1)
    }
  }

  @Test func `two different returns of one number are both held too`() throws {
    let other = Reply(
      "4411", on: "2026-04-10", to: Self.invoice, awarded: 300_00, [Self.visits[1].granted(0)])
    let trial = try TrialWorkspace()
    for file in [Told.declared(Self.invoice), .answered(Self.granted)] { try trial.take(file) }
    try trial.take(.bank("20260415", Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WV26000301")))
    #expect(try trial.outcomes() == ["unique"])
    #expect(try trial.take("second.csv", Canonical.awards(other)).state == .held)
    #expect(try trial.balances() == ["1010": 500_00, "1320": 500_00, "2100": -500_00, "8010": -500_00])
    #expect(try trial.outcomes() == ["waiting no-return-yet"])
    try trial.expectSound()
  }
}
