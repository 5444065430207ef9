import CDisk
import Glibc

/// A lock that one process at a time holds, and that ends with it, however it ends.
package struct FileLock: ~Copyable {
  private let file: OpenFile

  /// Does not wait.
  /// - Returns: nothing where somebody else holds it.
  package static func take(_ path: DiskPath) throws(DiskFailure) -> FileLock? {
    let file = try OpenFile.keeping(path)
    guard CDisk_lockWhole(file.descriptor) != 0 else {
      try file.replace(with: Array("\(getpid())\n".utf8))
      return FileLock(file: file)
    }
    let code = errno
    guard code == EAGAIN || code == EACCES else { throw DiskFailure(.lock, path, code: code) }
    return nil
  }

  /// The process that holds it, as it wrote it down itself: the kernel does not tell for locks of this kind. Nothing where
  /// none does, or it has not written yet.
  package static func holder(_ path: DiskPath) throws(DiskFailure) -> Int32? {
    guard try isHeld(path) else { return nil }
    let file = try OpenFile.reading(path)
    return Int32(String(decoding: try file.read(upTo: 16).prefix { $0 != 0x0A }, as: UTF8.self))
  }

  /// Whether somebody holds it now. Takes nothing, so that asking keeps nobody out.
  package static func isHeld(_ path: DiskPath) throws(DiskFailure) -> Bool {
    let file: OpenFile
    do {
      file = try OpenFile.reading(path)
    } catch  where error.isAbsence {
      return false
    }
    let answer = CDisk_isLocked(file.descriptor)
    guard answer >= 0 else { throw DiskFailure(.lock, path, code: errno) }
    return answer == 1
  }
}
