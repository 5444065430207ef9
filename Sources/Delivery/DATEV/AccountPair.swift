import Accounting

/// One amount from one account to another: what DATEV has in place of entries of many lines.
struct AccountPair: Sendable, Hashable {
  var debit: Posting
  var credit: Posting
  /// Above zero.
  var amount: Money

  /// The pairs of an entry, which together put on each account, cost centre and item what its postings put there. The one
  /// line of an entry that has one line on a side is in each pair. Else lines of one cost centre are put together first,
  /// and what is left of others with lines that have none, for a pair has room for one.
  static func pairs(of entry: JournalEntry) -> [AccountPair] {
    var debits = open(entry, .debit)
    var credits = open(entry, .credit)
    var pairs: [AccountPair] = []
    let centres = Set(debits.map(\.posting.costCentre)).intersection(credits.map(\.posting.costCentre))
    for centre in entry.postings.map(\.costCentre) where centre != nil && centres.contains(centre) {
      pairs += take(&debits, &credits, { $0.costCentre == centre }, { $0.costCentre == centre })
    }
    let hasCentre: (Posting) -> Bool = { $0.costCentre != nil }
    let hasNone: (Posting) -> Bool = { $0.costCentre == nil }
    let isOpen: (Open) -> Bool = { $0.rest > 0 && $0.posting.costCentre != nil }
    if debits.contains(where: isOpen), credits.contains(where: isOpen) {
      pairs += take(&debits, &credits, hasCentre, hasNone)
      pairs += take(&debits, &credits, hasNone, hasCentre)
    }
    return pairs + take(&debits, &credits, { _ in true }, { _ in true })
  }

  private struct Open {
    var posting: Posting
    var rest: Int64
  }

  private static func open(_ entry: JournalEntry, _ side: Side) -> [Open] {
    entry.postings.filter { $0.side == side && !$0.amount.money.isZero }
      .map { Open(posting: $0, rest: $0.amount.money.minorUnits) }
  }

  /// The smaller of two open amounts, then the next, until one side has nothing left.
  private static func take(
    _ debits: inout [Open], _ credits: inout [Open], _ isDebit: (Posting) -> Bool,
    _ isCredit: (Posting) -> Bool
  ) -> [AccountPair] {
    var pairs: [AccountPair] = []
    while let debit = debits.firstIndex(where: { $0.rest > 0 && isDebit($0.posting) }),
      let credit = credits.firstIndex(where: { $0.rest > 0 && isCredit($0.posting) })
    {
      let cents = min(debits[debit].rest, credits[credit].rest)
      debits[debit].rest -= cents
      credits[credit].rest -= cents
      let currency = debits[debit].posting.amount.money.currency
      pairs.append(
        AccountPair(
          debit: debits[debit].posting, credit: credits[credit].posting,
          amount: Money(minorUnits: cents, currency)))
    }
    return pairs
  }
}
