package import Findings

/// One rule, or one row of a table: for these cases, in this time, this answer, because of this.
package struct Rule<Outcome: Sendable & Hashable>: Sendable {
  package let conditions: Conditions
  package let validity: Validity
  package let outcome: Outcome
  package let because: String
  /// Where it stands.
  package let position: Position
  /// It came with the program: the mapping builds on it.
  package internal(set) var isShipped = false

  package init(
    _ conditions: Conditions, _ validity: Validity, _ outcome: Outcome, because: String,
    at position: Position
  ) {
    self.conditions = conditions
    self.validity = validity
    self.outcome = outcome
    self.because = because
    self.position = position
  }
}
