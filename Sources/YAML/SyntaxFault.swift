/// Why a text cannot be read as YAML at all, or uses a part of YAML that settings have no need of.
package struct SyntaxFault: Error, Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Not YAML, or not UTF-8; `problem` is libyaml's own text.
    case malformed
    /// An anchor or alias: one text in two places hides what a value is.
    case alias
    /// A tag: values are text, nothing else.
    case tag
    /// A merge key `<<`.
    case mergeKey
    /// A key that is not a single text.
    case keyNotText
    /// A `%` directive.
    case directive
    /// More than one document.
    case severalDocuments
    case tooDeep, tooLarge, tooManyNodes
    /// libyaml found no memory.
    case noMemory
  }

  package let kind: Kind
  package let mark: Mark
  package let problem: String

  package init(_ kind: Kind, at mark: Mark, _ problem: String) {
    self.kind = kind
    self.mark = mark
    self.problem = problem
  }
}
