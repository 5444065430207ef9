/// A payment as the payer meant it.
package struct TrueReceipt: Sendable {
  /// The bank's reference; nothing where 0.00 was left and no money moved.
  package var bankReference: String?
  /// The day on which the bank booked it; of a payment of 0.00 the day of its specification.
  package var day: Day
  /// Who meant it; it may have come from the account of another payer of the group.
  package var payer: String
  package var habit: PayerHabit
  /// Negative: we paid.
  package var cents: Cents
  /// Sum up to `cents`.
  package var parts: [TruePart]
  package var naming: Naming
  /// The text as the bank shows it, field by field.
  package var text: [String]
  /// The number of its specification, and when that reaches the inbox.
  package var specification: (number: String, arrives: Day)?

  package var namesItsParts: Bool { naming.namesParts }
}
