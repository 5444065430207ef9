package import Books
package import Disk
package import Findings
import Intake
import Mapping

/// What became of files a person gave (contract section 4, `ingest`).
package struct IngestReport: Sendable {
  package var files: [BookFile] = []
  /// What was found in each file, by its number.
  package var findings: [Int64: [Finding]] = [:]
  /// The file that was received first, by the number of one that says the same.
  package var firsts: [Int64: String] = [:]
  /// What was not taken in, and why.
  package var refused: [Finding.Refusal] = []
  /// Entries recorded since the files were given, and how many of them are delivered.
  package var entries = 0
  package var delivered = 0
  /// Entries that are refused or in doubt, whenever they were recorded.
  package var undelivered = 0
  /// Why something could not be fetched from a source.
  package var sourceTroubles: [String] = []
  /// Why a delivery waits.
  package var troubles: [String] = []
}

/// How far it has come, for who looks on.
package enum IngestProgress: Sendable {
  /// So many of the files.
  case received(Int)
  case settling(OpenWork)
}

/// Takes files in and sees to it that everything that follows is done: by itself, or by the daemon that holds the
/// workspace.
package struct Ingestion {
  private static let progressEvery = Duration.milliseconds(200)

  private let workspace: Workspace
  private let clock: Clock

  package init(_ workspace: Workspace, clock: Clock) {
    self.workspace = workspace
    self.clock = clock
  }

  /// - Parameters:
  ///   - patience: how long a daemon may take.
  ///   - waiting: told of a daemon that takes long.
  ///   - progress: called after each file, and now and then while what follows from them is done.
  package func run(
    _ paths: [DiskPath], administration: String, patience: Patience = .usual,
    waiting: (Waiting) -> Void = { _ in }, progress: (IngestProgress) -> Void = { _ in }
  ) throws -> IngestReport {
    if let lock = try WorkspaceLock.take(workspace.folder) {
      let loops = try Loops(workspace, clock: clock)
      guard loops.mapping(of: administration) != nil else {
        throw WorkspaceFindings(loops.mappingFindings[administration]?.kept ?? [])
      }
      var report = try give(
        paths, administration, loops.receiver, loops.books, progress, fetching: paths.isEmpty
      ) {
        try withoutActuallyEscaping(progress) { progress in
          var next = ContinuousClock.now
          try loops.settle {
            if ContinuousClock.now >= next {
              next = .now + Self.progressEvery
              if let work = loops.openWork() { progress(.settling(work)) }
            }
            return false
          }
        }
      }
      report.troubles = loops.deliveriesWaiting.values.sorted()
      withExtendedLifetime(lock) {}
      return report
    }
    let books = try Books(writing: workspace.booksPath)
    guard let settings = workspace.settings.administration(administration) else {
      preconditionFailure("a command names an administration of the settings")
    }
    let files = try workspace.readMapping(of: settings)
    if files.mapping == nil, try books.mappings(of: administration).isEmpty {
      // The other process cannot use it either: nothing would ever come of the files.
      throw WorkspaceFindings(files.findings.kept)
    }
    var troubles: [String] = []
    var report = try give(
      paths, administration, Receiver(books, workspace, clock: clock), books, progress
    ) {
      troubles = try OtherLoops(workspace: workspace, clock: clock, books: books)
        .finish(for: administration, under: files.mapping?.digest, patience: patience, tell: waiting)
    }
    report.troubles = troubles
    return report
  }

  private func give(
    _ paths: [DiskPath], _ administration: String, _ receiver: Receiver, _ books: Books,
    _ progress: (IngestProgress) -> Void, fetching: Bool = false, settle: () throws -> Void
  ) throws -> IngestReport {
    var report = IngestReport()
    let before = try books.entryCount()
    try books.transaction { try books.intendRefusedDeliveries(of: administration) }
    var ids: [Int64] = []
    if fetching {
      let fetched = try workspace.fetchOnce(for: administration, receiver, clock: clock)
      ids = fetched.files
      report.sourceTroubles = fetched.troubles
    }
    for answer in try receiver.receive(
      paths, administration: administration, progress: { progress(.received($0)) })
    {
      switch answer {
      case .success(let id): ids.append(id)
      case .failure(let refusal): report.refused.append(refusal)
      }
    }
    try settle()
    report.files = try ids.compactMap { try books.file($0) }
    for id in ids { report.findings[id] = try books.findings(ofFile: id) }
    for file in report.files {
      report.firsts[file.id] = try file.duplicateOf.flatMap { try books.name(ofFile: $0) }
    }
    (report.entries, report.delivered) = try books.entries(after: before)
    report.undelivered = try books.undeliveredEntries(of: administration)
    return report
  }
}
