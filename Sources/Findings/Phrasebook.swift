/// What reports and questions say in other languages, read from `Resources/phrases.txt`: blocks as in the catalogue of
/// sentences. Here whoever says a phrase fills its gaps, so it is found by its English form itself, and nothing that
/// stands in a gap is mistaken for words of ours.
package struct Phrasebook: Sendable {
  package static let shared = Phrasebook(PackageResources.phrases_txt)

  private let entries: [String: [Language: SentenceForm]]

  init(_ file: [UInt8]) {
    entries = Dictionary(
      Catalogue.blocks(of: file).map { ($0.english, $0.others) }, uniquingKeysWith: { first, _ in first })
  }

  /// Every phrase, for whoever holds them against each other.
  package var phrases: [(english: String, others: [Language: SentenceForm])] {
    entries.map { ($0.key, $0.value) }
  }

  /// In English where the book has no such phrase.
  func phrase(_ english: String, in language: Language, _ parts: [String]) -> String {
    let form = entries[english]?[language] ?? SentenceForm(english)
    return form.filled { gap, _ in parts.indices.contains(gap - 1) ? parts[gap - 1] : nil } ?? english
  }
}

/// A phrase of ours in the language of the reader, its gaps `{1}`, `{2}` filled in order.
package func told(_ phrase: String, _ parts: String...) -> String {
  Phrasebook.shared.phrase(phrase, in: .ofReader, parts)
}

/// `1 file`, `2 files`, with the word in the language of the reader.
package func told(_ count: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
  "\(count) " + told(count == 1 ? one : many ?? one + "s")
}
