import Accounting
import Books
import Care
import Crypto
import Delivery
import Mapping
import Posting

/// Commits what is prepared as one job a run, and brings it to the administration's destination: intention, attempt,
/// answer, each on record before the next. Where the outcome is unknown it asks before it sends again.
struct DeliveryStep {
  /// So many refusals in a row are no mistake in an entry: the other system is closed, or we are shut out before long.
  static let mostRefusals = 5

  let books: Books
  let workspace: Workspace
  let shelf: MappingShelf
  let administration: Settings.Administration
  let connect: Connect

  /// What is left to do, for the loop that runs it.
  enum Progress: Sendable { case idle, moved, waiting(Wait) }

  /// Why nothing more can be delivered now.
  struct Wait: Sendable {
    var reason: String
    /// Asking often would make it worse.
    var isLong = false
    /// The other side had not got it, and did not say what became of it when it was sent again.
    var isUnanswered = false
  }

  /// Makes a job of what is prepared.
  /// - Parameter mapping: the version in force.
  /// - Returns: whether there was anything.
  func commit(on day: CalendarDate, under mapping: Int64) throws -> Bool {
    guard try books.hasPreparedEntries(of: administration.id) else { return false }
    let outlet = workspace.settings.destination(administration.destination)
    try books.transaction {
      try books.commitJob(
        of: administration.id, on: day, to: administration.destination, mapping: mapping,
        partSize: outlet?.entriesPerDelivery ?? 1, apart: outlet?.fiscalYear)
      CrashPoint.jobInTransaction.reached()
    }
    CrashPoint.jobCommitted.reached()
    return true
  }

  /// Brings the oldest delivery that is not finished to its destination.
  /// - Parameter unanswered: one that was sent so often without an answer that it is not sent again: where the other side
  ///   has not got it, it counts as refused, and the others have their turn.
  func deliver(givingUp unanswered: Int64? = nil) throws -> Progress {
    guard let delivery = try books.nextDelivery(of: administration.id) else { return .idle }
    if try books.lastAreRefused(Self.mostRefusals, of: administration.id) {
      let sentence =
        "\(Self.mostRefusals) were refused in a row; nothing more is sent before `remitd ingest` has been run"
      try books.transaction { try books.settle(delivery: delivery, as: .intended, detail: sentence) }
      return .waiting(Wait(reason: sentence))
    }
    return try deliver(delivery, isGivenUp: delivery.id == unanswered)
  }

  private func deliver(_ delivery: BookDelivery, isGivenUp: Bool) throws -> Progress {
    let batch = try batch(of: delivery)
    guard var destination = try destination(for: delivery) else {
      return .waiting(Wait(reason: "\(delivery.destination) is not a destination of remitd.yaml any more"))
    }
    var isAbsent = false
    // An attempt that is not on record before it is made could be made twice.
    try books.transaction { try books.beginAttempt(of: delivery) }
    CrashPoint.deliveryIntended.reached()
    do throws(DeliveryFailure) {
      // An attempt may have been cut off: ask first.
      if delivery.state == .inDoubt || delivery.attempts > 0 {
        switch try destination.lookUp(batch) {
        case .delivered(let acknowledgement): return try acknowledge(delivery, acknowledgement)
        case .differs(let sentence): throw .conflicting(sentence)
        case .absent: isAbsent = true
        }
      }
      if isAbsent, isGivenUp {
        throw .refused("it was sent many times, and the system neither answered nor has it")
      }
      let acknowledgement = try destination.send(batch)
      CrashPoint.delivered.reached()
      return try acknowledge(delivery, acknowledgement)
    } catch {
      return try fail(delivery, error, isResent: isAbsent)
    }
  }

  private func acknowledge(
    _ delivery: BookDelivery, _ acknowledgement: Acknowledgement
  ) throws(DeliveryFailure) -> Progress {
    do {
      try books.transaction {
        try books.settle(
          delivery: delivery, as: .acknowledged, digest: acknowledgement.digest.hex,
          detail: acknowledgement.entries == 1 ? "1 entry" : "\(acknowledgement.entries) entries")
      }
    } catch {
      throw .outcomeUnknown("delivered, but the books did not take the answer: \(error)")
    }
    CrashPoint.deliveryAcknowledged.reached()
    return .moved
  }

  /// - Parameter isResent: the other side was asked before, and had not got it.
  private func fail(
    _ delivery: BookDelivery, _ failure: DeliveryFailure, isResent: Bool
  ) throws -> Progress {
    let state: BookDelivery.State =
      switch failure.next {
      // What could not be looked up is as much in doubt as before.
      case .retryLater, .retryMuchLater: delivery.state == .inDoubt && !isResent ? .inDoubt : .intended
      case .lookUpByReference: .inDoubt
      case .askAnOperator: .refused
      }
    try books.transaction { try books.settle(delivery: delivery, as: state, detail: failure.description) }
    guard state != .refused else { return .moved }
    return .waiting(
      Wait(
        reason: failure.description, isLong: failure.next == .retryMuchLater,
        isUnanswered: isResent && failure.next == .lookUpByReference))
  }

  // MARK: What and where

  private func batch(of delivery: BookDelivery) throws -> Batch {
    guard let name = BatchName(delivery.name) else {
      throw BooksFailure.damaged("delivery \(delivery.id) has a name that no job has")
    }
    return Batch(name, try books.entries(of: delivery).map { try OutgoingEntry($0, shelf: shelf) })
  }

  private func destination(for delivery: BookDelivery) throws -> (any Delivery.Destination)? {
    guard let outlet = workspace.settings.destination(delivery.destination) else { return nil }
    let versions = Set(try books.entries(of: delivery).map(\.mapping) + [delivery.mapping])
    return connect(outlet, administration, workspace, try LedgerChart(versions, of: shelf))
  }
}

extension LedgerChart {
  init(_ mapping: Mapping) { self.init(mapping.chart.map { LedgerAccount($0) }) }

  /// The charts of several versions together; an account that several know is as the latest has it.
  init(_ versions: Set<Int64>, of shelf: MappingShelf) throws {
    self.init(try versions.sorted().flatMap { try shelf.mapping($0).chart }.map { LedgerAccount($0) })
  }
}

extension LedgerAccount {
  fileprivate init(_ account: ChartAccount) {
    let kind: Kind =
      switch account.kind {
      case .assets: .assets
      case .liabilities: .liabilities
      case .equity: .equity
      case .income: .income
      case .expenses: .expenses
      }
    self.init(account.account, kind, account.name)
  }
}

extension OutgoingEntry {
  init(_ recorded: RecordedEntry, shelf: MappingShelf) throws {
    let bookedBy: BookedBy =
      switch recorded.booker {
      case .gateway: .gateway
      case .careSystem: .careSystem
      case .bookkeeping: .bookkeeping
      }
    self.init(
      recorded.reference, in: recorded.journal, recorded.entry, tags: [Tag("document", recorded.subject)],
      reversalOf: recorded.reverses, bookedBy: bookedBy,
      relations: try Self.relations(of: recorded.entry, under: shelf.mapping(recorded.mapping)))
  }

  /// An item begins with its payer: `uzovi-7095/WV26000117`. Which of its rows is meant, the account says.
  private static func relations(of entry: JournalEntry, under mapping: Mapping) -> [String: String] {
    var relations: [String: String] = [:]
    for posting in entry.postings {
      guard let item = posting.item, let payer = PayerCode(String(item.prefix { $0 != "/" })) else {
        continue
      }
      let rows = mapping.payers.map(\.value).filter { $0.payer == payer && $0.relation != nil }
      let row = rows.first {
        [$0.debtor, $0.takeback, $0.advance, $0.settlement].contains(posting.account)
      }
      relations[item] = (row ?? rows.first)?.relation
    }
    return relations
  }
}
