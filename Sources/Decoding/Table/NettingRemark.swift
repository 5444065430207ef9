/// What a payer writes where it nets something that is no declaration: `Salderen voorschot`, `CM96-3001 plafond`.
struct NettingRemark {
  private let text: String

  init(_ text: String) { self.text = text.uppercased() }

  /// An advance that is taken back, and no ceiling besides: of both it could be either.
  var speaksOfAdvance: Bool {
    ["VOORSCHOT", "VORSCHUSS"].contains { text.contains($0) } && !text.contains("PLAFOND")
  }

  /// The one year of this century in it: of which care an advance was.
  var year: String? {
    let years = Set(
      text.utf8.split { !(48...57).contains($0) }.filter { $0.count == 4 && $0.starts(with: "20".utf8) }
        .map { String(decoding: $0, as: UTF8.self) })
    return years.count == 1 ? years.first : nil
  }

  /// The one number of a takeback in it: a mark, two digits, and what tells it from others of the same cause. The mark
  /// alone, `CM96`, is a cause.
  func number(among marks: [String]) -> String? {
    let words = text.split { " \t\u{A0},;:()".contains($0) }.map(String.init)
    let numbers = Set(
      words.filter { word in
        marks.contains { mark in
          guard word.hasPrefix(mark) else { return false }
          let rest = word.dropFirst(mark.count)
          return rest.count > 2 && rest.prefix(2).allSatisfy { $0.isASCII && $0.isNumber }
            && rest.dropFirst(2).contains { $0.isASCII && $0.isNumber }
        }
      })
    return numbers.count == 1 ? numbers.first : nil
  }
}
