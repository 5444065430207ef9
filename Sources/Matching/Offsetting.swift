package import Accounting
package import Care

/// Money that a payer has announced it wants back, still open as a payment sees it: a takeback of its specifications, or
/// what one of its returns granted less than before of a declaration that it has paid. Two such returns on one
/// declaration are two takebacks on one item.
package struct OpenTakeback: Sendable, Hashable {
  package var item: OpenItem
  /// What is open of it, in cents, below zero.
  package var cents: Int64
  package var payer: PayerCode
  package var scheme: Scheme?
  package var announcedOn: CalendarDate

  package init(
    item: OpenItem, cents: Int64, payer: PayerCode, scheme: Scheme?, announcedOn: CalendarDate
  ) {
    self.announcedOn = announcedOn
    self.item = item
    self.cents = cents
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
  package static func ways(of withheld: Int64, from takebacks: [OpenTakeback]) -> [[OpenTakeback]] {
    var ways: [[OpenTakeback]] = []
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
  private static func oldest(of account: [OpenTakeback], giving withheld: Int64) -> [[OpenTakeback]] {
    let search = OldestFirst(
      account.map { OldestFirst.Takeback(announcedOn: $0.announcedOn, open: $0.cents) })
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
      // What is left of the day gives another way below, so one that was found is not taken for the only one.
      case .stopped(let examples): examples
      }
    return sets.flatMap { set -> [[OpenTakeback]] in
      let way = set.map { account[$0] }
      return [way] + [other(than: way, of: account, giving: withheld)].compactMap { $0 }
    }
  }

  /// Another way to withhold as much, if the last day is not taken whole: its other takebacks first, and a part of the
  /// last one. Nobody knows in which order a payer takes what it announced on one day.
  private static func other(
    than way: [OpenTakeback], of account: [OpenTakeback], giving withheld: Int64
  ) -> [OpenTakeback]? {
    guard let day = way.map(\.announcedOn).max() else { return nil }
    let rest = account.filter { $0.announcedOn == day && !way.contains($0) }
    guard !rest.isEmpty else { return nil }
    var left = withheld
    var other: [OpenTakeback] = []
    let older = way.filter { $0.announcedOn < day }
    for var takeback in older + rest + way.filter({ $0.announcedOn == day }) where left > 0 {
      takeback.cents = max(takeback.cents, -left)
      left += takeback.cents
      other.append(takeback)
    }
    return other
  }

  /// A count instead of a clock: a replay must stop where the first judgement did.
  private static let mostAsked = 64
}
