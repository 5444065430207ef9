import Accounting
package import Books
package import Disk
package import Findings
import Intake
package import Mapping

/// The steps of the flow over one workspace: intake, entering, posting, delivery. They meet only in the books, so that
/// each can be stopped anywhere and the next start goes on.
///
/// One thread runs them in turn, each a bounded piece at a time: every durable step has one order, which crash tests
/// and simulations rely on.
package final class Loops {
  package let workspace: Workspace
  package let books: Books
  private let clock: Clock
  private let connect: Connect
  package let receiver: Receiver
  package private(set) var intake: IntakeStep
  private var shelves: [String: MappingShelf] = [:]
  private var current: [String: (version: Int64, mapping: Mapping)] = [:]
  /// Findings of mappings that could not be used, by administration.
  package private(set) var mappingFindings: [String: FindingList] = [:]

  package convenience init(_ workspace: Workspace, clock: Clock) throws {
    try self.init(workspace, clock: clock, connect: Connection.make())
  }

  /// - Parameter connect: makes what entries are delivered to.
  package init(_ workspace: Workspace, clock: Clock, connect: @escaping Connect) throws {
    self.workspace = workspace
    self.clock = clock
    self.connect = connect
    // One process runs the loops of a workspace: what was being received when another ended is nobody's any more.
    try workspace.archive.removeDrafts()
    let books = try Books(writing: workspace.booksPath)
    let findings = try workspace.findings(about: books)
    guard findings.isEmpty else { throw WorkspaceFindings(findings) }
    self.books = books
    try books.transaction {
      for administration in workspace.settings.administrations {
        try books.introduce(administration: administration.id, currency: administration.currency)
      }
    }
    receiver = Receiver(books, workspace, clock: clock)
    intake = try IntakeStep(receiver, workspace)
    try readMappings()
  }

  /// Reads every mapping of the settings and records those that are new. One that is wrong leaves the last good one in
  /// force, if there was one.
  package func readMappings() throws {
    for administration in workspace.settings.administrations {
      let files = try workspace.readMapping(of: administration)
      mappingFindings[administration.id] = files.findings
      guard let mapping = files.mapping else {
        try keepLast(of: administration.id)
        continue
      }
      guard current[administration.id]?.mapping.digest != mapping.digest else { continue }
      try workspace.archive(files)
      let version = try books.transaction {
        try books.mappingVersion(digest: mapping.digest, administration: administration.id, on: clock.today())
      }
      CrashPoint.mappingRecorded.reached()
      current[administration.id] = (version, mapping)
    }
  }

  private func keepLast(of administration: String) throws {
    guard current[administration] == nil, let last = try books.mappings(of: administration).last else {
      return
    }
    current[administration] = (last.id, try workspace.loadMapping(digest: last.digest))
  }

  package func mapping(of administration: String) -> Mapping? { current[administration]?.mapping }

  func currentVersion(of administration: String) -> Int64? { current[administration]?.version }

  func shelf(of administration: String) -> MappingShelf {
    if let known = shelves[administration] { return known }
    let shelf = MappingShelf(books) { [workspace] in try workspace.loadMapping(digest: $0) }
    shelves[administration] = shelf
    return shelf
  }

  // MARK: Running

  /// Looks into the inboxes once.
  package func receive(at now: ContinuousClock.Instant) throws -> IntakeStep.Found {
    try intake.run(at: now)
  }

  package func arrived(_ name: FileName, in inbox: Int) { intake.arrived(name, in: inbox) }

  /// Runs entering, posting and delivery until nothing is left to do, or until told to stop between two steps.
  package func settle(until stop: @escaping () -> Bool = { false }) throws {
    while !stop() {
      if try enterOne(stop) { continue }
      if try postOne() { continue }
      if try deliverOne() { continue }
      return
    }
  }

  /// What is left; nothing where the books cannot be asked just now.
  func openWork() -> OpenWork? {
    do { return try books.openWork() } catch { return nil }
  }

  private func enterOne(_ isStopping: @escaping () -> Bool) throws -> Bool {
    let step = EnteringStep(
      books, workspace, clock: clock, shelf: { self.shelf(of: $0) }, isStopping: isStopping
    ) { [current] in
      current[$0]
    }
    return try step.run()
  }

  private func postOne() throws -> Bool {
    try PostingStep(books, shelf: { self.shelf(of: $0) }).run()
  }

  /// Administrations whose deliveries somebody else makes, with what calls that one.
  package var couriers: [String: () -> Void] = [:]

  /// Delivery waits without keeping anything else back; what it waits for is told here and by `status`.
  package private(set) var deliveriesWaiting: [String: String] = [:]

  /// Commits what is prepared, and delivers it where no courier does.
  private func deliverOne() throws -> Bool {
    var hasMoved = false
    for administration in workspace.settings.administrations {
      guard let version = currentVersion(of: administration.id) else { continue }
      let step = DeliveryStep(
        books: books, workspace: workspace, shelf: shelf(of: administration.id),
        administration: administration, connect: connect)
      if let courier = couriers[administration.id] {
        if try step.commit(on: clock.today(), under: version) { courier() }
        continue
      }
      guard deliveriesWaiting[administration.id] == nil else { continue }
      // What was committed before goes first.
      switch try step.deliver() {
      case .idle where try step.commit(on: clock.today(), under: version): hasMoved = true
      case .idle: continue
      case .moved: hasMoved = true
      case .waiting(let wait): deliveriesWaiting[administration.id] = wait.reason
      }
    }
    return hasMoved
  }

  /// Deliveries that waited may be tried again.
  package func retryDeliveries() { deliveriesWaiting = [:] }
}
