import Books
import Disk
import Intake
import Mapping

/// Takes files from a source: bytes into the archive, a row into the books, then, and only then, the source away. Cut off
/// anywhere, the file is fetched again and known by its bytes and its place.
struct FetchingStep {
  /// Files per look.
  private static let atOnce = 200

  private struct Seen {
    let file: RemoteFile
    let since: ContinuousClock.Instant
  }

  private let source: Settings.Source
  private let folder: any RemoteFolder
  private let receiver: Receiver
  private let archive: Archive
  private let staged: DiskPath
  private let quiet: Duration
  private var seen: [String: Seen] = [:]

  init(
    _ source: Settings.Source, _ folder: any RemoteFolder, _ receiver: Receiver, _ workspace: Workspace
  ) throws {
    self.source = source
    self.folder = folder
    self.receiver = receiver
    archive = workspace.archive
    quiet = .milliseconds(workspace.settings.inboxQuietMilliseconds)
    staged = try workspace.place("fetching", of: source.id)
  }

  struct Fetched {
    /// Their numbers in the books.
    var files: [Int64] = []
    /// When the next file will have been quiet long enough.
    var nextDue: Duration?
    /// Why a file stays where it is.
    var trouble: String?
  }

  /// One look. A file is whole when two looks, at least `quiet` apart, see the same of it.
  mutating func run(
    at now: ContinuousClock.Instant, isStopping: () -> Bool = { false }
  ) throws -> Fetched {
    var fetched = Fetched()
    var visited: [String: Seen] = [:]
    for file in try folder.list() {
      guard let name = FileName(file.name), !name.isUnfinished else { continue }
      let known = seen[file.name].flatMap { $0.file == file ? $0 : nil }
      let since = known?.since ?? now
      visited[file.name] = Seen(file: file, since: since)
      guard known != nil, now - since >= quiet else {
        fetched.nextDue = min(
          fetched.nextDue ?? .seconds(3_600), max(quiet - (now - since), .milliseconds(10)))
        continue
      }
      guard fetched.files.count < Self.atOnce, !isStopping() else {
        fetched.nextDue = .milliseconds(10)
        continue
      }
      do {
        guard let id = try take(file) else { continue }
        fetched.files.append(id)
        if try folder.acknowledge(file) { visited[file.name] = nil }
      } catch let failure as FetchFailure {
        guard failure.isOfOneFile else { throw failure }
        fetched.trouble = fetched.trouble ?? failure.description
      }
    }
    seen = visited
    return fetched
  }

  /// - Returns: nothing where it changed while it was read.
  private func take(_ file: RemoteFile) throws -> Int64? {
    try Folder.make(staged)
    let path = staged / "whole.part"
    let copy = try StagedCopy(path)
    do throws(FetchFailure) {
      try folder.fetch(file) { copy.take($0) }
    } catch {
      if let failure = copy.failure { throw failure }
      throw error
    }
    if let failure = copy.failure { throw failure }
    guard copy.size == file.size else { return nil }
    guard case .kept(let kept) = try archive.receive(path, reached: CrashPoint.archiving) else { return nil }
    let taken = Receiver.Taken(
      kept: kept, name: FileName(file.name)?.display ?? file.name, origin: .source,
      administration: source.administration,
      mark: "\(source.id):\(file.name):\(file.size):\(file.changed)")
    let ids = try receiver.remember([taken])
    try Folder.remove(path)
    return ids.first
  }
}

/// A file on its way from another machine. libcurl hands over piece by piece, and a failure of the disk waits here.
private final class StagedCopy {
  private let file: OpenFile
  private(set) var size: Int64 = 0
  private(set) var failure: DiskFailure?

  init(_ path: DiskPath) throws(DiskFailure) {
    try Folder.remove(path)
    file = try OpenFile.making(path)
  }

  func take(_ piece: UnsafeRawBufferPointer) -> Bool {
    do { try file.write(Array(piece)) } catch {
      failure = error
      return false
    }
    size += Int64(piece.count)
    return true
  }
}
