package import Accounting

/// Which announced and still open takebacks a payment was lessened by, if a payer takes them back oldest first, or all
/// (class C of evidence).
package struct OldestFirst: Sendable {
  package struct Takeback: Sendable, Hashable {
    package var announcedOn: CalendarDate
    /// Still open, in cents; negative.
    package var open: Int64

    package init(announcedOn: CalendarDate, open: Int64) {
      self.announcedOn = announcedOn
      self.open = open
    }
  }

  private let takebacks: [Takeback]

  /// - Parameter takebacks: in any order. Those announced on one day are equally old.
  package init(_ takebacks: [Takeback]) {
    precondition(takebacks.allSatisfy { $0.open < 0 }, "a takeback that is open is negative")
    self.takebacks = takebacks
  }

  /// The ways to take whole takebacks, none before an older one, that give an amount. Takebacks of one day may be
  /// taken in any order, so that several sets of them may.
  ///
  /// - Parameters:
  ///   - amount: signed cents; what the payment is less than what it names, so negative if it is lessened at all.
  ///   - isStopping: see `CombinationSearch`; asked only where more takebacks of one day compete than can be counted.
  package func find(_ amount: Int64, isStopping: () -> Bool) -> CombinationSearch.Finding {
    guard let edge = edge(of: amount) else { return .none }
    let day = CombinationSearch(amounts: edge.day.map { takebacks[$0].open })
    func named(_ set: [Int]) -> [Int] { (edge.older + set.map { edge.day[$0] }).sorted() }
    switch day.find(edge.rest, isStopping: isStopping) {
    case .none: return .none
    case .unique(let set): return .unique(named(set))
    case .several(let count, let examples): return .several(count: count, examples: examples.map(named))
    case .stopped(let examples): return .stopped(examples: examples.map(named))
    }
  }

  /// The day on which the amount is reached: what is older is taken whole, and of that day's takebacks the rest.
  private func edge(of amount: Int64) -> (older: [Int], day: [Int], rest: Int64)? {
    guard amount < 0 else { return nil }
    let days = Dictionary(grouping: takebacks.indices) { takebacks[$0].announcedOn }
    var older: [Int] = []
    var rest = amount
    for (_, day) in days.sorted(by: { $0.key < $1.key }) {
      var left = rest
      for place in day where left < 0 { left -= takebacks[place].open }
      if left >= 0 { return (older, day, rest) }
      rest = left
      older += day
    }
    return nil
  }
}
