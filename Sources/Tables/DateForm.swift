package import Accounting

/// How a table writes days: `yyyy-MM-dd`, `yyyyMMdd`, `dd.MM.yyyy`, `d-M-yy`. Two letters mean two digits, one letter
/// one or two; every other character stands for itself.
package struct DateForm: Sendable, Hashable {
  private enum Part: Hashable {
    case year, shortYear, month(padded: Bool), day(padded: Bool), literal(UInt8)
  }

  package let pattern: String
  private let parts: [Part]

  package static let iso = DateForm(known: "yyyy-MM-dd")
  package static let compact = DateForm(known: "yyyyMMdd")

  /// Nothing unless year, month and day stand in the pattern once each.
  package init?(_ pattern: String) {
    var parts: [Part] = []
    var rest = Array(pattern.utf8)[...]
    while let first = rest.first {
      let run = rest.prefix { $0 == first }.count
      switch (first, run) {
      case (UInt8(ascii: "y"), 4): parts.append(.year)
      case (UInt8(ascii: "y"), 2): parts.append(.shortYear)
      case (UInt8(ascii: "M"), 1), (UInt8(ascii: "M"), 2): parts.append(.month(padded: run == 2))
      case (UInt8(ascii: "d"), 1), (UInt8(ascii: "d"), 2): parts.append(.day(padded: run == 2))
      case (65...90, _), (97...122, _), (48...57, _): return nil
      default: parts += Array(repeating: .literal(first), count: run)
      }
      rest = rest.dropFirst(run)
    }
    func count(_ wanted: (Part) -> Bool) -> Int { parts.count(where: wanted) }
    guard
      count({ $0 == .year || $0 == .shortYear }) == 1,
      count({ if case .month = $0 { true } else { false } }) == 1,
      count({ if case .day = $0 { true } else { false } }) == 1
    else { return nil }
    self.pattern = pattern
    self.parts = parts
  }

  private init(known pattern: String) {
    guard let form = DateForm(pattern) else { preconditionFailure("\(pattern) is a date form") }
    self = form
  }

  /// Nothing unless the whole text is a day that exists. Two-digit years are 1980 to 2079.
  package func date(_ bytes: ArraySlice<UInt8>) -> CalendarDate? {
    var rest = bytes
    var year = 0
    var month = 0
    var day = 0
    for part in parts {
      switch part {
      case .year:
        guard let number = Self.number(&rest, 4...4) else { return nil }
        year = number
      case .shortYear:
        guard let number = Self.number(&rest, 2...2) else { return nil }
        year = number < 80 ? 2000 + number : 1900 + number
      case .month(let padded):
        guard let number = Self.number(&rest, padded ? 2...2 : 1...2) else { return nil }
        month = number
      case .day(let padded):
        guard let number = Self.number(&rest, padded ? 2...2 : 1...2) else { return nil }
        day = number
      case .literal(let byte):
        guard rest.first == byte else { return nil }
        rest.removeFirst()
      }
    }
    guard rest.isEmpty else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }

  private static func number(_ rest: inout ArraySlice<UInt8>, _ digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var taken = 0
    while taken < digits.upperBound, let byte = rest.first, (48...57).contains(byte) {
      value = value * 10 + Int(byte - 48)
      rest.removeFirst()
      taken += 1
    }
    return digits.contains(taken) ? value : nil
  }
}
