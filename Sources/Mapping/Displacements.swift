import Accounting
package import Care

/// What a later mapping would place otherwise of the lines that the books hold: by question and by the two answers,
/// how many lines. What is posted keeps its place (POSTING.md rule 3); the count says how much is on an older one.
package struct Displacements: Sendable {
  package struct Row: Sendable, Hashable {
    /// `revenue`, `cost-centre`, `difference`, `debtor`.
    package var question: String
    package var before: String
    package var after: String
    package fileprivate(set) var lines: Int64 = 0
  }

  private let before: Mapping
  private let after: Mapping
  private var counts: [Row: Int64] = [:]

  package init(from before: Mapping, to after: Mapping) {
    self.before = before
    self.after = after
  }

  /// Ordered by question and answers.
  package var rows: [Row] {
    counts.map { row, lines in
      var row = row
      row.lines = lines
      return row
    }.sorted { ($0.question, $0.before, $0.after) < ($1.question, $1.before, $1.after) }
  }

  /// Lines that were declared, all of one kind.
  package mutating func count(_ line: Circumstances, lines: Int64) {
    count("revenue", lines) { "\($0.revenue(line).account)" }
    count("cost-centre", lines) { mapping in
      let takesCostCentre = mapping.chartAccount(mapping.revenue(line).account)?.takesCostCentre == true
      guard takesCostCentre else { return "none" }
      return mapping.costCentre(line).map { "\($0)" } ?? "none"
    }
    count("debtor", lines) { mapping in
      mapping.payer(line.payer, line.scheme, on: line.date).map { "\($0.debtor)" } ?? "none"
    }
  }

  /// Lines that were not granted in full.
  package mutating func count(
    _ line: Circumstances, codes: [ReasonCode], granted: Granted, lines: Int64
  ) {
    count("difference", lines) { mapping in
      let destination = mapping.destination(line, codes: codes, granted: granted).destination
      return "\(destination.rawValue) \(mapping.account(of: destination).account)"
    }
  }

  private mutating func count(_ question: String, _ lines: Int64, answer: (Mapping) -> String) {
    let row = Row(question: question, before: answer(before), after: answer(after))
    if row.before != row.after { counts[row, default: 0] += lines }
  }
}
