/// Sums that were met, in 16 to 32 bytes each. Which items they come from is not kept.
struct SumSet {
  /// Open addressing; at most half full.
  private var slots: [Int64]
  private let shift: UInt64

  /// No set of an `OrderedItems` gives this: the difference to a greater sum would not fit.
  private static let free = Int64.min

  init(atMost sums: Int) {
    var bits = 4
    while 1 << bits < 2 * sums { bits += 1 }
    slots = [Int64](repeating: Self.free, count: 1 << bits)
    shift = UInt64(64 - bits)
  }

  mutating func insert(_ sum: Int64) { slots[place(of: sum)] = sum }

  func contains(_ sum: Int64) -> Bool { slots[place(of: sum)] == sum }

  /// Where a sum stands or would stand.
  private func place(of sum: Int64) -> Int {
    // Knuth's multiplicative hashing: the upper bits depend on all of the sum's.
    var place = Int(truncatingIfNeeded: (UInt64(bitPattern: sum) &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while slots[place] != sum, slots[place] != Self.free { place = (place + 1) & (slots.count - 1) }
    return place
  }

  /// How many sets of a size there are; nothing if they are too many to count.
  static func sets(of size: Int, from count: Int) -> Int? {
    var sets = 1
    for step in 0..<min(size, count) {
      let (product, overflow) = sets.multipliedReportingOverflow(by: count - step)
      guard !overflow else { return nil }
      sets = product / (step + 1)
    }
    return sets
  }
}
