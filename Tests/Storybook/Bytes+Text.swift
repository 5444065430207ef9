import Accounting

/// Numbers and dates straight into bytes: a million rows should cost a second, not a minute.
extension [UInt8] {
  /// Digits, with leading zeros up to the width.
  mutating func append(number: Int, width: Int = 1) {
    precondition(number >= 0, "a sign is written apart")
    let first = count
    var rest = number
    while rest > 0 || count - first < width {
      append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    self[first...].reverse()
  }

  /// `-1234.50`.
  mutating func append(decimal money: Money, mark: UInt8 = 0x2E) {
    if money.isNegative { append(0x2D) }
    append(number: Int(money.minorUnits.magnitude / 100))
    append(mark)
    append(number: Int(money.minorUnits.magnitude % 100), width: 2)
  }

  /// `2026-03-31`, or `20260331` without a separator.
  mutating func append(iso date: CalendarDate, separated: Bool = true) {
    let (year, month, day) = date.components
    append(number: year, width: 4)
    if separated { append(0x2D) }
    append(number: month, width: 2)
    if separated { append(0x2D) }
    append(number: day, width: 2)
  }
}
