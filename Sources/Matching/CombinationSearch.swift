/// Which sets of whole open items give an amount to the cent (class E of evidence). That one set fits is no proof: the
/// answer is for a person.
///
/// Items of equal amount are different items: two declarations of 120.00 are two ways to explain a payment of 120.00.
/// The search takes no clock and no chance: up to `mostCounted` items the answer depends on the amounts alone, and the
/// order in which items are given changes no more than which of equal items an example names. Above that it depends on
/// when `isStopping` says so, too.
///
/// Memory: 48 bytes per item, and while sets are counted, or looked for within a bound, at most 18 MB.
package struct CombinationSearch: Sendable {
  package enum Finding: Sendable, Hashable {
    /// No set gives the amount: proven.
    case none
    /// Exactly one set does: proven. Places in the list that was given, ascending.
    case unique([Int])
    /// Two or more different sets do: proven. Up to `mostExamples` of them, smallest sets first.
    case several(count: Count, examples: [[Int]])
    /// A bound was reached before the answer was known. What was found until then: no example or one.
    case stopped(examples: [[Int]])
  }

  /// How many sets there are.
  package enum Count: Sendable, Hashable {
    case exactly(UInt64), atLeast(UInt64)
  }

  /// A person chooses from a handful.
  package static let mostExamples = 20
  /// Of up to so many items that may take part the sets are counted, whatever `isStopping` says. It takes about a
  /// twentieth of a second.
  package static let mostCounted = 2 * HalfSums.mostItems

  private let items: OrderedItems?

  /// - Parameter amounts: signed cents, none of them nothing; each a whole item, awards positive, takebacks negative.
  package init(amounts: [Int64]) {
    precondition(!amounts.contains(0), "an item of nothing is not open")
    items = OrderedItems(amounts)
  }

  /// - Parameters:
  ///   - amount: signed cents.
  ///   - isStopping: asked about once per millisecond, or more often, while more items than can be counted are
  ///     searched; without it such a search may go on for days.
  /// - Returns: `stopped` without examples where sums of the items may leave 64 bits.
  package func find(_ amount: Int64, isStopping: () -> Bool) -> Finding {
    guard let items else { return .stopped(examples: []) }
    guard let (possible, rest) = items.narrowed(to: amount) else { return .none }
    let isNarrow =
      possible.reach.lowerBound >= -HalfSums.widest && possible.reach.upperBound <= HalfSums.widest
    if possible.count <= Self.mostCounted, isNarrow {
      return CountedSearch(possible).find(rest)
    }
    return BoundedSearch(possible).find(rest, isStopping: isStopping)
  }
}
