package import Disk

/// The right to run the loops of a workspace: one process at a time, for as long as it lives.
package struct WorkspaceLock: ~Copyable {
  private static let name: StaticString = ".lock"
  private let lock: FileLock

  /// Does not wait.
  /// - Returns: nothing where another process (the daemon) holds it.
  package static func take(_ workspace: DiskPath) throws(DiskFailure) -> WorkspaceLock? {
    guard let lock = try FileLock.take(workspace / name) else { return nil }
    return WorkspaceLock(lock: lock)
  }

  /// The number of the process that holds it, where it is known.
  package static func holder(_ workspace: DiskPath) throws(DiskFailure) -> Int32? {
    try FileLock.holder(workspace / name)
  }

  /// Whether a process holds it now. Asking keeps nobody out.
  package static func isHeld(_ workspace: DiskPath) throws(DiskFailure) -> Bool {
    try FileLock.isHeld(workspace / name)
  }
}
