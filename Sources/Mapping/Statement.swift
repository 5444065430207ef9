/// One thing that a mapping says, in a person's words: what it is about, and what is said of it. Two mappings differ by
/// the statements that one of them has, or that they fill in otherwise.
package struct Statement: Sendable, Hashable {
  /// `chart`, `payers`, `revenue` …: as files and sections are called.
  package var section: String
  /// What the statement is about: `scheme Zvw, service 1000, from 2026-01-01`.
  package var subject: String
  /// `account 8010 because Verpleging`.
  package var text: String
}

package struct StatementChange: Sendable, Hashable {
  package var section: String
  package var subject: String
  /// Nothing where it is said in the later one only.
  package var before: String?
  /// Nothing where it is said in the earlier one only.
  package var after: String?
}

extension Mapping {
  /// What another mapping says otherwise, in the order of sections, then of subjects.
  package func changes(to later: Mapping) -> [StatementChange] {
    let before = Dictionary(grouping: statements, by: Subject.init).mapValues {
      $0.map(\.text).joined(separator: "; ")
    }
    let after = Dictionary(grouping: later.statements, by: Subject.init)
      .mapValues { $0.map(\.text).joined(separator: "; ") }
    let order = Dictionary(
      (statements + later.statements).enumerated().map { ($0.element.section, $0.offset) }
    ) { first, _ in first }
    return Set(before.keys).union(after.keys)
      .filter { before[$0] != after[$0] }
      .sorted { (order[$0.section] ?? 0, $0.subject) < (order[$1.section] ?? 0, $1.subject) }
      .map { key in
        StatementChange(
          section: key.section, subject: key.subject, before: before[key], after: after[key])
      }
  }

  private struct Subject: Hashable {
    var section: String
    var subject: String

    init(_ statement: Statement) {
      section = statement.section
      subject = statement.subject
    }
  }
}
