package import Findings

/// A whole table in memory, for the small tables that people keep: a header, and rows of as many cells.
///
/// Blanks around cells are not part of them. Rows with another number of cells than the header are left out, each with
/// a finding.
package struct CSVTable: Sendable {
  package struct Cell: Sendable, Hashable {
    package let text: String
    package let position: Position
  }

  package struct Row: Sendable, Hashable {
    package let position: Position
    /// By column name.
    package let cells: [String: Cell]
  }

  package private(set) var rows: [Row] = []
  /// False where no header with every required column could be read, or not everything after it.
  package private(set) var isWhole = false
  /// `no-header`, `column-count`, `blank-before-quote`; what `ColumnMap` finds; and what the reader finds:
  /// `quote-not-closed`, `text-after-quote`, `encoding-differs`, `row-too-long`, `stray-carriage-return`, `not-a-table`.
  package private(set) var findings = FindingList()

  package init(
    bytes: [UInt8], file: String, columns names: ColumnMap.Names, dialect: CSVDialect = .canonical
  ) {
    var reader = CSVReader(file: file, dialect: dialect)
    var columns: ColumnMap?
    reader.take(bytes) { read($0, &columns, names) }
    reader.finish { read($0, &columns, names) }
    findings.append(contentsOf: reader.findings)
    if columns == nil, findings.isEmpty { findings.append(Self.noHeader(in: file)) }
    isWhole = !reader.isStopped && columns?.isComplete ?? false
  }

  private mutating func read(_ row: CSVRow, _ columns: inout ColumnMap?, _ names: ColumnMap.Names) {
    guard let columns else {
      let header = ColumnMap(row, names)
      findings.append(contentsOf: header.findings)
      columns = header
      return
    }
    guard columns.isComplete, !row.isBlank else { return }
    guard row.count == columns.count else {
      return findings.append(Self.columnCount(row.count, columns.count, at: row.position))
    }
    var cells: [String: Cell] = [:]
    for name in names.all {
      guard let index = columns[name] else { continue }
      cells[name] = cell(row, index)
    }
    rows.append(Row(position: row.position, cells: cells))
  }

  private mutating func cell(_ row: CSVRow, _ index: Int) -> Cell {
    var position = row.position(index)
    guard !row.isQuoted(index) else { return Cell(text: row.text(index), position: position) }
    let blanks = row.bytes(index).prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
    position.column = position.column.map { $0 + blanks }
    position.byte = position.byte.map { $0 + blanks }
    let text = row.text(index).trimmingBlanks
    if blanks > 0, text.hasPrefix("\"") {
      findings.append(
        Finding(
          "blank-before-quote", at: position, "a blank stands before the quote that opens a cell",
          remedy: "remove the blank"))
    }
    return Cell(text: text, position: position)
  }

  package static func noHeader(in file: String) -> Finding {
    Finding(
      "no-header", at: Position(file: file, line: 1, column: 1, byte: 0), "the table is empty",
      remedy: "begin it with a line of column names")
  }

  package static func noRows(in file: String) -> Finding {
    Finding(
      "no-rows", .warning, at: Position(file: file, line: 1, column: 1, byte: 0),
      "the table has a header and not one row", remedy: "check the export, if there was something to tell")
  }

  package static func columnCount(_ found: Int, _ expected: Int, at position: Position) -> Finding {
    Finding(
      "column-count", at: position, "the row has \(found) cells, the header has \(expected)",
      remedy: "put text that holds the separator in quotes, and give every column a cell")
  }
}
