/// When financial years begin: the day of a month that every year has.
package struct FiscalYear: Sendable, Hashable {
  package let month: Int
  package let day: Int

  package static let calendarYear = FiscalYear(month: 1, day: 1)

  private init(month: Int, day: Int) {
    self.month = month
    self.day = day
  }

  /// - Parameter text: month and day, `07-01`; the day at most 28.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2,
      parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let month = Int(parts[0]), let day = Int(parts[1]), (1...12).contains(month), (1...28).contains(day)
    else { return nil }
    self.init(month: month, day: day)
  }

  /// The first day of the year in which a day lies.
  package func start(of date: CalendarDate) -> CalendarDate {
    let (year, month, day) = date.components
    let isBefore = (month, day) < (self.month, self.day)
    guard let start = CalendarDate(year: isBefore ? year - 1 : year, month: self.month, day: self.day) else {
      preconditionFailure("every year has the first 28 days of its months")
    }
    return start
  }
}
