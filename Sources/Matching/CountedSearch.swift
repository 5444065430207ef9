/// Counts the sets of up to 40 items that give an amount by meeting in the middle (Horowitz and Sahni, 1974): what each
/// half gives is listed, and a sum of one half meets what is missing in the other.
struct CountedSearch {
  private let items: OrderedItems
  private let middle: Int

  init(_ items: OrderedItems) {
    self.items = items
    middle = items.count / 2
  }

  func find(_ amount: Int64) -> CombinationSearch.Finding {
    var lower = HalfSums(items.amounts[..<middle])
    let upper = HalfSums(items.amounts[middle...])
    var counts = [UInt64](repeating: 0, count: items.count + 1)
    lower.keep(completedBy: upper, to: amount) { key, sets, others in
      for other in others { counts[HalfSums.items(key + other)] += sets }
      return true
    }
    for size in 0..<items.smallestSet { counts[size] = 0 }
    let count = counts.reduce(0, +)
    guard count > 0 else { return .none }
    let wanted = Self.wanted(of: counts)
    lower.keep(completedBy: upper, to: amount) { key, _, others in
      others.contains { wanted[HalfSums.items(key + $0)] > 0 }
    }
    let examples = items.named(sets(wanted, giving: amount, lower, upper))
    return count == 1 ? .unique(examples[0]) : .several(count: .exactly(count), examples: examples)
  }

  /// The first sets of ranks of each size, as many as are wanted.
  private func sets(
    _ wanted: [Int], giving amount: Int64, _ lower: HalfSums, _ upper: HalfSums
  ) -> [[Int]] {
    var wanted = wanted
    var missing = wanted.reduce(0, +)
    var sets: [[Int]] = []
    eachLowerSet { key, mask in
      guard lower.contains(key) else { return true }
      let rest = amount - HalfSums.cents(key)
      upper.sizes(giving: rest) { size in
        let whole = HalfSums.items(key) + size
        guard wanted[whole] > 0 else { return }
        var walk = SetWalk(items, most: wanted[whole])
        walk.look(
          for: size, giving: rest, in: middle..<items.count, besides: ranks(of: mask), isStopping: { false })
        wanted[whole] -= walk.found.count
        missing -= walk.found.count
        sets += walk.found
      }
      return missing > 0
    }
    return sets
  }

  /// How many examples of each size there will be.
  private static func wanted(of counts: [UInt64]) -> [Int] {
    var free = CombinationSearch.mostExamples
    return counts.map { count in
      let taken = Int(min(count, UInt64(free)))
      free -= taken
      return taken
    }
  }

  /// Every set of the lower half with its key, as long as `body` asks for more. Bit 0 is the half's last rank, so that
  /// numbers that fall name sets in the order of their ranks.
  private func eachLowerSet(_ body: (_ key: Int64, _ mask: Int) -> Bool) {
    let keys = items.amounts[..<middle].reversed().map { HalfSums.key($0, items: 1) }
    var key = keys.reduce(0, +)
    var mask = (1 << middle) - 1
    // One less clears the lowest bit and sets all below it.
    var changes: [Int64] = []
    var below: Int64 = 0
    for bit in keys {
      changes.append(below - bit)
      below += bit
    }
    while body(key, mask), mask > 0 {
      key += changes[mask.trailingZeroBitCount]
      mask -= 1
    }
  }

  private func ranks(of mask: Int) -> [Int] {
    (0..<middle).filter { mask >> (middle - 1 - $0) & 1 == 1 }
  }
}
