/// What a payer says of a payment.
package enum Naming: String, CaseIterable, Sendable {
  /// A specification lists every part, before the money or after it.
  case specification
  /// The text names items, and the payment is all that is open of them.
  case namedInFull
  /// The text names declarations; what is missing are takebacks, oldest first, all announced by a document of that day or earlier.
  case namedWithTakebacks
  /// The same, but the last of the takebacks is withheld in part: how much of it, nothing says.
  case namedPartlyNetted
  /// The text names declarations; a takeback is missing that nothing had announced by then.
  case namedButNetted
  /// The text names a declaration of which only a part is paid, or the rest.
  case namedInPart
  /// The text names declarations and says that something was kept for the payer's work.
  case namedLessFee
  /// The numbers in the text lack digits.
  case numbersCut
  /// The text says that it is an advance, or its settlement, and of which year.
  case namedYear
  case nothing

  /// Whether it says, with what was announced before, of which parts the payment consists.
  package var namesParts: Bool {
    switch self {
    case .specification, .namedInFull, .namedWithTakebacks, .namedYear: true
    case .namedPartlyNetted, .namedButNetted, .namedInPart, .namedLessFee, .numbersCut, .nothing: false
    }
  }
}
