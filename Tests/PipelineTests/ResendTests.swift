import Books
import Mapping
import SQLite
import Storybook
import Testing

/// CONTRACT section 1: what is sent again under its number, and what of it counts.
struct ResendTests {
  private static let first = Invoice("WV26000301", [Visit("L1", 300_00), Visit("L2", 200_00, client: 1)])
  private static let mended = Invoice(
    "WV26000301", on: "2026-04-14", [Visit("L1", 290_00), Visit("L2", 200_00, client: 1)])

  private static func text(_ invoice: Invoice, as name: String) -> Told {
    Told(name, Array(Canonical.declarations(invoice).utf8))
  }

  /// How a canonical file says that nothing of a declaration is granted.
  private static let rejections: [(String, Told)] = [
    (
      "a code on the whole",
      Told(
        "awards-4411.csv",
        Array(
          """
          payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
          uzovi-7095,4411,2026-04-10,WV26000301,,,,8097,500.00,0.00

          """.utf8))
    ),
    (
      "nothing for each line",
      .answered(
        Reply("4411", on: "2026-04-10", to: first, awarded: 0, first.visits.map { $0.granted(0, "8096") }))
    ),
  ]

  @Test(arguments: Recognition.allCases, [0, 1])
  func `a canonical answer can reject a declaration as a whole`(recognition: Recognition, way: Int) throws {
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.first), Self.rejections[way].1],
      under: TemplateMapping(recognition: recognition).files)
    #expect(try trial.ask("SELECT standing FROM answer_standing") { try $0.text(0) } == ["rejected"])
    #expect(try trial.balances() == (recognition == .submitted ? ["2110": 500_00, "8010": -500_00] : [:]))
  }

  @Test func `what a totals row of codes that reject nothing says of silence is decided by the mapping`()
    throws
  {
    let told = Told(
      "awards-4411.csv",
      Array(
        """
        payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
        uzovi-7095,4411,2026-04-10,WV26000301,,,,8001,500.00,500.00

        """.utf8))
    let trial = try TrialWorkspace.everyOrder(of: [.declared(Self.first), told])
    #expect(try trial.balances() == ["1320": 500_00, "8010": -500_00])
    #expect(try trial.ask("SELECT standing FROM answer_standing") { try $0.text(0) } == ["complete"])
  }

  @Test(arguments: Recognition.allCases, [0, 1])
  func `after a whole rejection the new version counts, in whatever order the three came`(
    recognition: Recognition, way: Int
  ) throws {
    let rejection = Self.rejections[way].1
    let again = Self.text(Self.mended, as: "second.csv")
    let granted = Told.answered(Reply("4419", on: "2026-04-20", to: Self.mended, awarded: 490_00))
    let mapping = try TemplateMapping(recognition: recognition).files
    let unanswered = try TrialWorkspace(mapping)
    try unanswered.take(again)
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.first), rejection, again], under: mapping)
    #expect(try trial.balances() == unanswered.balances())
    let whole = try TrialWorkspace.everyOrder(
      of: [.declared(Self.first), rejection, again, granted], under: mapping)
    #expect(try whole.balances()["1320"] == 490_00)
    #expect(try whole.number("SELECT count(*) FROM file WHERE state = 'held'") == 0)
  }

  @Test(arguments: ["2026-04-20", "2026-04-21"])
  func `what is sent again counts, be it answered on the same day, in whatever order the four came`(
    day: String
  ) throws {
    // The same amount for another client: its grant would fit the rejected version as well.
    let again = Invoice(
      "WV26000301", on: "2026-04-20", [Visit("L1", 300_00, client: 2), Visit("L2", 200_00, client: 1)])
    let granted = Told.answered(
      Reply("4419", on: day, to: again, awarded: 500_00))
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.first), Self.rejections[0].1, Self.text(again, as: "second.csv"), granted])
    #expect(try trial.balances() == ["1320": 500_00, "8010": -500_00])
    #expect(
      try trial.ask("SELECT standing FROM answer_standing ORDER BY 1") { try $0.text(0) } == [
        "complete", "rejected",
      ])
    #expect(try trial.number("SELECT count(*) FROM file WHERE state = 'held'") == 0)
  }

  @Test func `a second rejection of the first version says nothing of the one that is sent afterwards`()
    throws
  {
    let second = Told(
      "awards-4412.csv",
      Array(
        String(decoding: Self.rejections[0].1.bytes, as: UTF8.self)
          .replacing("4411,2026-04-10", with: "4412,2026-04-12").utf8))
    let again = Invoice(
      "WV26000301", on: "2026-04-14", [Visit("L1", 300_00, client: 2), Visit("L2", 200_00, client: 1)])
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.first), Self.rejections[0].1, second, Self.text(again, as: "second.csv")])
    #expect(try trial.balances() == ["1320": 500_00, "8010": -500_00])
  }

  @Test func `a return that rejects other lines than a late version has does not reject that version`() throws
  {
    let rejected = Reply(
      "4411", on: "2026-04-10", to: Self.first, awarded: 0,
      [Visit("L1", 310_00).granted(0, "8096"), Visit("L2", 190_00, client: 1).granted(0, "8096")])
    let trial = try TrialWorkspace.everyOrder(
      of: [.declared(Self.first), .answered(rejected), Self.text(Self.mended, as: "second.csv")])
    #expect(try trial.balances() == [:])
    #expect(try trial.number("SELECT count(*) FROM file WHERE state = 'held'") == 1)
  }

  @Test(arguments: [0, 1, 2])
  func `of equal dates the version that came first is the rejected one`(place: Int) throws {
    var mended = Self.first
    mended.visits[0].until = "2026-03-09"
    var files = [Told.declared(Self.first), Self.text(mended, as: "second.csv")]
    files.insert(Self.rejections[0].1, at: place)
    let trial = try TrialWorkspace()
    for file in files { try trial.take(file) }
    #expect(try trial.balances() == ["1320": 500_00, "8010": -500_00])
    #expect(try trial.number("SELECT count(*) FROM file WHERE state = 'accepted'") == 3)
    try trial.expectSound()
  }

  @Test func `a version that gave way adds nothing when it comes again`() throws {
    let trial = try TrialWorkspace()
    for file in [Told.declared(Self.first), Self.rejections[0].1, Self.text(Self.mended, as: "second.csv")] {
      try trial.take(file)
    }
    let before = try trial.endState()
    let copy = Told("copy.csv", Array((Canonical.declarations(Self.first) + "\n").utf8))
    #expect(try trial.take(copy).state == .duplicate)
    #expect(try trial.endState() == before)
    try trial.expectSound()
  }

  // MARK: Approval

  private static func version(_ approved: Bool...) -> Told {
    let visits = zip(approved, [300_00, 200_00]).enumerated().map { index, row in
      Visit("L\(index + 1)", Int64(row.1), client: index, isApproved: row.0)
    }
    return text(Invoice("WV26000301", visits), as: "approved-\(approved).csv")
  }

  @Test(arguments: Recognition.allCases)
  func `what is approved later counts from then on, whatever came first`(recognition: Recognition) throws {
    let trial = try TrialWorkspace.everyOrder(
      of: [
        Self.version(false, false), Self.version(true, false), Self.version(true, true),
        .answered(Reply("4411", on: "2026-04-10", to: Self.first, awarded: 500_00)),
        .bank("20260415", Movement("B1", on: "2026-04-15", 500_00, "FACTUUR WV26000301")),
      ], under: TemplateMapping(recognition: recognition).files)
    #expect(try trial.balances() == ["1010": 500_00, "8010": -500_00])
    #expect(try trial.outcomes() == ["unique"])
    #expect(try trial.number("SELECT count(*) FROM file WHERE state = 'held'") == 0)
  }

  @Test func `what two versions approve must be the same`() throws {
    let one = Invoice("WV26000301", [Visit("L1", 300_00), Visit("L2", 200_00, client: 1, isApproved: false)])
    let other = Invoice("WV26000301", [Visit("L1", 310_00), Visit("L2", 200_00, client: 1)])
    let crossed = Invoice(
      "WV26000301", [Visit("L1", 300_00, isApproved: false), Visit("L2", 200_00, client: 1)])
    for contradiction in [other, crossed] {
      for (first, second) in [(one, contradiction), (contradiction, one)] {
        let trial = try TrialWorkspace()
        try trial.take(.declared(first))
        #expect(try trial.take(Self.text(second, as: "second.csv")).state == .held)
        #expect(try trial.balances() == [:])
        try trial.expectSound()
      }
    }
  }

  // MARK: In any order

  @Test func `rows of declarations among each other post as one after the other`() throws {
    let second = Invoice("WV26000302", [Visit("L3", 70_00), Visit("L4", 30_00, client: 1)])
    let straight = Canonical.declarations(Self.first, second)
    let rows = straight.split(separator: "\n").map(String.init)
    let mixed = ([0, 1, 3, 2, 4].map { rows[$0] } + [""]).joined(separator: "\n")
    let one = try TrialWorkspace()
    try one.take("one.csv", straight)
    let other = try TrialWorkspace()
    #expect(try other.take("other.csv", mixed).state == .accepted)
    #expect(try other.endState() == one.endState())
    #expect(try other.number("SELECT count(*) FROM declaration") == 2)
    #expect(
      try other.ask("SELECT max(position) FROM line GROUP BY declaration") { try $0.int64(0) } == [2, 2])
    try other.expectSound()
    #expect(try one.take("mixed.csv", mixed).state == .duplicate)
  }
}

/// What a version of a declaration does must not depend on what is settled in one go.
struct VersionPaceTests {
  private static let old = Invoice("WV26000701", [Visit("1", 100_00)])
  private static let new = Invoice("WV26000701", on: "2026-04-17", [Visit("1", 95_00)])
  private static let rejection = Told.answered(
    Reply("R1", on: "2026-04-13", to: old, awarded: 0, [old.visits[0].granted(0, "8097")]))

  private static func versions(_ order: [Int]) -> [Told] {
    let all = [Told.declared(old), Told("second.csv", Told.declared(new).bytes), rejection]
    return order.map { all[$0] }
  }

  @Test(arguments: [[0, 1, 2], [1, 0, 2], [0, 2, 1], [2, 1, 0], [1, 2, 0], [2, 0, 1]])
  func `versions and what decides them, taken in at once, are derived again byte for byte`(order: [Int])
    throws
  {
    let slow = try TrialWorkspace()
    for file in Self.versions(order) { try slow.take(file) }
    try slow.expectSound()
    let fast = try TrialWorkspace()
    try fast.takeAll(Self.versions(order).map { ($0.name, $0.bytes) })
    try fast.expectSound()
    #expect(try fast.endState() == slow.endState())
    #expect(try fast.balances() == ["1320": 95_00, "8010": -95_00])
  }

  @Test func `what is held, given again or looked at again in vain is derived again too`() throws {
    let trial = try TrialWorkspace()
    try trial.take(.declared(Self.old))
    #expect(try trial.take("second.csv", Told.declared(Self.new).bytes).state == .held)
    #expect(try trial.take("third.csv", Told.declared(Self.new).bytes).state == .duplicate)
    try trial.expectSound()
    var other = Reply("R2", on: "2026-04-14", to: Self.old, awarded: 0)
    other.totals = [245_00, 0]
    try trial.take(.answered(other))
    try trial.expectSound()
    try trial.take(Self.rejection)
    try trial.expectSound()
  }

  @Test(arguments: [
    [0, 1, 2], [0, 2, 1], [2, 0, 1], [1, 0, 2], [0, 1, 2, 1], [1, 0, 2, 1], [2, 1, 0, 1],
  ])
  func `a version that approves nothing changes nothing, rejected or not`(order: [Int]) throws {
    var unapproved = Self.old
    unapproved.visits[0].isApproved = false
    let part = Told.answered(
      Reply("R1", on: "2026-04-08", to: Self.old, awarded: 0, [Self.old.visits[0].granted(0)]))
    let all = [Told.declared(Self.old), Told("unapproved.csv", Told.declared(unapproved).bytes), part]
    let trial = try TrialWorkspace()
    for index in order { try trial.take(all[index]) }
    #expect(try trial.balances() == ["2110": 100_00, "8010": -100_00])
    try trial.expectSound()
  }

  @Test(arguments: [[0, 1, 2], [0, 2, 1], [2, 0, 1], [1, 0, 2], [0, 2, 1, 1]])
  func `a version of the same day that approves less changes nothing, rejected or not`(order: [Int]) throws {
    let whole = Invoice("WV26000702", [Visit("1", 100_00), Visit("2", 50_00, client: 1)])
    var less = whole
    less.visits[1].isApproved = false
    let rejected = Told.answered(
      Reply("R1", on: "2026-04-08", to: whole, awarded: 0, whole.visits.map { $0.granted(0) }))
    let all = [Told.declared(whole), Told("less.csv", Told.declared(less).bytes), rejected]
    let trial = try TrialWorkspace()
    for index in order { try trial.take(all[index]) }
    #expect(try trial.balances() == ["2110": 150_00, "8010": -150_00])
    try trial.expectSound()
  }
}
