import Accounting
package import Books
import Crypto
package import Disk
package import Findings
import Intake

/// Takes one file in: its bytes into the archive, then a row into the books. From then on it cannot be lost.
package struct Receiver {
  enum Origin: String { case inbox, command = "ingest", source }

  private let books: Books
  private let archive: Archive
  private let clock: Clock

  package init(_ books: Books, _ workspace: Workspace, clock: Clock) {
    self.books = books
    archive = workspace.archive
    self.clock = clock
  }

  /// A file whose bytes are kept, on its way into the books.
  struct Taken {
    var kept: KeptFile
    var name: String
    var origin: Origin
    var administration: String
    /// What tells this state of this file at its source from every other; a file of an inbox has its stamp.
    var mark: String?
  }

  /// Files that a person names. They stay where they are.
  /// - Returns: for each its number in the books, or why it was not taken.
  package func receive(
    _ paths: [DiskPath], administration: String, progress: (Int) -> Void = { _ in }
  ) throws -> [Result<Int64, Finding.Refusal>] {
    var answers: [Result<Int64, Finding.Refusal>] = []
    for start in stride(from: 0, to: paths.count, by: Self.together) {
      var taken: [Taken] = []
      var outcomes: [Finding.Refusal?] = []
      for path in paths[start..<min(start + Self.together, paths.count)] {
        switch try keep(path) {
        case .success(let kept):
          let name = path.name?.display ?? path.display
          taken.append(Taken(kept: kept, name: name, origin: .command, administration: administration))
          outcomes.append(nil)
        case .failure(let refusal): outcomes.append(refusal)
        }
      }
      var ids = try remember(taken)[...]
      for refusal in outcomes {
        if let refusal {
          answers.append(.failure(refusal))
        } else {
          answers.append(.success(ids.removeFirst()))
        }
      }
      progress(answers.count)
    }
    return answers
  }

  /// A file that cannot be read keeps none of those back that were named beside it.
  private func keep(_ path: DiskPath) throws(DiskFailure) -> Result<KeptFile, Finding.Refusal> {
    guard path.name?.isUnfinished != true else { return .failure(Finding.Refusal(.unfinished(path))) }
    let reception: Reception
    do {
      reception = try archive.receive(path, followingLinks: true, reached: CrashPoint.archiving)
    } catch {
      // Anything else is said of our own archive.
      guard error.path == path.display else { throw error }
      return .failure(Finding.Refusal(.unreadable(path, error), isOfName: error.isOfName))
    }
    switch reception {
    case .kept(let kept): return .success(kept)
    case .refused(let finding): return .failure(Finding.Refusal(finding))
    case .gone: return .failure(Finding.Refusal(.absent(path)))
    case .stillChanging: return .failure(Finding.Refusal(.changing(path), isOfName: false))
    }
  }

  /// Whether a file with this content was received from an inbox.
  func hasReceived(_ stamp: FileStamp, administration: String) throws -> Bool {
    try books.hasFile(fromSourceBeginning: stamp.contentMark, administration: administration)
  }

  /// Files whose rows share a commit: each commit waits for the disk.
  private static let together = 100

  /// A file that lies in the inbox as it was read before is the same file: a crash came before it was removed.
  @discardableResult
  func remember(_ files: [Taken]) throws -> [Int64] {
    guard !files.isEmpty else { return [] }
    let ids = try books.transaction {
      try files.map { file in
        let source = file.origin == .inbox ? file.kept.stamp.mark : file.mark
        let digest = file.kept.digest.bytes
        if let source,
          let known = try books.file(from: source, digest: digest, administration: file.administration)
        {
          return known
        }
        return try books.receive(
          name: file.name, origin: file.origin.rawValue, digest: digest, size: file.kept.size, source: source,
          administration: file.administration, on: clock.today())
      }
    }
    CrashPoint.received.reached()
    return ids
  }
}

extension Finding {
  /// A finding on the way up: the file was not taken in.
  package struct Refusal: Error, Sendable {
    package let finding: Finding
    /// Whether the person named what cannot be used; else the outside world failed, and later it may be done.
    package let isOfName: Bool

    init(_ finding: Finding, isOfName: Bool = true) {
      self.finding = finding
      self.isOfName = isOfName
    }
  }

  fileprivate static func absent(_ path: DiskPath) -> Finding {
    Finding(
      "no-such-file", at: Position(file: path.display), "there is no such file", remedy: "check the name")
  }

  fileprivate static func unfinished(_ path: DiskPath) -> Finding {
    Finding(
      "unfinished-name", at: Position(file: path.display),
      "a name that starts with a dot or ends in .part, .tmp or .filepart is never read: somebody may still be writing",
      remedy: "rename it once it is whole")
  }

  fileprivate static func unreadable(_ path: DiskPath, _ failure: DiskFailure) -> Finding {
    Finding(
      "unreadable-file", at: Position(file: path.display), "\(failure)",
      remedy: failure.isOfName
        ? "name a file that may be read by whoever runs remitd" : "put the disk right and give the file again"
    )
  }

  fileprivate static func changing(_ path: DiskPath) -> Finding {
    Finding(
      "still-changing", at: Position(file: path.display), "the file changes while it is read",
      remedy: "wait until whoever writes it is done")
  }
}
