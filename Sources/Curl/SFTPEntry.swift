/// One line of a folder's list.
package struct SFTPEntry: Sendable, Hashable {
  package enum Kind: Sendable { case file, folder, other }

  package var kind: Kind
  /// What cannot be read as UTF-8 became `U+FFFD`; such a name cannot be asked for.
  package var name: String
  /// Bytes.
  package var size: Int64
  /// When it was last changed, in the server's words: to the minute at best.
  package var changed: String

  package init(kind: Kind, name: String, size: Int64, changed: String) {
    self.kind = kind
    self.name = name
    self.size = size
    self.changed = changed
  }

  /// `-rw-r--r--    1 user  group      500 Nov 27 16:10 a name`, the form that every server gives (as the draft of the
  /// protocol, section 7.4, recommends).
  init?(line: some Collection<UInt8>) {
    var rest = Substring(String(decoding: line, as: UTF8.self))
    var fields: [Substring] = []
    while fields.count < 8 {
      rest = rest.drop { $0 == " " }
      let field = rest.prefix { $0 != " " }
      guard !field.isEmpty else { return nil }
      fields.append(field)
      rest = rest.dropFirst(field.count)
    }
    // One blank, and what follows is the name, blanks and all.
    let name = rest.dropFirst()
    guard let size = Int64(fields[4]), size >= 0, !name.isEmpty, name != ".", name != ".." else { return nil }
    kind =
      switch fields[0].first {
      case "-": .file
      case "d": .folder
      default: .other
      }
    self.name = String(name)
    self.size = size
    changed = fields[5...7].joined(separator: " ")
  }
}
