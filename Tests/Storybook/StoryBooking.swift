package import Accounting

/// One booking (Ntry) on our bank account.
package struct StoryBooking: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case single(StoryPayment)
    /// Booked as one sum, with the payments it consists of.
    case batch(identification: String, [StoryPayment])
    /// Booked as one sum; the bank gives no details (ING, unless the customer asks for them).
    case bareBatch(identification: String, count: Int, Money)
  }

  package var bookedOn: CalendarDate
  /// The bank's unique reference (AcctSvcrRef).
  package var bankReference: String
  package var content: Content
  /// Takes an earlier booking back.
  package var isReversal: Bool

  package init(
    on bookedOn: CalendarDate, _ bankReference: String, _ content: Content, isReversal: Bool = false
  ) {
    self.bookedOn = bookedOn
    self.bankReference = bankReference
    self.content = content
    self.isReversal = isReversal
  }

  package var amount: Money {
    switch content {
    case .single(let payment): payment.amount
    case .batch(_, let payments): Money(minorUnits: payments.reduce(0) { $0 + $1.amount.minorUnits })
    case .bareBatch(_, _, let sum): sum
    }
  }
}
