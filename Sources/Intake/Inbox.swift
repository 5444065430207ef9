package import Disk
import Findings

/// A folder in which files arrive. It says which of them are whole.
///
/// A file is whole when it was renamed in under its final name (`InboxWatch` saw it: `arrived`), or when its size and
/// time have not changed between two looks at least `quiet` apart. Closing a file proves nothing: a writer may open it
/// again. What only looks old is not trusted either: the copying program may have set its time.
package struct Inbox {
  /// Findings remembered, so that each is told once.
  private static let told = 1_000

  /// The state of a file, and the look that first saw it so.
  private struct Seen {
    let stamp: FileStamp
    var since: ContinuousClock.Instant
  }

  package let folder: DiskPath
  private let quiet: Duration
  private let watched: Int
  private var seen: [FileName: Seen] = [:]
  private var renamedIn: Set<FileName> = []
  private var reported: Set<FileName> = []

  /// - Parameters:
  ///   - folder: made if it is missing; what an interrupted removal set aside comes back.
  ///   - watched: files watched at once. More of them wait their turn, so that memory does not grow with their number.
  ///   - isTaken: whether a file with this content was received; one that an interrupted removal set aside is then
  ///     removed, and not brought back.
  package init(
    _ folder: DiskPath, quiet: Duration, watched: Int = 16_384,
    isTaken: (FileStamp) throws -> Bool = { _ in false }
  ) throws {
    self.folder = folder
    self.quiet = quiet
    self.watched = watched
    try Folder.make(folder)
    for name in try asideNames() {
      guard let stamp = try FileStamp.ofWhatLies(at: folder / name), try isTaken(stamp) else { continue }
      try Folder.remove(folder / name)
    }
    try bringBack()
  }

  /// A watch saw this name renamed in: it is whole without waiting.
  package mutating func arrived(_ name: FileName) {
    if !name.isUnfinished, renamedIn.count < watched { renamedIn.insert(name) }
  }

  /// A file that could not be received now counts as changed just now, so that it keeps no other file back.
  package mutating func postpone(_ name: FileName, at now: ContinuousClock.Instant) {
    renamedIn.remove(name)
    seen[name]?.since = now
  }

  /// Looks through the folder, as far as it takes to find `limit` whole files: taking a hundred thousand of them is
  /// not a hundred looks at all of them.
  /// - Parameters:
  ///   - now: the moment of this look.
  ///   - limit: whole files given at most; `hasMore` says whether there may be others.
  package mutating func look(
    at now: ContinuousClock.Instant, limit: Int = 1_000
  ) throws(DiskFailure) -> Look {
    var whole: [FileName] = []
    var findings = FindingList()
    var isPartial = false
    var visited: [FileName: Seen] = [:]
    var refused: Set<FileName> = []
    var next: ContinuousClock.Instant?

    try Folder.names(in: folder) { name throws(DiskFailure) in
      guard !name.isUnfinished else { return true }
      guard let stamp = try FileStamp.ofWhatLies(at: folder / name) else { return true }
      if let finding = Self.refusal(of: stamp, named: name) {
        if refused.count < Self.told, refused.insert(name).inserted, !reported.contains(name) {
          findings.append(finding)
        }
        return true
      }
      let known = seen[name].flatMap { $0.stamp == stamp ? $0 : nil } ?? Seen(stamp: stamp, since: now)
      if visited.count < watched { visited[name] = known }
      let due = known.since + quiet
      if due > now, !renamedIn.contains(name) {
        next = min(next ?? due, due)
        return true
      }
      guard whole.count < limit else {
        isPartial = true
        return false
      }
      whole.append(name)
      return true
    }

    if isPartial {
      // What was not reached is remembered as it was.
      for (name, known) in visited where seen.count < watched || seen[name] != nil { seen[name] = known }
      reported.formUnion(refused)
    } else {
      seen = visited
      reported = refused
      renamedIn.formIntersection(visited.keys)
    }
    whole.sort()
    return Look(whole: whole, findings: findings, hasMore: isPartial, nextDue: next.map { $0 - now })
  }

  /// Removes a file whose bytes are kept, if it is still the one that was read.
  /// - Parameter setAside: told when it has lost its name; a test may stop the program there.
  /// - Returns: false where another lies there by now: that one has not been read, and stays.
  @discardableResult
  package mutating func remove(
    _ name: FileName, _ read: FileStamp, setAside: () -> Void = {}
  ) throws(DiskFailure) -> Bool {
    // Set aside first and looked at after: between a look and a removal somebody could put a new file there.
    guard let aside = FileName("\(Self.asidePrefix)\(read.inode)") else {
      preconditionFailure("digits are a name")
    }
    do {
      try Folder.rename(folder / name, to: folder / aside)
    } catch  where error.isAbsence {
      return true
    }
    setAside()
    let stamp = try FileStamp.ofWhatLies(at: folder / aside)
    guard let stamp, !stamp.isSameContent(as: read) else {
      try Folder.remove(folder / aside)
      // Not synced: a file that comes back after a power cut is a duplicate, and a sync for each would be slow.
      seen[name] = nil
      renamedIn.remove(name)
      return true
    }
    if try !Folder.rename(folder / aside, toFree: folder / name) { try bringBack() }
    return false
  }

  private static let asidePrefix = ".taken-"

  /// What a crash caught between being set aside and being removed is read again, and known by its bytes.
  private func bringBack() throws(DiskFailure) {
    for name in try asideNames() {
      var number = 1
      while true {
        let back = Array("again-\(number)-".utf8) + name.bytes.dropFirst(Self.asidePrefix.utf8.count)
        guard let back = FileName(bytes: back) else { preconditionFailure("digits are a name") }
        if try Folder.rename(folder / name, toFree: folder / back) { break }
        number += 1
      }
    }
  }

  private func asideNames() throws(DiskFailure) -> [FileName] {
    let prefix = Array(Self.asidePrefix.utf8)
    var aside: [FileName] = []
    try Folder.names(in: folder) { name throws(DiskFailure) in
      if name.bytes.starts(with: prefix) { aside.append(name) }
      return true
    }
    return aside
  }

  private static func refusal(of stamp: FileStamp, named name: FileName) -> Finding? {
    let what: String
    switch stamp.kind {
    case .file:
      guard stamp.links > 1 else { return nil }
      what = "this file has \(stamp.links) names: somebody may change it under another one"
    case .folder: what = "this is a folder, and folders in an inbox are not looked into"
    case .symbolicLink: what = "this is a symbolic link, and links are not followed"
    case .pipe: what = "this is a pipe, not a file"
    case .socket: what = "this is a socket, not a file"
    case .device: what = "this is a device, not a file"
    }
    return Finding(
      "not-a-file", .warning, at: Position(file: name.display), what,
      remedy: "Put a copy of the file itself into the inbox.")
  }
}
