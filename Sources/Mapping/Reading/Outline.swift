import Findings
import YAML

/// A YAML mapping whose keys are all known.
struct Outline {
  let position: Position
  private let values: [String: (key: Position, node: Node)]

  init(position: Position, values: [String: (key: Position, node: Node)]) {
    self.position = position
    self.values = values
  }

  subscript(_ key: String) -> Node? { values[key]?.node }

  func position(ofKey key: String) -> Position { values[key]?.key ?? position }
}

extension Inspector {
  /// Reads the bytes as one YAML mapping. Nothing where there is none; the reason is among the findings.
  mutating func document(_ bytes: [UInt8]) -> Node? {
    let document: Document
    do {
      document = try Document(bytes)
    } catch {
      let isSyntax = error.kind == .malformed
      report(
        isSyntax ? "yaml-syntax" : "yaml-refused", at: position(error.mark), error.problem,
        remedy: isSyntax ? Self.remedy(error, bytes) : "Settings are plain keys, lists and texts")
      return nil
    }
    for duplicate in document.duplicateKeys {
      report(
        "duplicate-key", at: position(duplicate.mark),
        "the key \(quoted(duplicate.key)) stands already on line \(duplicate.first.line)",
        remedy: "Remove one of them", also: [position(duplicate.first)])
    }
    guard let root = document.root else {
      report(
        "empty-file", at: Position(file: file, line: 1, column: 1), "the file says nothing",
        remedy: "Start from a shipped template")
      return nil
    }
    return root
  }

  private static func remedy(_ fault: SyntaxFault, _ bytes: [UInt8]) -> String {
    if fault.problem.contains("UTF-8") { return "Save the file as UTF-8" }
    if fault.problem.contains("mapping values") {
      return "Put quotation marks around a text with a colon in it; or indent the line like the one above"
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.indices.contains(fault.mark.line - 1) ? lines[fault.mark.line - 1] : []
    let (blank, tab) = (UInt8(ascii: " "), UInt8(ascii: "\t"))
    if line.prefix(while: { $0 == blank || $0 == tab }).contains(tab) {
      return "Indent with blanks; a tab stands here"
    }
    return "Check indentation, quotation marks and brackets here and on the line above"
  }

  mutating func outline(
    _ node: Node, of what: String, required: [String], optional: [String] = []
  ) -> Outline? {
    guard case .mapping(let pairs) = node.content else {
      reportShape(node, "\(what) is written as keys with values")
      return nil
    }
    let known = required + optional
    var values: [String: (key: Position, node: Node)] = [:]
    for pair in pairs {
      if known.contains(pair.key) {
        values[pair.key] = (position(pair.mark), pair.value)
      } else {
        reportUnknown("key", Placed(pair.key, at: position(pair.mark)), among: known)
      }
    }
    let outline = Outline(position: position(node.mark), values: values)
    for key in required where values[key] == nil {
      report(
        Self.missingRule(key), at: outline.position, "\(what) does not say \(key)",
        remedy: "Add the key \(key)")
    }
    return outline
  }

  /// A YAML mapping whose values are all texts.
  mutating func record(
    _ node: Node, of what: String, required: [String], optional: [String] = []
  ) -> Record? {
    guard let outline = outline(node, of: what, required: required, optional: optional) else { return nil }
    return record(outline, keys: required + optional)
  }

  /// The texts under the given keys.
  mutating func record(_ outline: Outline, keys: [String]) -> Record {
    var fields: [String: Placed<String>] = [:]
    for key in keys {
      guard let node = outline[key], let text = text(node) else { continue }
      fields[key] = text
    }
    return Record(kind: .mapping, position: outline.position, fields: fields)
  }

  mutating func items(_ node: Node, of what: String) -> [Node] {
    guard case .sequence(let items) = node.content else {
      reportShape(node, "\(what) is a list; each item begins with a hyphen")
      return []
    }
    return items
  }

  mutating func text(_ node: Node) -> Placed<String>? {
    guard case .scalar(let text) = node.content else {
      reportShape(node, "a single text belongs here")
      return nil
    }
    return Placed(text, at: position(node.mark))
  }

  mutating func texts(_ node: Node, of what: String) -> [Placed<String>] {
    var texts: [Placed<String>] = []
    for item in items(node, of: what) {
      if let text = text(item) { texts.append(text) }
    }
    return texts
  }

  mutating func reportShape(_ node: Node, _ message: String) {
    report(
      "wrong-shape", at: position(node.mark), message,
      remedy: "Compare with the same place in a shipped template")
  }

  static func missingRule(_ key: String) -> String {
    key == "because" || key == "otherwise" ? "missing-\(key)" : "missing-key"
  }
}
