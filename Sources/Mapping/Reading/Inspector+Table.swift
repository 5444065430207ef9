import Accounting
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
    let names = ColumnMap.Names(required: required, optional: optional)
    guard let table = table(bytes, file, names), table.isWhole else { return nil }
    guard table.rows.count <= Self.mostRows else {
      report(
        "too-many-rows", at: start, "\(table.rows.count) rows; a table has at most \(Self.mostRows)",
        remedy: "Use a trailing * in service, or a group instead of single payers")
      return nil
    }
    // Spreadsheets leave a row of commas where a row was cleared; it says nothing.
    let records = table.rows.filter { $0.cells.values.contains { !$0.text.isEmpty } }.map { row in
      Record(
        kind: .row, position: row.position,
        fields: row.cells.mapValues { Placed($0.text, at: $0.position) })
    }
    warnOfLostZeros(records)
    return records.filter { !isShifted($0) }
  }

  /// Wrong separators and encodings are one finding each, and the cells are judged all the same: whoever saves the table
  /// rightly finds nothing more in it then.
  private mutating func table(_ bytes: [UInt8], _ file: String, _ names: ColumnMap.Names) -> CSVTable? {
    var dialect = CSVDialect.canonical
    var bytes = bytes
    var known: Set<String> = []
    while true {
      let table = CSVTable(bytes: bytes, file: file, columns: names, dialect: dialect)
      let separators = ColumnMap.otherSeparators
      let wrong = table.findings.kept.first { wrong in
        wrong.rule == "encoding-differs" || separators.contains { $0.name == wrong.rule }
      }
      guard let wrong, known.insert(wrong.rule).inserted else {
        // Where another separator stands in the header alone, its rows say nothing about it.
        if separators.contains(where: { known.contains($0.name) }), table.rows.isEmpty { return nil }
        report(table.findings.kept.filter { !known.contains($0.rule) })
        return table
      }
      report([wrong])
      if let separator = separators.first(where: { $0.name == wrong.rule }) {
        dialect.separator = separator.byte
      } else if let text = String(utf16: bytes) {
        bytes = Array(text.utf8)
      } else {
        dialect.encoding = .windows1252
      }
    }
  }

  /// A code that is shorter than all others, where those begin with zeros, matches nothing: that is how spreadsheets
  /// leave a column of codes. Where one of the same length kept its zero, none of that length has lost any.
  private mutating func warnOfLostZeros(_ records: [Record]) {
    let codes = records.compactMap { $0.text("code") }.filter { code in
      (1...12).contains(code.value.utf8.count) && code.value.utf8.allSatisfy { (48...57).contains($0) }
    }
    let others = codes.map(\.value)
    let lengths = others.map(\.utf8.count)
    let withZeros = Set(others.filter { $0.hasPrefix("0") && $0.utf8.count > 1 }.map(\.utf8.count))
    let most = lengths.max().flatMap { longest in
      lengths.count { $0 == longest } * 2 > lengths.count ? longest : nil
    }
    for code in codes where !withZeros.contains(code.value.utf8.count) {
      let length = code.value.utf8.count
      guard let whole = withZeros.filter({ $0 > length }).min() ?? most, whole > length else { continue }
      let zeros = String(repeating: "0", count: whole - length)
      report(
        "lost-zeros", .warning, at: code.position,
        "code \(code.value) has \(length) digits, the others have \(whole)",
        remedy: "Did you mean \(zeros + code.value)? Spreadsheets drop leading zeros")
    }
  }

  /// Whether its cells stand one column too far: the first day then stands beside the column `from`. Told once, instead
  /// of cell by cell.
  private mutating func isShifted(_ record: Record) -> Bool {
    guard let from = record.fields["from"], CalendarDate(iso: from.value) == nil,
      Repair.ofDay(from.value) == nil
    else { return false }
    let cells = record.fields.values.sorted { $0.position < $1.position }
    guard let index = cells.firstIndex(where: { $0.position == from.position }) else { return false }
    func isDay(_ index: Int) -> Bool {
      cells.indices.contains(index) && CalendarDate(iso: cells[index].value) != nil
    }
    let isRight = isDay(index + 1) && !from.value.isEmpty && cells[..<index].contains { $0.value.isEmpty }
    let isLeft = isDay(index - 1) && cells[index - 1].position != record.fields["until"]?.position
    guard isRight || isLeft else { return false }
    report(
      "cells-shifted", at: from.position,
      "the cells of this row stand one column too far to the \(isRight ? "right" : "left")",
      remedy: isRight
        ? "Remove the cell that is too many before from" : "Add the cell that is missing before from")
    return true
  }
}
