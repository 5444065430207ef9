import Findings

/// Named texts with their positions: a table row, or a YAML mapping whose values are all texts.
struct Record: Sendable {
  enum Kind: Sendable { case row, mapping }

  let kind: Kind
  /// Where the row or mapping starts.
  let position: Position
  /// Present and absent are told apart in a mapping by the key; in a row, an empty text is an empty cell.
  let fields: [String: Placed<String>]

  /// The text of a field that says something.
  func text(_ name: String) -> Placed<String>? {
    guard let field = fields[name], !field.value.isEmpty else { return nil }
    return field
  }

  func position(of name: String) -> Position { fields[name]?.position ?? position }
}
