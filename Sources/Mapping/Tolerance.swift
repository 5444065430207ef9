package import Accounting

/// How far a receipt that names its declarations may differ from them; the stricter limit counts.
package struct Tolerance: Sendable, Hashable {
  package let money: Money
  /// In hundredths of a percent of the receipt: 0.10 % is 10.
  package let basisPoints: Int64
  package let because: String

  package init(money: Money, basisPoints: Int64, because: String) {
    self.money = money
    self.basisPoints = basisPoints
    self.because = because
  }

  /// How many cents a payment of this many may differ: the stricter limit counts.
  package func cents(of amount: Int64) -> Int64 {
    let (product, overflow) = amount.magnitude.multipliedReportingOverflow(by: UInt64(max(0, basisPoints)))
    let share = overflow ? UInt64.max : product / 10_000
    return min(money.minorUnits, Int64(clamping: share))
  }
}
