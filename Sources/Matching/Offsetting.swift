package import Accounting
package import Care

/// Money that a payer has announced it wants back, still open as a payment sees it: a takeback of its specifications, or
/// a declaration of ours that it granted less of than it has paid.
package struct OpenTakeback: Sendable, Hashable {
  /// Open below zero.
  package var item: OpenItem
  package var payer: PayerCode
  package var scheme: Scheme?
  package var announcedOn: CalendarDate

  package init(item: OpenItem, payer: PayerCode, scheme: Scheme?, announcedOn: CalendarDate) {
    self.announcedOn = announcedOn
    self.item = item
    self.payer = payer
    self.scheme = scheme
  }
}

/// How payers withhold what they have announced: the oldest first, or all of it; over all of a payer's schemes, or
/// within one (DESIGN.md section 4, class C). Each is taken whole: with a part of the last one, any amount would fit.
package enum Offsetting {
  /// The different sets that give what was withheld.
  ///
  /// - Parameters:
  ///   - withheld: cents, positive.
  ///   - takebacks: oldest first.
  package static func ways(of withheld: Int64, from takebacks: [OpenTakeback]) -> [[OpenItem]] {
    var ways: [[OpenItem]] = []
    let payers = Set(takebacks.map(\.payer)).sorted()
    let schemes = Set(takebacks.map(\.scheme)).sorted { ($0?.text ?? "") < ($1?.text ?? "") }
    var accounts = [takebacks]
    accounts += payers.map { payer in takebacks.filter { $0.payer == payer } }
    accounts += schemes.map { scheme in takebacks.filter { $0.scheme == scheme } }
    for payer in payers {
      accounts += schemes.map { scheme in
        takebacks.filter { $0.payer == payer && $0.scheme == scheme }
      }
    }
    for account in accounts {
      for way in oldest(of: account, giving: withheld) where !ways.contains(where: { Set($0) == Set(way) }) {
        ways.append(way)
      }
    }
    return ways
  }

  /// Takebacks announced on one day are equally old: each set of them that gives the rest is a way.
  private static func oldest(of account: [OpenTakeback], giving withheld: Int64) -> [[OpenItem]] {
    let search = OldestFirst(
      account.map { OldestFirst.Takeback(announcedOn: $0.announcedOn, open: $0.item.open ?? 0) })
    var asked = 0
    let found = search.find(-withheld) {
      asked += 1
      return asked > mostAsked
    }
    let sets: [[Int]] =
      switch found {
      case .none: []
      case .unique(let set): [set]
      case .several(_, let examples): examples
      // Not every way is known: two are told, so that nobody takes the one for the only one.
      case .stopped(let examples): examples.isEmpty ? [] : examples + [account.indices.map { $0 }]
      }
    return sets.map { set in set.map { account[$0].item } }
  }

  /// A count instead of a clock: a replay must stop where the first judgement did.
  private static let mostAsked = 64
}
