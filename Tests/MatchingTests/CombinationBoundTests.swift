import Matching
import Storybook
import Testing

/// More items than can be counted: what is proposed, what is proven, and that it ends.
struct CombinationBoundTests {
  private func find(
    _ amount: Int64, among amounts: [Int64], isStopping: () -> Bool = { false }
  ) -> CombinationSearch.Finding {
    CombinationSearch(amounts: amounts).find(amount, isStopping: isStopping)
  }

  /// Multiples of 1000 without one that the planted items could be exchanged for.
  private func crowd(_ count: Int) -> [Int64] {
    var random = SplitMix64(seed: UInt64(count))
    return (0..<count).map { _ in Int64(random.number(below: 100_000) + 2) * 1000 }
  }

  @Test(arguments: [1, 2])
  func `a set of one or two among a hundred thousand items is proposed, and not taken for the only one`(
    size: Int
  ) {
    let planted = [40_000_001, 50_000_010].prefix(size).map { Int64($0) }
    var questions = 0
    let finding = find(planted.reduce(0, +), among: crowd(100_000) + planted) {
      questions += 1
      return questions > 100
    }
    #expect(finding == .stopped(examples: [Array(100_000..<100_000 + size)]))
    #expect(questions == 101, "it goes on looking for another until it is stopped")
  }

  @Test(arguments: [3, 4, 5, 6])
  func `a set of a few among some dozens is proposed`(size: Int) {
    let planted = [30_000_001, 20_000_010, 30_000_100, 40_000_007, 20_000_070, 60_000_700].prefix(size).map {
      Int64($0)
    }
    var questions = 0
    let finding = find(planted.reduce(0, +), among: crowd(60) + planted) {
      questions += 1
      return questions > 20
    }
    #expect(finding == .stopped(examples: [Array(60..<60 + size)]))
  }

  @Test(arguments: 1...3)
  func `all that is open but a few is proposed`(leftOut: Int) {
    let amounts = [50_000_001, 60_000_010, 70_000_100].prefix(leftOut).map { Int64($0) } + crowd(200)
    let total = amounts[leftOut...].reduce(0, +)
    var questions = 0
    let finding = find(total, among: amounts) {
      questions += 1
      return questions > 20
    }
    #expect(finding == .stopped(examples: [Array(leftOut..<leftOut + 200)]))
  }

  @Test func `a set that is looked for in two ways is one set`() {
    // Sets of different sizes are far apart, so that those of all sizes are looked at.
    let amounts = (0..<44).map { 100_000_000_000_000 + (Int64(1) << Int64($0)) }
    let set = Array(3..<44)
    #expect(
      find(set.reduce(0) { $0 + amounts[$1] }, among: amounts) == .stopped(examples: [set]))
  }

  @Test func `that all is paid, or all but little, is proven however much is open`() {
    let amounts = [10_001, 20_010, 30_100] + crowd(50_000)
    let total = amounts.reduce(0, +)
    #expect(find(total, among: amounts) == .unique(Array(amounts.indices)))
    #expect(find(total - 20_010, among: amounts) == .unique([0] + Array(2..<50_003)))
    #expect(find(total - 20_011, among: amounts) == .none)
  }

  @Test func `what more than sixty-four of too many items give is not looked for`() {
    let amounts = [Int64](repeating: 12_000, count: 20_000)
    #expect(find(64 * 12_000, among: amounts).sets.count == 20)
    #expect(find(10_000 * 12_000, among: amounts) == .stopped(examples: []))
  }

  @Test func `two sets of a few are proof of several, at once`() {
    let amounts = crowd(100_000) + [40_000_001, 50_000_010, 40_000_001]
    #expect(
      find(90_000_011, among: amounts, isStopping: { true })
        == .stopped(examples: []), "nobody waited for it")
    #expect(
      find(90_000_011, among: amounts)
        == .several(
          count: .atLeast(2), examples: [[100_000, 100_001], [100_001, 100_002]]))
  }

  @Test(arguments: [4, 9])
  func `where there are more ways than anybody reads, twenty are shown`(size: Int) {
    let finding = find(Int64(size) * 12_000, among: [Int64](repeating: 12_000, count: 5_000))
    guard case .several(.atLeast(20), let examples) = finding else {
      Issue.record("\(finding)")
      return
    }
    #expect(Set(examples).count == 20 && examples.allSatisfy { $0.count == size })
  }

  @Test func `a search without an answer ends soon after it is told to`() {
    // Of the smaller crowd sets of a few and of all but a few are alike, and looking for either takes some twenty
    // questions.
    let signed = crowd(450) + crowd(450).map { -$0 }
    for (amounts, patience) in [(crowd(20_000), 0), (crowd(20_000), 1), (crowd(20_000), 5), (signed, 30)] {
      var questions = 0
      let finding = find(12_345_001, among: amounts) {
        questions += 1
        return questions > patience
      }
      #expect(finding == .stopped(examples: []))
      #expect(questions == patience + 1, "asked no more once it said yes")
    }
  }

  /// Amounts so large that they are not counted, but so few that every set is looked at.
  @Test(arguments: OpenAmounts.allCases.filter { $0 != .huge }, 3...14)
  func `looking without counting meets every set once`(kind: OpenAmounts, count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let small = kind.list(count, &random)
    let widest = small.map(\.magnitude).reduce(0, +)
    let factor = Int64((UInt64(1) << 60) / widest)
    let amounts = small.map { $0 * factor }
    let every = EverySet(of: amounts)
    for amount in OpenAmounts.asked(of: small, &random).map({ $0 * factor }) {
      let sets = every.giving(amount)
      let finding = find(amount, among: amounts)
      switch finding {
      case .none: #expect(sets.isEmpty)
      case .unique(let set): #expect(sets == [set], "narrowed, it could be counted")
      case .several(.exactly(let number), _): #expect(sets.count == number)
      case .several(.atLeast(let number), let examples):
        #expect(sets.count >= number && examples.count == number && Set(examples).isSubset(of: sets))
        let smallest = sets[1].count
        #expect(examples.count == min(20, sets.count { $0.count <= smallest }))
      case .stopped(let examples): #expect(examples == sets && sets.count < 2)
      }
    }
  }

  @Test(arguments: OpenAmounts.allCases)
  func `among some forty items, each set of up to four is met`(kind: OpenAmounts) {
    var random = SplitMix64(seed: 44)
    let amounts = kind.list(44, &random)
    let asked = [1, 2, 3, 4].map { size in amounts[7..<7 + size].reduce(0, +) }
    for amount in asked {
      var questions = 0
      let finding = find(amount, among: amounts) {
        questions += 1
        return questions > 50
      }
      switch finding {
      case .none: Issue.record("a set gives \(amount)")
      case .stopped(let examples): #expect(examples.count == 1)
      case .unique, .several: continue
      }
    }
  }
}
