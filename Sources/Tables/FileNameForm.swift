package import Accounting

/// What a file's name says, as a person names files or a portal does: `{specification}_{date}` reads
/// `BS-26-0042_2026-04-20.csv`. The folder and the ending are not part of it; `*` stands for any text, and letters may
/// be small or capital.
package struct FileNameForm: Sendable, Hashable {
  package struct Reading: Sendable, Hashable {
    /// Letters, digits, hyphens and points, a digit at least.
    package var specification: String?
    package var date: CalendarDate?
  }

  private enum Part: Hashable {
    case literal(UInt8), anything, specification, date
  }

  package let pattern: String
  private let parts: [Part]

  /// Nothing unless `{specification}` or `{date}` stands in it, each once at most, and `*` twice at most: more of them
  /// would fit a long name in too many ways.
  package init?(_ pattern: String) {
    var parts: [Part] = []
    var rest = pattern[...]
    while let first = rest.first {
      if rest.hasPrefix("{specification}") {
        parts.append(.specification)
        rest = rest.dropFirst("{specification}".count)
      } else if rest.hasPrefix("{date}") {
        parts.append(.date)
        rest = rest.dropFirst("{date}".count)
      } else {
        guard !"{}/".contains(first) else { return nil }
        parts += first == "*" ? [.anything] : first.utf8.map { .literal(Self.small($0)) }
        rest = rest.dropFirst()
      }
    }
    func count(_ part: Part) -> Int { parts.count { $0 == part } }
    guard
      count(.specification) <= 1, count(.date) <= 1, count(.specification) + count(.date) > 0,
      count(.anything) <= 2
    else { return nil }
    self.pattern = pattern
    self.parts = parts
  }

  package var saysSpecification: Bool { parts.contains(.specification) }
  package var saysDate: Bool { parts.contains(.date) }

  /// Nothing where the name is none of this form. Of several readings the one with the shortest texts for `*`, and among
  /// those the longest number.
  package func reading(of name: String, dates: DateForm) -> Reading? {
    reading(Self.stem(of: name), parts[...], dates)
  }

  private func reading(
    _ name: ArraySlice<UInt8>, _ parts: ArraySlice<Part>, _ dates: DateForm
  ) -> Reading? {
    guard let part = parts.first else { return name.isEmpty ? Reading() : nil }
    let others = parts.dropFirst()
    switch part {
    case .literal(let byte):
      guard let first = name.first, Self.small(first) == byte else { return nil }
      return reading(name.dropFirst(), others, dates)
    case .anything:
      for length in 0...name.count {
        if let found = reading(name.dropFirst(length), others, dates) { return found }
      }
    case .specification:
      let most = name.prefix(40).prefix(while: Self.standsInNumbers).count
      for length in stride(from: most, to: 0, by: -1) {
        let number = name.prefix(length)
        guard number.contains(where: { (48...57).contains($0) }) else { return nil }
        guard var found = reading(name.dropFirst(length), others, dates) else { continue }
        found.specification = String(decoding: number, as: UTF8.self)
        return found
      }
    case .date:
      for length in stride(from: min(name.count, 10), to: 5, by: -1) {
        guard let date = dates.date(name.prefix(length)),
          var found = reading(name.dropFirst(length), others, dates)
        else { continue }
        found.date = date
        return found
      }
    }
    return nil
  }

  /// Without the folder, and without an ending such as `.csv`; `.2026` belongs to a date.
  private static func stem(of name: String) -> ArraySlice<UInt8> {
    let name = Array(name.utf8).split(separator: UInt8(ascii: "/")).last ?? []
    guard let point = name.lastIndex(of: UInt8(ascii: ".")) else { return name }
    let ending = name[(point + 1)...]
    let isEnding = (1...4).contains(ending.count) && ending.contains { (97...122).contains(small($0)) }
    return isEnding ? name[..<point] : name
  }

  private static func small(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }

  private static func standsInNumbers(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(small(byte)) || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }
}
