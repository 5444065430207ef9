import Findings

/// The cells of a CSV table with their positions: UTF-8, comma, quotation marks where needed, a header line.
struct Sheet: Sendable {
  /// What a person still keeps by hand. Rules are compared in pairs, so the number is bounded.
  static let mostRows = 10_000
  static let largestSize = 4 * 1024 * 1024

  let file: String
  let header: [Placed<String>]
  let rows: [[Placed<String>]]

  /// Nothing where the bytes are no table at all; the reason is among the findings.
  init?(_ bytes: [UInt8], file: String, reporting inspector: inout Inspector) {
    let start = Position(file: file, line: 1, column: 1)
    guard bytes.count <= Self.largestSize else {
      inspector.report(
        "too-large", at: start, "\(bytes.count) bytes; a table has at most \(Self.largestSize)",
        remedy: "Split what is not needed off into another administration's table")
      return nil
    }
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    guard let text = String(validating: content, as: UTF8.self) else {
      inspector.report(
        "not-utf8", at: Self.firstBadPlace(in: content, file: file), "this is not UTF-8",
        remedy: "Save the table as CSV UTF-8, separated by commas")
      return nil
    }
    var scanner = SheetScanner(text, file: file)
    let lines = scanner.lines(reporting: &inspector)
    guard let header = lines.first else {
      inspector.report(
        "empty-table", at: start, "the table has no header line",
        remedy: "Begin with a line that names the columns")
      return nil
    }
    if header.count == 1, header[0].value.contains(";") {
      inspector.report(
        "semicolons", at: header[0].position, "the columns are separated by semicolons",
        remedy: "Save the table with commas; spreadsheets call it CSV UTF-8 (comma delimited)")
      return nil
    }
    guard lines.count - 1 <= Self.mostRows else {
      inspector.report(
        "too-many-rows", at: start, "\(lines.count - 1) rows; a table has at most \(Self.mostRows)",
        remedy: "Use a trailing * in service, or a group instead of single payers")
      return nil
    }
    self.file = file
    self.header = header
    rows = Array(lines.dropFirst())
  }

  private static func firstBadPlace(in bytes: ArraySlice<UInt8>, file: String) -> Position {
    var line = 1
    var lineStart = bytes.startIndex
    // A line end is never part of a longer UTF-8 sequence, so each line can be judged alone.
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
      if String(validating: bytes[lineStart...index], as: UTF8.self) == nil { break }
      line += 1
      lineStart = index + 1
    }
    return Position(file: file, line: line, column: 1)
  }
}

extension Sheet {
  /// The rows by column name. Columns come in any order; each name is known and stands once.
  func records(
    required: [String], optional: [String], reporting inspector: inout Inspector
  ) -> [Record]? {
    let known = required + optional
    var columns: [(name: String, index: Int)] = []
    var seen: [String: Position] = [:]
    for (index, cell) in header.enumerated() {
      if let first = seen[cell.value] {
        inspector.report(
          "duplicate-column", at: cell.position,
          "the column \(quoted(cell.value)) stands already at \(first)", remedy: "Remove one of them")
      } else if known.contains(cell.value) {
        columns.append((cell.value, index))
      } else {
        inspector.reportUnknown("column", cell, among: known)
      }
      seen[cell.value] = seen[cell.value] ?? cell.position
    }
    let missing = required.filter { seen[$0] == nil }
    for name in missing {
      inspector.report(
        "missing-column", at: Position(file: file, line: header[0].position.line, column: 1),
        "the column \(name) is missing", remedy: "Add the column \(name) to the header line")
    }
    guard missing.isEmpty else { return nil }
    return rows.compactMap { row in
      guard row.count == header.count else {
        inspector.report(
          "row-shape", at: row[0].position,
          "the row has \(row.count) cells, the header \(header.count)",
          remedy: "Put texts that contain a comma in quotation marks; leave empty cells between commas")
        return nil
      }
      let fields = columns.map { ($0.name, row[$0.index]) }
      return Record(
        kind: .row, position: Position(file: file, line: row[0].position.line, column: 1),
        fields: Dictionary(fields) { first, _ in first })
    }
  }
}
