/// An amount as camt writes it, read digit by digit into cents: there is no floating point on the way.
enum CamtAmount {
  enum Fault: Error {
    case malformed
    /// More decimals than cents have, and not all of them zero.
    case fractionOfACent
    /// Beyond a hundred billion: a broken file, never care.
    case absurd
  }

  /// 10^13 cents.
  static let largest: Int64 = 10_000_000_000_000

  /// Digits, then perhaps a point and more digits. No sign, no blank, no exponent, no grouping. `decimals` is how
  /// many digits may follow the point; those beyond two must be zero.
  static func cents(_ text: some Collection<UInt8>, decimals: Int = 5) throws(Fault) -> Int64 {
    var cents: Int64 = 0
    var wholeDigits = 0
    var fractionDigits: Int?
    var hasFraction = false
    var isAbsurd = false
    for byte in text {
      if byte == UInt8(ascii: "."), fractionDigits == nil {
        fractionDigits = 0
        continue
      }
      guard (48...57).contains(byte) else { throw .malformed }
      let digit = Int64(byte - 48)
      guard let fraction = fractionDigits else {
        wholeDigits += 1
        if cents > largest { isAbsurd = true } else { cents = cents * 10 + digit }
        continue
      }
      fractionDigits = fraction + 1
      if fraction < 2 {
        if cents > largest { isAbsurd = true } else { cents = cents * 10 + digit }
      } else if digit != 0 {
        hasFraction = true
      }
    }
    let given = fractionDigits ?? 0
    guard wholeDigits > 0, fractionDigits != 0, given <= decimals else { throw .malformed }
    guard !hasFraction else { throw .fractionOfACent }
    for _ in min(given, 2)..<2 {
      if cents > largest { isAbsurd = true } else { cents *= 10 }
    }
    guard !isAbsurd, cents <= largest else { throw .absurd }
    return cents
  }
}
