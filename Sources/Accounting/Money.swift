package enum MoneyError: Error, Equatable {
  case currenciesDiffer(Currency, Currency)
  /// Beyond ±92 quadrillion units: a broken file, never care.
  case tooLarge
}

/// A signed sum of money in whole minor units (cents). There is no fraction of a cent, and no overflow.
package struct Money: Sendable, Hashable {
  package let minorUnits: Int64
  package let currency: Currency

  package init(minorUnits: Int64, _ currency: Currency = .eur) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  package static func zero(_ currency: Currency) -> Money { Money(minorUnits: 0, currency) }

  /// A hundred billion. One amount of a file beyond it is a broken file, and even a million of them still sum.
  package static let largestPlausible: Int64 = 10_000_000_000_000

  package var isPlausible: Bool { minorUnits.magnitude <= Self.largestPlausible.magnitude }
  package var isZero: Bool { minorUnits == 0 }
  package var isNegative: Bool { minorUnits < 0 }

  package func adding(_ other: Money) throws(MoneyError) -> Money {
    guard currency == other.currency else { throw .currenciesDiffer(currency, other.currency) }
    let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
    guard !overflow else { throw .tooLarge }
    return Money(minorUnits: sum, currency)
  }

  package func subtracting(_ other: Money) throws(MoneyError) -> Money {
    guard currency == other.currency else { throw .currenciesDiffer(currency, other.currency) }
    let (difference, overflow) = minorUnits.subtractingReportingOverflow(other.minorUnits)
    guard !overflow else { throw .tooLarge }
    return Money(minorUnits: difference, currency)
  }

  package static func sum(_ parts: some Sequence<Money>, _ currency: Currency) throws(MoneyError)
    -> Money
  {
    var total = Money.zero(currency)
    for part in parts { total = try total.adding(part) }
    return total
  }

  /// Splits in proportion to the weights and hands left-over cents to the first shares that take one, so that
  /// the shares always sum to the whole. Weights are not negative and not all zero.
  package func allocated(by weights: [Int64]) throws(MoneyError) -> [Money] {
    let (whole, tooMany) = weights.reduce(into: (Int64(0), false)) { state, weight in
      let (sum, overflow) = state.0.addingReportingOverflow(weight)
      state = (sum, state.1 || overflow)
    }
    guard !tooMany else { throw .tooLarge }
    precondition(whole > 0 && weights.allSatisfy { $0 >= 0 }, "weights must be positive to share money")
    let negative = minorUnits < 0
    var shares = weights.map { weight in
      let product = minorUnits.magnitude.multipliedFullWidth(by: weight.magnitude)
      return Int64(whole.magnitude.dividingFullWidth(product).quotient)
    }
    var left = Int64(minorUnits.magnitude) - shares.reduce(0, +)
    for index in shares.indices where left > 0 && weights[index] > 0 {
      shares[index] += 1
      left -= 1
    }
    return shares.map { Money(minorUnits: negative ? -$0 : $0, currency) }
  }
}

extension Money {
  /// `-1234.50`: a point, two decimals, no grouping. What JSON, journals and canonical files carry.
  package var plain: String {
    let units = minorUnits.magnitude
    let cents = units % 100
    return (minorUnits < 0 ? "-" : "") + "\(units / 100)." + (cents < 10 ? "0\(cents)" : "\(cents)")
  }
}

extension Money: CustomStringConvertible {
  package var description: String { "\(currency.code) \(plain)" }
}

/// Money that is more than nothing: what stands on one side of a journal entry.
package struct Amount: Sendable, Hashable {
  package let money: Money

  package init?(_ money: Money) {
    guard money.minorUnits > 0 else { return nil }
    self.money = money
  }
}
