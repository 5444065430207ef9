import Delivery
package import Disk
package import Findings
import Intake
import Mapping

/// Takes files out of the inboxes: bytes into the archive, a row into the books, then, and only then, the source away.
package struct IntakeStep {
  /// Files per look: posting has its turn in between.
  private static let atOnce = 200

  private let receiver: Receiver
  private let archive: Archive
  private var inboxes: [(administration: String, inbox: Inbox)] = []

  package init(_ receiver: Receiver, _ workspace: Workspace) throws {
    self.receiver = receiver
    archive = workspace.archive
    for administration in workspace.settings.administrations {
      let folder = try workspace.place("inbox", of: administration.id)
      let quiet = Duration.milliseconds(workspace.settings.inboxQuietMilliseconds)
      let inbox = try Inbox(folder, quiet: quiet) { stamp in
        try receiver.hasReceived(stamp, administration: administration.id)
      }
      inboxes.append((administration.id, inbox))
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
      var taken: [(name: FileName, file: Receiver.Taken)] = []
      for name in look.whole {
        let path = inboxes[index].inbox.folder / name
        switch try archive.receive(path, reached: CrashPoint.archiving) {
        case .kept(let kept):
          let file = Receiver.Taken(
            kept: kept, name: name.display, origin: .inbox, administration: inboxes[index].administration)
          taken.append((name, file))
        case .stillChanging: inboxes[index].inbox.postpone(name, at: now)
        case .refused(let finding):
          inboxes[index].inbox.postpone(name, at: now)
          found.findings.append(finding)
        case .gone: continue
        }
      }
      try receiver.remember(taken.map(\.file))
      for (name, file) in taken {
        try inboxes[index].inbox.remove(name, file.kept.stamp) { CrashPoint.sourceSetAside.reached() }
        CrashPoint.sourceRemoved.reached()
      }
      found.received += taken.count
    }
    return found
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
