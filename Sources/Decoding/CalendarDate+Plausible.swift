import Accounting

extension CalendarDate {
  /// Whether anything here can have happened on that day: none of the messages is older, and the rest is slack. What
  /// lies outside is a slip of the keyboard or of a program, and would be booked in a year that nobody looks at.
  var isPlausible: Bool { (1990...2100).contains(year) }
}
