import Findings
import YAML

/// Collects what is wrong while settings are read; reading goes on, so that a person sees all of it at once.
struct Inspector {
  /// The YAML file whose nodes are being read.
  let file: String
  private(set) var findings = FindingList()

  init(file: String) { self.file = file }

  mutating func report(
    _ rule: String, _ severity: Finding.Severity = .error, at position: Position, _ message: String,
    remedy: String
  ) {
    findings.append(Finding(rule, severity, at: position, message, remedy: remedy))
  }

  mutating func report(_ several: [Finding]) { findings.append(contentsOf: several) }
  mutating func report(_ list: FindingList) { findings.append(contentsOf: list) }

  /// A key or value that nobody knows, with the nearest one that is known.
  mutating func reportUnknown(_ kind: String, _ name: Placed<String>, among known: [String]) {
    report(
      "unknown-\(kind)", at: name.position, "nothing here is called \(quoted(name.value))",
      remedy: Self.suggestion(for: name.value, among: known))
  }

  static func suggestion(for name: String, among known: [String]) -> String {
    if let nearest = nearestName(to: name, among: known) { return "Did you mean \(nearest)?" }
    if known.isEmpty { return "Remove it" }
    let shown = known.prefix(12).joined(separator: ", ")
    return known.count > 12 ? "Known are \(shown), …" : "Known are \(shown)"
  }

  func position(_ mark: Mark) -> Position { Position(file: file, line: mark.line, column: mark.column) }
}

/// A person's text inside a message: short, on one line.
func quoted(_ text: String) -> String {
  let line = String(text.prefix(40).map { $0.isNewline || $0 == "\t" ? " " : $0 })
  return "‘\(line)\(text.count > 40 ? "…" : "")’"
}
