import Glibc

/// Small files that must be there, whole, after a power cut: written aside, synced, renamed, folder synced.
package enum DurableFile {
  package enum Way: Sendable {
    /// A file of that name gives way, in one moment.
    case replacing
    /// A file of that name stays as it is.
    case onlyIfFree
  }

  /// - Returns: false where the name was taken and `way` is `onlyIfFree`.
  @discardableResult
  package static func write(
    _ bytes: [UInt8], to path: DiskPath, mode: UInt32 = 0o600, _ way: Way = .replacing,
    reached: (DurableStep) -> Void = { _ in }
  ) throws(DiskFailure) -> Bool {
    var draft = try DraftFile(at: temporaryName(of: path), mode: mode)
    try draft.append(bytes)
    return try draft.publish(as: path, replacing: way == .replacing, reached: reached)
  }

  /// `.NAME.part` beside the file: the same for each attempt, so that interrupted ones leave one file at most.
  package static func temporaryName(of path: DiskPath) -> DiskPath {
    let name = path.name?.bytes ?? []
    guard let temporary = FileName(bytes: Array(".".utf8) + name.prefix(240) + Array(".part".utf8)) else {
      preconditionFailure("a name between a dot and .part is a name")
    }
    return path.folder / temporary
  }

  /// Makes an empty file, or gives the one that is there the time of now: says something to whoever watches it.
  package static func touch(_ path: DiskPath) throws(DiskFailure) {
    try OpenFile.keeping(path).touch()
  }

  /// The whole of a file; nothing where there is none. What is no file (a folder, a pipe) fails.
  package static func read(_ path: DiskPath) throws(DiskFailure) -> [UInt8]? {
    do throws(DiskFailure) {
      let file = try OpenFile.reading(path)
      let stamp = try file.stamp()
      guard stamp.kind == .file else { throw DiskFailure(.read, path, code: EINVAL) }
      return try file.read(0..<stamp.size)
    } catch  where error.isAbsence {
      return nil
    }
  }
}
