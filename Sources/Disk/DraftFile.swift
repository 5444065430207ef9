import CDisk
import Glibc

/// A file being written under a name nobody reads, until it is whole and gets its own. Gone if it never does.
package struct DraftFile: ~Copyable {
  private let file: OpenFile
  private var isKept = false
  /// Bytes written so far.
  package private(set) var size: Int64 = 0

  /// - Parameter path: its name while it is written, in the folder it will live in. What an interrupted run left
  ///   there is removed.
  package init(at path: DiskPath, mode: UInt32 = 0o600) throws(DiskFailure) {
    try Folder.remove(path)
    file = try OpenFile.making(path, mode: mode)
    // Says that somebody is writing it, for as long as that is so. Where the file system knows no locks it says nothing.
    _ = CDisk_lockWhole(file.descriptor)
  }

  deinit {
    // A draft that stays behind is removed by the next one of its name.
    if !isKept { _ = file.path.withCString { unlink($0) } }
  }

  package mutating func append(_ bytes: [UInt8]) throws(DiskFailure) {
    try file.write(bytes)
    size += Int64(bytes.count)
  }

  package func setMode(_ mode: UInt32) throws(DiskFailure) { try file.setMode(mode) }

  /// Makes the draft itself last, under the name it has; for whoever renames it later.
  package consuming func keep() throws(DiskFailure) {
    try file.synchronise()
    isKept = true
    try Folder.synchronise(file.path.folder)
  }

  /// Gives the file its name and makes it last: sync, rename, sync of the folder.
  /// - Parameters:
  ///   - replacing: whether a file of that name gives way.
  ///   - reached: told of each step; a test may stop the program there.
  /// - Returns: false where the name is taken and nothing was replaced; the draft is gone then.
  package consuming func publish(
    as path: DiskPath, replacing: Bool, reached: (DurableStep) -> Void = { _ in }
  ) throws(DiskFailure) -> Bool {
    reached(.temporaryWritten)
    try file.synchronise()
    reached(.fileSynced)
    if replacing {
      try Folder.rename(file.path, to: path)
    } else if try !Folder.rename(file.path, toFree: path) {
      return false
    }
    isKept = true
    reached(.renamed)
    // A draft that lay in another folder may lie there once more after a power cut: under a name nobody reads.
    try Folder.synchronise(path.folder)
    reached(.directorySynced)
    return true
  }
}
