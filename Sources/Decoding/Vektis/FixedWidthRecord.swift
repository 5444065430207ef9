import Accounting

/// One line of a fixed-width file, as a view on the bytes read so far.
struct FixedWidthRecord {
  enum Ending { case carriageReturnLineFeed, lineFeed, endOfFile }

  let bytes: [UInt8]
  let start: Int
  /// In bytes, line end excluded.
  let length: Int
  let ending: Ending
  /// Counted from 1.
  let line: Int
  /// Offset in the file, from 0.
  let byte: Int

  subscript(offset: Int) -> UInt8 { bytes[start + offset] }

  var content: ArraySlice<UInt8> { bytes[start..<(start + length)] }

  /// Nothing unless the record begins with two digits.
  var type: UInt8? {
    guard length >= 2, Self.isDigit(self[0]), Self.isDigit(self[1]) else { return nil }
    return (self[0] - 48) * 10 + (self[1] - 48)
  }

  func isDigits(_ range: Range<Int>) -> Bool {
    for offset in range where !Self.isDigit(self[offset]) { return false }
    return true
  }

  /// Whether no control character hides in the text.
  var isPrintable: Bool {
    for place in start..<(start + length) where bytes[place] < 32 || bytes[place] == 127 { return false }
    return true
  }

  /// Of a field of at most 18 digits that `isDigits` has seen.
  func number(_ field: Field) -> Int64 {
    var value: Int64 = 0
    for offset in field.range { value = value * 10 + Int64(self[offset] &- 48) }
    return value
  }

  func isBlank(_ field: Field) -> Bool {
    for offset in field.range where self[offset] != 32 { return false }
    return true
  }

  /// Blanks at both ends taken off.
  func trimmed(_ field: Field) -> ArraySlice<UInt8> {
    var lower = start + field.range.lowerBound
    var upper = start + field.range.upperBound
    while upper > lower, bytes[upper - 1] == 32 { upper -= 1 }
    while lower < upper, bytes[lower] == 32 { lower += 1 }
    return bytes[lower..<upper]
  }

  /// ISO-8859-1: no Vektis text names a character set, and this one maps every byte.
  func text(_ field: Field) -> String {
    let bytes = trimmed(field)
    if bytes.allSatisfy({ $0 < 128 }) { return String(decoding: bytes, as: UTF8.self) }
    var text = ""
    for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
    return text
  }

  /// `EEJJMMDD`; nothing for a day that does not exist, eight zeros included.
  func date(_ field: Field) -> CalendarDate? {
    let value = Int(number(field))
    return CalendarDate(year: value / 10_000, month: value / 100 % 100, day: value % 100)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}
