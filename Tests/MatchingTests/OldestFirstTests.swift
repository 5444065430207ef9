import Accounting
import Matching
import Storybook
import Testing

/// Takebacks that a payer takes back oldest first, or all.
struct OldestFirstTests {
  private func takebacks(_ all: [(day: Int, open: Int64)]) throws -> [OldestFirst.Takeback] {
    try all.map { takeback in
      let day = try #require(CalendarDate(year: 2026, month: 3, day: takeback.day))
      return OldestFirst.Takeback(announcedOn: day, open: takeback.open)
    }
  }

  private func find(_ amount: Int64, _ all: [(day: Int, open: Int64)]) throws -> CombinationSearch.Finding {
    OldestFirst(try takebacks(all)).find(amount, isStopping: { true })
  }

  @Test func `whole takebacks are taken from the oldest on, and all of them too`() throws {
    let all: [(Int, Int64)] = [(20, -700), (3, -400), (11, -300)]
    #expect(try find(-400, all) == .unique([1]))
    #expect(try find(-700, all) == .unique([1, 2]), "the youngest alone is not oldest first")
    #expect(try find(-1400, all) == .unique([0, 1, 2]))
    for other in [-300, -1000, -1100, -1401, 0, 400] as [Int64] { #expect(try find(other, all) == .none) }
    #expect(try find(-400, []) == .none)
  }

  @Test func `of takebacks of one day either may come first`() throws {
    let all: [(Int, Int64)] = [(3, -400), (11, -300), (11, -300), (11, -500), (12, -300)]
    #expect(try find(-900, all) == .unique([0, 3]))
    #expect(
      try find(-700, all) == .several(count: .exactly(2), examples: [[0, 1], [0, 2]]))
    #expect(try find(-1500, all) == .unique([0, 1, 2, 3]))
    #expect(try find(-1800, all) == .unique([0, 1, 2, 3, 4]))
  }

  @Test func `a last takeback taken in part is never found`() throws {
    let all: [(Int, Int64)] = [(3, -400), (11, -300), (12, -500), (12, -600)]
    #expect(try find(-650, all) == .none)
  }

  @Test func `every way of a few takebacks is found`() throws {
    var random = SplitMix64(seed: 5)
    for _ in 0..<300 {
      let all = (0..<random.number(below: 8)).map { _ in
        (day: random.number(below: 4) + 1, open: -Int64(random.number(below: 4) + 1))
      }
      let every = EverySet(of: all.map(\.open))
      for amount in -12..<0 as Range<Int64> {
        let ways = every.giving(amount).filter { set in
          all.indices.allSatisfy { place in
            set.contains(place) || !set.contains { all[$0].day > all[place].day }
          }
        }
        let finding = try find(amount, all)
        #expect(Set(finding.sets) == Set(ways.prefix(20)), "\(amount) of \(all)")
        switch finding {
        case .none: #expect(ways.isEmpty)
        case .unique: #expect(ways.count == 1)
        case .several(let count, _): #expect(count == .exactly(UInt64(ways.count)) && ways.count > 1)
        case .stopped: Issue.record("so few are counted")
        }
      }
    }
  }

  @Test func `takebacks beyond the computer's numbers prove nothing`() throws {
    #expect(try find(.min, [(1, .min / 2), (2, .min / 2), (3, .min)]).sets == [[0, 1]])
    #expect(try find(.min, [(1, .min / 2), (2, .min / 2)]) == .unique([0, 1]))
    #expect(try find(.min, [(1, .min), (1, .min)]).isUnproven)
  }
}
