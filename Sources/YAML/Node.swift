/// One value of a YAML text. Every scalar is text: `0800` stays `0800` and `NO` stays `NO`, quoted or not.
package struct Node: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case scalar(String)
    case sequence([Node])
    case mapping([Pair])
  }

  /// A key and what stands under it, in the order of the file.
  package struct Pair: Sendable, Hashable {
    package let key: String
    /// Where the key starts.
    package let mark: Mark
    package let value: Node

    package init(key: String, mark: Mark, value: Node) {
      self.key = key
      self.mark = mark
      self.value = value
    }
  }

  package let content: Content
  /// Where the value starts; of a quoted scalar, its quotation mark.
  package let mark: Mark

  package init(_ content: Content, at mark: Mark) {
    self.content = content
    self.mark = mark
  }
}
