package import JSON
import Mapping
import Accounting
import Care
package import Books

/// Declarations with what became of them (docs/json.md).
package struct DeclarationsReport: Report, Hashable {
  /// As `open-items` has it, and what waits for an account of the mapping.
  package enum State: String, Sendable, CaseIterable {
    case waiting, claimed, awarded, partPaid = "part-paid", paid
  }

  package let rows: [DeclarationRow]

  package init(_ source: ReportSource, _ filter: DeclarationFilter = DeclarationFilter(), state: State? = nil)
    throws
  {
    let all = try source.books.snapshot {
      try source.books.declarationRows(of: source.administration.id, filter)
    }
    rows = all.filter { row in state.map { Self.state(of: row) == $0 } ?? true }
  }

  static func state(of row: DeclarationRow) -> State {
    if row.waiting != nil { return .waiting }
    guard let awarded = row.awarded else { return .claimed }
    guard row.paid != 0 else { return .awarded }
    return awarded == row.paid ? .paid : .partPaid
  }

  package var json: JSON {
    [
      "declarations": .array(
        rows.map { row in
          [
            "payer": .text(row.payer.text), "declaration": .text(row.number),
            "submitted_on": .day(row.submittedOn), "scheme": .text(row.schemes.joined(separator: " ")),
            "lines": .number(row.lines), "claimed": .amount(row.claimed), "awarded": .amount(row.awarded),
            "paid": .amount(row.paid), "open": .amount((row.awarded ?? 0) - row.paid),
            "state": .text(Self.state(of: row).rawValue), "answered": .bool(row.isAnswered),
            "returns": .number(row.returns), "waiting": .text(row.waiting), "file": .text(row.file),
          ]
        })
    ]
  }

  package var text: String {
    guard !rows.isEmpty else { return "No declarations.\n" }
    var table = TextTable(
      .left("submitted"), .left("payer"), .left("declaration"), .left("scheme"), .right("lines"),
      .right("claimed"), .right("awarded"), .right("paid"), .right("open"), .left("state"))
    for row in rows {
      table.add(
        row.submittedOn.description, row.payer.text, row.number, row.schemes.joined(separator: " "),
        "\(row.lines)", readable(row.claimed), row.awarded.map(readable) ?? "", readable(row.paid),
        readable((row.awarded ?? 0) - row.paid),
        row.waiting.map { "waiting: \($0)" } ?? Self.state(of: row).rawValue)
    }
    table.close(
      counted(rows.count, "declaration"), "", "", "", "\(rows.reduce(0) { $0 + $1.lines })",
      readable(rows.reduce(0) { $0 + $1.claimed }), readable(rows.reduce(0) { $0 + ($1.awarded ?? 0) }),
      readable(rows.reduce(0) { $0 + $1.paid }),
      readable(rows.reduce(0) { $0 + ($1.awarded ?? 0) - $1.paid }), "")
    return table.text
  }
}
