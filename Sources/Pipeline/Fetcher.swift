import Books
import Curl
import Disk
import Intake
import Mapping

/// Fetches from one source, on a thread of its own: however slow that machine is, nothing else waits for it. It has its
/// own connection to the books.
final class Fetcher: Sendable {
  private static let longestRetry = Duration.seconds(900)

  private let workspace: Workspace
  private let source: Settings.Source
  private let clock: Clock
  private let bell: FolderWatch
  private let isStopping = Flag()
  private let tell: @Sendable (News) -> Void

  enum News: Sendable {
    case received(Int)
    case trouble(String)
  }

  init(
    _ workspace: Workspace, _ source: Settings.Source, clock: Clock, tell: @escaping @Sendable (News) -> Void
  ) throws(DiskFailure) {
    self.workspace = workspace
    self.source = source
    self.clock = clock
    self.tell = tell
    bell = try FolderWatch([])
  }

  /// Asks it to end; what is being fetched is given up, and fetched again at the next start.
  func stop() {
    isStopping.raise()
    bell.ring()
  }

  func run() {
    let every = Duration.milliseconds(source.everyMilliseconds)
    var retry = every
    var step: FetchingStep?
    var told: String?
    while !isStopping.isRaised {
      var trouble: String?
      var pause = every
      do {
        var current = try step ?? makeStep()
        let fetched = try current.run(at: .now) { [isStopping] in isStopping.isRaised }
        step = current
        trouble = fetched.trouble
        if !fetched.files.isEmpty { tell(.received(fetched.files.count)) }
        if let due = fetched.nextDue { pause = min(pause, due) }
        retry = every
      } catch {
        step = nil
        trouble = "\(error)"
        pause = retry
        retry = max(every, min(retry * 2, Self.longestRetry))
      }
      guard !isStopping.isRaised else { return }
      if let trouble, trouble != told { tell(.trouble(trouble)) }
      told = trouble
      do {
        try SourceState(lookedOn: clock.today(), trouble: trouble).write(source.id, to: workspace)
        _ = try bell.wait(pause)
      } catch { return tell(.trouble("\(error)")) }
    }
  }

  private func makeStep() throws -> FetchingStep {
    let books = try Books(writing: workspace.booksPath)
    let folder = try workspace.folder(of: source) { [isStopping] in isStopping.isRaised }
    return try FetchingStep(source, folder, Receiver(books, workspace, clock: clock), workspace)
  }
}

extension Workspace {
  private static let fetchLimits = TransferLimits(
    connect: 15_000, whole: 600_000, stall: 30_000, answerBytes: 1 << 30)

  func folder(
    of source: Settings.Source, isStopping: @escaping @Sendable () -> Bool
  ) throws(FetchFailure) -> any RemoteFolder {
    let afterwards: Afterwards =
      switch source.afterwards {
      case .remove: .remove
      case .move(let folder): .move(folder)
      }
    switch source.kind {
    case .sftp(let sftp):
      switch client(for: sftp, Self.fetchLimits, isStopping: isStopping) {
      case .success(let client): return SFTPSource(client, sftp.path, then: afterwards)
      case .failure(let missing): throw FetchFailure(missing.description)
      }
    case .webdav(let url, let user, let secret):
      let password: String
      do { password = try secrets.value(of: secret) } catch { throw FetchFailure(error.sentence) }
      return WebDAVSource(
        url, user: user, password: password, then: afterwards,
        over: HTTPClient(Self.webLimits, isStopping: isStopping))
    }
  }

  /// An answer over the web is held in memory.
  private static let webLimits = TransferLimits(
    connect: 15_000, whole: 600_000, stall: 30_000, answerBytes: 256 << 20)

  /// Fetches once from every source of an administration, for a command: looks, waits as long as a file must be quiet, and
  /// takes what has not changed.
  /// - Returns: what was received, and why something was not.
  func fetchOnce(
    for administration: String, _ receiver: Receiver, clock: Clock
  ) throws -> (files: [Int64], troubles: [String]) {
    var all: (files: [Int64], troubles: [String]) = ([], [])
    for source in settings.sources where source.administration == administration {
      var trouble: String?
      do {
        var step = try FetchingStep(source, folder(of: source) { false }, receiver, self)
        if let due = try step.run(at: .now).nextDue {
          Folder.pause(due)
          let fetched = try step.run(at: .now)
          all.files += fetched.files
          trouble = fetched.trouble
        }
      } catch let failure as FetchFailure { trouble = failure.description }
      if let trouble { all.troubles.append("\(source.id): \(trouble)") }
      try SourceState(lookedOn: clock.today(), trouble: trouble).write(source.id, to: self)
    }
    return all
  }
}
