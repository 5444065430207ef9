package import Accounting

/// From when until when a rule or a table row holds; both days count.
package struct Validity: Sendable, Hashable {
  package let from: CalendarDate
  /// Nothing: until further notice.
  package let until: CalendarDate?

  /// Nothing where the end lies before the beginning.
  package init?(from: CalendarDate, until: CalendarDate? = nil) {
    if let until, until < from { return nil }
    self.from = from
    self.until = until
  }

  package func contains(_ day: CalendarDate) -> Bool {
    guard day >= from else { return false }
    guard let until else { return true }
    return day <= until
  }

  /// The days that both hold.
  package func intersection(_ other: Validity) -> Validity? {
    let end: CalendarDate? =
      switch (until, other.until) {
      case (let mine?, let theirs?): min(mine, theirs)
      case (let mine?, nil): mine
      case (nil, let theirs): theirs
      }
    return Validity(from: max(from, other.from), until: end)
  }

  /// Whether the given periods together hold on every day of this one.
  package func isCovered(by periods: [Validity]) -> Bool {
    var day = from
    for period in periods.sorted(by: { $0.from < $1.from }) where period.from <= day {
      guard let end = period.until else { return true }
      if let until, end >= until { return true }
      day = max(day, end.adding(days: 1))
    }
    return false
  }
}

extension Validity: CustomStringConvertible {
  /// `from 2026-01-01` or `2026-01-01 to 2026-06-30`.
  package var description: String {
    if let until { "\(from) to \(until)" } else { "from \(from)" }
  }
}
