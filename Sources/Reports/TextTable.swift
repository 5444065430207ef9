import Accounting
import Findings

/// A table for a terminal: columns as wide as their widest cell, two blanks between, amounts to the right.
package struct TextTable: Sendable {
  package struct Column: Sendable {
    package var title: String
    package var isRight: Bool

    package static func left(_ title: String) -> Column { Column(title: title, isRight: false) }
    package static func right(_ title: String) -> Column { Column(title: title, isRight: true) }
  }

  package let columns: [Column]
  package private(set) var rows: [[String]] = []
  package private(set) var totals: [String]?

  package init(_ columns: Column...) { self.columns = columns }

  package mutating func add(_ cells: String...) {
    precondition(cells.count == columns.count, "a row has one cell per column")
    rows.append(cells.map { visible($0, isOneLine: true) })
  }

  /// The last line, under a rule. Empty cells where nothing is summed.
  package mutating func close(_ cells: String...) {
    precondition(cells.count == columns.count, "a row has one cell per column")
    totals = cells
  }

  /// Lines without trailing blanks, each ended.
  package var text: String {
    let whole = rows + (totals.map { [$0] } ?? [])
    let widths = columns.indices.map { column in
      whole.reduce(columns[column].title.count) { max($0, $1[column].count) }
    }
    func line(_ cells: [String]) -> String {
      var line = ""
      for (column, cell) in cells.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { line += "  " }
        line += columns[column].isRight ? blanks + cell : cell + blanks
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }
    let rule = line(widths.map { String(repeating: "-", count: $0) })
    var text = line(columns.map(\.title)) + rule
    for row in rows { text += line(row) }
    if let totals { text += rule + line(totals) }
    return text
  }
}

/// Cents for a person's eye: `1,234.50`.
package func readable(_ cents: Int64) -> String {
  let plain = Money(minorUnits: cents).plain
  let digits = plain.drop { $0 == "-" }.prefix { $0 != "." }
  var grouped = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "," }
    grouped.append(digit)
  }
  return (cents < 0 ? "-" : "") + grouped + plain.suffix(3)
}

/// `1 file`, `2 files`.
package func counted(_ count: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
  "\(count) " + (count == 1 ? one : many ?? one + "s")
}
