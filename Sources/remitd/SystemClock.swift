import Accounting
import Glibc
import Pipeline

extension Clock {
  /// The day where this machine stands. The only clock of the house.
  static let system = Clock {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    guard
      let today = CalendarDate(
        year: Int(local.tm_year) + 1_900, month: Int(local.tm_mon) + 1, day: Int(local.tm_mday))
    else { preconditionFailure("the clock of this machine stands outside the years 1900 to 2199") }
    return today
  }
}
