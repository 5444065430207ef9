import CDisk
import Glibc

/// What is done to names in folders.
package enum Folder {
  /// Makes the folder and those above it that are missing, each synced into its parent.
  package static func make(_ path: DiskPath, mode: UInt32 = 0o700) throws(DiskFailure) {
    do {
      try makeOne(path, mode)
    } catch  where error.isAbsence && path.folder != path {
      try make(path.folder, mode: mode)
      // Once: above it may be a link that leads nowhere, which is there and holds nothing.
      try makeOne(path, mode)
    }
  }

  private static func makeOne(_ path: DiskPath, _ mode: UInt32) throws(DiskFailure) {
    do {
      try check(.makeFolder, path) { path.withCString { Int(mkdir($0, mode)) } }
    } catch  where error.code == EEXIST {
      return
    }
    try synchronise(path.folder)
  }

  /// What its names mean is on disk when it returns.
  package static func synchronise(_ path: DiskPath) throws(DiskFailure) {
    try OpenFile.folder(path).synchronise()
  }

  package static func rename(_ from: DiskPath, to path: DiskPath) throws(DiskFailure) {
    try check(.rename, from) {
      from.withCString { from in path.withCString { Int(Glibc.rename(from, $0)) } }
    }
  }

  /// - Returns: false where the name is taken; nothing has changed then.
  package static func rename(_ from: DiskPath, toFree path: DiskPath) throws(DiskFailure) -> Bool {
    do {
      try check(.rename, from) {
        from.withCString { from in path.withCString { Int(CDisk_renameToFree(from, $0)) } }
      }
      return true
    } catch  where error.code == EEXIST {
      return false
    } catch  where error.code == EINVAL || error.code == ENOSYS {
      // File systems without this rename (some network shares). Only one process writes here, so looking first is
      // nearly as good.
      guard try FileStamp.ofWhatLies(at: path) == nil else { return false }
      try rename(from, to: path)
      return true
    }
  }

  /// Nothing happens where there is nothing.
  package static func remove(_ path: DiskPath) throws(DiskFailure) {
    do {
      try check(.remove, path) { path.withCString { Int(unlink($0)) } }
    } catch  where error.isAbsence {
      return
    }
  }

  /// Hands over each name as the folder gives them, in no order, until `each` says false: memory does not grow with
  /// their number.
  package static func names(
    in path: DiskPath, each: (FileName) throws(DiskFailure) -> Bool
  ) throws(DiskFailure) {
    guard let stream = path.withCString({ opendir($0) }) else {
      throw DiskFailure(.list, path, code: errno)
    }
    defer { closedir(stream) }
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw DiskFailure(.list, path, code: errno) }
        return
      }
      // The bytes are copied before the next readdir overwrites them.
      let start = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \.d_name)!
      let length = strlen(start.assumingMemoryBound(to: CChar.self))
      guard let name = FileName(bytes: Array(UnsafeRawBufferPointer(start: start, count: length))) else {
        continue
      }
      guard try each(name) else { return }
    }
  }
}
