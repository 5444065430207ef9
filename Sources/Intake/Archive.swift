package import Crypto
package import Disk
import Findings

/// The bytes that were received, each under its SHA-256: `archive/ab/cdef…`, mode 0400, synced.
///
/// What is read is checked against its digest each time; a bit that fell over is found before it becomes money.
package struct Archive: Sendable {
  static let pieceSize = 1 << 18
  /// How often a file that changes under our eyes is read anew.
  private static let attempts = 3

  package let folder: DiskPath

  /// Makes the folder if it is missing.
  package init(_ folder: DiskPath) throws(DiskFailure) {
    self.folder = folder
    try Folder.make(folder)
  }

  package func path(of digest: Digest) -> DiskPath {
    let hex = digest.hex
    guard let outer = FileName(String(hex.prefix(2))), let inner = FileName(String(hex.dropFirst(2))) else {
      preconditionFailure("hexadecimal digits are a name")
    }
    return folder / outer / inner
  }

  // MARK: Keeping

  /// Copies a file in while computing its digest. Only our own copy is ever decoded.
  ///
  /// - Parameters:
  ///   - followingLinks: for a file a person named; what lies in an inbox is never followed.
  ///   - reached: told of each step; a test may stop the program there.
  package func receive(
    _ path: DiskPath, followingLinks: Bool = false, reached: (DurableStep) -> Void = { _ in }
  ) throws(DiskFailure) -> Reception {
    if !followingLinks {
      // Before opening: to open a device may already do something.
      guard let lying = try FileStamp.ofWhatLies(at: path) else { return .gone }
      if let finding = Self.refusal(of: lying.kind, at: path) { return .refused(finding) }
    }
    for _ in 1...Self.attempts {
      let source: OpenFile
      do {
        source = try OpenFile.reading(path, followingLinks: followingLinks)
      } catch  where error.isAbsence {
        return .gone
      }
      let before = try source.settledStamp()
      if let finding = Self.refusal(of: before.kind, at: path) { return .refused(finding) }

      var draft = try DraftFile(at: draftPath(for: before))
      var hash = SHA256()
      while true {
        let piece = try source.read(upTo: Self.pieceSize)
        guard !piece.isEmpty else { break }
        hash.update(piece)
        try draft.append(piece)
        // Somebody appends as fast as we read: this would never end.
        guard draft.size <= before.size else { break }
      }
      guard try source.stamp() == before, draft.size == before.size else { continue }
      let digest = hash.finish()
      let size = draft.size
      let wasThere = try settle(draft, as: digest, reached)
      return .kept(KeptFile(digest: digest, size: size, wasThere: wasThere, stamp: before))
    }
    return .stillChanging
  }

  /// Keeps bytes that are in memory: a mapping and its tables, an upload.
  /// - Returns: their digest, and whether the archive held them before.
  @discardableResult
  package func keep(
    _ bytes: [UInt8], reached: (DurableStep) -> Void = { _ in }
  ) throws(DiskFailure) -> (digest: Digest, wasThere: Bool) {
    let digest = SHA256.digest(bytes)
    guard let name = FileName(".\(digest.hex).part") else { preconditionFailure("digits are a name") }
    var draft = try DraftFile(at: folder / name)
    try draft.append(bytes)
    return (digest, try settle(draft, as: digest, reached))
  }

  private func settle(
    _ draft: consuming DraftFile, as digest: Digest, _ reached: (DurableStep) -> Void
  ) throws(DiskFailure) -> Bool {
    let place = path(of: digest)
    try Folder.make(place.folder)
    // Kept before, whole: its folder is synced once more, for whoever was cut off between rename and sync.
    if try isWhole(digest) {
      try Folder.synchronise(place.folder)
      return true
    }
    try draft.setMode(0o400)
    // Nothing lies there, or something damaged that gives way to what is right.
    _ = try draft.publish(as: place, replacing: true, reached: reached)
    return false
  }

  /// One name per source file, so that two receivers of different files do not meet, and a crash leaves one draft.
  private func draftPath(for source: FileStamp) throws(DiskFailure) -> DiskPath {
    guard let name = FileName(".\(source.device)-\(source.inode).part") else {
      preconditionFailure("digits are a name")
    }
    return folder / name
  }

  /// Removes what interrupted receptions left. A draft that a process is writing (`ingest` beside a daemon) is locked
  /// by it, and stays.
  package func removeDrafts() throws(DiskFailure) {
    var drafts: [FileName] = []
    try Folder.names(in: folder) { name throws(DiskFailure) in
      if name.bytes[0] == UInt8(ascii: ".") { drafts.append(name) }
      return true
    }
    for draft in drafts where try !FileLock.isHeld(folder / draft) { try Folder.remove(folder / draft) }
  }

  /// Whether nothing was ever received; drafts do not count.
  package func isEmpty() throws(DiskFailure) -> Bool {
    guard try FileStamp.ofWhatLies(at: folder) != nil else { return true }
    var isEmpty = true
    try Folder.names(in: folder) { name throws(DiskFailure) in
      isEmpty = name.bytes[0] == UInt8(ascii: ".")
      return isEmpty
    }
    return isEmpty
  }

  private static func refusal(of kind: FileStamp.Kind, at path: DiskPath) -> Finding? {
    let what: String
    switch kind {
    case .file: return nil
    case .folder: what = "a folder"
    case .symbolicLink: what = "a symbolic link"
    case .pipe: what = "a pipe"
    case .socket: what = "a socket"
    case .device: what = "a device"
    }
    return Finding(
      "not-a-file", at: Position(file: path.name?.display ?? path.display), "this is \(what), not a file",
      remedy: "Put the file itself here.")
  }

  // MARK: Giving back

  package func holds(_ digest: Digest) throws(DiskFailure) -> Bool {
    try FileStamp.ofWhatLies(at: path(of: digest)) != nil
  }

  /// The bytes in pieces of 256 KiB. The last, empty piece comes only if all of them had the digest.
  package func reader(_ digest: Digest) throws(ArchiveFailure) -> ArchiveReader {
    do {
      return ArchiveReader(digest, try OpenFile.reading(path(of: digest)))
    } catch {
      throw error.isAbsence ? .absent(digest) : .disk(error)
    }
  }

  /// Reads all of it.
  package func verify(_ digest: Digest) throws(ArchiveFailure) {
    let reader = try reader(digest)
    while try !reader.next().isEmpty {}
  }

  /// Part of a file, after all of it was checked; fewer bytes where the file ends before the range does.
  package func bytes(_ digest: Digest, _ range: Range<Int64>) throws(ArchiveFailure) -> [UInt8] {
    let reader = try reader(digest)
    while try !reader.next().isEmpty {}
    return try reader.bytes(range)
  }

  private func isWhole(_ digest: Digest) throws(DiskFailure) -> Bool {
    let file: OpenFile
    do {
      file = try OpenFile.reading(path(of: digest))
    } catch  where error.isAbsence {
      return false
    }
    let reader = ArchiveReader(digest, file)
    while true {
      switch try reader.step() {
      case .piece: continue
      case .end: return true
      case .damaged: return false
      }
    }
  }
}
