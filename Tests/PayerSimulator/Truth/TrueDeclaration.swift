/// What was claimed, and all that was ever granted of it.
package struct TrueDeclaration: Sendable {
  package struct Award: Sendable {
    package var on: Day
    /// The payer's number of the answer.
    package var remittance: String
    /// Granted in all.
    package var cents: Cents
  }

  package var payer: String
  package var number: String
  package var submittedOn: Day
  package var claimed: Cents
  /// In the order of their dates.
  package var awards: [Award] = []
  /// Granted, and the payer still means to pay it.
  package var unpaid: Cents = 0
  /// What awards drew down of an advance instead of waiting for a payment.
  package var drawnFromAdvance: Cents = 0

  package var awarded: Cents { awards.last?.cents ?? 0 }
}
