import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

/// What sets of open items give an amount (class E): candidates for a person, over all payers of the group.
struct CombinationReading {
  /// More than this is not looked at: what is proposed from so much is no help, and reading it takes its time.
  private static let mostItems = 400
  /// A count instead of a clock: a replay must stop where the first judgement did.
  private static let mostAsked = 16

  let items: ItemReading
  let receipt: BookReceipt
  let group: String

  /// - Parameter named: what the payment names; it is in every set already.
  func sets(of amount: Int64, besides named: [OpenItem]) throws -> Combinations {
    guard amount != 0 else { return .none }
    let open = try openItems().filter { !named.contains($0) }
    guard open.count <= Self.mostItems else { return Combinations(sets: [], isStopped: true) }
    var asked = 0
    let found = CombinationSearch(amounts: open.map { $0.open ?? 0 }).find(amount) {
      asked += 1
      return asked > Self.mostAsked
    }
    func contributions(_ sets: [[Int]]) -> [[Contribution]] {
      sets.map { set in set.map { Contribution(item: open[$0].item, cents: open[$0].open ?? 0) } }
    }
    switch found {
    case .none: return .none
    case .unique(let set): return Combinations(sets: contributions([set]), isStopped: false)
    case .several(_, let examples): return Combinations(sets: contributions(examples), isStopped: false)
    case .stopped(let examples): return Combinations(sets: contributions(examples), isStopped: true)
    }
  }

  /// In the order of their names, those that are open as the payment sees them.
  private func openItems() throws -> [OpenItem] {
    var open: [OpenItem] = []
    for payer in try items.mapping.payers(ofGroup: group) {
      for item in try items.books.openItems(
        of: payer, administration: receipt.administration, on: receipt.bookedOn,
        atMost: Self.mostItems + 1)
      {
        if let read = try read(item), read.open.map({ $0 != 0 }) ?? false { open.append(read) }
      }
    }
    return open
  }

  private func read(_ item: BookOpenItem) throws -> OpenItem? {
    switch item.subject {
    case .declaration(let id): try items.books.declaration(id).map { try items.item($0, receipt) }
    case .takeback(let id):
      try items.books.takeback(id).flatMap {
        $0.announcedOn <= receipt.bookedOn ? try items.item($0, receipt) : nil
      }
    case .receipt, .decision: nil
    }
  }
}
