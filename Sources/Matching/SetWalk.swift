/// Looks through sets of a given size for those that give a sum, in the order of their ranks, and keeps those it finds.
/// Besides them it holds nothing, so that its memory does not grow with the number of sets.
struct SetWalk {
  let items: OrderedItems
  /// Of ranks, each ascending.
  private(set) var found: [[Int]] = []
  /// It ends when it has found so many.
  let most: Int
  var pace: Pace

  init(_ items: OrderedItems, most: Int, pace: Pace = Pace()) {
    self.items = items
    self.most = most
    self.pace = pace
  }

  /// Whether neither time nor the wish for more is at its end.
  var goesOn: Bool { found.count < most && !pace.isOver }

  /// - Parameters:
  ///   - sum: signed cents.
  ///   - ranks: from which the set is taken.
  ///   - others: ranks that each set which is found holds besides.
  mutating func look(
    for size: Int, giving sum: Int64, in ranks: Range<Int>, besides others: [Int] = [],
    isStopping: () -> Bool
  ) {
    var chosen = others
    extend(&chosen, by: size, giving: sum, from: ranks, isStopping)
  }

  /// Keeps a set once, however often it is met.
  mutating func keep(_ set: [Int]) {
    let set = set.sorted()
    if goesOn, !found.contains(set) { found.append(set) }
  }

  mutating func step(_ isStopping: () -> Bool) { pace.step(isStopping) }

  private mutating func extend(
    _ chosen: inout [Int], by size: Int, giving rest: Int64, from ranks: Range<Int>,
    _ isStopping: () -> Bool
  ) {
    switch size {
    case 0: if rest == 0 { keep(chosen) }
    case 1: one(chosen, giving: rest, from: ranks)
    case 2: two(chosen, giving: rest, from: ranks, isStopping)
    default:
      let end = ranks.upperBound
      guard ranks.count >= size else { return }
      let greatestOthers = items.sums[end] - items.sums[end - size + 1]
      for rank in ranks.lowerBound...(end - size) {
        // Amounts ascend: from here on even the least is too much.
        guard goesOn, items.sums[rank + size] - items.sums[rank] <= rest else { return }
        pace.step(isStopping)
        guard items.amounts[rank] + greatestOthers >= rest else { continue }
        chosen.append(rank)
        extend(
          &chosen, by: size - 1, giving: rest - items.amounts[rank], from: rank + 1..<end, isStopping)
        chosen.removeLast()
      }
    }
  }

  private mutating func one(_ chosen: [Int], giving rest: Int64, from ranks: Range<Int>) {
    var (low, high) = (ranks.lowerBound, ranks.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if items.amounts[middle] < rest { low = middle + 1 } else { high = middle }
    }
    while low < ranks.upperBound, items.amounts[low] == rest, goesOn {
      keep(chosen + [low])
      low += 1
    }
  }

  private mutating func two(
    _ chosen: [Int], giving rest: Int64, from ranks: Range<Int>, _ isStopping: () -> Bool
  ) {
    var low = ranks.lowerBound
    var high = ranks.upperBound - 1
    while low < high, goesOn {
      let sum = items.amounts[low] + items.amounts[high]
      if sum > rest {
        high -= 1
      } else {
        if sum == rest { partners(of: low, upTo: high, chosen) }
        low += 1
      }
      pace.step(isStopping)
    }
  }

  private mutating func partners(of low: Int, upTo high: Int, _ chosen: [Int]) {
    var first = high
    while first - 1 > low, items.amounts[first - 1] == items.amounts[high] { first -= 1 }
    while first <= high, goesOn {
      keep(chosen + [low, first])
      first += 1
    }
  }
}
