package import Crypto
package import Disk

/// Where refused files wait for a person: each under its name, with `<name>.findings.txt` beside it.
///
/// Nothing is ever overwritten: a second file of the same name becomes `name-2`, `name-3`. The bytes come from the
/// archive: they are those that were read, whatever lies in the inbox by now.
package struct Quarantine: Sendable {
  package let folder: DiskPath

  /// - Parameter folder: that of one administration; made if it is missing.
  package init(_ folder: DiskPath) throws(DiskFailure) {
    self.folder = folder
    try Folder.make(folder)
  }

  /// Puts a refused file here. Given the same name and bytes again, after a crash for instance, it finds what it put
  /// and writes the findings anew.
  /// - Parameters:
  ///   - findings: what a person reads, in the one layout of findings.
  ///   - reached: told of each step of the file itself; a test may stop the program there.
  /// - Returns: the name it got.
  @discardableResult
  package func put(
    _ digest: Digest, of archive: Archive, named name: FileName, findings: String,
    reached: (DurableStep) -> Void = { _ in }
  ) throws(ArchiveFailure) -> FileName {
    let reader = try archive.reader(digest)
    let place: FileName?
    do { place = try put(reader, named: name.plain, findings, reached) } catch { throw .disk(error) }
    guard let place else { throw .damaged(digest) }
    return place
  }

  /// Nothing where the archived bytes are damaged.
  private func put(
    _ reader: ArchiveReader, named name: FileName, _ findings: String, _ reached: (DurableStep) -> Void
  ) throws(DiskFailure) -> FileName? {
    let (place, isThere) = try self.place(for: name, reader.digest)
    // Findings first: a file without its reason would be a riddle; a reason left without its file is used again.
    try DurableFile.write(Array(findings.utf8), to: folder / self.name(place, "", note: true))
    guard !isThere else { return place }
    var draft = try DraftFile(at: DurableFile.temporaryName(of: folder / place))
    copying: while true {
      switch try reader.step() {
      case .piece(let bytes): try draft.append(bytes)
      case .end: break copying
      case .damaged: return nil
      }
    }
    _ = try draft.publish(as: folder / place, replacing: false, reached: reached)
    return place
  }

  /// The first name of this stem that is free, or that holds these very bytes.
  private func place(for stem: FileName, _ digest: Digest) throws(DiskFailure) -> (FileName, isThere: Bool) {
    var number = 1
    while true {
      let place = name(stem, number == 1 ? "" : "-\(number)", note: false)
      guard let stamp = try FileStamp.ofWhatLies(at: folder / place) else { return (place, false) }
      if stamp.kind == .file, try self.digest(of: folder / place) == digest { return (place, true) }
      number += 1
    }
  }

  private func digest(of path: DiskPath) throws(DiskFailure) -> Digest {
    let file = try OpenFile.reading(path)
    var hash = SHA256()
    while true {
      let piece = try file.read(upTo: Archive.pieceSize)
      guard !piece.isEmpty else { return hash.finish() }
      hash.update(piece)
    }
  }

  private func name(_ stem: FileName, _ number: String, note: Bool) -> FileName {
    let bytes = stem.bytes + Array(number.utf8) + (note ? Array(".findings.txt".utf8) : [])
    guard let name = FileName(bytes: bytes) else { preconditionFailure("a longer name is a name") }
    return name
  }
}
