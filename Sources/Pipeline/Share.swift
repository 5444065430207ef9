import Accounting
import Books
import Care

/// A line, or the lines of one class that share one fate, on its way to `DeclaredLine`. Amounts in cents.
struct Share {
  /// Empty for a sum.
  var reference = ""
  var line: BookLine?
  var lineClass: Int64
  var claimed: Int64
  var vat: Int64 = 0
  var awarded: Int64?
  var reasons: [ReasonCode] = []
  var answeredOn: CalendarDate?
  /// The event that brought the return: its mapping decides the destination.
  var answeredIn: Int64?
  /// The date of the return from which on less than claimed was granted.
  var residualSince: CalendarDate?
  var isRedeclared = false
}
