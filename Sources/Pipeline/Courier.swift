import Books
import Delivery
import Disk
import Glibc
import Mapping
import Synchronization

/// Brings one administration's entries to another machine, on a thread of its own: however slow that machine is, and
/// however long it is away, nothing else waits for it. It has its own connection to the books, and writes in transactions
/// as short as those of a command.
///
/// ```
/// sleeps ──called──▶ delivers one after the other ──nothing left──▶ sleeps
///                        └──waiting──▶ sleeps 5 s, then twice as long each time, at most 5 min; an hour where we are
///                                      not let in, for a system that is asked in vain too often locks us out
/// ```
///
/// One delivery must not hold up the others for ever: one that is sent again and again without an answer, and that the
/// other side has not got, is given up after a good hour.
final class Courier: Sendable {
  private static let firstRetry = Duration.seconds(5)
  private static let longestRetry = Duration.seconds(300)
  private static let lockedOutRetry = Duration.seconds(3600)
  private static let mostUnanswered = 20

  private let workspace: Workspace
  private let administration: Settings.Administration
  private let outlet: Settings.Outlet
  private let bell: FolderWatch
  private let isStopping = Flag()
  private let isHurrying = Flag()
  private let connect: @Sendable (@escaping @Sendable () -> Bool) -> Connect
  private let tell: @Sendable (News) -> Void

  enum News: Sendable {
    /// Something was delivered or refused; the books say what.
    case settled
    case waiting(String)
  }

  /// - Parameters:
  ///   - connect: makes what makes the destination, given what says that it is time to stop.
  ///   - tell: called on the courier's own thread.
  init(
    _ workspace: Workspace, _ administration: Settings.Administration, to outlet: Settings.Outlet,
    connect: @escaping @Sendable (@escaping @Sendable () -> Bool) -> Connect,
    tell: @escaping @Sendable (News) -> Void
  ) throws(DiskFailure) {
    self.workspace = workspace
    self.administration = administration
    self.outlet = outlet
    self.connect = connect
    self.tell = tell
    bell = try FolderWatch([])
  }

  /// Wakes it: there may be something to deliver. From any thread.
  /// - Parameter isAsked: a person wants it tried now, however long the other machine has been away.
  func call(isAsked: Bool = false) {
    if isAsked { isHurrying.raise() }
    bell.ring()
  }

  /// Asks it to end: what waits for the other machine is given up, and looked up at the next start.
  func stop() {
    isStopping.raise()
    bell.ring()
  }

  /// Delivers until it is stopped.
  func run() {
    var retry = Self.firstRetry
    var round: Round?
    var told: String?
    while !isStopping.isRaised {
      var wait: DeliveryStep.Wait?
      do {
        let current = try round ?? Round(self)
        round = current
        wait = try current.deliverAll()
      } catch {
        // The books are busy or the disk is full: the loops stop where it is worse than that.
        round = nil
        wait = DeliveryStep.Wait(reason: "\(error)")
      }
      guard !isStopping.isRaised else { return }
      if let wait, wait.reason != told { tell(.waiting(wait.reason)) }
      told = wait?.reason
      let pause = wait.map { $0.isLong ? Self.lockedOutRetry : retry }
      do { try sleep(pause, round) } catch { return tell(.waiting("\(error)")) }
      retry = wait == nil ? Self.firstRetry : min(retry * 2, Self.longestRetry)
    }
  }

  /// Until there is something to do. While the other machine is away only a person's word or another delivery at the
  /// head of the queue ends it before its time.
  private func sleep(_ time: Duration?, _ round: Round?) throws {
    guard let time else {
      _ = try bell.wait(nil)
      return
    }
    let end = ContinuousClock.now + time
    while !isStopping.isRaised, !isHurrying.lower(), case let rest = end - ContinuousClock.now, rest > .zero {
      let happened = try bell.wait(rest)
      if happened.isRung, try round?.hasOtherHead() ?? false { return }
    }
  }

  /// What it works with on its thread: a connection to the books, and one session with the other machine for as long as
  /// all goes well.
  private final class Round {
    private let courier: Courier
    private let step: DeliveryStep
    /// The delivery that waits.
    private var waiting: Int64?
    /// How often the one that waits was sent again without an answer.
    private var unanswered = (delivery: Int64(0), times: 0)
    private let session = Session()

    private final class Session {
      var tryton: Tryton?
    }

    init(_ courier: Courier) throws {
      self.courier = courier
      let books = try Books(writing: courier.workspace.booksPath)
      let shelf = MappingShelf(books) { [workspace = courier.workspace] in
        try workspace.loadMapping(digest: $0)
      }
      let make = courier.connect { [isStopping = courier.isStopping] in isStopping.isRaised }
      let session = session
      step = DeliveryStep(
        books: books, workspace: courier.workspace, shelf: shelf, administration: courier.administration
      ) { outlet, administration, workspace, chart in
        // Only a login is worth keeping: the others have a chart that may have grown since.
        if let tryton = session.tryton { return tryton }
        let destination = make(outlet, administration, workspace, chart)
        session.tryton = destination as? Tryton
        return destination
      }
    }

    /// - Returns: why the rest waits; nothing if there is none.
    func deliverAll() throws -> DeliveryStep.Wait? {
      waiting = nil
      // A secret may have been changed since.
      session.tryton = nil
      while !courier.isStopping.isRaised {
        let isGivenUp = unanswered.times >= Courier.mostUnanswered
        switch try step.deliver(givingUp: isGivenUp ? unanswered.delivery : nil) {
        case .idle: return nil
        case .moved: courier.tell(.settled)
        case .waiting(let wait):
          waiting = try step.books.nextDelivery(of: courier.administration.id)?.id
          if wait.isUnanswered, let waiting {
            unanswered = (waiting, unanswered.delivery == waiting ? unanswered.times + 1 : 1)
          }
          return wait
        }
      }
      return nil
    }

    func hasOtherHead() throws -> Bool {
      try step.books.nextDelivery(of: courier.administration.id)?.id != waiting
    }
  }
}

/// Raised by one thread, seen by all.
final class Flag: Sendable {
  private let value = Atomic(false)

  var isRaised: Bool { value.load(ordering: .acquiring) }
  func raise() { value.store(true, ordering: .releasing) }
  /// Whether it was raised.
  func lower() -> Bool { value.exchange(false, ordering: .acquiringAndReleasing) }
}
