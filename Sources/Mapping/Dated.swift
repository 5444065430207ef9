import Accounting

/// A table row with the time in which it holds. Checked tables have at most one row of a key per day.
package struct Dated<Value: Sendable>: Sendable {
  package let value: Value
  package let validity: Validity
  package let because: String
}

extension Sequence {
  func value<Value>(on day: CalendarDate) -> Value? where Element == Dated<Value> {
    first { $0.validity.contains(day) }?.value
  }
}
