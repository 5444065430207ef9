/// A known name that only looks like the one that was written, letter for digit: what a person reads twice without
/// seeing it, and what a spreadsheet never changes.
package struct Lookalike: Sendable, Hashable {
  package var name: String
  /// `the second character is the letter O`.
  package var remark: String

  private static let digits: [Character: Character] = [
    "O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "B": "8",
  ]

  /// The text with digits for the letters that look like them; nothing where it has none, or other letters too.
  package static func withDigits(_ text: String) -> String? {
    let plain = String(text.map { digits[$0] ?? $0 })
    return plain == text || plain.contains(where: \.isLetter) ? nil : plain
  }

  /// Nothing where no known name looks like it.
  package init?(of name: String, among known: [String]) {
    let written = Array(name)
    guard written.contains(where: { Self.digits[$0] != nil }) else { return nil }
    let looks = { (name: String) in String(name.map { Self.digits[$0] ?? $0 }) }
    let look = looks(name)
    let alike = known.filter { $0 != name && looks($0) == look }
    guard alike.count == 1 else { return nil }
    let places = zip(written, Array(alike[0])).enumerated().filter { $0.element.0 != $0.element.1 }
    guard let first = places.first else { return nil }
    let letter = first.element.0
    let what = letter.isNumber ? "digit" : "letter"
    self.name = alike[0]
    remark = "\(Self.ordinal(first.offset, of: written.count)) character is the \(what) \(letter)"
  }

  private static func ordinal(_ index: Int, of count: Int) -> String {
    let names = ["the first", "the second", "the third", "the fourth", "the fifth", "the sixth"]
    if index == count - 1 { return "the last" }
    return index < names.count ? names[index] : "the \(index + 1)th"
  }
}
