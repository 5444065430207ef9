import Accounting
import Matching
import Storybook
import Testing

/// One takeback is one takeback (POSTING.md rule 6), from however many specifications it is heard.
struct TakebackLedgerTests {
  private struct Saying {
    var kind: TakebackMention.Kind
    var cents: Int64
    var number: String?
    var declaration: String?

    static func open(_ cents: Int64, _ number: String? = nil, on declaration: String? = nil) -> Saying {
      Saying(kind: .announcement, cents: cents, number: number, declaration: declaration)
    }

    static func withheld(_ cents: Int64, _ number: String? = nil, on declaration: String? = nil) -> Saying {
      Saying(kind: .offset, cents: cents, number: number, declaration: declaration)
    }
  }

  /// Specifications one week after the other.
  private func mentions(_ specifications: [[Saying]]) throws -> [TakebackMention] {
    let first = try #require(CalendarDate(year: 2026, month: 4, day: 1))
    return specifications.enumerated().flatMap { index, sayings in
      sayings.enumerated().map { position, saying in
        TakebackMention(
          kind: saying.kind, specification: Int64(index), date: first.adding(days: 7 * index),
          specificationReference: "S\(index)", position: Int64(position), number: saying.number,
          declaration: saying.declaration, scheme: nil, amount: saying.cents)
      }
    }
  }

  private func amounts(_ specifications: [Saying]...) throws -> [String: Int64] {
    let takebacks = TakebackLedger.takebacks(from: try mentions(specifications))
    return Dictionary(uniqueKeysWithValues: takebacks.map { ($0.key, $0.amount) })
  }

  @Test func `what is repeated adds nothing`() throws {
    #expect(try amounts([.open(300, "T")], [.open(300, "T")], [.open(300, "T")]) == ["T": 300])
    #expect(try amounts([.open(300, on: "D")], [.open(300, on: "D")]) == ["D#1": 300])
  }

  @Test func `what is still open, after or before what is withheld, gives the same whole`() throws {
    #expect(
      try amounts(
        [.open(200, "T"), .withheld(100, "T")], [.open(100, "T"), .withheld(100, "T")], [.withheld(100, "T")])
        == ["T": 300])
    #expect(
      try amounts(
        [.open(300, "T")], [.open(300, "T"), .withheld(100, "T")], [.open(200, "T"), .withheld(100, "T")])
        == ["T": 300])
  }

  @Test func `an amount that the same specification withholds whole was open before`() throws {
    #expect(try amounts([.open(300, "T"), .withheld(300, "T")]) == ["T": 300])
    #expect(try amounts([.open(200, "T"), .withheld(100, "T")]) == ["T": 300])
  }

  @Test func `what was never announced is announced by what is withheld`() throws {
    #expect(try amounts([.withheld(100, "T")], [.withheld(50, "T")]) == ["T": 150])
    #expect(try amounts([.withheld(100, on: "D")], [.withheld(50, on: "D")]) == ["D#1": 100, "D#2": 50])
  }

  @Test func `without a number, the declaration and what is open of it tell which one is meant`() throws {
    #expect(try amounts([.open(300, "T", on: "D")], [.open(300, on: "D")]) == ["T": 300])
    #expect(
      try amounts([.open(300, on: "D")], [.withheld(300, on: "D")], [.open(40, on: "D")])
        == ["D#1": 300, "D#2": 40])
  }

  @Test func `rows that cannot all be true make it a question`() throws {
    let saying = try mentions([[.open(300, "T")], [.open(250, "T")]])
    let takebacks = TakebackLedger.takebacks(from: saying)
    #expect(takebacks.count == 1 && takebacks[0].isContradicted)
    let more = TakebackLedger.takebacks(from: try mentions([[.open(100, "T")], [.withheld(150, "T")]]))
    #expect(more[0].isContradicted, "more was withheld than was to be taken back")
  }

  @Test(arguments: 0..<200)
  func `the order in which rows arrive changes nothing, and what is withheld is never more than the whole`(
    seed: Int
  ) throws {
    var random = SplitMix64(seed: UInt64(seed))
    var open: Int64 = Int64.random(in: 1...9, using: &random) * 100
    let whole = open
    let saysBefore = Bool.random(using: &random)
    var specifications: [[Saying]] = []
    // What was withheld where it was also said how much is open.
    var told: [Int64] = []
    while open > 0, specifications.count < 6 {
      let taken = min(open, Int64.random(in: 0...3, using: &random) * 100)
      let left = open - taken
      var saying: [Saying] = []
      if taken > 0 { saying.append(.withheld(taken, "T")) }
      let said = saysBefore ? open : left
      if said > 0 {
        saying.append(.open(said, "T"))
        told.append(taken)
      }
      specifications.append(saying)
      open = left
    }
    let mentioned = try mentions(specifications)
    let straight = TakebackLedger.takebacks(from: mentioned)
    #expect(straight.count == 1)
    #expect(straight[0].amount >= straight[0].offsets.values.reduce(0, +))
    // Equal instalments throughout read the same both ways; anything else tells which way is meant.
    if Set(told).count > 1 { #expect(straight[0].amount == whole && !straight[0].isContradicted) }
    #expect(TakebackLedger.takebacks(from: mentioned.shuffled(using: &random)) == straight)
  }
}
