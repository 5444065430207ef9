import Findings

extension NumberForm {
  /// What to do about an amount that is not in the canonical form; nothing where its meaning is not certain.
  package static func canonicalRemedy(for text: String) -> String? {
    if let written = rewritten(text) { return "Write \(written)" }
    guard let alike = Lookalike(number: text) else { return nil }
    return "Did you mean \(alike.name)? In yours \(alike.remark)"
  }

  /// `1.250,00`, `1,250.00`, `€ 12,5`, `250,00-` in the canonical form. Nothing where the last mark may part thousands,
  /// or where there is none: that may as well be cents, or a number of another column.
  static func rewritten(_ text: String) -> String? {
    let blanks: Set<Unicode.Scalar> = [" ", "\u{A0}", "\u{2009}", "\u{202F}"]
    var digits = String(String.UnicodeScalarView(text.unicodeScalars.filter { !blanks.contains($0) }))
    for symbol in ["EUR", "€"] where digits.hasPrefix(symbol) || digits.hasSuffix(symbol) {
      digits = digits.replacing(symbol, with: "", maxReplacements: 1)
    }
    let isNegative = digits.first == "-" || digits.last == "-"
    if isNegative {
      digits = digits.first == "-" ? String(digits.dropFirst()) : String(digits.dropLast())
    }
    guard digits.utf8.count <= 20, let mark = digits.lastIndex(where: { $0 == "." || $0 == "," }) else {
      return nil
    }
    let cents = digits[digits.index(after: mark)...]
    let groups = digits[..<mark].split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    let thousands = digits[..<mark].filter { $0 == "." || $0 == "," }
    guard (1...2).contains(cents.count), thousands.allSatisfy({ $0 != digits[mark] }),
      groups.count == 1
        || (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    let written =
      (isNegative ? "-" : "") + groups.joined() + "." + cents + (cents.count == 1 ? "0" : "")
    return isCanonical(written) ? written : nil
  }

  fileprivate static func isCanonical(_ text: String) -> Bool {
    do throws(Mistake) {
      _ = try canonicalMinorUnits(Array(text.utf8)[...])
      return true
    } catch {
      return false
    }
  }
}

extension Lookalike {
  /// The amount that a text is but for letters in the place of digits: `12O.00`.
  package init?(number text: String) {
    guard let digits = Self.withDigits(text), NumberForm.isCanonical(digits) else { return nil }
    self.init(of: text, among: [digits])
  }
}
