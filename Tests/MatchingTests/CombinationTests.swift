import Matching
import Storybook
import Testing

/// Sets of open items that give a payment, against trying every set.
struct CombinationTests {
  private func find(_ amount: Int64, among amounts: [Int64]) -> CombinationSearch.Finding {
    CombinationSearch(amounts: amounts).find(amount, isStopping: { true })
  }

  private func expected(_ sets: [[Int]]) -> CombinationSearch.Finding {
    switch sets.count {
    case 0: .none
    case 1: .unique(sets[0])
    default: .several(count: .exactly(UInt64(sets.count)), examples: Array(sets.prefix(20)))
    }
  }

  @Test(arguments: OpenAmounts.allCases, 0...9)
  func `of a few items every set is found, counted and named in order`(kind: OpenAmounts, count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    for _ in 0..<20 {
      let amounts = kind.list(count, &random)
      let every = EverySet(of: amounts)
      for amount in OpenAmounts.asked(of: amounts, &random) {
        #expect(find(amount, among: amounts) == expected(every.giving(amount)), "\(amount) of \(amounts)")
      }
    }
  }

  @Test func `of three items every case of small signed amounts is right`() {
    let cents = (-3...3 as ClosedRange<Int64>).filter { $0 != 0 }
    for first in cents {
      for second in cents {
        for third in cents {
          let every = EverySet(of: [first, second, third])
          for amount in -10...10 as ClosedRange<Int64> {
            #expect(find(amount, among: every.amounts) == expected(every.giving(amount)))
          }
        }
      }
    }
  }

  @Test(arguments: OpenAmounts.allCases, [14, 15, 16, 17])
  func `of many items every set is found, counted and named in order`(kind: OpenAmounts, count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let amounts = kind.list(count, &random)
    let every = EverySet(of: amounts)
    for amount in OpenAmounts.asked(of: amounts, &random) {
      #expect(find(amount, among: amounts) == expected(every.giving(amount)), "\(amount) of \(amounts)")
    }
  }

  @Test func `of twenty items every set is found, counted and named in order`() {
    var random = SplitMix64(seed: 20)
    let amounts = OpenAmounts.tariffs.list(20, &random)
    let every = EverySet(of: amounts)
    for amount in OpenAmounts.asked(of: amounts, &random) {
      #expect(find(amount, among: amounts) == expected(every.giving(amount)), "\(amount) of \(amounts)")
    }
  }

  @Test func `one declaration alone explains what it is open for`() {
    #expect(find(12_000, among: [12_000]) == .unique([0]))
    #expect(find(11_999, among: [12_000]) == .none)
    #expect(find(0, among: []) == .none, "no item at all explains nothing")
    #expect(find(0, among: [12_000]) == .none)
  }

  @Test func `two declarations of equal amount are two explanations`() {
    #expect(
      find(12_000, among: [12_000, 500, 12_000])
        == .several(count: .exactly(2), examples: [[0], [2]]))
    #expect(
      find(12_500, among: [12_000, 500, 12_000])
        == .several(count: .exactly(2), examples: [[0, 1], [1, 2]]))
  }

  @Test func `a declaration and a takeback of the same amount make another set of every set`() {
    #expect(find(700, among: [700, 3000]) == .unique([0]))
    #expect(
      find(700, among: [700, 3000, 400, -400])
        == .several(count: .exactly(2), examples: [[0], [0, 2, 3]]))
    #expect(find(0, among: [700, 400, -400]) == .unique([1, 2]), "they cancel each other")
  }

  @Test func `a takeback that nobody announced makes a wrong set fit`() {
    // Meant were 100.00 and 80.00 less 30.00 that is taken back.
    #expect(
      find(15_000, among: [10_000, 8_000, -3_000, 15_000])
        == .several(count: .exactly(2), examples: [[3], [0, 1, 2]]))
  }

  @Test(arguments: OpenAmounts.allCases)
  func `the order in which items are given changes no finding but its names`(kind: OpenAmounts) {
    var random = SplitMix64(seed: 7)
    for count in [1, 5, 12, 24, 45] {
      let amounts = kind.list(count, &random)
      var places = Array(amounts.indices)
      random.shuffle(&places)
      let mixed = places.map { amounts[$0] }
      let few = amounts.prefix(2).reduce(0, +)
      for amount in [few, few + 1, amounts.reduce(0, +)] {
        // Equal amounts are told apart by their places, so the amounts of examples are what stays.
        #expect(find(amount, among: amounts).told(amounts) == find(amount, among: mixed).told(mixed))
      }
    }
  }

  @Test func `where no amounts are equal the examples are the very same items`() {
    var random = SplitMix64(seed: 8)
    let amounts = OpenAmounts.consecutive.list(30, &random)
    var places = Array(amounts.indices)
    random.shuffle(&places)
    let mixed = find(40, among: places.map { amounts[$0] }).sets.map { $0.map { places[$0] }.sorted() }
    #expect(mixed == find(40, among: amounts).sets)
  }

  @Test(.timeLimit(.minutes(1)))
  func `forty equal declarations are counted as the binomial coefficient says`() {
    let finding = find(20 * 12_000, among: [Int64](repeating: 12_000, count: 40))
    guard case .several(let count, let examples) = finding else {
      Issue.record("\(finding)")
      return
    }
    #expect(count == .exactly(137_846_528_820))
    #expect(examples.count == 20 && Set(examples).count == 20)
    #expect(examples[0] == Array(0..<20))
    #expect(examples[19] == Array(0..<19) + [38], "by rank, the last member moves first")
  }

  @Test(.timeLimit(.minutes(1)))
  func `one set of twenty among forty items is found, and known to be the only one`() {
    let amounts = (0..<40).map { Int64(1) << Int64($0) }
    let planted = Array(stride(from: 1, to: 40, by: 2))
    #expect(find(planted.reduce(0) { $0 + amounts[$1] }, among: amounts) == .unique(planted))
  }

  @Test(.timeLimit(.minutes(1)))
  func `that no set of forty items gives an amount is proven`() {
    var random = SplitMix64(seed: 3)
    let even = OpenAmounts.scattered.list(40, &random).map { $0 * 2 }
    #expect(find(even[..<20].reduce(0, +) + 1, among: even) == .none)
  }

  @Test(.timeLimit(.minutes(1)))
  func `forty items of which each pair cancels are counted exactly`() {
    // Of every pair neither or both: 2²⁰ sets, less the one that holds nothing.
    let amounts = (0..<40).map { place -> Int64 in (1 << Int64(place / 2)) * (place % 2 == 0 ? 1 : -1) }
    let finding = find(0, among: amounts)
    guard case .several(.exactly(1_048_575), let examples) = finding else {
      Issue.record("\(finding)")
      return
    }
    #expect(examples.count == 20 && examples.allSatisfy { $0.count == 2 })
  }

  @Test func `more items are counted too where all but forty are beyond the payment`() {
    let amounts = (0..<100_000).map { Int64(1_000_000 + $0) } + [300, 200, 100]
    #expect(
      find(300, among: amounts)
        == .several(count: .exactly(2), examples: [[100_000], [100_001, 100_002]]))
    #expect(find(500, among: amounts) == .unique([100_000, 100_001]))
    #expect(find(700, among: amounts) == .none)
  }

  @Test func `a payment beyond all that is open has no explanation, however many items there are`() {
    let amounts = [Int64](repeating: 100, count: 5_000) + [-50]
    #expect(find(500_001, among: amounts) == .none)
    #expect(find(-51, among: amounts) == .none)
  }

  @Test(arguments: [[.max, 1], [.min], [.max, -1], [.min, .min], [.max / 2, .max / 2, 5]] as [[Int64]])
  func `amounts whose sums do not fit into the computer's numbers prove nothing`(amounts: [Int64]) {
    for amount in [0, 1, .max, .min, amounts[0]] { #expect(find(amount, among: amounts).isUnproven) }
  }

  @Test(arguments: OpenAmounts.allCases)
  func `several is said only with two different sets that give the amount`(kind: OpenAmounts) {
    var random = SplitMix64(seed: 11)
    for count in [28, 36, 46] {
      let amounts = kind.list(count, &random)
      let amount = amounts.prefix(3).reduce(0, +)
      let sets = find(amount, among: amounts).sets
      #expect(Set(sets).count == sets.count && sets.count <= 20)
      for set in sets {
        #expect(set == set.sorted() && Set(set).count == set.count && !set.isEmpty)
        #expect(set.reduce(0) { $0 + amounts[$1] } == amount)
      }
      #expect(sets.map(\.count) == sets.map(\.count).sorted())
    }
  }
}
