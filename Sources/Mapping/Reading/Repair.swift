import Accounting

/// What a text was before a spreadsheet or a word processor changed it.
struct Repair {
  let text: String
  /// What happened to it, as a sentence without its point.
  let cause: String

  var question: String { "Did you mean \(text)? \(cause)" }

  /// The first guess that is good; nothing where none is.
  static func of(_ text: String, isGood: (String) -> Bool) -> Repair? {
    guard text.utf8.count <= 64 else { return nil }
    return guesses(text).first { $0.text != text && isGood($0.text) }
  }

  private static func guesses(_ text: String) -> [Repair] {
    let plain = withoutMarks(text)
    var guesses: [Repair] = []
    if plain.unicodeScalars.count < text.unicodeScalars.count {
      let hasBlank = text.unicodeScalars.contains { blanks.contains($0) }
      guesses.append(
        Repair(
          text: plain,
          cause: hasBlank
            ? "A blank that does not break, or one that is not seen, stands in it"
            : "Typographic quotes stand around it"))
    }
    if plain.utf8.allSatisfy({ (48...57).contains($0) }), (1...8).contains(plain.utf8.count) {
      for zeros in ["0", "00", "000"] {
        guesses.append(Repair(text: zeros + plain, cause: "Spreadsheets drop leading zeros"))
      }
    }
    if let whole = scientific(plain) {
      guesses.append(Repair(text: whole, cause: "A spreadsheet wrote it in powers of ten"))
    }
    for end in [".0", ".00", ",0", ",00"] where plain.hasSuffix(end) {
      guesses.append(
        Repair(text: String(plain.dropLast(end.count)), cause: "A spreadsheet gave it decimals"))
    }
    return guesses
  }

  private static let blanks: Set<Unicode.Scalar> = [
    "\u{A0}", "\u{2007}", "\u{2009}", "\u{202F}", "\u{200B}", "\u{FEFF}", "\u{AD}", "\u{2060}",
  ]
  private static let quotes: Set<Unicode.Scalar> = [
    "\u{2018}", "\u{2019}", "\u{201A}", "\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}",
  ]

  private static func withoutMarks(_ text: String) -> String {
    var plain = ""
    for scalar in text.unicodeScalars where !blanks.contains(scalar) && !quotes.contains(scalar) {
      plain.unicodeScalars.append(scalar)
    }
    return plain
  }

  /// `8.01E+3` for 8010; whole numbers of at most 16 digits.
  private static func scientific(_ text: String) -> String? {
    let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
    guard parts.count == 2, let power = Int(parts[1]), (0...15).contains(power) else { return nil }
    let number = parts[0].split(whereSeparator: { $0 == "." || $0 == "," })
    guard (1...2).contains(number.count), number.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
    else { return nil }
    let decimals = number.count == 2 ? number[1].count : 0
    guard decimals <= power else { return nil }
    return number.joined() + String(repeating: "0", count: power - decimals)
  }

  /// What to write for a day that is written otherwise: `31-03-2026`, `03/31/2026`, `20260331`, and the number that
  /// spreadsheets keep for a day. Nothing where it looks like no day.
  static func ofDay(_ text: String) -> String? {
    let plain = withoutMarks(text)
    let parts = plain.split(whereSeparator: { "-/. ".contains($0) }).map(String.init)
    let numbers = parts.compactMap { $0.utf8.allSatisfy { (48...57).contains($0) } ? Int($0) : nil }
    guard numbers.count == parts.count else { return nil }
    if numbers.count == 1, let number = numbers.first { return ofDayNumber(number) }
    guard numbers.count == 3 else { return nil }
    if parts[0].count == 4 {
      return day(numbers[0], numbers[1], numbers[2]).map { "Write \($0)" }
    }
    let year = parts[2].count == 2 ? 2_000 + numbers[2] : numbers[2]
    let dayFirst = day(year, numbers[1], numbers[0])
    let monthFirst = day(year, numbers[0], numbers[1])
    switch (dayFirst, monthFirst) {
    case (let one?, let other?) where one != other:
      return "Write \(one), or \(other) if the month stands first; a spreadsheet turned the day round"
    case (let one?, _): return "Write \(one); a spreadsheet turned the day round"
    case (nil, let other?): return "Write \(other); a spreadsheet turned the day round"
    case (nil, nil): return nil
    }
  }

  private static func ofDayNumber(_ number: Int) -> String? {
    if (19_000_101...29_991_231).contains(number) {
      return day(number / 10_000, number / 100 % 100, number % 100).map { "Write \($0)" }
    }
    // Day 25569 of a spreadsheet is 1970-01-01. Beyond 2009 and before 2064 it is hardly anything else.
    guard (40_000...60_000).contains(number) else { return nil }
    return "Write \(CalendarDate(dayNumber: Int32(number - 25_569))); a spreadsheet shows the day as a number"
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate? {
    guard (1_900...2_999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }

  /// What to write for an amount that a spreadsheet wrote: `1.250,00`, `1,250.00`, `€ 12,5`, `1250`.
  static func ofMoney(_ text: String) -> String? {
    let plain = withoutMarks(text).filter { $0 != " " && $0 != "€" }
    guard plain.utf8.count <= 20 else { return nil }
    if let whole = scientific(plain) { return "Write \(whole).00; a spreadsheet wrote it in powers of ten" }
    let isNegative = plain.hasPrefix("-")
    let digits = isNegative ? String(plain.dropFirst()) : plain
    guard let first = digits.first, ("0"..."9").contains(first),
      digits.allSatisfy({ ("0"..."9").contains($0) || $0 == "." || $0 == "," })
    else { return nil }
    var units = digits
    var cents = "00"
    if let mark = digits.lastIndex(where: { $0 == "." || $0 == "," }) {
      let after = digits[digits.index(after: mark)...]
      if (1...2).contains(after.count) {
        cents = after.count == 1 ? after + "0" : String(after)
        units = String(digits[..<mark])
      } else if after.count != 3 {
        return nil
      }
    }
    let written = (isNegative ? "-" : "") + units.filter { $0 != "." && $0 != "," } + "." + cents
    return Money(strict: written) == nil ? nil : "Write \(written)"
  }
}
