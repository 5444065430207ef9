import Accounting
import Posting

/// Posts cases as the books do: each entry is target minus posted, per booker, and nothing else is remembered.
struct CaseLedger {
  private(set) var posted: [String: Standing] = [:]
  /// Entries of ours.
  private(set) var entries = 0

  mutating func post(_ name: String, _ target: Standing) throws { try post([(name, target)]) }

  /// Posts cases that one fact touches together, as one entry per booker.
  mutating func post(_ targets: [(name: String, target: Standing)]) throws {
    var difference = Standing()
    for (name, target) in targets {
      difference.add(target.minus(posted[name] ?? Standing()))
      posted[name] = target
    }
    let text = targets.map(\.name).joined(separator: ", ")
    for booker in difference.bookers {
      let postings = EntryDraft.postings(of: difference.of(booker), in: .eur)
      guard !postings.isEmpty else { continue }
      _ = try JournalEntry(on: CalendarDate(dayNumber: 20_000), text, postings)
      if booker == .gateway { entries += 1 }
    }
  }

  /// What stands in all, over all bookers: cents by account and item.
  var items: [String: Int64] {
    var sums: [String: Int64] = [:]
    for standing in posted.values {
      for (spot, cents) in standing.amounts { sums["\(spot.account) \(spot.item)", default: 0] += cents }
    }
    return sums.filter { $0.value != 0 }
  }

  /// What stands on an account in the entries of one booker.
  func sum(_ account: String, of booker: Booker) -> Int64 {
    posted.values.reduce(0) { sum, standing in
      standing.amounts.reduce(sum) {
        $1.key.booker == booker && $1.key.account.text == account ? $0 + $1.value : $0
      }
    }
  }

  var balances: [String: Int64] {
    items.reduce(into: [:]) { $0[String($1.key.prefix { $0 != " " }), default: 0] += $1.value }
      .filter { $0.value != 0 }
  }
}
