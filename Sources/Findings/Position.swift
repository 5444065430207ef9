/// Where in a file something stands: what a person needs to put a finger on it.
package struct Position: Sendable, Hashable {
  /// The name as the person knows it, without folders that mean nothing to them.
  package var file: String
  /// Counted from 1.
  package var line: Int?
  /// Counted from 1, in characters as an editor counts them; in fixed-width files the byte in the record.
  package var column: Int?
  /// Offset of the first byte, counted from 0.
  package var byte: Int?

  package init(file: String, line: Int? = nil, column: Int? = nil, byte: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.byte = byte
  }
}

extension Position: CustomStringConvertible {
  package var description: String {
    var text = file
    if let line { text += ":\(line)" }
    if line != nil, let column { text += ":\(column)" }
    return text
  }
}

extension Position: Comparable {
  /// By file, and in a file from the top; what concerns the file as a whole comes first.
  package static func < (left: Position, right: Position) -> Bool {
    (left.file, left.line ?? 0, left.column ?? 0, left.byte ?? 0)
      < (right.file, right.line ?? 0, right.column ?? 0, right.byte ?? 0)
  }
}
