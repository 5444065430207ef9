import Books
import Crypto
import Disk
package import Findings
import Intake
import Mapping

/// Re-derives everything: replays archived files, decisions and mapping versions in the order recorded into empty
/// books, and compares every table row by row; then computes every target at once, which must change nothing (POSTING.md
/// rule 17). Writes nothing into the workspace, which may be
/// read-only for whoever verifies.
package struct Verification {
  private let workspace: Workspace
  private let administration: String?

  package struct Report: Sendable {
    package var entries: Int
    package var different: [String]
    /// What is wrong, in sentences.
    package var findings: [Finding]
    /// False where the replay could not go on to the end: then no entry is proven.
    package var isComplete = true

    package var equal: Int { isComplete ? max(0, entries - different.count) : 0 }
    package var isEqual: Bool { isComplete && different.isEmpty && findings.isEmpty }
  }

  /// - Parameter administration: whose entries are reported; everything is replayed all the same, since events of all
  ///   administrations stand in one order.
  package init(_ workspace: Workspace, of administration: String? = nil) {
    self.workspace = workspace
    self.administration = administration
  }

  /// - Parameter progress: called after each event, with how many are done and how many there are.
  package func run(progress: (Int, Int) -> Void = { _, _ in }) throws -> Report {
    guard try workspace.hasBooks else {
      return Report(entries: 0, different: [], findings: [])
    }
    do {
      let kept = try Books(reading: workspace.booksPath)
      let broken = try kept.brokenPages()
      guard broken.isEmpty else { return damaged(broken) }
      let gone = try workspace.findings(about: kept)
      guard gone.isEmpty else { return Report(entries: 0, different: [], findings: gone, isComplete: false) }
      return try replay(kept, progress)
    } catch BooksFailure.damaged(let what) {
      return damaged([what])
    }
  }

  private func damaged(_ what: [String]) -> Report {
    Report(
      entries: 0, different: [],
      findings: what.map { Self.finding("books-damaged", "the books are damaged: \($0)") }, isComplete: false)
  }

  private func replay(_ kept: Books, _ progress: (Int, Int) -> Void) throws -> Report {
    let replay = try Replay(workspace)
    var last: Int64 = 0
    var repeated = 0
    // Beside a daemon the books go on; what they gained meanwhile is repeated too, until both stand at one event.
    for _ in 0..<Self.attempts {
      let events = try kept.allEvents().filter { $0.seq > last }
      for (event, next) in zip(events, events.dropFirst().map(Optional.init) + [nil]) {
        guard event.phase == .done else { break }
        do {
          try replay.repeat(event, from: kept, before: next)
        } catch let failure as ArchiveFailure {
          return try broken(event, kept, "an archived file cannot be read as it was received: \(failure)")
        } catch let failure as MappingFailure {
          return try broken(event, kept, failure.description)
        } catch BooksFailure.damaged(let what) {
          return try broken(event, kept, "event \(event.seq) cannot be repeated: \(what)")
        }
        last = event.seq
        repeated += 1
        progress(repeated, max(repeated, events.count))
      }
      if let comparison = try replay.books.compareWithKept(after: last, of: administration) {
        let forgotten = comparison.isEqual ? try replay.forgotten() : []
        // Lists follow from the facts as the sums do: they too are as they were after all was computed at once.
        if !comparison.isEqual || !forgotten.isEmpty {
          return try report(comparison, kept, forgotten)
        }
        if let again = try replay.books.compareWithKept(after: last, of: administration) {
          return try report(again, kept, [])
        }
      }
      Folder.pause(.milliseconds(100))
    }
    throw BooksFailure.busy
  }

  /// A tenth of a second lies between two.
  private static let attempts = 300

  private func report(
    _ comparison: Books.Comparison, _ kept: Books, _ forgotten: [String]
  ) throws -> Report {
    var findings = comparison.otherTables.map {
      Self.finding("derived-differs", "table \($0) is not what the facts and decisions give")
    }
    findings += forgotten.map { Self.finding("target-differs", $0) }
    findings += try contradictions(in: kept)
    return Report(
      entries: try kept.entryCount(of: administration), different: comparison.different, findings: findings)
  }

  private var administrations: [String] {
    workspace.settings.administrations.map(\.id).filter { administration == nil || $0 == administration }
  }

  /// What no replay is needed for: sums that must be those that were posted, and bytes that must be those received.
  private func contradictions(in kept: Books) throws -> [Finding] {
    var findings = try kept.acceptedFilesWithoutEvent().map {
      Self.finding("file-differs", "file \($0) counts as accepted, and nothing of it was entered")
    }
    for administration in administrations {
      findings += try kept.contradictions(in: administration).map { Self.finding("sums-differ", $0) }
      for file in try kept.files(of: administration) {
        guard let why = try difference(of: file) else { continue }
        findings.append(Self.finding("file-differs", in: "archive", "file \(file.id), \(file.name), \(why)"))
      }
    }
    return findings
  }

  /// How a file differs from the bytes in the archive. Those that an event came of were read already.
  private func difference(of file: BookFile) throws -> String? {
    guard let digest = Digest(file.digest) else { return "has a digest that is not whole" }
    guard let lying = try FileStamp.ofWhatLies(at: workspace.archive.path(of: digest)) else {
      return "is not in the archive"
    }
    guard lying.size == file.size else { return "has another size in the archive" }
    guard file.event == nil else { return nil }
    do { try workspace.archive.verify(digest) } catch { return "cannot be read as it was received: \(error)" }
    return nil
  }

  /// The replay cannot go past this event: everything that rests on it is unproven.
  private func broken(_ event: BookEvent, _ kept: Books, _ why: String) throws -> Report {
    let different =
      switch event.kind {
      case .file: try kept.entries(restingOnFile: event.subject, of: administration)
      case .mapping: try kept.entries(underMapping: event.mapping, of: administration)
      case .decision: try kept.entries(ofEvent: event.seq, of: administration)
      }
    return Report(
      entries: try kept.entryCount(of: administration), different: different,
      findings: [Self.finding("not-reproducible", why)], isComplete: false)
  }

  private static func finding(
    _ rule: String, in place: String = "books.sqlite", _ message: String
  ) -> Finding {
    Finding(
      rule, at: Position(file: place), message,
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

  init(_ workspace: Workspace) throws {
    self.workspace = workspace
    books = try Books(scratchBeside: workspace.booksPath)
    try books.transaction {
      for administration in workspace.settings.administrations {
        try books.introduce(administration: administration.id, currency: administration.currency)
      }
    }
  }

  func `repeat`(_ event: BookEvent, from kept: Books, before next: BookEvent?) throws {
    let shelf = shelf(of: event.administration)
    // The version in force is the last one that was recorded; what the event says of it is compared.
    let version = try books.mappings(of: event.administration).last?.id ?? event.mapping
    switch event.kind {
    case .mapping:
      guard let digest = try kept.mappingDigest(event.subject) else {
        throw BooksFailure.damaged("mapping version \(event.subject) is not there")
      }
      _ = try workspace.loadMapping(digest: digest)
      try books.transaction {
        _ = try books.mappingVersion(
          digest: digest, administration: event.administration, on: event.recordedOn)
      }
    case .file:
      guard let file = try kept.file(event.subject) else {
        throw BooksFailure.damaged("file \(event.subject) is not there")
      }
      try books.transaction { try books.adopt(file) }
      let mapping = try shelf.mapping(version)
      let step = EnteringStep(
        books, workspace, clock: .fixed(event.recordedOn), shelf: { self.shelf(of: $0) }, isReplay: true
      ) { _ in
        (version, mapping)
      }
      try step.settle(onlyFile: file.id)
      // What the file let be looked at again is settled next: as an event of its own, or as nothing new.
      for reopened in try books.reopenedFiles() {
        if let next, next.kind == .file, next.subject == reopened { break }
        try step.settle(onlyFile: reopened)
      }
    case .decision:
      guard let decision = try kept.decision(event.subject) else {
        throw BooksFailure.damaged("decision \(event.subject) is not there")
      }
      try books.transaction {
        let entering = DecisionEntering(
          books: books, administration: decision.administration, day: event.recordedOn, mapping: version)
        try entering.enter(
          decision.kind, on: decision.entry, content: decision.content, reason: decision.reason,
          by: decision.by)
      }
    }
    let step = PostingStep(books, shelf: { self.shelf(of: $0) })
    while try step.run() {}
  }

  /// What stands otherwise once every target is computed at once.
  func forgotten() throws -> [String] {
    try Recomputation(books, shelf: { self.shelf(of: $0) }).run()
  }

  private func shelf(of administration: String) -> MappingShelf {
    if let known = shelves[administration] { return known }
    let shelf = MappingShelf(books) { [workspace] in try workspace.loadMapping(digest: $0) }
    shelves[administration] = shelf
    return shelf
  }
}
