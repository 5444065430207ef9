/// An ISO 4217 currency with two decimals. Currencies with other numbers of decimals are not used in care.
package struct Currency: Sendable, Hashable {
  package let code: String

  /// Three capital letters, or nothing.
  package init?(_ code: String) {
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
    guard !Self.withoutTwoDecimals.contains(code) else { return nil }
    self.code = code
  }

  private init(known code: String) { self.code = code }

  package static let eur = Currency(known: "EUR")
  package static let chf = Currency(known: "CHF")

  private static let withoutTwoDecimals: Set<String> = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
    "XAF", "XOF", "XPF", "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND",
  ]
}

extension Currency: CustomStringConvertible {
  package var description: String { code }
}
