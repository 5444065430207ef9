package import Books
import Disk
package import Findings
package import Intake
import Delivery
import Mapping

/// The loops over a workspace for as long as nobody says stop: sleeps until a file arrives or somebody rings, does all
/// that follows, sleeps again. It wakes without cause only while a delivery waits.
package final class Daemon {
  /// How long after a failed delivery the next attempt comes; doubled at each, up to the longest.
  private static let firstRetry = Duration.seconds(5)
  private static let longestRetry = Duration.seconds(300)

  private let loops: Loops
  private let lock: WorkspaceLock
  package let watch: InboxWatch
  private let tell: @Sendable (Notice) -> Void
  private var log: DaemonLog
  /// Each brings the entries of an administration to another machine.
  private var couriers: [(courier: Courier, thread: OwnThread)] = []
  private var fetchers: [(fetcher: Fetcher, thread: OwnThread)] = []
  private let clock: Clock

  /// What happens, for the log. No names, texts or numbers of persons.
  package enum Notice: Sendable {
    case ready(inboxes: Int)
    case received(Int)
    case finding(Finding)
    /// Findings of a file that are not told one by one.
    case moreFindings(Int, of: String)
    /// What became of a file, and how many entries of ours followed.
    case file(BookFile, entries: Int)
    /// Entries that followed from a decision, a mapping, or a file that was told of before.
    case otherEntries(Int)
    case delivery(SettledDelivery)
    /// This version counts from here on.
    case mapping(administration: String, digest: String)
    /// The mapping as it lies in the folder cannot be used; its findings are told beside it.
    case mappingRefused(administration: String, inForce: String?)
    case deliveryWaiting(administration: String, reason: String)
    /// Its folder.
    case inboxLost(String)
    /// Nothing, or not everything, could be fetched.
    case sourceWaiting(String, reason: String)
    case stopped
  }

  /// Nothing if another process runs this workspace's loops.
  package init?(_ workspace: Workspace, clock: Clock, tell: @escaping @Sendable (Notice) -> Void) throws {
    guard let lock = try WorkspaceLock.take(workspace.folder) else { return nil }
    self.lock = lock
    self.tell = tell
    self.clock = clock
    let loops = try Loops(workspace, clock: clock)
    self.loops = loops
    log = try DaemonLog(loops.books, workspace.settings.administrations.map(\.id))
    watch = try InboxWatch(loops.intake.folders, workspace: workspace.folder)
  }

  /// Runs until `isStopping`. A step that has begun is finished; a large file is left between two
  /// batches.
  package func run(isStopping: @escaping () -> Bool) throws {
    tell(.ready(inboxes: loops.intake.folders.count))
    try loops.workspace.strays().forEach { tell(.finding($0)) }
    try sendCouriers()
    try sendFetchers()
    defer {
      callBackCouriers()
      callBackFetchers()
    }
    for administration in loops.mappingFindings.keys.sorted() { tellOfMapping(administration) }
    var retry = Self.firstRetry
    while !isStopping() {
      let found = try loops.receive(at: .now)
      found.findings.kept.forEach { tell(.finding($0)) }
      if found.received > 0 { tell(.received(found.received)) }
      try readMappings()
      loops.retryDeliveries()
      try loops.settle(until: isStopping)
      try log.news().forEach(tell)
      if isStopping() { break }
      if found.hasMore { continue }

      var sleep = found.nextDue
      for (administration, reason) in loops.deliveriesWaiting {
        tell(.deliveryWaiting(administration: administration, reason: reason))
        sleep = min(sleep ?? retry, retry)
      }
      retry = loops.deliveriesWaiting.isEmpty ? Self.firstRetry : min(retry * 2, Self.longestRetry)
      let woken = try watch.wait(sleep)
      for (inbox, name) in woken.renamedIn { loops.arrived(name, in: inbox) }
      // A command has handed something over: what waits is tried now, for somebody looks on.
      if woken.isAsked { for courier in couriers { courier.courier.call(isAsked: true) } }
      for inbox in woken.lost { tell(.inboxLost("\(loops.intake.folders[inbox])")) }
    }
    tell(.stopped)
  }

  private func sendCouriers() throws {
    for administration in loops.workspace.settings.administrations {
      guard let outlet = loops.workspace.settings.destination(administration.destination), outlet.isRemote
      else { continue }
      let courier = try Courier(
        loops.workspace, administration, to: outlet, connect: { Connection.make(isStopping: $0) }
      ) { [tell, watch] news in
        switch news {
        // The log is read from the books, by the thread that keeps it.
        case .settled: watch.ring()
        case .waiting(let reason): tell(.deliveryWaiting(administration: administration.id, reason: reason))
        }
      }
      guard let thread = OwnThread({ courier.run() }) else {
        throw DeliveryFailure.unreachable("there is no thread left for the courier of \(administration.id)")
      }
      couriers.append((courier, thread))
      loops.couriers[administration.id] = { courier.call() }
    }
  }

  private func sendFetchers() throws {
    for source in loops.workspace.settings.sources {
      let fetcher = try Fetcher(loops.workspace, source, clock: clock) { [tell, watch] news in
        switch news {
        case .received(let count):
          tell(.received(count))
          watch.ring()
        case .trouble(let reason): tell(.sourceWaiting(source.id, reason: reason))
        }
      }
      guard let thread = OwnThread({ fetcher.run() }) else {
        throw FetchFailure("there is no thread left for the source \(source.id)")
      }
      fetchers.append((fetcher, thread))
    }
  }

  private func callBackFetchers() {
    for fetcher in fetchers { fetcher.fetcher.stop() }
    for fetcher in fetchers { fetcher.thread.join() }
    fetchers = []
  }

  private func callBackCouriers() {
    for courier in couriers { courier.courier.stop() }
    for courier in couriers { courier.thread.join() }
    couriers = []
  }

  /// A mapping that was changed counts from here on; one that is wrong leaves the last good one in force, and is told
  /// of once.
  private func readMappings() throws {
    let before = loops.mappingFindings
    let digests = before.keys.reduce(into: [:]) { $0[$1] = loops.mapping(of: $1)?.digest }
    try loops.readMappings()
    for (administration, findings) in loops.mappingFindings.sorted(by: { $0.key < $1.key }) {
      guard
        findings.kept != before[administration]?.kept
          || loops.mapping(of: administration)?.digest != digests[administration]
      else { continue }
      tellOfMapping(administration)
    }
  }

  private func tellOfMapping(_ administration: String) {
    let findings = loops.mappingFindings[administration] ?? FindingList()
    let inForce = loops.mapping(of: administration)?.digest
    findings.kept.forEach { tell(.finding($0)) }
    if let inForce, !findings.hasErrors {
      tell(.mapping(administration: administration, digest: inForce))
    } else {
      tell(.mappingRefused(administration: administration, inForce: inForce))
    }
  }
}
