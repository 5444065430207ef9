/// Looks among many items for sets of a few, and of all but a few. It proves that there are several; it cannot prove
/// that there is one, or none.
struct BoundedSearch {
  private let items: OrderedItems

  /// A set of all but a few of more items is no example that a person would read.
  private static let mostToList = 1000
  private static let mostLeftOut = 3
  /// A walk goes as deep into the stack as a set is large.
  private static let mostTaken = 64
  /// Sets whose sums are held in memory at a time.
  private static let mostHeld = 1 << 20

  init(_ items: OrderedItems) { self.items = items }

  func find(_ amount: Int64, isStopping: () -> Bool) -> CombinationSearch.Finding {
    var walk = SetWalk(items, most: CombinationSearch.mostExamples)
    for size in items.smallestSet...3 where isUndecided(walk) {
      walk.look(for: size, giving: amount, in: 0..<items.count, isStopping: isStopping)
    }
    if isUndecided(walk), (CombinationSearch.mostCounted + 1...Self.mostToList).contains(items.count) {
      lookForNearlyAll(amount, &walk, isStopping)
    }
    var size = 4
    while isUndecided(walk), size <= min(items.count, Self.mostTaken) {
      defer { size += 1 }
      guard items.reach(of: size).contains(amount) else { continue }
      if let sums = SumSet.sets(of: size / 2, from: items.count), sums <= Self.mostHeld {
        lookByHalves(for: size, giving: amount, holding: sums, &walk, isStopping)
      } else {
        // Slower by far, but where many amounts are equal it meets sets at once.
        walk.look(for: size, giving: amount, in: 0..<items.count, isStopping: isStopping)
      }
    }
    let examples = items.named(walk.found)
    return examples.count > 1
      ? .several(count: .atLeast(UInt64(examples.count)), examples: examples) : .stopped(examples: examples)
  }

  private func isUndecided(_ walk: SetWalk) -> Bool { walk.found.count < 2 && !walk.pace.isOver }

  /// What is left out of all items gives what all items give beyond the amount.
  private func lookForNearlyAll(_ amount: Int64, _ walk: inout SetWalk, _ isStopping: () -> Bool) {
    let all = items.amounts.indices
    for size in 0...Self.mostLeftOut where isUndecided(walk) {
      var leftOut = SetWalk(items, most: walk.most, pace: walk.pace)
      leftOut.look(
        for: size, giving: items.sums[items.count] - amount, in: all, isStopping: isStopping)
      walk.pace = leftOut.pace
      for set in leftOut.found { walk.keep(all.filter { !set.contains($0) }) }
    }
  }

  /// A set is its lower ranks and its upper ones. The sums of all lower sets that end before a rank are held when the
  /// upper sets that begin with it are tried, so that each set is met once.
  private func lookByHalves(
    for size: Int, giving amount: Int64, holding sums: Int, _ walk: inout SetWalk, _ isStopping: () -> Bool
  ) {
    var held = SumSet(atMost: sums)
    let lower = size / 2
    for rank in lower..<items.count where walk.goesOn {
      eachSet(of: lower - 1, from: 0..<rank - 1, besides: rank - 1, &walk) { walk, sum, _ in
        walk.step(isStopping)
        held.insert(sum)
      }
      eachSet(of: size - lower - 1, from: rank + 1..<items.count, besides: rank, &walk) { walk, sum, set in
        walk.step(isStopping)
        guard held.contains(amount - sum) else { return }
        walk.look(
          for: lower, giving: amount - sum, in: 0..<rank, besides: set, isStopping: isStopping)
      }
    }
  }

  private func eachSet(
    of size: Int, from ranks: Range<Int>, besides rank: Int, _ walk: inout SetWalk,
    _ body: (inout SetWalk, _ sum: Int64, _ set: [Int]) -> Void
  ) {
    var set = [rank]
    extend(&set, by: size, from: ranks, items.amounts[rank], &walk, body)
  }

  private func extend(
    _ set: inout [Int], by size: Int, from ranks: Range<Int>, _ sum: Int64, _ walk: inout SetWalk,
    _ body: (inout SetWalk, Int64, [Int]) -> Void
  ) {
    guard size > 0 else { return body(&walk, sum, set) }
    for rank in ranks.dropLast(size - 1) where walk.goesOn {
      set.append(rank)
      extend(&set, by: size - 1, from: rank + 1..<ranks.upperBound, sum + items.amounts[rank], &walk, body)
      set.removeLast()
    }
  }
}
