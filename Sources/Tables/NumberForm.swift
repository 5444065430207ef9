/// Reads amounts of money as a table writes them, into whole cents. Strict: the marks are given, never guessed per
/// row, and what is not an amount is a mistake, never zero.
package struct NumberForm: Sendable, Hashable {
  package enum Mistake: Error, Hashable {
    case empty
    case notANumber
    case severalSigns
    /// Thousands marks do not stand in groups of three.
    case groups
    /// More than two decimals; three could as well be thousands.
    case decimals
    /// Beyond 92 quadrillion cents.
    case tooLarge

    /// Continues "the amount …".
    package var description: String {
      switch self {
      case .empty: "is empty"
      case .notANumber: "is not a number"
      case .severalSigns: "has more than one sign"
      case .groups: "has thousands marks that are not in groups of three"
      case .decimals: "has the wrong number of decimals"
      case .tooLarge: "is too large"
      }
    }
  }

  package var decimalMark: Unicode.Scalar
  package var thousandsMarks: [Unicode.Scalar]
  /// Whether a currency code or symbol may stand at either end.
  package var allowsCurrency: Bool

  package init(
    decimalMark: Unicode.Scalar, thousandsMarks: [Unicode.Scalar] = [], allowsCurrency: Bool = false
  ) {
    precondition(!thousandsMarks.contains(decimalMark), "a mark cannot mean both")
    self.decimalMark = decimalMark
    self.thousandsMarks = thousandsMarks
    self.allowsCurrency = allowsCurrency
  }

  /// The canonical form: an optional minus, digits, a point, two decimals. In cents.
  package static func canonicalMinorUnits(_ bytes: ArraySlice<UInt8>) throws(Mistake) -> Int64 {
    guard let first = bytes.first else { throw .empty }
    let negative = first == UInt8(ascii: "-")
    var magnitude: UInt64 = 0
    var digits = 0
    var decimals: Int?
    for byte in negative ? bytes.dropFirst() : bytes {
      if byte == UInt8(ascii: ".") {
        guard digits > 0, decimals == nil else { throw .notANumber }
        decimals = 0
      } else {
        guard (48...57).contains(byte) else { throw .notANumber }
        magnitude = try appending(byte, to: magnitude)
        digits += 1
        if let count = decimals { decimals = count + 1 }
      }
    }
    guard digits > 0 else { throw .notANumber }
    guard decimals == 2 else { throw .decimals }
    return try signed(magnitude, negative: negative)
  }

  /// Hundredths of an unsigned number with a point and two decimals, or with neither, of up to twelve digits; nothing
  /// for any other text, which may still be a number.
  package static func plainMinorUnits(_ bytes: ArraySlice<UInt8>) -> Int64? {
    guard (1...12).contains(bytes.count) else { return nil }
    let point = bytes.endIndex - 3
    let hasPoint = bytes.count > 3 && bytes[point] == UInt8(ascii: ".")
    var units: Int64 = 0
    for place in bytes.indices where !hasPoint || place != point {
      guard (48...57).contains(bytes[place]) else { return nil }
      units = units * 10 + Int64(bytes[place] - 48)
    }
    return hasPoint ? units : units * 100
  }

  /// Cents of a text such as `1.234,56`, `€ -5`, `250,00-`, `(125,00)`, under this form's marks.
  package func minorUnits(_ text: String) throws(Mistake) -> Int64 {
    var scalars = Array(text.unicodeScalars)[...]
    let negative = try takeSign(&scalars)
    guard !scalars.isEmpty else { throw .empty }

    let parts = scalars.split(separator: decimalMark, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first else { throw .notANumber }
    var magnitude: UInt64 = 0
    for digit in try ungrouped(whole) { magnitude = try Self.appending(digit, to: magnitude) }
    var cents: [UInt8] = []
    if parts.count == 2 { cents = try decimals(parts[1], afterDigits: !whole.isEmpty) }
    while cents.count < 2 { cents.append(48) }
    for digit in cents { magnitude = try Self.appending(digit, to: magnitude) }
    return try Self.signed(magnitude, negative: negative)
  }

  /// Takes blanks, currency and sign off both ends; parentheses mean minus.
  private func takeSign(_ scalars: inout ArraySlice<Unicode.Scalar>) throws(Mistake) -> Bool {
    trim(&scalars)
    guard !scalars.isEmpty else { throw .empty }
    var signs: [Bool] = []
    for _ in 0..<2 {
      if allowsCurrency { takeCurrency(&scalars) }
      if let first = scalars.first, let sign = Self.sign(first) {
        signs.append(sign)
        scalars.removeFirst()
        trim(&scalars)
      }
      if let last = scalars.last, let sign = Self.sign(last) {
        signs.append(sign)
        scalars.removeLast()
        trim(&scalars)
      }
      if scalars.first == "(", scalars.last == ")", scalars.count > 2 {
        signs.append(true)
        scalars = scalars.dropFirst().dropLast()
        trim(&scalars)
      }
    }
    guard signs.count <= 1 else { throw .severalSigns }
    return signs.first ?? false
  }

  private func takeCurrency(_ scalars: inout ArraySlice<Unicode.Scalar>) {
    for symbol in ["EUR", "CHF", "€"] {
      let mark = Array(symbol.unicodeScalars)
      if scalars.starts(with: mark) {
        scalars.removeFirst(mark.count)
      } else if scalars.suffix(mark.count).elementsEqual(mark) {
        scalars.removeLast(mark.count)
      } else {
        continue
      }
      trim(&scalars)
      return
    }
  }

  private func trim(_ scalars: inout ArraySlice<Unicode.Scalar>) {
    while let first = scalars.first, Self.isBlank(first) { scalars.removeFirst() }
    while let last = scalars.last, Self.isBlank(last) { scalars.removeLast() }
  }

  private func ungrouped(_ whole: ArraySlice<Unicode.Scalar>) throws(Mistake) -> [UInt8] {
    let groups = whole.split(omittingEmptySubsequences: false) { thousandsMarks.contains($0) }
    if groups.count > 1 {
      guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else {
        throw .groups
      }
      let used = Set(whole.filter { thousandsMarks.contains($0) })
      guard used.count == 1 else { throw .groups }
    }
    return try Self.digits(groups.joined())
  }

  /// One or two decimals, or more if all beyond the second are zeros; never exactly three, which could be thousands.
  private func decimals(_ part: ArraySlice<Unicode.Scalar>, afterDigits: Bool) throws(Mistake) -> [UInt8] {
    let digits = try Self.digits(part)
    guard !digits.isEmpty else { throw .notANumber }
    guard digits.count != 3, digits.dropFirst(2).allSatisfy({ $0 == 48 }) else { throw .decimals }
    return Array(digits.prefix(2))
  }

  private static func digits(_ scalars: some Sequence<Unicode.Scalar>) throws(Mistake) -> [UInt8] {
    var digits: [UInt8] = []
    for scalar in scalars {
      guard (48...57).contains(scalar.value) else { throw .notANumber }
      digits.append(UInt8(scalar.value))
    }
    return digits
  }

  private static func appending(_ digit: UInt8, to magnitude: UInt64) throws(Mistake) -> UInt64 {
    let (product, tooLarge) = magnitude.multipliedReportingOverflow(by: 10)
    let (sum, overflow) = product.addingReportingOverflow(UInt64(digit &- 48))
    guard !tooLarge, !overflow else { throw .tooLarge }
    return sum
  }

  private static func signed(_ magnitude: UInt64, negative: Bool) throws(Mistake) -> Int64 {
    guard magnitude <= UInt64(Int64.max) else { throw .tooLarge }
    return negative ? -Int64(magnitude) : Int64(magnitude)
  }

  private static func sign(_ scalar: Unicode.Scalar) -> Bool? {
    switch scalar {
    case "-", "\u{2212}": true
    case "+": false
    default: nil
    }
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\t", "\u{A0}", "\u{2009}", "\u{202F}", "\u{FEFF}": true
    default: false
    }
  }
}
