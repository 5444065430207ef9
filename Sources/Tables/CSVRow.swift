package import Findings

/// One row as it stood in the file. Cells are unquoted bytes in the file's encoding, which they have been checked
/// against. A row is only lent during the call that hands it over; what is kept of it is copied by `text`.
package struct CSVRow: Sendable {
  /// A cell's bytes end here in `content`; it began in the file at the line, column and byte.
  struct Cell: Sendable {
    var end: Int
    var line: Int
    var column: Int
    var byte: Int
    var isQuoted = false
  }

  let file: String
  let encoding: TextEncoding
  var content: [UInt8] = []
  var cells: [Cell] = []

  /// Line on which the row begins, counted from 1. A quoted cell may run over several.
  package internal(set) var line = 1
  /// Offset of the row's first byte in the file, counted from 0.
  package internal(set) var byte = 0
  /// Bytes in the file, quotes included, line feed excluded.
  package internal(set) var length = 0

  package var count: Int { cells.count }

  package func bytes(_ index: Int) -> ArraySlice<UInt8> {
    content[(index == 0 ? 0 : cells[index - 1].end)..<cells[index].end]
  }

  package func isEmpty(_ index: Int) -> Bool {
    cells[index].end == (index == 0 ? 0 : cells[index - 1].end)
  }

  /// Whether quotes stand around the cell.
  package func isQuoted(_ index: Int) -> Bool { cells[index].isQuoted }

  /// Nothing but blanks stands in the row, and no separator.
  var isBlank: Bool { count == 1 && !isQuoted(0) && text(0).trimmingBlanks.isEmpty }

  package func text(_ index: Int) -> String {
    guard let text = encoding.text(bytes(index)) else {
      preconditionFailure("a row is checked against its encoding before it is handed over")
    }
    return text
  }

  /// Checked cell by cell: halves of a character in two cells would make a whole one of the row.
  var isText: Bool {
    content.allSatisfy { $0 < 0x80 } || (0..<count).allSatisfy { encoding.admits(bytes($0)) }
  }

  /// Where a cell begins; past the last cell, where the row begins.
  package func position(_ index: Int) -> Position {
    guard index < cells.count else { return position }
    let cell = cells[index]
    return Position(file: file, line: cell.line, column: cell.column, byte: cell.byte)
  }

  package var position: Position { Position(file: file, line: line, column: 1, byte: byte) }
}
