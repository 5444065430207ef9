/// The text of an entry with parts to fill in: no client, no free text of the payer.
struct TextTemplate: Sendable, Hashable {
  enum Piece: Sendable, Hashable {
    case literal(String)
    case part(String)
  }

  static let allowedParts = ["declaration", "payer-name", "payer", "remittance", "receipt", "date", "entry"]

  struct BadPart: Error {
    let part: String
  }

  let pieces: [Piece]

  init(_ text: String) throws(BadPart) {
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else {
        throw BadPart(part: String(rest[open...].prefix(40)))
      }
      let name = String(rest[rest.index(after: open)..<close])
      guard Self.allowedParts.contains(name) else { throw BadPart(part: name) }
      if open > rest.startIndex { pieces.append(.literal(String(rest[..<open]))) }
      pieces.append(.part(name))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.literal(String(rest))) }
    self.pieces = pieces
  }

  /// A part that has no value leaves nothing behind, not even its blank.
  func filled(with parts: [String: String]) -> String {
    let text = pieces.map { piece in
      switch piece {
      case .literal(let text): text
      case .part(let name): parts[name] ?? ""
      }
    }
    return text.joined().split(separator: " ").joined(separator: " ")
  }
}
