import Accounting
import Care
import Findings
import Tables

/// The cells of one row of a canonical table, read strictly; every mistake points at its cell. Texts of cells are not
/// repeated in messages: a cell in the wrong column may name a person.
struct TableCells {
  let row: CSVRow
  let columns: ColumnPlaces
  private(set) var findings: [Finding] = []

  init(_ row: CSVRow, _ columns: ColumnPlaces) {
    self.row = row
    self.columns = columns
    for index in 0..<row.count where row.bytes(index).count > Self.longestCell {
      findings.append(
        Finding(
          "cell-too-long", at: row.position(index),
          "the cell has \(row.bytes(index).count) bytes, no number or code has more than \(Self.longestCell)",
          remedy: "look for a quote in the wrong place; nothing of the file is used"))
    }
  }

  /// Only `reasons` holds more than one number or code.
  private static let longestCell = 200

  var place: Place { Place(byte: row.byte, length: row.length, line: row.line) }
  var isSound: Bool { findings.isEmpty }

  /// Without blanks at its ends; empty where the column is absent.
  func text(_ column: Column) -> String {
    guard let index = columns[column], !row.isEmpty(index) else { return "" }
    return row.text(index).trimmingBlanks
  }

  func optionalText(_ column: Column) -> String? {
    let text = text(column)
    return text.isEmpty ? nil : text
  }

  mutating func filledText(_ column: Column) -> String? {
    let text = optionalText(column)
    if text == nil { report("cell-empty", column, "the cell is empty", remedy: "fill in the \(column.name)") }
    return text
  }

  /// - Parameter last: what the row before said; most rows repeat it.
  mutating func code<Value: Code>(
    _ column: Column, as kind: Value.Type, after last: Value? = nil, remedy: String
  ) -> Value? {
    if let last, let index = columns[column], row.bytes(index).elementsEqual(last.text.utf8) { return last }
    guard let text = filledText(column) else { return nil }
    if let code = Value(text) { return code }
    report("not-a-code", column, "the cell does not hold a \(column.name)", remedy: remedy)
    return nil
  }

  mutating func payer(after last: PayerCode?) -> PayerCode? {
    code(
      .payer, as: PayerCode.self, after: last,
      remedy: "write uzovi-3311, gemeente-0384 or ik- with the number")
  }

  mutating func date(_ column: Column) -> CalendarDate? {
    guard let index = columns[column] else { return nil }
    guard let date = DateForm.iso.date(row.bytes(index)) else {
      report(
        "no-such-day", column, "the cell is not a day of the calendar", remedy: "write days as 2026-03-31")
      return nil
    }
    guard date.isPlausible else {
      report(
        "absurd-date", column, "the year of \(date) cannot be meant",
        remedy: "correct the day; nothing of the file is used")
      return nil
    }
    return date
  }

  mutating func money(_ column: Column) -> Money? {
    guard let index = columns[column] else { return nil }
    do throws(NumberForm.Mistake) {
      let money = Money(minorUnits: try NumberForm.canonicalMinorUnits(row.bytes(index)))
      guard !money.isPlausible else { return money }
      report(
        "absurd-amount", column, "the amount \(money.plain) is over a hundred billion",
        remedy: "correct the amount; nothing of the file is used")
      return nil
    } catch {
      report(
        "amount", column, "the amount \(error.description)",
        remedy: NumberForm.canonicalRemedy(for: text(column))
          ?? "write amounts with a point and two decimals: -1234.50")
      return nil
    }
  }

  /// Nothing where the cell is empty or the column absent; a mistake is a finding and also gives nothing.
  mutating func moneyIfGiven(_ column: Column) -> Money? {
    guard let index = columns[column], !row.isEmpty(index) else { return nil }
    return money(column)
  }

  /// In hundredths.
  mutating func quantity(_ column: Column) -> Int64? {
    if let index = columns[column], let units = NumberForm.plainMinorUnits(row.bytes(index)) { return units }
    do throws(NumberForm.Mistake) {
      return try NumberForm(decimalMark: ".").minorUnits(text(column))
    } catch {
      report(
        "quantity", column, "the quantity \(error.description)",
        remedy: "write quantities with a point and at most two decimals: 2 or 2.50")
      return nil
    }
  }

  mutating func report(_ rule: String, _ column: Column, _ message: String, remedy: String) {
    let position = columns[column].map(row.position) ?? row.position
    findings.append(Finding(rule, at: position, "column `\(column.name)`: \(message)", remedy: remedy))
  }
}
