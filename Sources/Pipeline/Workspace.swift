package import Books
import Crypto
package import Disk
package import Findings
package import Intake
package import Mapping
import Posting

/// One installation: a folder with settings, mappings, inboxes, the archive and the books (CONTRACT.md section 1).
package struct Workspace: Sendable {
  package let folder: DiskPath
  package let settings: Settings
  package let archive: Archive

  /// Reads `remitd.yaml`. The findings say what is wrong with it.
  package static func open(_ folder: DiskPath) throws -> Result<Workspace, WorkspaceFindings> {
    guard let bytes = try DurableFile.read(folder / "remitd.yaml") else {
      return .failure(
        WorkspaceFindings([
          Finding(
            "no-workspace", at: Position(file: "remitd.yaml"), "there is no remitd.yaml in \(folder.display)",
            remedy: "name the workspace with --workspace, or make one with `remitd init <folder>`")
        ]))
    }
    let (settings, findings) = Settings.read(bytes, file: "remitd.yaml")
    guard let settings else { return .failure(WorkspaceFindings(findings)) }
    return .success(
      Workspace(folder: folder, settings: settings, archive: try Archive(folder / "archive")))
  }

  /// Where an administration's files of one purpose lie: `inbox/de-linde`.
  package func place(_ purpose: StaticString, of administration: String) throws -> DiskPath {
    try Folder.make(folder / purpose)
    guard let name = FileName(administration) else {
      preconditionFailure("settings admit only names as identifiers")
    }
    return folder / purpose / name
  }

  /// A path of the settings, which are relative and never lead upwards.
  package func path(_ relative: String) -> DiskPath {
    relative.split(separator: "/").reduce(folder) { path, part in
      guard let name = FileName(String(part)) else {
        preconditionFailure("settings admit only names in paths")
      }
      return path / name
    }
  }

  package var booksPath: String {
    switch settings.storage {
    case .sqlite(let file): String(decoding: path(file).bytes, as: UTF8.self)
    case .postgresql: preconditionFailure("settings with PostgreSQL are refused before the books are opened")
    }
  }

  /// Administrations that the books hold and the settings do not name: one that was renamed, mostly. All that it posted
  /// would be gone from every list, and nothing could be derived again under another name.
  package func findings(about books: Books) throws -> [Finding] {
    try books.administrations().filter { settings.administration($0) == nil }.map { id in
      Finding(
        "administration-gone", at: Position(file: "remitd.yaml"),
        "the books hold the administration \(id), which the settings do not name",
        remedy: "put it back with `id: \(id)`: an id is for life, while its name may change")
    }
  }

  // MARK: Mappings

  /// An administration's mapping as it lies in the folder, checked; with the bytes of its files.
  package func readMapping(of administration: Settings.Administration) throws -> MappingFiles {
    let file = path(administration.mapping)
    guard let yaml = try DurableFile.read(file) else {
      var findings = FindingList()
      findings.append(
        Finding(
          "no-mapping", at: Position(file: administration.mapping), "there is no such file",
          remedy: "make it, or correct `mapping` of \(administration.id) in remitd.yaml"))
      return MappingFiles(files: [], mapping: nil, findings: findings)
    }
    var files: [(name: String, bytes: [UInt8])] = [(MappingManifest.mappingName, yaml)]
    for table in Mapping.tableFiles(namedIn: yaml) {
      let parts = table.split(separator: "/").compactMap { FileName(String($0)) }
      if let bytes = try DurableFile.read(parts.reduce(file.folder) { $0 / $1 }) {
        files.append((table, bytes))
      }
    }
    let manifest = MappingManifest(files: files.map { ($0.name, SHA256.digest($0.bytes)) })
    var (mapping, findings) = Mapping.read(
      yaml, file: administration.mapping, digest: manifest.digest.hex,
      tables: Dictionary(
        files.dropFirst().map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first }))
    // An example that does not come out is a mistake in a rule or in the example: either way somebody should look
    // before anything is posted by it.
    if let read = mapping {
      findings.append(contentsOf: ExampleRun.findings(of: read))
      if findings.hasErrors { mapping = nil }
    }
    return MappingFiles(files: files, mapping: mapping, findings: findings)
  }

  /// Keeps a mapping's files in the archive, each under its digest, and the manifest under the version's.
  func archive(_ files: MappingFiles) throws {
    for file in files.files { try archive.keep(file.bytes) }
    try archive.keep(MappingManifest(files: files.files.map { ($0.name, SHA256.digest($0.bytes)) }).bytes)
    CrashPoint.mappingArchived.reached()
  }

  /// An archived version. Every byte is checked against its digest on the way.
  package func loadMapping(digest text: String) throws -> Mapping {
    guard let digest = Digest(hex: text) else { throw MappingFailure.unreadable(text) }
    guard let manifest = MappingManifest(bytes: try bytes(digest)) else {
      throw MappingFailure.unreadable(text)
    }
    var tables: [String: [UInt8]] = [:]
    for file in manifest.files { tables[file.name] = try bytes(file.digest) }
    guard let yaml = tables.removeValue(forKey: MappingManifest.mappingName) else {
      throw MappingFailure.unreadable(text)
    }
    let (mapping, _) = Mapping.read(yaml, file: MappingManifest.mappingName, digest: text, tables: tables)
    guard let mapping else { throw MappingFailure.unreadable(text) }
    return mapping
  }

  /// All of an archived file that is known to be small.
  private func bytes(_ digest: Digest) throws -> [UInt8] {
    let reader = try archive.reader(digest)
    var all: [UInt8] = []
    while case let piece = try reader.next(), !piece.isEmpty { all += piece }
    return all
  }
}

package struct WorkspaceFindings: Error, Sendable {
  package let findings: [Finding]
  package init(_ findings: [Finding]) { self.findings = findings }
}

package enum MappingFailure: Error, Sendable, CustomStringConvertible {
  /// The archived version with this digest cannot be read any more.
  case unreadable(String)

  package var description: String {
    switch self {
    case .unreadable(let digest): "the archived mapping \(digest) cannot be read"
    }
  }
}

/// A mapping and its tables as bytes, and what they say.
package struct MappingFiles: Sendable {
  package var files: [(name: String, bytes: [UInt8])]
  /// Nothing if a finding is an error.
  package var mapping: Mapping?
  package var findings: FindingList
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
