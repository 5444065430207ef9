/// What a search must find, by trying every set of some items: at most 20 or so.
struct EverySet {
  let amounts: [Int64]
  /// Of the set whose members are the bits of the index.
  private let sums: [Int64]
  /// Places by amount, then by place.
  private let order: [Int]

  init(of amounts: [Int64]) {
    self.amounts = amounts
    order = amounts.indices.sorted { (amounts[$0], $0) < (amounts[$1], $1) }
    var sums: [Int64] = [0]
    sums.reserveCapacity(1 << amounts.count)
    for place in order { sums.append(contentsOf: sums.map { $0 + amounts[place] }) }
    self.sums = sums
  }

  /// The sets that give an amount: the smallest first, and those of one size by the ranks of their members.
  func giving(_ amount: Int64) -> [[Int]] {
    var ranks: [[Int]] = []
    for (mask, sum) in sums.enumerated() where sum == amount && mask != 0 {
      ranks.append(order.indices.filter { mask >> $0 & 1 == 1 })
    }
    ranks.sort { ($0.count, $0) < ($1.count, $1) }
    return ranks.map { set in set.map { order[$0] }.sorted() }
  }
}

private func < (left: (Int, [Int]), right: (Int, [Int])) -> Bool {
  left.0 == right.0 ? left.1.lexicographicallyPrecedes(right.1) : left.0 < right.0
}
