/// The sentences of findings in other languages, read from `Resources/sentences-*.txt`: an English line with numbered gaps,
/// and under it the same line in Dutch (`nl`) and German (`de`).
///
/// A sentence is found by its English form, so that findings that were kept in English can be told in any language, and
/// whoever reports one writes it once. What stands in a gap is left as it is: keys, codes, names; where it is a sentence or
/// a word of ours, the translation says so: `{~2}`, or `{!2}` where the form fits nothing else.
package struct Catalogue: Sendable {
  package static let shared = Catalogue([
    PackageResources.sentences_mapping_txt, PackageResources.sentences_parts_txt,
    PackageResources.sentences_files_txt, PackageResources.sentences_yaml_txt,
  ])

  struct Entry: Sendable {
    var english: SentenceForm
    var others: [Language: SentenceForm]
  }

  /// Those that begin with no gap by their first letter, the others under a blank; of each the ones with most words of
  /// their own first.
  private let entries: [Character: [Entry]]
  private static let deepest = 3

  init(_ files: [[UInt8]]) {
    var all = files.flatMap(Self.blocks).map {
      Entry(english: SentenceForm($0.english), others: $0.others)
    }
    all.sort { $0.english.ownLetters > $1.english.ownLetters }
    entries = Dictionary(grouping: all) { $0.english.firstLetter ?? " " }
  }

  /// An English line, and under it the same in other languages; blocks lie between empty lines.
  static func blocks(of file: [UInt8]) -> [(english: String, others: [Language: SentenceForm])] {
    String(decoding: file, as: UTF8.self).split(separator: "\n\n").compactMap { block in
      let lines = block.split(separator: "\n")
      guard let english = lines.first else { return nil }
      var others: [Language: SentenceForm] = [:]
      for line in lines.dropFirst() {
        guard let language = Language(rawValue: String(line.prefix(2))) else { continue }
        others[language] = SentenceForm(line.dropFirst(3))
      }
      return (String(english), others)
    }
  }

  /// Every form, for whoever holds them against each other.
  package var forms: [(english: SentenceForm, others: [Language: SentenceForm])] {
    entries.values.joined().map { ($0.english, $0.others) }
  }

  /// Nothing where no form fits.
  func sentence(_ english: String, in language: Language, depth: Int = 0) -> String? {
    guard depth <= Self.deepest else { return nil }
    let candidates = (english.first.flatMap { entries[$0] } ?? []) + (entries[" "] ?? [])
    let fitting = candidates.compactMap { entry in
      entry.english.parts(of: english).map { (entry: entry, parts: $0) }
    }.sorted { $0.entry.english.ownLetters > $1.entry.english.ownLetters }
    // `{1} or {2}` joins words; a whole sentence that has an `or` somewhere is not made of it.
    for (entry, parts) in fitting where depth > 0 || !entry.english.isJoin {
      let told = entry.others[language]?.filled { gap, telling -> String? in
        let part = String(parts[gap] ?? "")
        guard telling != .asItIs else { return part }
        return sentence(part, in: language, depth: depth + 1) ?? (telling == .ifKnown ? part : nil)
      }
      if let told { return told }
    }
    return nil
  }
}

/// A sentence with numbered gaps: `code {1} has {2} digits, the others have {3}`.
package struct SentenceForm: Sendable, Hashable {
  /// How what stands in a gap is told.
  enum Telling: Character, Sendable {
    case asItIs = " "
    case ifKnown = "~"
    case always = "!"
  }

  private enum Piece: Sendable, Hashable {
    case text(String)
    case gap(Int, Telling)
  }

  private let pieces: [Piece]

  init(_ text: some StringProtocol) {
    var pieces: [Piece] = []
    var rest = Substring(text)
    var literal = ""
    while let character = rest.popFirst() {
      let telling = rest.first.flatMap { Telling(rawValue: $0) } ?? .asItIs
      let inside = telling == .asItIs ? rest : rest.dropFirst()
      guard character == "{", let digit = inside.first?.wholeNumberValue, inside.dropFirst().first == "}"
      else {
        literal.append(character)
        continue
      }
      rest = inside.dropFirst(2)
      if !literal.isEmpty { pieces.append(.text(literal)) }
      literal = ""
      pieces.append(.gap(digit, telling))
    }
    if !literal.isEmpty { pieces.append(.text(literal)) }
    self.pieces = pieces
  }

  /// How many letters are its own: of two forms that fit, the one with more says more.
  var ownLetters: Int {
    pieces.reduce(0) { sum, piece in if case .text(let text) = piece { sum + text.count } else { sum } }
  }

  /// Two gaps and a word between them.
  var isJoin: Bool {
    guard pieces.count == 3, case .gap = pieces[0], case .text(let word) = pieces[1], case .gap = pieces[2]
    else {
      return false
    }
    return word.split(separator: " ").count == 1
  }

  var firstLetter: Character? { if case .text(let text)? = pieces.first { text.first } else { nil } }

  package var gaps: [Int] {
    pieces.compactMap { piece in if case .gap(let number, _) = piece { number } else { nil } }.sorted()
  }

  /// What stands in the gaps of a sentence of this form; nothing if it is of another. A gap is as short as it can be.
  func parts(of sentence: String) -> [Int: Substring]? {
    var parts: [Int: Substring] = [:]
    var rest = sentence[...]
    var open: Int?
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .gap(let number, _): open = number
      case .text(let text):
        guard let gap = open else {
          guard rest.hasPrefix(text) else { return nil }
          rest = rest.dropFirst(text.count)
          continue
        }
        open = nil
        // The last words are those at the end, whatever the gap before them repeats.
        if index == pieces.count - 1 {
          guard rest.count > text.count, rest.hasSuffix(text) else { return nil }
          parts[gap] = rest.dropLast(text.count)
          rest = ""
        } else {
          guard let range = Self.firstOutsideQuotes(text, in: rest), range.lowerBound > rest.startIndex else {
            return nil
          }
          parts[gap] = rest[..<range.lowerBound]
          rest = rest[range.upperBound...]
        }
      }
    }
    if let open {
      guard !rest.isEmpty else { return nil }
      parts[open] = rest
      rest = ""
    }
    return rest.isEmpty ? parts : nil
  }

  /// What somebody else wrote stands between ‘ and ’, and has no words of ours in it.
  private static func firstOutsideQuotes(_ text: String, in sentence: Substring) -> Range<String.Index>? {
    var start = sentence.startIndex
    while let range = sentence[start...].firstRange(of: text) {
      let before = sentence[..<range.lowerBound]
      if before.count(where: { $0 == "‘" }) == before.count(where: { $0 == "’" }) { return range }
      start = sentence.index(after: range.lowerBound)
    }
    return nil
  }

  /// Nothing where something that must be told cannot be.
  func filled(_ part: (Int, Telling) -> String?) -> String? {
    var sentence = ""
    for piece in pieces {
      switch piece {
      case .text(let text): sentence += text
      case .gap(let number, let telling):
        guard let told = part(number, telling) else { return nil }
        sentence += told
      }
    }
    return sentence
  }
}
