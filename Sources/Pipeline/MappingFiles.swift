import Crypto
package import Disk
package import Findings
package import Mapping
import Posting

/// A mapping and its tables as bytes, and what they say.
package struct MappingFiles: Sendable {
  package var files: [(name: String, bytes: [UInt8])]
  /// Nothing if a finding is an error.
  package var mapping: Mapping?
  package var findings: FindingList

  /// Reads a mapping with the tables it names, which lie beside it, and works its examples.
  /// - Parameters:
  ///   - yaml: the bytes of the mapping's own file.
  ///   - file: where that lies.
  ///   - name: as findings call it.
  package static func read(_ yaml: [UInt8], at file: DiskPath, named name: String) throws -> MappingFiles {
    var files: [(name: String, bytes: [UInt8])] = [(MappingManifest.mappingName, yaml)]
    for table in Mapping.tableFiles(namedIn: yaml) {
      let parts = table.split(separator: "/").compactMap { FileName(String($0)) }
      if let bytes = try DurableFile.read(parts.reduce(file.folder) { $0 / $1 }) {
        files.append((table, bytes))
      }
    }
    files += Mapping.shippedFiles(namedIn: yaml)
    let manifest = MappingManifest(files: files.map { ($0.name, SHA256.digest($0.bytes)) })
    var (mapping, findings) = Mapping.read(
      yaml, file: name, digest: manifest.digest.hex,
      tables: Dictionary(
        files.dropFirst().map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first }))
    // An example that does not come out is a mistake in a rule or in the example: either way somebody should look
    // before anything is posted by it.
    if let read = mapping {
      findings.append(contentsOf: ExampleRun.findings(of: read))
      findings = findings.shown(with: [name: yaml])
      if findings.hasErrors { mapping = nil }
    }
    return MappingFiles(files: files, mapping: mapping, findings: findings)
  }
}

/// The list of a mapping version's files with their digests. Its own digest names the version.
struct MappingManifest {
  static let mappingName = "mapping.yaml"

  var files: [(name: String, digest: Digest)]

  init(files: [(name: String, digest: Digest)]) { self.files = files }

  init?(bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    files = []
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let digest = Digest(hex: parts[0]) else { return nil }
      files.append((String(parts[1]), digest))
    }
  }

  var bytes: [UInt8] {
    Array(files.map { "\($0.digest.hex) \($0.name)\n" }.joined().utf8)
  }

  var digest: Digest { SHA256.digest(bytes) }
}
