package enum Side: String, Sendable, Hashable {
  case debit, credit
  package var opposite: Side { self == .debit ? .credit : .debit }
}

/// One side of an entry on one account. The amount is positive; the direction is the side.
package struct Posting: Sendable, Hashable {
  package let side: Side
  package let account: AccountCode
  package let amount: Amount
  package let costCentre: CostCentre?
  /// What the posting stands for on an account kept by item: a declaration, a line, a bank line.
  package let item: String?

  package init(
    _ side: Side, _ account: AccountCode, _ amount: Amount, costCentre: CostCentre? = nil,
    item: String? = nil
  ) {
    self.side = side
    self.account = account
    self.amount = amount
    self.costCentre = costCentre
    self.item = item
  }

  /// Debit minus credit.
  package var signed: Money {
    side == .debit ? amount.money : Money(minorUnits: -amount.money.minorUnits, amount.money.currency)
  }

  package var reversed: Posting {
    Posting(side.opposite, account, amount, costCentre: costCentre, item: item)
  }
}

package enum Imbalance: Error, Equatable {
  case empty
  case differs(byMinorUnits: Int64)
  case currenciesDiffer
  case tooLarge
}

/// A journal entry: one currency, at least two postings, and balanced, or it does not exist.
package struct JournalEntry: Sendable, Hashable {
  package let date: CalendarDate
  package let text: String
  package let postings: [Posting]

  /// The only way in. An entry that exists is balanced, so nobody downstream checks again.
  package init(on date: CalendarDate, _ text: String, _ postings: [Posting]) throws(Imbalance) {
    guard let first = postings.first, postings.count > 1 else { throw .empty }
    let currency = first.amount.money.currency
    var difference: Int64 = 0
    for posting in postings {
      guard posting.amount.money.currency == currency else { throw .currenciesDiffer }
      let (sum, overflow) = difference.addingReportingOverflow(posting.signed.minorUnits)
      guard !overflow else { throw .tooLarge }
      difference = sum
    }
    guard difference == 0 else { throw .differs(byMinorUnits: difference) }
    self.date = date
    self.text = text
    self.postings = postings
  }

  private init(reversing entry: JournalEntry, on date: CalendarDate) {
    self.date = date
    text = entry.text
    postings = entry.postings.map(\.reversed)
  }

  /// Swapped sides balance as their original does: nothing to fail.
  package func reversed(on date: CalendarDate) -> JournalEntry {
    JournalEntry(reversing: self, on: date)
  }

  package var currency: Currency { postings[0].amount.money.currency }
}
