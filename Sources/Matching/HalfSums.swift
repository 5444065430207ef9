/// What every set of a few items gives, ascending, with the number of items it takes: 8 bytes for each of the 2ⁿ sets.
/// Which set a sum comes from is not kept.
struct HalfSums {
  /// 64 × cents + number of items. Two keys of disjoint sets add up to the key of both together.
  private(set) var keys: [Int64]

  /// A key fits into 64 bits as long as sums do into these.
  static let widest: Int64 = 1 << 56
  /// Fewer than 64, so that the number of items fits into its bits.
  static let mostItems = 20

  /// - Parameter amounts: at most `mostItems`, none of whose sums is beyond ±`widest`.
  init(_ amounts: ArraySlice<Int64>) {
    precondition(amounts.count <= Self.mostItems, "\(amounts.count) items have too many sets to list")
    keys = [Int64](repeating: 0, count: 1 << amounts.count)
    var start = keys.count - 1
    for amount in amounts { start = Self.double(&keys, from: start, by: Self.key(amount, items: 1)) }
  }

  static func key(_ cents: Int64, items: Int) -> Int64 { cents << 6 + Int64(items) }
  static func cents(_ key: Int64) -> Int64 { key >> 6 }
  static func items(_ key: Int64) -> Int { Int(key & 63) }

  /// Merges the ascending list at the end of `keys` with the same list moved by `step`, in place: what is written never
  /// overtakes what is still to be read, as each of the two readers is at most one list's length behind its end.
  ///
  /// - Returns: where the merged list begins.
  private static func double(_ keys: inout [Int64], from start: Int, by step: Int64) -> Int {
    let end = keys.count
    let merged = start - (end - start)
    var (plain, moved, next) = (start, start, merged)
    while plain < end, moved < end {
      if keys[plain] <= keys[moved] + step {
        keys[next] = keys[plain]
        plain += 1
      } else {
        keys[next] = keys[moved] + step
        moved += 1
      }
      next += 1
    }
    // What is left of the plain list stands where it belongs.
    while moved < end {
      keys[moved] += step
      moved += 1
    }
    return merged
  }

  /// Keeps, each once, the keys that some key of the other half completes to an amount and that `body` says are worth it.
  ///
  /// - Parameter body: is told a key, how many sets have it, and the other half's keys that give the rest.
  mutating func keep(
    completedBy other: HalfSums, to amount: Int64,
    where body: (_ key: Int64, _ sets: UInt64, _ others: ArraySlice<Int64>) -> Bool
  ) {
    var kept = 0
    var low = 0
    var high = other.keys.count
    while low < keys.count, high > 0 {
      let sum = Self.cents(keys[low])
      let rest = Self.cents(other.keys[high - 1])
      if sum + rest > amount {
        high -= 1
      } else if sum + rest < amount {
        low += 1
      } else {
        let start = other.start(ofSumEndingAt: high)
        while low < keys.count, Self.cents(keys[low]) == sum {
          let end = end(ofKeyAt: low)
          if body(keys[low], UInt64(end - low), other.keys[start..<high]) {
            keys[kept] = keys[low]
            kept += 1
          }
          low = end
        }
        high = start
      }
    }
    keys.removeLast(keys.count - kept)
  }

  private func end(ofKeyAt start: Int) -> Int {
    var end = start + 1
    while end < keys.count, keys[end] == keys[start] { end += 1 }
    return end
  }

  private func start(ofSumEndingAt end: Int) -> Int {
    var start = end - 1
    while start > 0, Self.cents(keys[start - 1]) == Self.cents(keys[end - 1]) { start -= 1 }
    return start
  }

  /// The numbers of items of which some set gives an amount, ascending.
  func sizes(giving cents: Int64, _ body: (Int) -> Void) {
    var place = place(of: Self.key(cents, items: 0))
    while place < keys.count, Self.cents(keys[place]) == cents {
      body(Self.items(keys[place]))
      place = self.place(of: keys[place] + 1)
    }
  }

  func contains(_ key: Int64) -> Bool {
    let place = place(of: key)
    return place < keys.count && keys[place] == key
  }

  /// Of the first key that is not less.
  private func place(of key: Int64) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
