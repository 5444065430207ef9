import Care
import Findings
import Tables

/// One kind of canonical table: what its rows mean.
protocol CanonicalTable {
  static var format: Format { get }
  static var required: [Column] { get }
  static var optional: [Column] { get }
  init()
  mutating func read(
    _ cells: inout TableCells, _ findings: inout FindingList, _ sink: (Fact) throws -> Void
  ) throws
  mutating func finish(_ findings: inout FindingList, _ sink: (Fact) throws -> Void) throws
}

extension CanonicalTable {
  static var names: ColumnMap.Names {
    ColumnMap.Names(required: required.map(\.name), optional: optional.map(\.name))
  }
}

/// Reads a canonical table row by row (CONTRACT section 3).
struct CanonicalDecoder<Table: CanonicalTable>: Decoder {
  /// A header with a column misspelt is still recognised, so that the finding can say which.
  private static var enough: Double { 0.6 }

  func recognises(_ head: [UInt8]) -> Bool { fit(head) >= Self.enough }

  /// Share of required columns that the header has, if its cells are separated like this.
  func fit(_ head: [UInt8], _ dialect: CSVDialect = .canonical) -> Double {
    TableHead.row(1, of: head, dialect).map(Table.names.fit) ?? 0
  }

  /// Whether the header would be recognised if its cells were separated like this.
  func recognises(_ head: [UInt8], _ dialect: CSVDialect) -> Bool { fit(head, dialect) >= Self.enough }

  func decode(
    _ source: inout some ByteSource, named name: String, sink: (Fact) throws -> Void
  ) throws -> Reading {
    var table = Table()
    var header: (columns: ColumnMap, places: ColumnPlaces)?
    var findings = FindingList()
    var lines = 0
    try CSVRows.read(&source, CSVReader(file: name), into: &findings) { row, findings in
      guard let (columns, places) = header else {
        let map = ColumnMap(row, Table.names)
        findings.append(contentsOf: map.findings)
        header = (map, ColumnPlaces(map, Table.required + Table.optional))
        return
      }
      guard columns.isUsable else { return }
      lines += 1
      guard row.count == columns.count else {
        findings.append(CSVTable.columnCount(row.count, columns.count, at: row.position))
        return
      }
      var cells = TableCells(row, places)
      try table.read(&cells, &findings, sink)
      if !cells.isSound { findings.append(contentsOf: cells.findings) }
    }
    try table.finish(&findings, sink)
    if header == nil, !findings.hasErrors {
      findings.append(CSVTable.noHeader(in: name))
    }
    if header?.columns.isUsable == true, lines == 0, !findings.hasErrors {
      findings.append(CSVTable.noRows(in: name))
    }
    return Reading(format: Table.format, findings: findings, lines: lines)
  }
}

enum CSVRows {
  /// Pulls a source through a reader to its end.
  static func read(
    _ source: inout some ByteSource, _ start: CSVReader, into findings: inout FindingList,
    row: (CSVRow, inout FindingList) throws -> Void
  ) throws {
    var reader = start
    while !reader.isStopped {
      let piece = try source.next()
      if piece.isEmpty { break }
      try reader.take(piece) { try row($0, &findings) }
    }
    if !reader.isStopped { try reader.finish { try row($0, &findings) } }
    findings.append(contentsOf: reader.findings)
  }
}
