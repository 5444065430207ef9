import JSON
import Accounting
import Books
import Care
import Findings
import Mapping
import Pipeline
import Reports

extension Command {
  static let mappingCoverage = Command(
    "mapping coverage", "which rules ever answered: in the worked examples, and for what was declared",
    discussion: """
      Looks at the mapping as it lies in the folder, and at all facts in the books that count. A rule that no example and \
      no line ever hit may be mistyped, out of date, or only unlucky; each has an example at best. Ends with 0.
      """,
    options: [Option("never", nil, "only rules that were never hit")], run: runMappingCoverage)

  private static func runMappingCoverage(
    _ invocation: Invocation, _ streams: inout Streams
  ) throws -> ExitCode {
    let workspace = try Workspace.open(for: invocation)
    let administration = try workspace.administration(named: invocation.administration)
    let read = try workspace.readMapping(of: administration)
    guard let mapping = read.mapping else { throw WorkspaceFindings(read.findings.kept) }
    var coverage = Coverage(of: mapping)
    try workspace.booksToRead().askedLines(
      of: administration.id, declared: { coverage.count($0, lines: $1) },
      reduced: { coverage.count($0, codes: $1, granted: $2, lines: $3) })
    streams.print(
      CoverageReport(coverage: coverage, isOfNever: invocation.has("never")), asJSON: invocation.isJSON)
    return .done
  }
}

/// What `mapping coverage` says.
struct CoverageReport: Report {
  var coverage: Coverage
  /// Shows only rules that were never hit.
  var isOfNever: Bool

  private var shown: [Coverage.Row] { isOfNever ? coverage.rows.filter { !$0.isHit } : coverage.rows }

  private var never: Int { coverage.rows.count { !$0.isHit } }

  var json: JSON {
    [
      "rules": .array(
        shown.map { row in
          [
            "question": .text(row.question), "file": .text(row.position.file),
            "line": .number(row.position.line), "conditions": .text(row.conditions.description),
            "validity": .text(row.validity.description), "examples": .number(row.examples),
            "lines": .number(row.lines),
          ]
        }),
      "count": .number(coverage.rows.count), "never": .number(never),
    ]
  }

  var text: String {
    var table = TextTable(
      .left("rule"), .left("answers"), .left("for"), .right("examples"), .right("lines"), .left(""))
    for row in shown {
      table.add(
        "\(row.position.file):\(row.position.line ?? 0)", row.question, row.conditions.description,
        "\(row.examples)", "\(row.lines)", row.isHit ? "" : "never")
    }
    let summary =
      "\(counted(coverage.rows.count, "rule")), "
      + (never == 0 ? "each hit by an example or a line\n" : "\(never) never hit by an example or a line\n")
    return (shown.isEmpty ? "" : table.text) + summary
  }
}
