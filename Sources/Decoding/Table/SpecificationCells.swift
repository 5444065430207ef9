import Accounting
import Care
import Findings
import Tables

/// The cells of one row of a payer's table, read as its profile says; every mistake points at its cell. Texts of cells
/// are not repeated in messages: a cell in the wrong column may name a person.
struct SpecificationCells {
  private let row: CSVRow
  private let profile: SpecificationProfile
  /// By name in small letters.
  private let places: [String: Int]
  private(set) var findings: [Finding] = []

  init(_ row: CSVRow, _ profile: SpecificationProfile, _ places: [String: Int]) {
    self.row = row
    self.profile = profile
    self.places = places
    for column in profile.columns.all where column != profile.columns.remark {
      let count = row.bytes(index(column)).count
      guard count > Self.longestCell else { continue }
      report(
        "cell-too-long", column,
        "the cell has \(count) bytes, no number or code has more than \(Self.longestCell)",
        remedy: "look for a quote in the wrong place; nothing of the file is used")
    }
  }

  private static let longestCell = 200

  var place: Place { Place(byte: row.byte, length: row.length, line: row.line) }
  var isSound: Bool { findings.isEmpty }

  /// Of a cell, or of the row where the profile has no such column.
  func position(_ column: String?) -> Position { column.map { row.position(index($0)) } ?? row.position }

  private func index(_ column: String) -> Int {
    guard let index = places[column.lowercased()] else {
      preconditionFailure("a table is read only if its header has the profile's columns")
    }
    return index
  }

  /// Without blanks at its ends; nothing where it is empty or the profile has no such column.
  func optionalText(_ column: String?) -> String? {
    guard let column else { return nil }
    let text = row.text(index(column)).trimmingBlanks
    return text.isEmpty ? nil : text
  }

  mutating func filledText(_ column: String) -> String? {
    let text = optionalText(column)
    if text == nil { report("cell-empty", column, "the cell is empty", remedy: "fill in the \(column)") }
    return text
  }

  mutating func date(_ column: String) -> CalendarDate? {
    let remedy = "compare the date of the profile \(profile.name) with the file"
    guard let date = profile.date.date(Array((optionalText(column) ?? "").utf8)[...]) else {
      report(
        "no-such-day", column, "the date is not a day written as \(profile.date.pattern)", remedy: remedy)
      return nil
    }
    guard date.isPlausible else {
      report("absurd-date", column, "the year of \(date) cannot be meant", remedy: remedy)
      return nil
    }
    return date
  }

  /// Nothing where the cell is empty; a mistake is a finding and also gives nothing.
  mutating func money(_ column: String) -> Money? {
    guard let text = optionalText(column) else { return nil }
    do throws(NumberForm.Mistake) {
      let money = Money(minorUnits: try profile.number.minorUnits(text))
      guard !money.isPlausible else { return money }
      report(
        "absurd-amount", column, "the amount \(money.plain) is over a hundred billion",
        remedy: "correct the amount; nothing of the file is used")
    } catch {
      report(
        "amount", column, "the amount \(error.description)",
        remedy:
          "compare `decimal` of the profile \(profile.name) with the file: it is the mark before the cents, the "
          + "other one parts thousands")
    }
    return nil
  }

  mutating func report(_ rule: String, _ column: String?, _ message: String, remedy: String) {
    let place = column.map { "column `\($0)`: " } ?? ""
    findings.append(Finding(rule, at: position(column), place + message, remedy: remedy))
  }
}
