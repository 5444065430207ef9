package import Findings

/// Reads a table piece by piece; memory is bounded by one row.
///
/// Rows end with LF, CR LF or CR CR LF (Rabobank 2018), the last one also without; a byte order mark is skipped;
/// empty lines are no rows. Quotes stand around a whole cell and are doubled inside it (RFC 4180).
package struct CSVReader: Sendable {
  /// What is wrong with the table as such. Rows before a mistake have been handed over already.
  package private(set) var findings = FindingList()

  private enum State {
    case cellStart, plain, quoted, quoteInQuoted, carriageReturn
    /// Nothing after this point can be trusted to stand in the right column.
    case stopped
  }

  /// More cells than any bank writes, few enough to bound the memory of a row of separators.
  private static let cellLimit = 1_024
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private let dialect: CSVDialect
  private let file: String
  private var row: CSVRow
  private var state = State.cellStart
  private var cell = CSVRow.Cell(end: 0, line: 1, column: 1, byte: 0)
  private var line = 1
  private var column = 1
  private var byte = 0
  private var head: [UInt8] = []

  package init(file: String, dialect: CSVDialect = .canonical) {
    self.file = file
    self.dialect = dialect
    row = CSVRow(file: file, encoding: dialect.encoding)
  }

  package var isStopped: Bool { state == .stopped }

  /// Reads the next piece and hands over each row that ends in it.
  package mutating func take(_ piece: [UInt8], row sink: (CSVRow) throws -> Void) rethrows {
    guard !isStopped else { return }
    if byte + head.count < Self.mark.count {
      // The mark can be cut in two by the pieces.
      head += piece
      if head.count >= Self.mark.count { try takeHead(sink) }
    } else {
      try read(piece[...], sink)
    }
  }

  /// Hands over a last row without a line end.
  package mutating func finish(row sink: (CSVRow) throws -> Void) rethrows {
    if !head.isEmpty { try takeHead(sink) }
    switch state {
    case .stopped:
      return
    case .quoted:
      stop(
        "quote-not-closed", at: cellPosition, "the quote that opens here is never closed",
        remedy: "close the quote, or double quotes that belong to the text")
    case .carriageReturn:
      endCell()
      try endRow(sink)
    case .cellStart, .plain, .quoteInQuoted:
      endCell()
      try endRow(sink)
    }
  }

  private mutating func takeHead(_ sink: (CSVRow) throws -> Void) rethrows {
    let first = head
    head = []
    if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) {
      stop(
        "encoding-differs", at: Position(file: file, line: 1, column: 1, byte: 0),
        "the table is UTF-16, not \(dialect.encoding.rawValue)",
        remedy: "save the table as \(dialect.encoding.rawValue)")
      return
    }
    if first.starts(with: Self.mark) {
      byte = Self.mark.count
      beginRow()
      try read(first.dropFirst(Self.mark.count), sink)
    } else {
      try read(first[...], sink)
    }
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>, _ sink: (CSVRow) throws -> Void) rethrows {
    var place = bytes.startIndex
    while place < bytes.endIndex {
      let end = endOfText(bytes, from: place)
      if end > place {
        keep(bytes[place..<end])
        if state == .stopped { return }
        place = end
        continue
      }
      let current = bytes[place]
      try step(current, sink)
      if state == .stopped { return }
      place += 1
      byte += 1
      if current == 10 {
        line += 1
        column = 1
        if row.cells.isEmpty, row.content.isEmpty, state == .cellStart { beginRow() }
      } else if dialect.encoding.beginsCharacter(current) {
        column += 1
      }
    }
  }

  /// Where the bytes end that mean nothing but themselves; most of a table is taken in such runs.
  private func endOfText(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int {
    guard state == .cellStart || state == .plain || state == .quoted else { return start }
    let separator = dialect.separator
    var place = start
    while place < bytes.endIndex {
      let current = bytes[place]
      // Only control characters, the quote and the separator are ever special.
      if current < 32 || current == UInt8(ascii: "\"") || current == separator { break }
      place += 1
    }
    return place
  }

  private mutating func keep(_ text: ArraySlice<UInt8>) {
    if state == .cellStart { state = .plain }
    row.content += text
    byte += text.count
    column += text.count { dialect.encoding.beginsCharacter($0) }
    if row.content.count > dialect.rowLimit { stopAtLimit("longer than \(dialect.rowLimit) bytes") }
  }

  private mutating func step(_ current: UInt8, _ sink: (CSVRow) throws -> Void) rethrows {
    switch state {
    case .quoted:
      if current == UInt8(ascii: "\"") { state = .quoteInQuoted } else { keep(current) }
    case .carriageReturn:
      switch current {
      case 10:
        endCell()
        try endRow(sink)
      case 13: break
      default:
        stop(
          "stray-carriage-return", at: Position(file: file, line: line, column: column, byte: byte),
          "a carriage return stands here without a line feed",
          remedy: "end rows with LF or CR LF, and put text with line breaks in quotes")
      }
    case .cellStart, .plain, .quoteInQuoted:
      switch current {
      case dialect.separator:
        endCell()
        beginCell()
      case 10:
        endCell()
        try endRow(sink)
      case 13:
        state = .carriageReturn
      case UInt8(ascii: "\""):
        quote()
      default:
        if state == .quoteInQuoted { return stopAfterQuote() }
        state = .plain
        keep(current)
      }
    case .stopped:
      break
    }
  }

  /// A quote opens a cell, closes it, is half of a doubled one, or is part of an unquoted text (`5" pipe`).
  private mutating func quote() {
    switch state {
    case .cellStart:
      markCell(at: byte)
      cell.isQuoted = true
      state = .quoted
    case .quoteInQuoted:
      keep(UInt8(ascii: "\""))
      if state != .stopped { state = .quoted }
    default:
      keep(UInt8(ascii: "\""))
    }
  }

  private mutating func stopAfterQuote() {
    stop(
      "text-after-quote", at: Position(file: file, line: line, column: column, byte: byte),
      "text follows a closing quote", remedy: "double quotes that belong to the text")
  }

  private mutating func keep(_ current: UInt8) {
    guard current != 0 else {
      return stop(
        "not-a-table", at: Position(file: file, line: line, column: column, byte: byte),
        "a zero byte stands here", remedy: "export the table as text")
    }
    row.content.append(current)
    if row.content.count > dialect.rowLimit { stopAtLimit("longer than \(dialect.rowLimit) bytes") }
  }

  private mutating func stopAtLimit(_ size: String) {
    stop(
      "row-too-long", at: row.position, "the row that begins here is \(size)",
      remedy: "look for a quote that is never closed, or name the right separator")
  }

  private mutating func markCell(at byte: Int) {
    cell = CSVRow.Cell(end: 0, line: line, column: column, byte: byte)
  }

  private var cellPosition: Position {
    Position(file: file, line: cell.line, column: cell.column, byte: cell.byte)
  }

  private mutating func endCell() {
    cell.end = row.content.count
    row.cells.append(cell)
    if row.cells.count > Self.cellLimit { stopAtLimit("of more than \(Self.cellLimit) cells") }
  }

  /// The separator stands at `byte`: the next cell begins behind it.
  private mutating func beginCell() {
    guard state != .stopped else { return }
    cell = CSVRow.Cell(end: 0, line: line, column: column + 1, byte: byte + 1)
    state = .cellStart
  }

  private mutating func beginRow() {
    row.content.removeAll(keepingCapacity: true)
    row.cells.removeAll(keepingCapacity: true)
    row.line = line
    row.byte = byte
    markCell(at: byte)
  }

  private mutating func endRow(_ sink: (CSVRow) throws -> Void) rethrows {
    guard state != .stopped else { return }
    defer {
      row.content.removeAll(keepingCapacity: true)
      row.cells.removeAll(keepingCapacity: true)
    }
    state = .cellStart
    if row.cells.count == 1, row.content.isEmpty, !row.cells[0].isQuoted { return }
    row.length = byte - row.byte
    guard row.isText else {
      return stop(
        "encoding-differs", at: row.position, "the row is not \(dialect.encoding.rawValue) text",
        remedy: "save the table as \(dialect.encoding.rawValue); only a profile may name another encoding")
    }
    try sink(row)
  }

  private mutating func stop(_ rule: String, at position: Position, _ message: String, remedy: String) {
    findings.append(Finding(rule, at: position, message, remedy: remedy))
    state = .stopped
  }
}
