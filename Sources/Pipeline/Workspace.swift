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
  package var secrets = Secrets.none
  /// Where systemd puts the secrets of a service, `$CREDENTIALS_DIRECTORY`; nothing where there is none.
  package var credentials: DiskPath?

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

  /// Whether there are books to read. Those that were being made when the process was killed are none yet: nothing can
  /// have been taken in. Books that lost their tables later stand beside an archive, and are told.
  package var hasBooks: Bool {
    get throws {
      guard try FileStamp.ofWhatLies(at: DiskPath(booksPath)) != nil else { return false }
      return try Books.areMade(at: booksPath) || !archive.isEmpty()
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
    return try MappingFiles.read(yaml, at: file, named: administration.mapping)
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
