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
  /// What else it collides with.
  package var also: [Excerpt]
  /// The line at `position`, of settings and mappings only: a line of a data file may hold a citizen's number.
  package var line: String?

  package init(
    _ rule: String, _ severity: Severity = .error, at position: Position, _ message: String,
    remedy: String, also: [Position] = []
  ) {
    self.rule = rule
    self.severity = severity
    self.position = position
    self.message = message
    self.remedy = remedy
    self.also = also.map { Excerpt($0) }
  }
}

extension Finding: CustomStringConvertible {
  /// The one layout: `file:line:column: severity: message [rule]`, the line with a caret, the lines it collides with,
  /// then the remedy; in the language of the reader.
  package var description: String { text(in: .ofReader) }

  package func text(in language: Language) -> String {
    var text =
      "\(position): \(language.word(for: severity)): \(language.sentence(message)) [\(rule)]\n"
    if let excerpt = Excerpt(position, line: line).text { text += excerpt + "\n" }
    for other in also {
      guard let excerpt = other.text else { continue }
      text += "  \(language.see) \(other.position)\n" + excerpt + "\n"
    }
    return text + "  \(language.sentence(remedy))"
  }
}
