package import Findings
import YAML

extension Mapping {
  /// Reads and checks a mapping. All findings come at once; a mapping exists only if none of them is an error.
  ///
  /// - Parameters:
  ///   - yaml: the bytes of `mapping.yaml`.
  ///   - file: its name as the person knows it (`mappings/de-linde/mapping.yaml`); tables lie beside it.
  ///   - digest: SHA-256 over the bytes of all its files, hexadecimal.
  ///   - tables: the bytes of a table by the name that mapping.yaml gives it (see `tableFiles`); nothing where
  ///     there is no such file.
  package static func read(
    _ yaml: [UInt8], file: String, digest: String, tables: (String) -> [UInt8]?
  ) -> (Mapping?, FindingList) {
    var bytes: [String: [UInt8]] = [:]
    for name in tableFiles(namedIn: yaml) { bytes[name] = tables(name) }
    return read(yaml, file: file, digest: digest, tables: bytes)
  }

  package static func read(
    _ yaml: [UInt8], file: String, digest: String, tables: [String: [UInt8]]
  ) -> (Mapping?, FindingList) {
    var reader = MappingReader(file: file, tables: tables)
    let mapping = reader.read(yaml, digest: digest)
    var files = [file: yaml]
    for (name, bytes) in tables { files[reader.path(ofTable: name)] = bytes }
    let findings = reader.inspector.findings.withoutConsequences.shown(with: files)
    return (findings.hasErrors ? nil : mapping, findings)
  }

  /// The files that a mapping names, relative to its own folder, each once, in order. Names that lead elsewhere are left
  /// out; `read` reports them.
  package static func tableFiles(namedIn yaml: [UInt8]) -> [String] {
    var inspector = Inspector(file: "mapping.yaml")
    guard let root = inspector.document(yaml) else { return [] }
    var files: Set<String> = []
    for table in root["tables"]?.pairs ?? [] { files.formUnion([table.value.scalar].compactMap { $0 }) }
    for question in root["decide"]?.pairs ?? [] {
      files.formUnion([question.value["table"]?.scalar].compactMap { $0 })
    }
    return files.filter(\.isPathDownwards).sorted()
  }

  /// The shipped tables that a mapping builds on, with their bytes: `home-care@1/reasons.csv`. They are kept with it.
  package static func shippedFiles(namedIn yaml: [UInt8]) -> [(name: String, bytes: [UInt8])] {
    var inspector = Inspector(file: "mapping.yaml")
    guard let root = inspector.document(yaml), let base = root["extends"]?.scalar,
      let tables = ShippedTables.tables(of: base)
    else { return [] }
    return tables.sorted { $0.key < $1.key }.map { ("\(base)/\($0.key)", $0.value) }
  }
}

extension Node {
  fileprivate var pairs: [Pair] {
    if case .mapping(let pairs) = content { pairs } else { [] }
  }

  fileprivate var scalar: String? {
    if case .scalar(let text) = content { text } else { nil }
  }

  fileprivate subscript(_ key: String) -> Node? { pairs.first { $0.key == key }?.value }
}

extension FindingList {
  /// Faults of a table as such: rows are not read, and what they would have said is missed everywhere else.
  private static let ofTables: Set<String> = [
    "column-count", "column-missing", "column-twice", "encoding-differs", "missing-table", "no-header",
    "no-rows",
    "not-a-table", "quote-not-closed", "row-too-long", "semicolons", "stray-carriage-return", "tabs",
    "text-after-quote",
    "too-large", "too-many-rows", "unknown-column",
  ]

  /// What is found where rows are missing.
  private static let consequences: Set<String> = [
    "group-without-iban", "never-matches", "no-advance-account", "unknown-account", "unknown-group",
    "unknown-override",
    "unknown-payer", "unknown-scheme",
  ]

  /// While a table cannot be read, what only its missing rows explain is not told: its remedies would be wrong.
  fileprivate var withoutConsequences: FindingList {
    guard kept.contains(where: { $0.severity == .error && Self.ofTables.contains($0.rule) }) else {
      return self
    }
    return changed { $0.removeAll { Self.consequences.contains($0.rule) } }
  }
}
