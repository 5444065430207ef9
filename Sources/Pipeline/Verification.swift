import Books
import Crypto
import Disk
package import Findings
import Intake
import Mapping

/// Re-derives everything: replays archived files, decisions and mapping versions in the order recorded into empty
/// books, and compares every entry byte for byte, every fact and every sum (POSTING.md rule 17).
package struct Verification {
  private let workspace: Workspace
  private let kept: Books

  package struct Report: Sendable {
    package var entries: Int
    package var different: [String]
    /// What is wrong, in sentences.
    package var findings: [Finding]

    package var equal: Int { max(0, entries - different.count) }
    package var isEqual: Bool { different.isEmpty && findings.isEmpty }
  }

  package init(_ workspace: Workspace) throws {
    self.workspace = workspace
    kept = try Books(reading: workspace.booksPath)
  }

  /// - Parameter progress: called after each event, with how many are done and how many there are.
  package func run(progress: (Int, Int) -> Void = { _, _ in }) throws -> Report {
    guard let name = FileName(".verify") else { preconditionFailure("letters are a name") }
    let folder = workspace.folder / name
    try Folder.make(folder)
    let path = String(decoding: folder.bytes, as: UTF8.self) + "/books.sqlite"
    try removeScratch(folder)
    let report = try replay(into: path, progress)
    try removeScratch(folder)
    return report
  }

  private func removeScratch(_ folder: DiskPath) throws {
    for name in ["books.sqlite", "books.sqlite-wal", "books.sqlite-shm"] {
      guard let file = FileName(name) else { preconditionFailure("letters are a name") }
      try Folder.remove(folder / file)
    }
  }

  private func replay(into path: String, _ progress: (Int, Int) -> Void) throws -> Report {
    let replay = try Replay(workspace, into: path)
    let events = try kept.allEvents().filter { $0.phase == .done }
    for (index, event) in events.enumerated() {
      do {
        try replay.repeat(event, from: kept)
      } catch let failure as ArchiveFailure {
        return try broken(event, "an archived file cannot be read as it was received: \(failure)")
      } catch let failure as MappingFailure {
        return try broken(event, failure.description)
      }
      progress(index + 1, events.count)
    }
    let comparison = try replay.books.compare(with: workspace.booksPath)
    var findings = comparison.otherTables.map {
      Self.finding("derived-differs", "the sums in table \($0) are not what the facts give")
    }
    for administration in workspace.settings.administrations {
      findings += try kept.contradictions(in: administration.id).map { Self.finding("sums-differ", $0) }
    }
    return Report(entries: comparison.entries, different: comparison.different, findings: findings)
  }

  /// The replay cannot go past this event: everything that rests on it is unproven.
  private func broken(_ event: BookEvent, _ why: String) throws -> Report {
    let entries = try kept.entryCount()
    let different =
      event.kind == .file
      ? try kept.entries(restingOnFile: event.subject)
      : try kept.entries(underMapping: event.mapping)
    return Report(entries: entries, different: different, findings: [Self.finding("not-reproducible", why)])
  }

  private static func finding(_ rule: String, _ message: String) -> Finding {
    Finding(
      rule, at: Position(file: "books.sqlite"), message,
      remedy:
        "restore the books and the archive from a backup, and keep the damaged ones for whoever looks into it"
    )
  }
}

/// Repeats events in empty books.
private final class Replay {
  let books: Books
  private let workspace: Workspace
  private var shelves: [String: MappingShelf] = [:]

  init(_ workspace: Workspace, into path: String) throws {
    self.workspace = workspace
    books = try Books(writing: path)
    try books.transaction {
      for administration in workspace.settings.administrations {
        try books.introduce(administration: administration.id, currency: administration.currency)
      }
    }
  }

  func `repeat`(_ event: BookEvent, from kept: Books) throws {
    let shelf = shelf(of: event.administration)
    switch event.kind {
    case .mapping:
      guard let digest = try kept.mappingDigest(event.subject) else {
        throw MappingFailure.unreadable("of event \(event.seq)")
      }
      _ = try workspace.loadMapping(digest: digest)
      try books.transaction {
        _ = try books.mappingVersion(
          digest: digest, administration: event.administration, on: event.recordedOn)
      }
    case .file:
      guard let file = try kept.file(event.subject) else { return }
      try books.transaction { try books.adopt(file) }
      let mapping = try shelf.mapping(event.mapping)
      let step = EnteringStep(
        books, workspace, clock: .fixed(event.recordedOn), shelf: { self.shelf(of: $0) }
      ) { _ in
        (event.mapping, mapping)
      }
      try step.settle(onlyFile: file.id)
    case .decision:
      guard let decision = try kept.decision(event.subject) else { return }
      try books.transaction {
        let (_, seq) = try books.record(
          decision: decision.kind, on: decision.entry, reason: decision.reason, by: decision.by,
          administration: decision.administration, on: decision.recordedOn, mapping: event.mapping)
        guard let entry = try books.entry(decision.entry, administration: decision.administration) else {
          return
        }
        try books.withholdFacts(behind: entry, from: seq)
      }
    }
    let step = PostingStep(books, shelf: { self.shelf(of: $0) })
    while try step.run() {}
  }

  private func shelf(of administration: String) -> MappingShelf {
    if let known = shelves[administration] { return known }
    let shelf = MappingShelf(books) { [workspace] in try workspace.loadMapping(digest: $0) }
    shelves[administration] = shelf
    return shelf
  }
}
