/// The words of a name or text without case and punctuation, so that `ZILVEREN KRUIS  N.V.` has the words of
/// `Zilveren Kruis`.
struct WordSequence: Sendable, Hashable {
  let words: [String]

  init(_ text: String) {
    words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// Whole words, one after another; never part of a word.
  func contains(_ other: WordSequence) -> Bool {
    guard !other.words.isEmpty, other.words.count <= words.count else { return false }
    return (0...(words.count - other.words.count)).contains { start in
      words[start..<(start + other.words.count)].elementsEqual(other.words)
    }
  }
}
