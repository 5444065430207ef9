/// Whole cents. Positive is the payer's money to us, or our open claim; negative is ours to the payer.
package struct Cents: Hashable, Comparable, Sendable, AdditiveArithmetic, ExpressibleByIntegerLiteral {
  package let count: Int

  package init(_ count: Int) { self.count = count }
  package init(integerLiteral count: Int) { self.count = count }

  package static let zero = Cents(0)
  package static func + (left: Cents, right: Cents) -> Cents { Cents(left.count + right.count) }
  package static func - (left: Cents, right: Cents) -> Cents { Cents(left.count - right.count) }
  package static func < (left: Cents, right: Cents) -> Bool { left.count < right.count }
  package static prefix func - (cents: Cents) -> Cents { Cents(-cents.count) }

  package var magnitude: Cents { Cents(abs(count)) }

  /// With a decimal point and two decimals: `-12.50`.
  package var text: String {
    let cents = String(abs(count) % 100)
    return "\(count < 0 ? "-" : "")\(abs(count) / 100).\(cents.count == 1 ? "0" : "")\(cents)"
  }

  /// Rounded towards nothing.
  func part(percent: Int) -> Cents { Cents(count * percent / 100) }
}

extension Sequence<Cents> {
  package var total: Cents { reduce(.zero, +) }
}
