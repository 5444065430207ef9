/// A person's mistake in a file, a setting or a mapping, or a remark worth their while.
///
/// Findings are values: they are collected, never thrown, and shown in one layout. No finding carries
/// personal data; `message` names fields, codes and amounts only.
package struct Finding: Sendable, Hashable {
  package enum Severity: String, Sendable, Comparable, CaseIterable {
    /// Good to know; changes nothing.
    case note
    /// Taken in, but somebody should look.
    case warning
    /// The file is quarantined, or the setting is not used.
    case error

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  /// The name of the rule that was broken, stable, in kebab case: `total-differs`.
  package var rule: String
  package var severity: Severity
  package var position: Position
  /// What is wrong, in one sentence with the figures.
  package var message: String
  /// What to do about it.
  package var remedy: String

  package init(
    _ rule: String, _ severity: Severity = .error, at position: Position, _ message: String,
    remedy: String
  ) {
    self.rule = rule
    self.severity = severity
    self.position = position
    self.message = message
    self.remedy = remedy
  }
}

extension Finding: CustomStringConvertible {
  /// The one layout: `file:line:column: severity: message [rule]`, then the remedy.
  package var description: String {
    "\(position): \(severity.rawValue): \(message) [\(rule)]\n  \(remedy)"
  }
}
