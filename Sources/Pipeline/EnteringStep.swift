import Accounting
package import Books
import Care
import Crypto
import Decoding
import Disk
import Findings
import Intake
package import Mapping

/// Turns received files into facts. Every file is read twice: the first reading keeps nothing and proves the file; the
/// second enters its facts in batches. A restart goes on behind the last batch.
///
/// ```
/// received ──first reading──▶ quarantined │ duplicate │ held
///     └──────────────────────▶ entering ──batches──▶ accepted
/// ```
package struct EnteringStep {
  /// Facts per transaction.
  private static let batch = 5_000
  /// Bytes of a file that is read and entered within one transaction, and of the files that share one.
  private static let smallFile: Int64 = 2 << 20

  private let books: Books
  private let workspace: Workspace
  private let decoders: Decoders
  private let clock: Clock
  private let mapping: (_ administration: String) throws -> (version: Int64, mapping: Mapping)?
  private let shelf: (_ administration: String) -> MappingShelf
  private let isStopping: () -> Bool
  private let isReplay: Bool

  /// - Parameters:
  ///   - isReplay: nothing but the books is written: a file that is refused now is not set aside.
  ///   - isStopping: asked while a large file is read; it is left between two batches then, and gone on with later.
  ///   - mapping: the version in force for an administration; nothing while it has none that is right.
  package init(
    _ books: Books, _ workspace: Workspace, clock: Clock,
    shelf: @escaping (_ administration: String) -> MappingShelf,
    isReplay: Bool = false, isStopping: @escaping () -> Bool = { false },
    mapping: @escaping (_ administration: String) throws -> (version: Int64, mapping: Mapping)?
  ) {
    self.shelf = shelf
    self.isStopping = isStopping
    self.isReplay = isReplay
    self.books = books
    self.workspace = workspace
    decoders = Decoders(workspace.settings)
    self.clock = clock
    self.mapping = mapping
  }

  /// Settles a large file, or several small ones in one transaction: each commit waits for the disk. False if there was
  /// none, or none whose administration has a mapping.
  package func run() throws -> Bool {
    guard let first = try nextFile() else { return false }
    guard isSmall(first.file) else {
      do { try settle(first.file, first.version, first.mapping) } catch is Stopped { return true }
      return true
    }
    try transaction {
      var bytes: Int64 = 0
      while let (file, version, mapping) = try nextFile(), isSmall(file), bytes < Self.smallFile {
        try settle(file, version, mapping)
        bytes += file.size
      }
      CrashPoint.settledInTransaction.reached()
    }
    CrashPoint.settled.reached()
    return true
  }

  /// Settles this file and leaves every other one as it is: a replay takes files in the order of their events.
  func settle(onlyFile id: Int64) throws {
    guard let file = try books.file(id), workspace.settings.administration(file.administration) != nil,
      let (version, mapping) = try mapping(file.administration)
    else { throw BooksFailure.damaged("file \(id) belongs to no administration of the settings") }
    try settle(file, version, mapping)
  }

  private func isSmall(_ file: BookFile) -> Bool { file.state == .received && file.size <= Self.smallFile }

  private func nextFile() throws -> (file: BookFile, version: Int64, mapping: Mapping)? {
    // An administration whose mapping is wrong holds no other one up.
    let served = try workspace.settings.administrations.map(\.id).filter { try mapping($0) != nil }
    guard let file = try books.nextFile(of: served),
      let (version, mapping) = try mapping(file.administration)
    else { return nil }
    return (file, version, mapping)
  }

  private func settle(_ file: BookFile, _ version: Int64, _ mapping: Mapping) throws {
    guard let administration = workspace.settings.administration(file.administration) else {
      preconditionFailure("a mapping in force is that of an administration in the settings")
    }
    if file.state == .received,
      let first = try books.acceptedFile(
        digest: file.digest, administration: file.administration, before: file.id)
    {
      return try settle(file, as: .duplicate, nil, duplicateOf: first)
    }
    let reading: FirstReading
    switch try read(file) {
    case .failure(let refused): return try quarantine(file, refused.finding)
    case .success(let read): reading = read
    }
    if file.state == .entering { return try enter(file, reading) }
    var examination = Examination(
      books: books, file: file, administration: administration, version: version, mapping: mapping,
      shelf: shelf(file.administration), isReplay: isReplay, reading: reading,
      lines: { try self.lines(ofDeclaration: $0, in: file, reading, each: $1) })
    switch try examination.verdict() {
    case .quarantine: try quarantine(file, examination.reading)
    case .duplicate(let first): try settle(file, as: .duplicate, examination.reading, duplicateOf: first)
    case .hold(let withheld, let contested):
      // Given once more while it is held, it says nothing new: the first one waits for both.
      if let first = try books.heldFile(equalTo: file) {
        try settle(file, as: .duplicate, examination.reading, duplicateOf: first)
      } else {
        try hold(file, examination.reading, withheld, contested, version)
      }
    case .enter(let skips, let replaced, let standing):
      try begin(
        file, examination.reading, skips: skips, replaced: replaced, standing: standing, version)
    }
  }

  // MARK: Reading

  private func read(_ file: BookFile) throws -> Result<FirstReading, RefusedFile> {
    var source = try source(of: file)
    let head = try source.head()
    switch decoders.decoder(for: head, named: file.name) {
    case .unknown(let finding): return .failure(RefusedFile(finding: finding))
    case .decoder(let decoder):
      let isSmall = isSmall(file)
      do {
        return .success(
          try FirstReading(decoder, &source, named: file.name) {
            if !isSmall, isStopping() { throw Stopped() }
          })
      } catch is MoneyError {
        // Retrying would fail for ever, and keep every later file back.
        return .failure(
          RefusedFile(
            finding: Finding(
              "sum-too-large", at: Position(file: file.name), "its amounts sum to more than can be counted",
              remedy: "correct the amounts; nothing of the file is used")))
      }
    }
  }

  /// Reads the file once more for the lines of one of its declarations: two versions of it are to be compared.
  private func lines(
    ofDeclaration message: Message, in file: BookFile, _ reading: FirstReading,
    each: (DeclarationLine) throws -> Void
  ) throws {
    var source = try source(of: file)
    var isInside = false
    _ = try reading.decoder.decode(&source, named: file.name) { fact in
      switch fact {
      case .declaration(let declaration):
        isInside = declaration.number == message.number && declaration.payer == message.payer
      case .declarationLine(let line): if isInside { try each(line) }
      default: break
      }
    }
  }

  private func source(of file: BookFile) throws -> ArchivedBytes {
    let digest = try digest(of: file)
    return ArchivedBytes(try workspace.archive.reader(digest))
  }

  private func digest(of file: BookFile) throws -> Digest {
    guard let digest = Digest(file.digest) else {
      throw BooksFailure.damaged("the digest of file \(file.id) is not whole")
    }
    return digest
  }

  private func event(of file: BookFile) throws -> Int64 {
    guard let event = file.event else {
      throw BooksFailure.damaged("file \(file.id) is being entered without an event")
    }
    return event
  }

  // MARK: Entering

  private func begin(
    _ file: BookFile, _ reading: FirstReading, skips: Set<Int>, replaced: [Replaced], standing: [Replacing],
    _ version: Int64
  ) throws {
    var entering = file
    entering.entered = 0
    entering.skips = skips
    try transaction {
      let event = try books.record(
        .file, file.id, administration: file.administration, on: clock.today(), mapping: version,
        isReady: false)
      for standing in standing {
        var declaration = standing.declaration
        if try !books.counts(declaration: declaration) {
          declaration = try books.revive(declaration: declaration, event: event)
        }
        try books.markReplacement(
          declaration: declaration, after: standing.rejection, event: event)
      }
      let base = try books.base(forKind: reading.format.kind.rawValue)
      for version in replaced {
        try books.withhold(declaration: version.declaration, from: event)
        // Its number follows from the file's base, like every fact's.
        let entered = (0..<version.ordinal).count { !skips.contains($0) }
        if let rejection = version.rejection {
          try books.markReplacement(
            declaration: base + Int64(entered) + 1, after: rejection, event: event)
        }
      }
      try settle(file, as: .entering, reading)
      try books.beginEntering(file: file.id, event: event, base: base, skips: skips)
      entering.event = event
      entering.base = base
    }
    if isSmall(file) {
      try enterAtOnce(entering, reading)
    } else {
      CrashPoint.enteringBegun.reached()
      try enter(entering, reading)
    }
  }

  /// Within the transaction that small files share.
  private func enterAtOnce(_ file: BookFile, _ reading: FirstReading) throws {
    var writer = try writer(for: file, reading)
    var source = try source(of: file)
    _ = try reading.decoder.decode(&source, named: file.name) { try writer.write($0) }
    try accept(file, reading)
  }

  /// In batches, behind those that were entered before a restart.
  private func enter(_ file: BookFile, _ reading: FirstReading) throws {
    var writer = try writer(for: file, reading)
    var source = try source(of: file)
    var batch: [Fact] = []
    var entered: Int64 = 0
    func flush() throws {
      try transaction {
        for fact in batch { try writer.write(fact) }
        entered += Int64(batch.count)
        if entered > file.entered { try books.setEntered(entered, file: file.id) }
        CrashPoint.batchInTransaction.reached()
      }
      batch.removeAll(keepingCapacity: true)
      CrashPoint.batchEntered.reached()
      if isStopping() { throw Stopped() }
    }
    _ = try reading.decoder.decode(&source, named: file.name) { fact in
      batch.append(fact)
      if batch.count == Self.batch { try flush() }
    }
    try flush()
    try transaction { try accept(file, reading) }
    try books.checkpoint()
    CrashPoint.accepted.reached()
  }

  private func writer(for file: BookFile, _ reading: FirstReading) throws -> FactWriter {
    let event = try event(of: file)
    return try FactWriter(books, file: file, event: event, headers: reading.headers, totals: reading.totals)
  }

  private func accept(_ file: BookFile, _ reading: FirstReading) throws {
    let event = try event(of: file)
    try books.setEntered(Int64(reading.facts), file: file.id)
    try settle(file, as: .accepted, reading)
    try books.closeHeldFiles(equalTo: file)
    try books.makeReady(event: event)
    if reading.format.kind == .awards { try books.reopenContested(byEvent: event) }
    CrashPoint.acceptedInTransaction.reached()
  }

  /// One of its own, or the one that several small files share.
  private func transaction(_ body: () throws -> Void) throws {
    guard !books.isInTransaction else { return try body() }
    do { try books.transaction(body) } catch {
      books.forgetClasses()
      throw error
    }
  }

  // MARK: Other ends

  private func settle(
    _ file: BookFile, as state: FileState, _ reading: FirstReading?, duplicateOf first: Int64? = nil
  ) throws {
    try transaction {
      try books.settle(
        file: file.id, as: state, format: reading?.format.name, kind: reading?.format.kind.rawValue,
        lines: reading?.lines ?? 0, findings: reading?.findingsJSON ?? "[]", duplicateOf: first)
    }
  }

  /// A resend that says something else: neither counts until a person chooses, so what was posted on the first is
  /// taken back.
  private func hold(
    _ file: BookFile, _ reading: FirstReading, _ withheld: [Withheld], _ contested: [Message],
    _ version: Int64
  ) throws {
    try transaction {
      for message in contested {
        guard let payer = message.payer else { continue }
        try books.contest(message.number, of: payer, administration: file.administration, file: file.id)
      }
      let event = try books.record(
        .file, file.id, administration: file.administration, on: clock.today(), mapping: version,
        isReady: true, holds: true)
      for fact in withheld {
        switch fact {
        case .declaration(let id): try books.withhold(declaration: id, from: event)
        case .remittance(let id): try books.withhold(remittance: id, from: event)
        case .statement(let id): try books.withhold(statement: id, from: event)
        case .specification(let id): try books.withhold(specification: id, from: event)
        }
      }
      try settle(file, as: .held, reading)
    }
  }

  private func quarantine(_ file: BookFile, _ finding: Finding) throws {
    try quarantine(file, [finding], FindingJSON.list([finding]))
  }

  private func quarantine(_ file: BookFile, _ reading: FirstReading) throws {
    try quarantine(
      file, reading.findings.kept, reading.findingsJSON, format: reading.format, lines: reading.lines)
  }

  private func name(of file: BookFile) throws -> FileName {
    guard let name = FileName(file.name.replacing("/", with: "_")) else {
      throw BooksFailure.damaged("file \(file.id) has no name")
    }
    return name
  }

  /// Set aside first, settled after: a crash between sets it aside once more, under the same name.
  private func quarantine(
    _ file: BookFile, _ findings: [Finding], _ json: String, format: Format? = nil, lines: Int = 0
  ) throws {
    if isReplay {
      // Refused now and not then: the bytes may be others.
      try workspace.archive.verify(try digest(of: file))
    } else {
      let quarantine = try Quarantine(workspace.place("quarantine", of: file.administration))
      try quarantine.put(
        try digest(of: file), of: workspace.archive, named: try name(of: file),
        findings: findings.map { $0.text(in: .english) }.joined(separator: "\n") + "\n")
      CrashPoint.quarantineMoved.reached()
    }
    try transaction {
      try books.settle(
        file: file.id, as: .quarantined, format: format?.name, kind: format?.kind.rawValue, lines: lines,
        findings: json)
    }
  }
}

/// The daemon is to end: a large file waits where it is.
private struct Stopped: Error {}

private struct RefusedFile: Error {
  var finding: Finding
}

/// Facts of the first of two messages that contradict each other.
enum Withheld {
  case declaration(Int64), remittance(Int64), statement(Int64), specification(Int64)
}
