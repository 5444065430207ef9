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
    remedy: String, also: [Position] = []
  ) {
    findings.append(Finding(rule, severity, at: position, message, remedy: remedy, also: also))
  }

  mutating func report(_ several: [Finding]) { findings.append(contentsOf: several) }
  mutating func report(_ list: FindingList) { findings.append(contentsOf: list) }

  /// A key or value that nobody knows, with the nearest one that is known. Keys are few, and shown all: whoever mistypes
  /// one looks for the list.
  mutating func reportUnknown(_ kind: String, _ name: Placed<String>, among known: [String]) {
    report(
      "unknown-\(kind)", at: name.position, "nothing here is called \(quoted(name.value))",
      remedy: Self.suggestion(for: name.value, among: known, showing: kind == "key" ? 20 : 12))
  }

  /// What Dutch and German tables have for words that are English here.
  private static let translations: [String: String] = [
    "ja": "yes", "nee": "no", "nein": "no", "j": "yes", "n": "no", "waar": "true", "onwaar": "false",
    "zorgverzekeringswet": "Zvw", "wet langdurige zorg": "Wlz", "wmo 2015": "Wmo",
    "wet maatschappelijke ondersteuning": "Wmo", "activa": "assets", "passiva": "liabilities",
    "opbrengsten": "income", "kosten": "expenses", "eigen vermogen": "equity", "erträge": "income",
    "aufwand": "expenses",
  ]

  static func translated(_ word: String) -> String? { translations[word.lowercased()] }

  /// - Parameter most: how many are shown where none is near.
  static func suggestion(for name: String, among known: [String], showing most: Int = 12) -> String {
    if let word = translated(name), known.contains(word) { return "Did you mean \(word)?" }
    if let alike = Lookalike(of: name, among: known) {
      return "Did you mean \(alike.name)? In yours \(alike.remark)"
    }
    if let repair = Repair.of(name, isGood: known.contains) { return repair.question }
    if let nearest = nearestName(to: name, among: known) { return "Did you mean \(nearest)?" }
    if known.isEmpty { return "Remove it" }
    let shown = known.prefix(most).joined(separator: ", ")
    return known.count > most ? "Known are \(shown), …" : "Known are \(shown)"
  }

  func position(_ mark: Mark) -> Position { Position(file: file, line: mark.line, column: mark.column) }
}

/// A person's text inside a message: short, on one line.
func quoted(_ text: String) -> String {
  let line = String(text.prefix(40).map { $0.isNewline || $0 == "\t" ? " " : $0 })
  return "‘\(line)\(text.count > 40 ? "…" : "")’"
}
