import Foundation
import JSON
import Mapping
import YAML

/// A JSON Schema of `schemas`, as far as it says which keys and words belong where.
struct Schema {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "schemas")

  let name: String
  private let root: JSON

  init(_ name: String) throws {
    self.name = name
    root = try JSON(reading: Array(try Data(contentsOf: Self.folder.appending(path: "\(name).schema.json"))))
  }

  /// One place of a document that has keys, with what the schema says of it.
  struct Place {
    /// Names and indexes that lead there.
    var path: [String]
    var properties: [(key: String, schema: JSON)]
    var required: [String]
  }

  /// Every place of the document whose keys the schema names.
  func places(in document: JSON) -> [Place] { places(document, root, []) }

  /// The words that belong under a key; nothing where any text does.
  func words(_ schema: JSON) -> [String]? {
    let schema = resolved(schema)
    if let word = schema["const"]?.text { return [word] }
    return schema["enum"]?.list.map { $0.compactMap(\.text) }
  }

  private func places(_ document: JSON, _ schema: JSON, _ path: [String]) -> [Place] {
    let schema = chosen(resolved(schema), for: document)
    switch document {
    case .object(let members):
      var found: [Place] = []
      if let properties = schema["properties"], case .object(let known) = properties {
        let required = schema["required"]?.list?.compactMap(\.text) ?? []
        found.append(Place(path: path, properties: known.map { ($0.key, $0.value) }, required: required))
      }
      for member in members {
        guard let inner = schema["properties"]?[member.key] ?? schema["additionalProperties"] else {
          continue
        }
        found += places(member.value, inner, path + [member.key])
      }
      return found
    case .array(let items):
      guard let inner = schema["items"] else { return [] }
      return items.enumerated().flatMap { places($1, inner, path + ["\($0)"]) }
    default: return []
    }
  }

  private func resolved(_ schema: JSON) -> JSON {
    guard let name = schema["$ref"]?.text?.split(separator: "/").last.map(String.init) else { return schema }
    return root["definitions"]?[name] ?? .null
  }

  /// Of alternatives the one whose `kind` the document has, or whose type it is.
  private func chosen(_ schema: JSON, for document: JSON) -> JSON {
    guard let choices = schema["oneOf"]?.list, schema["properties"] == nil else { return schema }
    return choices.first { choice in
      guard let kind = choice["properties"]?["kind"]?["const"] else {
        return (choice["type"]?.text == "array") == (document.list != nil)
      }
      return kind == document["kind"]
    } ?? .null
  }
}

extension JSON {
  /// A YAML document, all of whose values are texts.
  init(_ node: Node) {
    switch node.content {
    case .scalar(let text): self = .text(text)
    case .sequence(let items): self = .array(items.map { JSON($0) })
    case .mapping(let pairs): self = .object(pairs.map { Member(key: $0.key, value: JSON($0.value)) })
    }
  }

  init(yaml: String) throws { self = try Document(Array(yaml.utf8)).root.map { JSON($0) } ?? .null }

  /// With the value under a key of the object at a place exchanged, added, or without it where it is nothing.
  func exchanging(_ key: String, at path: ArraySlice<String>, for value: JSON?) -> JSON {
    switch (self, path.first) {
    case (.object(let members), nil):
      guard let value else { return .object(members.filter { $0.key != key }) }
      guard members.contains(where: { $0.key == key }) else {
        return .object(members + [Member(key: key, value: value)])
      }
      return .object(members.map { $0.key == key ? Member(key: key, value: value) : $0 })
    case (.object(let members), let step?):
      return .object(
        members.map { member in
          guard member.key == step else { return member }
          let inner = member.value.exchanging(key, at: path.dropFirst(), for: value)
          return Member(key: step, value: inner)
        })
    case (.array(let items), let step?):
      return .array(
        items.enumerated().map { index, item in
          "\(index)" == step ? item.exchanging(key, at: path.dropFirst(), for: value) : item
        })
    default: return self
    }
  }
}
