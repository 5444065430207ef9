import Foundation

/// What DATEV says of a booking batch, read from lists of its fields: names, types, lengths, what is quoted and what must
/// be there.
struct ExtfRules {
  private struct Field {
    var name: String
    var type: String
    var length: Int?
    var decimals: Int
    var form: String
    var isRequired: Bool
    var isQuoted: Bool
  }

  private let header: [Field]
  private let columns: [Field]

  init(folder: URL) throws {
    func rows(_ name: String) throws -> [[String]] {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      return text.split(whereSeparator: \.isNewline).dropFirst().map {
        $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
      }
    }
    header = try rows("datev-extf-header-v700-fields.csv").map { row in
      Field(
        name: row[1], type: row[2], length: Int(row[3]), decimals: 0, form: row[4], isRequired: false,
        isQuoted: row[5] == "yes")
    }
    columns = try rows("datev-extf-buchungsstapel-v13-columns.csv").map { row in
      Field(
        name: row[1], type: row[2], length: Int(row[3]), decimals: Int(row[4]) ?? 0, form: row[5],
        isRequired: row[6] == "yes", isQuoted: row[7] == "yes")
    }
  }

  /// A row of the batch, as far as a test asks.
  struct Row {
    var cells: [String]
    var cents: Int64 {
      Int64(cells[0].replacingOccurrences(of: ",", with: "")) ?? 0
    }
    var side: String { cells[1] }
    var account: String { cells[6] }
    var contra: String { cells[7] }
    var isReversal: Bool { cells[117] == "1" }
  }

  /// - Returns: the rows, and what is wrong with the file, each in a sentence.
  func judge(_ bytes: [UInt8]) -> (rows: [Row], faults: [String]) {
    var faults: [String] = []
    guard let text = String(bytes: bytes, encoding: .windowsCP1252) else { return ([], ["no windows-1252"]) }
    if text.unicodeScalars.contains("\u{FEFF}") || text.hasPrefix("ï»¿") {
      faults.append("a byte order mark")
    }
    var lines = text.components(separatedBy: "\r\n")
    if lines.popLast() != "" { faults.append("the last line does not end") }
    if lines.contains(where: { $0.contains("\n") || $0.contains("\r") }) {
      faults.append("a line ends otherwise")
    }
    guard lines.count > 2 else { return ([], faults + ["no rows"]) }
    let head = check(lines[0], against: header, "header", &faults)
    guard head.count == header.count else { return ([], faults) }
    if head[0] != "EXTF" || head[1] != "700" || head[2] != "21" || head[4] != "13" {
      faults.append("another format")
    }
    for reserved in [22, 23, 24, 25, 28, 29] where !head[reserved].isEmpty {
      faults.append("header field \(reserved + 1) is reserved")
    }
    if head[20] != "0" { faults.append("the batch would be locked") }
    if lines[1] != columns.map(\.name).joined(separator: ";") { faults.append("other headings") }
    var rows: [Row] = []
    for (number, line) in lines.dropFirst(2).enumerated() {
      let cells = check(line, against: columns, "row \(number + 1)", &faults)
      guard cells.count == columns.count else { continue }
      checkRow(cells, head, "row \(number + 1)", &faults)
      rows.append(Row(cells: cells))
    }
    return (rows, faults)
  }

  private func checkRow(_ cells: [String], _ head: [String], _ place: String, _ faults: inout [String]) {
    if cells[0].wholeMatch(of: /[0-9]{1,10},[0-9]{2}/) == nil || cells[0] == "0,00" {
      faults.append("\(place): \(cells[0]) is no amount")
    }
    if !["S", "H"].contains(cells[1]) { faults.append("\(place): \(cells[1]) is no side") }
    if cells[10].wholeMatch(of: /[a-zA-Z0-9$&%*+\-\/]{1,36}/) == nil {
      faults.append("\(place): \(cells[10]) is no Belegfeld")
    }
    for account in [cells[6], cells[7]] where account.count > (Int(head[13]) ?? 0) + 1 {
      faults.append("\(place): account \(account) is too long")
    }
    // The year of a day is the one in which it lies between the header's days.
    let (from, until) = (head[14], head[15])
    let days = [from.prefix(4), until.prefix(4)].map { $0 + cells[9].suffix(2) + cells[9].prefix(2) }
    if !days.contains(where: { (from...until).contains(String($0)) }) {
      faults.append("\(place): \(cells[9]) is outside the batch")
    }
  }

  private func check(
    _ line: String, against fields: [Field], _ place: String, _ faults: inout [String]
  ) -> [String] {
    let cells = Self.cells(line)
    guard cells.count == fields.count else {
      faults.append("\(place): \(cells.count) fields, not \(fields.count)")
      return []
    }
    for (cell, field) in zip(cells, fields) {
      let name = "\(place): \(field.name)"
      if cell.isQuoted != field.isQuoted { faults.append("\(name) is quoted wrongly") }
      if field.isRequired, cell.text.isEmpty { faults.append("\(name) is missing") }
      guard !cell.text.isEmpty else { continue }
      let digits = cell.text.filter(\.isNumber).count
      switch field.type {
      case "integer":
        if digits != cell.text.count || digits > field.length ?? .max {
          faults.append("\(name) is no such number")
        }
      case "decimal":
        if digits > (field.length ?? .max) { faults.append("\(name) is too long") }
      case "date":
        if digits != cell.text.count || digits != field.form.count {
          faults.append("\(name) is no such date")
        }
      case "boolean":
        if !["0", "1"].contains(cell.text) { faults.append("\(name) is neither") }
      default:
        if cell.text.count > field.length ?? .max { faults.append("\(name) is too long") }
      }
    }
    return cells.map(\.text)
  }

  private static func cells(_ line: String) -> [(text: String, isQuoted: Bool)] {
    var cells: [(text: String, isQuoted: Bool)] = []
    var rest = line[...]
    while true {
      var text = ""
      let isQuoted = rest.first == "\""
      if isQuoted {
        rest.removeFirst()
        while let character = rest.popFirst() {
          guard character == "\"" else {
            text.append(character)
            continue
          }
          guard rest.first == "\"" else { break }
          text.append(rest.removeFirst())
        }
      } else {
        text = String(rest.prefix { $0 != ";" })
        rest = rest.dropFirst(text.count)
      }
      cells.append((text, isQuoted))
      guard rest.first == ";" else { return cells }
      rest.removeFirst()
    }
  }
}
