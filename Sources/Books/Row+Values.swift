import Accounting
import SQLite

/// Columns as values of our types. What cannot be one is damage, and never stops the program.
extension Row {
  func day(_ column: Int) throws -> CalendarDate {
    guard let day = CalendarDate(storedAs: try int64(column)) else {
      throw damaged(column, "no day of the years 1900 to 2199")
    }
    return day
  }

  func dayIfAny(_ column: Int) throws -> CalendarDate? { isNull(column) ? nil : try day(column) }

  /// Whole cents; no single amount and no sum of a sound set of books comes near the bound, and many within it can
  /// still be added up.
  func cents(_ column: Int) throws -> Int64 {
    let cents = try int64(column)
    guard cents.magnitude < 1 << 56 else { throw damaged(column, "an amount that no books can hold") }
    return cents
  }

  func centsIfAny(_ column: Int) throws -> Int64? { isNull(column) ? nil : try cents(column) }

  /// A number that others are counted on from.
  func number(_ column: Int) throws -> Int64 {
    let number = try int64(column)
    guard (0..<1 << 56).contains(number) else { throw damaged(column, "no number of a row") }
    return number
  }

  func numberIfAny(_ column: Int) throws -> Int64? { isNull(column) ? nil : try number(column) }

  func code<C: Code>(_ column: Int) throws -> C {
    guard let code = C(try text(column)) else { throw damaged(column, "no code") }
    return code
  }

  /// Codes with a blank between them.
  func codeIfAny<C: Code>(_ column: Int) throws -> C? { isNull(column) ? nil : try code(column) }
  func codes<C: Code>(_ column: Int) throws -> [C] {
    try text(column).split(separator: " ").map { part in
      guard let code = C(String(part)) else { throw damaged(column, "no codes") }
      return code
    }
  }

  /// A code for which no code stands as an empty text.
  func codeUnlessEmpty<C: Code>(_ column: Int) throws -> C? {
    try text(column).isEmpty ? nil : try code(column)
  }

  func reference(_ column: Int) throws -> EntryReference {
    guard let reference = EntryReference(try text(column)) else { throw damaged(column, "no reference") }
    return reference
  }

  func referenceIfAny(_ column: Int) throws -> EntryReference? {
    isNull(column) ? nil : try reference(column)
  }

  /// One of the words, or numbers, of a kind.
  func choice<C: RawRepresentable<String>>(_ column: Int, of kind: C.Type = C.self) throws -> C {
    guard let choice = C(rawValue: try text(column)) else {
      throw damaged(column, "a word that no version of remitd wrote")
    }
    return choice
  }

  func choiceIfAny<C: RawRepresentable<String>>(_ column: Int, of kind: C.Type = C.self) throws -> C? {
    isNull(column) ? nil : try choice(column)
  }

  func choice<C: RawRepresentable<Int>>(_ column: Int, of kind: C.Type = C.self) throws -> C {
    guard let choice = C(rawValue: try int(column)) else {
      throw damaged(column, "a number that no version of remitd wrote")
    }
    return choice
  }
}
