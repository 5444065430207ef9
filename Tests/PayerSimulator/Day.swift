/// A day of the calendar, counted from 1970-01-01.
package struct Day: Hashable, Comparable, Sendable, Strideable {
  package let number: Int

  package init(number: Int) { self.number = number }

  /// A month beyond December is one of a later year.
  package init(year: Int, month: Int, day: Int) {
    let months = year * 12 + month - 1
    let (year, month) = (months / 12, months % 12 + 1)
    // Years that begin in March, so that the day that leaps is the last.
    let march = month > 2 ? year : year - 1
    let era = march / 400
    let yearOfEra = march - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private var parts: (year: Int, month: Int, day: Int) {
    let days = number + 719_468
    let era = days / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let calendarMonth = month < 10 ? month + 3 : month - 9
    return (yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0), calendarMonth, day)
  }

  package var year: Int { parts.year }
  package var month: Int { parts.month }
  package var dayOfMonth: Int { parts.day }

  /// `2026-03-02`
  package var text: String {
    let (year, month, day) = parts
    return "\(year)-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }
  /// `20260302`
  package var compact: String { text.filter { $0 != "-" } }

  package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
  package func distance(to other: Day) -> Int { other.number - number }
  package func advanced(by days: Int) -> Day { Day(number: number + days) }

  /// Monday is 0.
  private var weekday: Int { (number + 3) % 7 }
  /// Itself, or the Monday after.
  var bankingDay: Day { weekday < 5 ? self : advanced(by: 7 - weekday) }
}

func padded(_ number: Int, to length: Int) -> String { padded(String(number), to: length) }

func padded(_ digits: String, to length: Int) -> String {
  String(repeating: "0", count: max(0, length - digits.utf8.count)) + digits
}
