import Accounting
import Testing

@testable import Delivery

/// Entries of many lines as pairs of accounts.
struct AccountPairTests {
  private static func entry(_ lines: [(account: String, cents: Int64, centre: String?)]) throws
    -> JournalEntry
  {
    try JournalEntry(
      on: try #require(CalendarDate(iso: "2026-03-31")), "text",
      try lines.map { line in
        let amount = try #require(Amount(Money(minorUnits: abs(line.cents))))
        return Posting(
          line.cents > 0 ? .debit : .credit, try #require(AccountCode(line.account)), amount,
          costCentre: line.centre.flatMap { CostCentre($0) })
      })
  }

  /// By account and cost centre, what is on it.
  private static func sums(_ pairs: [AccountPair]) -> [String: Int64] {
    var sums: [String: Int64] = [:]
    for pair in pairs {
      sums["\(pair.debit.account) \(pair.debit.costCentre?.text ?? "")", default: 0] += pair.amount.minorUnits
      sums["\(pair.credit.account) \(pair.credit.costCentre?.text ?? "")", default: 0] -=
        pair.amount.minorUnits
    }
    return sums
  }

  @Test func `one line on a side is in each pair`() throws {
    let pairs = AccountPair.pairs(
      of: try Self.entry([("1310", 100_00, nil), ("8010", -60_00, "100"), ("8010", -40_00, "110")]))
    #expect(pairs.map(\.debit.account.text) == ["1310", "1310"])
    #expect(pairs.map(\.amount.minorUnits) == [60_00, 40_00])
  }

  @Test func `lines of one cost centre go together, so that no pair has two`() throws {
    let pairs = AccountPair.pairs(
      of: try Self.entry([
        ("8010", 30_00, "110"), ("8020", 50_00, "100"), ("8015", -50_00, "100"), ("8016", -30_00, "110"),
      ]))
    #expect(
      pairs.map { [$0.debit.costCentre?.text, $0.credit.costCentre?.text] } == [
        ["110", "110"], ["100", "100"],
      ])
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `the pairs put on each account what the entry puts there`(seed: UInt64) throws {
    var state = seed
    func next(_ bound: Int64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(state >> 33) % bound
    }
    var lines: [(account: String, cents: Int64, centre: String?)] = []
    for _ in 0..<(1 + next(6)) {
      lines.append(("\(1000 + next(4))", 1 + next(9_999), next(2) == 0 ? nil : "\(100 + next(3))"))
    }
    var open = lines.reduce(0) { $0 + $1.cents }
    while open > 0 {
      let cents = next(4) == 0 ? open : 1 + next(open)
      lines.append(("\(8000 + next(4))", -cents, next(2) == 0 ? nil : "\(100 + next(3))"))
      open -= cents
    }
    let entry = try Self.entry(lines)
    let pairs = AccountPair.pairs(of: entry)
    #expect(pairs.allSatisfy { $0.amount.minorUnits > 0 })
    var expected: [String: Int64] = [:]
    for line in lines { expected["\(line.account) \(line.centre ?? "")", default: 0] += line.cents }
    #expect(Self.sums(pairs).filter { $0.value != 0 } == expected.filter { $0.value != 0 })
    #expect(pairs.count < lines.count, "no more rows than it takes")
  }
}
