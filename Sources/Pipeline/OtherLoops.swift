import Books
import Disk
import Intake

/// The loops that another process runs over this workspace, seen by a command that has left them work.
struct OtherLoops {
  let workspace: Workspace
  let clock: Clock
  let books: Books

  /// Wakes them, and waits until all that is in the books for the administration now is done. Should the other process
  /// end before, its work is done here.
  /// - Returns: why a delivery waits, as far as it was tried here.
  func finish(for administration: String, patience: Duration) throws -> [String] {
    try InboxWatch.ring(workspace: workspace.folder)
    let start = ContinuousClock.now
    while try !books.isSettled(administration), ContinuousClock.now - start < patience {
      if let lock = try WorkspaceLock.take(workspace.folder) {
        let loops = try Loops(workspace, clock: clock)
        try loops.settle()
        withExtendedLifetime(lock) {}
        return loops.deliveriesWaiting.values.sorted()
      }
      Folder.pause(.milliseconds(20))
    }
    return []
  }
}
