package import Accounting

/// The day, as an argument: rooms below have no clock.
package struct Clock: Sendable {
  package var today: @Sendable () -> CalendarDate

  package init(today: @escaping @Sendable () -> CalendarDate) { self.today = today }

  package static func fixed(_ day: CalendarDate) -> Clock { Clock { day } }
}
