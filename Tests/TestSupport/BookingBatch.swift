package import Foundation

/// A DATEV booking batch (EXTF Buchungsstapel) as a program that reads such files sees it: judged by the lists of fields
/// and columns that are given beside this repository, not by what ours knows of them.
package struct BookingBatch {
  /// What is wrong with the file, a sentence each.
  package private(set) var faults: [String] = []
  package private(set) var rows: [[String]] = []

  private static let specs = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/bookkeeping-specs").standardized
  private static let fields = specs.appending(path: "datev-extf-header-v700-fields.csv")
  private static let columns = specs.appending(path: "datev-extf-buchungsstapel-v13-columns.csv")

  /// A file that is right by what another program writes for the same.
  package static let example = specs.appending(path: "examples/EXTF_minimal.csv")
  /// Whether there is anything to judge by.
  package static let canBeJudged = [fields, columns, example]
    .allSatisfy { FileManager.default.fileExists(atPath: $0.path) }

  private var header: [String] = []

  package init(_ bytes: [UInt8]) throws {
    let fields = try Self.list(Self.fields).map { row in
      Shape(name: row[1], type: row[2], length: Int(row[3]), form: row[4], isQuoted: row[5] == "yes")
    }
    let columns = try Self.list(Self.columns).map { row in
      Shape(
        name: row[1], type: row[2], length: Int(row[3]), decimals: Int(row[4]), form: row[5],
        isRequired: row[6] == "yes", isQuoted: row[7] == "yes")
    }
    let lines = lines(of: bytes)
    guard lines.count >= 2 else {
      faults.append("there is no header with headings below it")
      return
    }
    readHeader(lines[0], fields)
    if lines[1].map(\.text) != columns.map(\.name) || lines[1].contains(where: \.isQuoted) {
      faults.append("the headings are not those of the format")
    }
    if lines.count - 2 > 99_999 { faults.append("there are more rows than a batch may have") }
    for (number, cells) in lines.dropFirst(2).enumerated() { readRow(cells, number + 3, columns) }
  }

  /// Debit less credit in cents, by account: what a bookkeeping has after taking the batch in.
  package var balances: [String: Int64] {
    var balances: [String: Int64] = [:]
    for row in rows where row.count >= 118 {
      guard let amount = Int64(row[0].replacing(",", with: "")) else { continue }
      // What is marked as Generalumkehr counts as a negative amount.
      let cents = (row[1] == "S") == (row[117] == "1") ? -amount : amount
      balances[row[6], default: 0] += cents
      balances[row[7], default: 0] -= cents
    }
    return balances.filter { $0.value != 0 }
  }

  // MARK: Reading

  private struct Cell {
    var text: String
    var isQuoted: Bool
  }

  /// What a list says of a field or a column.
  private struct Shape {
    var name: String
    var type: String
    var length: Int?
    var decimals: Int?
    var form: String
    var isRequired = false
    var isQuoted: Bool

    func fault(of cell: Cell) -> String? {
      if cell.isQuoted != isQuoted { return isQuoted ? "is not quoted" : "is quoted" }
      if cell.text.isEmpty { return isRequired ? "is missing" : nil }
      let isNumber = cell.text.utf8.allSatisfy { (48...57).contains($0) }
      switch type {
      case "string":
        if let length, cell.text.unicodeScalars.count > length { return "is longer than \(length)" }
      case "integer":
        guard isNumber else { return "is no whole number" }
        if let length, cell.text.utf8.count > length { return "is longer than \(length)" }
      case "boolean": if cell.text != "0", cell.text != "1" { return "is neither 0 nor 1" }
      case "decimal":
        let parts = cell.text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == decimals, !parts[0].isEmpty,
          parts.joined().utf8.allSatisfy({ (48...57).contains($0) })
        else { return "is no decimal with comma" }
        if let length, parts.joined().utf8.count > length { return "is longer than \(length)" }
      case "date": if !isNumber || cell.text.utf8.count != form.utf8.count { return "is no \(form)" }
      default: return "is of a type that nobody knows: \(type)"
      }
      return nil
    }
  }

  private static func list(_ file: URL) throws -> [[String]] {
    try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private mutating func lines(of bytes: [UInt8]) -> [[Cell]] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFF, 0xFE]) {
      faults.append("a mark of byte order makes it another encoding")
    }
    if bytes.contains(where: { [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains($0) }) {
      faults.append("a byte has no meaning in windows-1252")
    }
    // UTF-8 is windows-1252 too, with strange letters: Ã and a sign for each ä.
    if String(validating: bytes, as: UTF8.self).map({ !$0.utf8.allSatisfy { $0 < 128 } }) == true {
      faults.append("it is UTF-8")
    }
    guard let text = String(bytes: bytes, encoding: .windowsCP1252) else { return [] }
    var lines: [[Cell]] = []
    var line: [Cell] = []
    var cell = Cell(text: "", isQuoted: false)
    var isInside = false
    let scalars = Array(text.unicodeScalars)
    var index = 0
    func isNext(_ scalar: Unicode.Scalar) -> Bool {
      index + 1 < scalars.count && scalars[index + 1] == scalar
    }
    while index < scalars.count {
      let scalar = scalars[index]
      switch scalar {
      case "\"" where isInside && isNext("\""):
        cell.text += "\""
        index += 1
      case "\"" where isInside: isInside = false
      case "\"" where cell.text.isEmpty && !cell.isQuoted:
        cell.isQuoted = true
        isInside = true
      case ";" where !isInside:
        line.append(cell)
        cell = Cell(text: "", isQuoted: false)
      case "\r" where !isInside && isNext("\n"):
        lines.append(line + [cell])
        line = []
        cell = Cell(text: "", isQuoted: false)
        index += 1
      default:
        if scalar.value < 32 || scalar == "\"" || (cell.isQuoted && !isInside) {
          faults.append("line \(lines.count + 1) has a sign out of place")
        }
        cell.text.unicodeScalars.append(scalar)
      }
      index += 1
    }
    if isInside || !line.isEmpty || !cell.text.isEmpty || cell.isQuoted {
      faults.append("the last line does not end")
    }
    return lines
  }

  // MARK: Judging

  private mutating func readHeader(_ cells: [Cell], _ fields: [Shape]) {
    guard cells.count == fields.count else {
      faults.append("the header has \(cells.count) fields")
      return
    }
    header = cells.map(\.text)
    for (cell, field) in zip(cells, fields) {
      if let fault = field.fault(of: cell) { faults.append("header: \(field.name) \(fault)") }
    }
    func require(_ holds: Bool, _ field: Int) {
      if !holds { faults.append("header: \(fields[field - 1].name) is not what it may be") }
    }
    for (index, constant) in ["EXTF", "700", "21", "Buchungsstapel", "13"].enumerated() {
      require(header[index] == constant, index + 1)
    }
    require(Self.day(String(header[5].prefix(8))) != nil, 6)
    for reserved in [7, 23, 24, 25, 26, 29, 30] { require(header[reserved - 1].isEmpty, reserved) }
    require((1_001...9_999_999).contains(Int(header[10]) ?? 0), 11)
    require((1...99_999).contains(Int(header[11]) ?? 0), 12)
    require((4...8).contains(Int(header[13]) ?? 0), 14)
    let days = [13, 15, 16].map { Self.day(header[$0 - 1]) }
    for (field, day) in zip([13, 15, 16], days) { require(day != nil, field) }
    if let year = days[0], let first = days[1], let last = days[2] {
      require(year <= first && first <= last, 15)
      require(last < year + 10_000, 16)
    }
    require(["1", "2"].contains(header[18]), 19)
    require(["0", "1"].contains(header[20]), 21)
    require(Self.isCurrency(header[21]), 22)
  }

  private mutating func readRow(_ cells: [Cell], _ line: Int, _ columns: [Shape]) {
    guard cells.count == columns.count else {
      faults.append("line \(line) has \(cells.count) cells")
      return
    }
    for (cell, column) in zip(cells, columns) {
      if let fault = column.fault(of: cell) { faults.append("line \(line): \(column.name) \(fault)") }
    }
    let row = cells.map(\.text)
    rows.append(row)
    func require(_ holds: Bool, _ column: Int) {
      if !holds { faults.append("line \(line): \(columns[column - 1].name) is not what it may be") }
    }
    require(row[0].wholeMatch(of: /[0-9]{1,10},[0-9]{2}/) != nil && row[0].contains { "1"..."9" ~= $0 }, 1)
    require(row[1] == "S" || row[1] == "H", 2)
    require(row[2].isEmpty || Self.isCurrency(row[2]), 3)
    if header.count > 13, let length = Int(header[13]) {
      for column in [7, 8] {
        let account = row[column - 1]
        // A person's account is a digit longer, and does not begin with 0.
        let isPerson = account.utf8.count == length + 1 && !account.hasPrefix("0")
        require((Int(account) ?? 0) > 0 && (account.utf8.count <= length || isPerson), column)
      }
      require(isInPeriod(row[9]), 10)
    }
    require(row[10].wholeMatch(of: /[a-zA-Z0-9$&%*+\-\/]*/) != nil, 11)
    require(row[11].wholeMatch(of: /[a-zA-Z0-9$&%*+\-\/]*/) != nil, 12)
    require(["", "0", "1"].contains(row[117]), 118)
  }

  /// `TTMM`, in the one year that the header gives it.
  private func isInPeriod(_ text: String) -> Bool {
    guard text.utf8.count == 4, let first = Self.day(header[14]), let last = Self.day(header[15]) else {
      return false
    }
    return Set([first / 10_000, last / 10_000]).contains { year in
      Self.day("\(year)\(text.suffix(2))\(text.prefix(2))").map { first <= $0 && $0 <= last } == true
    }
  }

  /// `JJJJMMTT` as a number, where there is such a day.
  private static func day(_ text: String) -> Int? {
    guard text.utf8.count == 8, let number = Int(text) else { return nil }
    let components = DateComponents(
      calendar: Calendar(identifier: .gregorian), timeZone: .gmt, year: number / 10_000,
      month: number / 100 % 100, day: number % 100)
    return components.isValidDate ? number : nil
  }

  private static func isCurrency(_ text: String) -> Bool { text.wholeMatch(of: /[A-Z]{3}/) != nil }
}
