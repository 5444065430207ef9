import Findings
import Tables

extension Inspector {
  /// What a person still keeps by hand. Rules are compared in pairs, so the number is bounded.
  private static var mostRows: Int { 10_000 }
  private static var largestTable: Int { 4 * 1024 * 1024 }

  /// The rows of a table by column name. Nothing where it cannot be read as a whole; the reason is among the findings.
  mutating func records(
    of bytes: [UInt8], file: String, required: [String], optional: [String]
  ) -> [Record]? {
    let start = Position(file: file, line: 1, column: 1)
    guard bytes.count <= Self.largestTable else {
      report(
        "too-large", at: start, "\(bytes.count) bytes; a table has at most \(Self.largestTable)",
        remedy: "Split what is not needed off into another administration's table")
      return nil
    }
    let table = CSVTable(
      bytes: bytes, file: file, columns: ColumnMap.Names(required: required, optional: optional))
    report(table.findings)
    guard table.isWhole else { return nil }
    guard table.rows.count <= Self.mostRows else {
      report(
        "too-many-rows", at: start, "\(table.rows.count) rows; a table has at most \(Self.mostRows)",
        remedy: "Use a trailing * in service, or a group instead of single payers")
      return nil
    }
    return table.rows.map { row in
      Record(
        kind: .row, position: row.position,
        fields: row.cells.mapValues { Placed($0.text, at: $0.position) })
    }
  }
}
