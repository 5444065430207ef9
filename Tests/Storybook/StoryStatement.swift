package import Accounting

/// A bank statement over some days. The closing balance is not told but follows.
package struct StoryStatement: Sendable {
  /// What stands before the bookings. `credits` and `debits` are what the bookings will sum to (both positive), so
  /// that a statement of any length can be written without holding its bookings.
  package struct Head: Sendable {
    package var identification: String
    package var account: String
    package var days: ClosedRange<CalendarDate>
    package var opening: Money
    package var credits: (count: Int, sum: Money)
    package var debits: (count: Int, sum: Money)

    package init(
      _ identification: String, account: String, days: ClosedRange<CalendarDate>, opening: Money,
      credits: (count: Int, sum: Money), debits: (count: Int, sum: Money)
    ) {
      self.identification = identification
      self.account = account
      self.days = days
      self.opening = opening
      self.credits = credits
      self.debits = debits
    }

    package var closing: Money {
      Money(minorUnits: opening.minorUnits + credits.sum.minorUnits - debits.sum.minorUnits)
    }
  }

  package var head: Head
  package var bookings: [StoryBooking]

  package init(
    _ identification: String, account: String, days: ClosedRange<CalendarDate>, opening: Money,
    bookings: [StoryBooking]
  ) {
    precondition(bookings.allSatisfy { days.contains($0.bookedOn) }, "a statement holds its own days only")
    let received = bookings.filter { !$0.amount.isNegative }
    let paid = bookings.filter { $0.amount.isNegative }
    func sum(_ bookings: [StoryBooking]) -> Money {
      Money(minorUnits: bookings.reduce(0) { $0 + Int64($1.amount.minorUnits.magnitude) })
    }
    head = Head(
      identification, account: account, days: days, opening: opening,
      credits: (received.count, sum(received)), debits: (paid.count, sum(paid)))
    self.bookings = bookings
  }
}
