package import Accounting

/// Fixed-width records as bytes, built field by field at the positions that a layout gives (counted from 1).
/// A record is spaces until a field is put; what does not fit is a mistake of the story and stops it.
package struct FixedWidthRecords: Sendable {
  package private(set) var bytes: [UInt8] = []
  private let length: Int
  private var start = 0

  package init(length: Int, expecting records: Int) {
    self.length = length
    bytes.reserveCapacity((length + 2) * records)
  }

  /// Begins the next record: its type, spaces to its full length, CR LF.
  package mutating func begin(_ type: Int) {
    start = bytes.count
    bytes.append(contentsOf: repeatElement(0x20, count: length))
    bytes.append(0x0D)
    bytes.append(0x0A)
    put(type, 1, 2)
  }

  /// N: digits, right-aligned, leading zeros.
  package mutating func put(_ number: Int, _ first: Int, _ last: Int) {
    precondition(number >= 0 && first >= 1 && last <= length, "a field is unsigned and within its record")
    var rest = number
    var index = start + last - 1
    while index >= start + first - 1 {
      bytes[index] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      index -= 1
    }
    precondition(rest == 0, "\(number) does not fit in positions \(first) to \(last)")
  }

  /// N given as text, so that a code keeps its zeros.
  package mutating func put(digits: String, _ first: Int, _ last: Int) {
    precondition(digits.utf8.count == last - first + 1, "\(digits) does not fill \(first) to \(last)")
    put(digits, first, last)
  }

  /// AN: left-aligned, trailing spaces.
  package mutating func put(_ text: String, _ first: Int, _ last: Int) {
    var index = start + first - 1
    for byte in text.utf8 {
      precondition(index < start + last && byte < 0x80, "\(text) does not fit in \(first) to \(last)")
      bytes[index] = byte
      index += 1
    }
  }

  package mutating func put(_ date: CalendarDate, _ first: Int, _ last: Int) {
    let (year, month, day) = date.components
    put(year * 10_000 + month * 100 + day, first, last)
  }

  /// An unsigned number of cents, then D (zero or positive) or C in the position after it.
  package mutating func put(signed money: Money, _ first: Int, _ last: Int) {
    put(Int(money.minorUnits.magnitude), first, last)
    bytes[start + last] = money.isNegative ? 0x43 : 0x44
  }
}
