/// The one document of a YAML text, as a tree with the position of every key and value.
package struct Document: Sendable {
  /// A key that stands twice in one mapping. The first one counts.
  package struct DuplicateKey: Sendable, Hashable {
    package let key: String
    package let mark: Mark
    package let first: Mark
  }

  /// More than any settings file a person keeps; less than what hurts.
  package static let largestSize = 4 * 1024 * 1024
  package static let deepest = 32
  package static let mostNodes = 200_000

  /// Nothing where the text holds only comments and blanks.
  package let root: Node?
  package let duplicateKeys: [DuplicateKey]

  /// Reads UTF-8 bytes, with or without a byte order mark.
  package init(_ bytes: [UInt8]) throws(SyntaxFault) {
    guard bytes.count <= Self.largestSize else {
      throw SyntaxFault(
        .tooLarge, at: Mark(line: 1, column: 1),
        "\(bytes.count) bytes; at most \(Self.largestSize) are read")
    }
    let hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var composer = try Composer(hasByteOrderMark ? Array(bytes.dropFirst(3)) : bytes)
    root = try composer.document()
    duplicateKeys = composer.duplicateKeys
  }
}
