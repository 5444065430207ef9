/// What an account is used for. POSTING.md says which role is debited and credited; the mapping says which account
/// a role is. The raw value is the name in the books, in JSON and in `suspense:`.
package enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
  case debtor, revenue, vat
  // Destinations of a residual.
  case rejected, clientDue = "client-due", tariffDifference = "tariff-difference"
  case notChargeable = "not-chargeable", writeOff = "write-off"
  // Takebacks and advances.
  case takeback, takebackOpen = "takeback-open", revenueCorrection = "revenue-correction"
  case advance, settlement, settledOtherwise = "settled-otherwise", clientInvoice = "client-invoice"
  // Money.
  case bank, receipts, otherReceipt = "other-receipt", interest, paymentDifference = "payment-difference"
  /// What the mapping has no account for yet.
  case noAccount = "no-account"

  package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }

  /// Things wait on these, each with a cause, an owner and a way out.
  package static let suspense: [Role] = [.receipts, .rejected, .takebackOpen, .clientDue, .noAccount]

  /// What is left of a line goes to one of these.
  package static let residual: Set<Role> = [
    .rejected, .clientDue, .tariffDifference, .notChargeable, .writeOff,
  ]

  /// On these each item has its own posting (POSTING.md rule 4).
  package var keepsItems: Bool {
    switch self {
    case .debtor, .takeback, .advance, .settlement: true
    default: Role.suspense.contains(self)
    }
  }
}
