package import Accounting

/// A payer's own account of one payment: of what it consists, and what is still to be taken back (CONTRACT section 3).
package struct Specification: Sendable, Hashable {
  package var payer: PayerCode
  /// The payer's own number of it.
  package var reference: String
  package var date: CalendarDate
  package var place: Place

  package init(payer: PayerCode, reference: String, date: CalendarDate, place: Place) {
    self.payer = payer
    self.reference = reference
    self.date = date
    self.place = place
  }
}

/// One row of a specification.
package struct SpecificationRow: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The payment as a whole; exactly one row.
    case payment
    /// Contributions, which sum to the payment.
    case award, offset, advance
    case advanceDrawdown = "advance-drawdown"
    case interest
    /// Announcements: what is still open on the day of the specification, never summed.
    case takeback, ceiling

    package var contributes: Bool {
      switch self {
      case .award, .offset, .advance, .advanceDrawdown, .interest: true
      case .payment, .takeback, .ceiling: false
      }
    }

    package var announces: Bool { self == .takeback || self == .ceiling }
  }

  package var kind: Kind
  /// Our number: of what is paid on an award, of what money is taken back on otherwise.
  package var declaration: String?
  /// Signed as we see it: what a payer withholds or wants back is negative.
  package var amount: Money
  /// The payer's own number of a takeback or an advance.
  package var reference: String?
  /// The same number, on the row that offsets it or draws it down.
  package var against: String?
  package var scheme: Scheme?
  package var place: Place

  package init(
    kind: Kind, declaration: String?, amount: Money, reference: String?, against: String?, scheme: Scheme?,
    place: Place
  ) {
    self.kind = kind
    self.declaration = declaration
    self.amount = amount
    self.reference = reference
    self.against = against
    self.scheme = scheme
    self.place = place
  }
}
