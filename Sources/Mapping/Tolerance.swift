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
}
