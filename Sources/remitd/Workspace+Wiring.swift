import Books
import Disk
import Findings
import Foundation
import Mapping
import Pipeline
import Reports

extension Workspace {
  /// The workspace that a command was given.
  static func open(for invocation: Invocation) throws -> Workspace {
    var workspace = try Workspace.open(DiskPath(invocation.workspace)).get()
    workspace.secrets = .ofThisProcess(workspace.folder)
    workspace.credentials = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"].map { DiskPath($0) }
    let findings = workspace.storageFindings
    guard findings.isEmpty else { throw WorkspaceFindings(findings) }
    return workspace
  }

  /// Settings that are right, and that this build cannot serve.
  var storageFindings: [Finding] {
    guard case .postgresql = settings.storage else { return [] }
    return [
      Finding(
        "storage-not-built", at: Position(file: "remitd.yaml"),
        "this remitd keeps its books in SQLite only",
        remedy: "write storage: sqlite:books.sqlite")
    ]
  }

  /// What stands in the way of using the settings with the books that are there.
  func findingsOfBooks() throws -> [Finding] {
    let findings = storageFindings
    guard findings.isEmpty, try hasBooks else { return findings }
    return try self.findings(about: Books(reading: booksPath))
  }

  /// The one that is named; all where none is.
  func administrations(named name: String?) throws(WrongUse) -> [Settings.Administration] {
    guard let name else { return settings.administrations }
    guard let administration = settings.administration(name) else {
      throw .unknown("administration", name, among: settings.administrations.map(\.id))
    }
    return [administration]
  }

  /// The one that a command is about; with several it has to be named.
  func administration(named name: String?) throws(WrongUse) -> Settings.Administration {
    let all = try administrations(named: name)
    guard all.count == 1 else {
      throw WrongUse(
        "there are several administrations",
        remedy: "name one with --administration: \(all.map(\.id).joined(separator: ", "))")
    }
    return all[0]
  }

  /// The books as they are now, whoever writes them meanwhile; empty ones where nothing was taken in yet.
  func booksToRead() throws -> Books {
    guard try hasBooks else { return try Books(writing: ":memory:") }
    let books = try Books(reading: booksPath)
    let findings = try findings(about: books)
    guard findings.isEmpty else { throw WorkspaceFindings(findings) }
    return books
  }
}

extension Workspace {
  /// How the sources of an administration are.
  func fetched(for administration: String) throws -> [StatusReport.Source] {
    try settings.sources.filter { $0.administration == administration }.map { source in
      let state = try SourceState.read(source.id, of: self)
      let kind: Settings.Source.KindName =
        switch source.kind {
        case .sftp: .sftp
        case .webdav: .webdav
        }
      return StatusReport.Source(
        id: source.id, kind: kind.rawValue, lookedOn: state?.lookedOn, trouble: state?.trouble)
    }
  }
}
