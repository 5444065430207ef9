import Accounting
package import Books
import Crypto
package import Disk
package import Findings
import Intake

/// Takes one file in: its bytes into the archive, then a row into the books. From then on it cannot be lost.
package struct Receiver {
  enum Origin: String { case inbox, command = "ingest" }

  private let books: Books
  private let archive: Archive
  private let clock: Clock

  package init(_ books: Books, _ workspace: Workspace, clock: Clock) {
    self.books = books
    archive = workspace.archive
    self.clock = clock
  }

  /// A file that a person names. It stays where it is.
  package func receive(_ path: DiskPath, administration: String) throws -> Result<Int64, Finding.Refusal> {
    switch try archive.receive(path, followingLinks: true, reached: CrashPoint.archiving) {
    case .kept(let kept):
      return .success(
        try remember(
          kept, named: path.name?.display ?? path.display, from: .command, administration: administration))
    case .refused(let finding): return .failure(Finding.Refusal(finding))
    case .gone: return .failure(Finding.Refusal(.absent(path)))
    case .stillChanging: return .failure(Finding.Refusal(.changing(path)))
    }
  }

  /// A file that was received and not yet looked at is the same file: a crash came before its source was removed.
  @discardableResult
  func remember(
    _ kept: KeptFile, named name: String, from origin: Origin, administration: String
  ) throws -> Int64 {
    let id = try books.transaction {
      if origin == .inbox,
        let waiting = try books.waitingFile(
          digest: kept.digest.bytes, name: name, administration: administration)
      {
        return waiting
      }
      return try books.receive(
        name: name, origin: origin.rawValue, digest: kept.digest.bytes, size: kept.size,
        administration: administration,
        on: clock.today())
    }
    CrashPoint.received.reached()
    return id
  }
}

extension Finding {
  /// A finding on the way up: the file was not taken in.
  package struct Refusal: Error, Sendable {
    package let finding: Finding
    init(_ finding: Finding) { self.finding = finding }
  }

  fileprivate static func absent(_ path: DiskPath) -> Finding {
    Finding(
      "no-such-file", at: Position(file: path.display), "there is no such file", remedy: "check the name")
  }

  fileprivate static func changing(_ path: DiskPath) -> Finding {
    Finding(
      "still-changing", at: Position(file: path.display), "the file changes while it is read",
      remedy: "wait until whoever writes it is done")
  }
}
