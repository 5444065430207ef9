import Accounting
import Crypto
import Delivery
package import Books
package import Disk
package import Findings
import Intake
import Mapping

/// Takes files out of the inboxes: bytes into the archive, a row into the books, then, and only then, the source away.
package struct IntakeStep {
  /// Files per look: posting has its turn in between.
  private static let atOnce = 200

  private let books: Books
  private let workspace: Workspace
  private let clock: Clock
  private var inboxes: [(administration: String, inbox: Inbox)] = []

  package init(_ books: Books, _ workspace: Workspace, clock: Clock) throws {
    self.books = books
    self.workspace = workspace
    self.clock = clock
    for administration in workspace.settings.administrations {
      let folder = try workspace.place("inbox", of: administration.id)
      let quiet = Duration.milliseconds(workspace.settings.inboxQuietMilliseconds)
      inboxes.append((administration.id, try Inbox(folder, quiet: quiet)))
    }
  }

  package var folders: [DiskPath] { inboxes.map(\.inbox.folder) }

  /// A watch saw a name renamed into an inbox.
  package mutating func arrived(_ name: FileName, in inbox: Int) { inboxes[inbox].inbox.arrived(name) }

  package struct Found {
    package var received = 0
    package var findings = FindingList()
    /// When to look again although nothing was heard.
    package var nextDue: Duration?
    package var hasMore = false
  }

  package mutating func run(at now: ContinuousClock.Instant) throws -> Found {
    var found = Found()
    for index in inboxes.indices {
      let look = try inboxes[index].inbox.look(at: now, limit: Self.atOnce)
      found.findings.append(contentsOf: look.findings)
      found.hasMore = found.hasMore || look.hasMore
      if let due = look.nextDue { found.nextDue = min(found.nextDue ?? due, due) }
      for name in look.whole {
        let path = inboxes[index].inbox.folder / name
        switch try workspace.archive.receive(path, reached: CrashPoint.archiving) {
        case .kept(let kept):
          try remember(
            kept, named: name.display, from: "inbox", administration: inboxes[index].administration)
          try inboxes[index].inbox.remove(name, kept.stamp)
          CrashPoint.sourceRemoved.reached()
          found.received += 1
        case .stillChanging: inboxes[index].inbox.postpone(name, at: now)
        case .refused(let finding):
          inboxes[index].inbox.postpone(name, at: now)
          found.findings.append(finding)
        case .gone: continue
        }
      }
    }
    return found
  }

  /// A file that a person names. It stays where it is.
  package func receive(_ path: DiskPath, administration: String) throws -> Result<Int64, Finding.Refusal> {
    switch try workspace.archive.receive(path, followingLinks: true, reached: CrashPoint.archiving) {
    case .kept(let kept):
      return .success(
        try remember(
          kept, named: path.name?.display ?? path.display, from: "ingest", administration: administration))
    case .refused(let finding): return .failure(Finding.Refusal(finding))
    case .gone: return .failure(Finding.Refusal(.absent(path)))
    case .stillChanging: return .failure(Finding.Refusal(.changing(path)))
    }
  }

  /// A file that was received and not yet looked at is the same file: a crash came before its source was removed.
  @discardableResult
  private func remember(
    _ kept: KeptFile, named name: String, from origin: String, administration: String
  ) throws -> Int64 {
    let id = try books.transaction {
      if origin == "inbox",
        let waiting = try books.waitingFile(
          digest: kept.digest.bytes, name: name, administration: administration)
      {
        return waiting
      }
      return try books.receive(
        name: name, origin: origin, digest: kept.digest.bytes, size: kept.size,
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

extension CrashPoint {
  static func archiving(_ step: DurableStep) {
    switch step {
    case .temporaryWritten: CrashPoint.archiveWritten.reached()
    case .fileSynced: CrashPoint.archiveSynced.reached()
    case .renamed: CrashPoint.archiveRenamed.reached()
    case .directorySynced: CrashPoint.archiveDirectorySynced.reached()
    }
  }

  static func dropping(_ step: FileDrop.Step) {
    switch step {
    case .draftKept: CrashPoint.dropWritten.reached()
    case .remembered: CrashPoint.dropRemembered.reached()
    case .renamed: CrashPoint.dropRenamed.reached()
    case .folderSynced: CrashPoint.dropDirectorySynced.reached()
    case .done(.renamed): CrashPoint.dropDoneRenamed.reached()
    case .done: CrashPoint.dropDoneWritten.reached()
    }
  }
}
