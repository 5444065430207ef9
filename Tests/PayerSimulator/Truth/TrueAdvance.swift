/// Money that a payer gave before anything was claimed, per payer and year of care.
package struct TrueAdvance: Sendable {
  package enum Kind: String, Sendable {
    case received
    /// By an award of a payer that pays in advance, or by a payment that is that much smaller; negative where an award was lowered.
    case drawnDown
    /// Positive: we repaid what was left. Negative: the payer paid what was short.
    case settled
  }

  package struct Movement: Sendable {
    package var day: Day
    package var kind: Kind
    package var cents: Cents
    /// The bank's reference, or the declaration whose award drew it down.
    package var because: String
  }

  package var payer: String
  package var year: Int
  /// The payer's own number, where it has one.
  package var number: String?
  package var movements: [Movement] = []

  package func total(_ kind: Kind) -> Cents {
    movements.filter { $0.kind == kind }.map(\.cents).total
  }

  /// What we owe of it.
  package var balance: Cents { total(.received) - total(.drawnDown) - total(.settled) }
}
