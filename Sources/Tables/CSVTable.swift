package import Findings

/// One cell of a table in memory.
package struct CSVCell: Sendable, Hashable {
  /// Unquoted, otherwise as it stands: blanks are not trimmed.
  package var text: String
  package var position: Position

  package init(text: String, position: Position) {
    self.text = text
    self.position = position
  }
}

/// A whole table in memory, for the small tables that people keep: a header, and rows of as many cells.
///
/// Rows with another number of cells than the header are left out, each with a finding.
package struct CSVTable: Sendable {
  package struct Row: Sendable, Hashable {
    package var cells: [CSVCell]
    package var position: Position
    package subscript(column: Int) -> CSVCell { cells[column] }
  }

  package private(set) var header: [CSVCell] = []
  package private(set) var rows: [Row] = []
  /// `no-header`, `column-twice`, `column-count`, and what the reader finds: `quote-not-closed`,
  /// `text-after-quote`, `encoding-differs`, `row-too-long`, `stray-carriage-return`, `not-a-table`.
  package private(set) var findings = FindingList()

  package init(bytes: [UInt8], file: String, dialect: CSVDialect = .canonical) {
    var reader = CSVReader(file: file, dialect: dialect)
    var read: [Row] = []
    let keep = { (row: CSVRow) in
      let cells = (0..<row.count).map { CSVCell(text: row.text($0), position: row.position($0)) }
      read.append(Row(cells: cells, position: row.position))
    }
    reader.take(bytes, row: keep)
    reader.finish(row: keep)
    findings.append(contentsOf: reader.findings)

    guard let first = read.first else {
      guard findings.isEmpty else { return }
      findings.append(
        Finding(
          "no-header", at: Position(file: file, line: 1, column: 1, byte: 0), "the table is empty",
          remedy: "begin it with a line of column names"))
      return
    }
    header = first.cells
    reportRepeatedColumns()
    rows = read.dropFirst().filter { row in
      if row.cells.count == header.count { return true }
      findings.append(Self.columnCount(row.cells.count, header.count, at: row.position))
      return false
    }
  }

  /// The place of a column, by its exact name.
  package func column(_ name: String) -> Int? { header.firstIndex { $0.text == name } }

  package static func columnCount(_ found: Int, _ expected: Int, at position: Position) -> Finding {
    Finding(
      "column-count", at: position, "the row has \(found) cells, the header has \(expected)",
      remedy: "put text that holds the separator in quotes, and give every column a cell")
  }

  private mutating func reportRepeatedColumns() {
    var seen: Set<String> = []
    for cell in header where !seen.insert(cell.text).inserted {
      findings.append(
        Finding(
          "column-twice", at: cell.position, "the column `\(cell.text)` stands twice in the header",
          remedy: "keep one of them"))
    }
  }
}
