/// Receives what a document says, in its order. Nothing it is given outlives the call.
package protocol XMLHandler {
  /// A namespace that was not seen before; `number` stands for it from now on. Number 0 is no namespace.
  mutating func namespace(_ number: Int, is uri: String)
  mutating func start(_ tag: XMLTag)
  /// Character data, UTF-8, references resolved. One run of text may come in several calls.
  mutating func text(_ bytes: Span<UInt8>)
  mutating func end(_ tag: XMLTag)
}

/// A start or an end tag.
package struct XMLTag: Sendable {
  /// The local name as its index in the vocabulary; nothing for a name that is not in it.
  package let name: Int?
  /// The number `XMLHandler.namespace` gave.
  package let namespace: Int
  /// In the order of the tag, without namespace declarations; empty at an end tag.
  package let attributes: [XMLAttribute]
  /// Offset of `<` in the file as received.
  package let byte: Int
  /// Offset just past `>`.
  package let end: Int
  /// The line of `<`, counted from 1.
  package let line: Int
}

package struct XMLAttribute: Sendable, Hashable {
  /// The local name as its index in the vocabulary; nothing for a name that is not in it.
  package let name: Int?
  package let namespace: Int
  package let value: String
}

/// The names a handler knows. Tags are told apart by number, so that a name costs no string per tag.
package struct XMLVocabulary: Sendable {
  package let names: [String]
  private let numbers: [String: Int16]

  /// Distinct names, at most 30,000.
  package init(_ names: [String]) {
    precondition(names.count <= 30_000, "a vocabulary numbers its names in 16 bits")
    self.names = names
    numbers = Dictionary(
      names.enumerated().map { ($1, Int16($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// −1 for a name that is not in the vocabulary.
  func number(of name: String) -> Int16 { numbers[name] ?? -1 }
}
