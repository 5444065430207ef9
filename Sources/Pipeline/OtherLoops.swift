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
  /// - Parameters:
  ///   - digest: of the mapping version that must be in force by then; any where none is named.
  ///   - tell: what the command waits for, once it takes long.
  /// - Returns: why a delivery waits, as far as it was tried here.
  func finish(
    for administration: String, under digest: String?, patience: Patience, tell: (Waiting) -> Void
  ) throws -> [String] {
    try InboxWatch.ring(workspace: workspace.folder)
    let start = ContinuousClock.now
    var told = start + patience.silence - patience.between
    var written = (mark: try books.writesOfOthers(), at: start)
    while try !isDone(administration, digest) {
      if let lock = try WorkspaceLock.take(workspace.folder) {
        let loops = try Loops(workspace, clock: clock)
        try loops.settle()
        withExtendedLifetime(lock) {}
        return loops.deliveriesWaiting.values.sorted()
      }
      let now = ContinuousClock.now
      if case let mark = try books.writesOfOthers(), mark != written.mark { written = (mark, now) }
      guard now - written.at < patience.longest else {
        throw Standstill(holder: try WorkspaceLock.holder(workspace.folder), idle: now - written.at)
      }
      if now - told >= patience.between {
        told = now
        tell(
          Waiting(
            holder: try WorkspaceLock.holder(workspace.folder), waited: now - start, idle: now - written.at))
      }
      Folder.pause(.milliseconds(20))
    }
    return []
  }

  private func isDone(_ administration: String, _ digest: String?) throws -> Bool {
    guard try books.isSettled(administration) else { return false }
    return try digest == nil || books.mappings(of: administration).last?.digest == digest
  }
}

/// How long a command waits for another process.
package struct Patience: Sendable {
  /// Before the first word.
  package var silence: Duration
  package var between: Duration
  /// Without a sign of life: a large file may take longer, as long as it is being entered.
  package var longest: Duration

  package init(silence: Duration, between: Duration, longest: Duration) {
    self.silence = silence
    self.between = between
    self.longest = longest
  }

  package static let usual = Patience(silence: .seconds(5), between: .seconds(10), longest: .seconds(120))
}

/// A command waits for the process that holds the workspace.
package struct Waiting: Sendable {
  package var holder: Int32?
  package var waited: Duration
  /// Since the other process last wrote into the books.
  package var idle: Duration
}

/// The process that holds the workspace does nothing: it is stopped, or hangs.
package struct Standstill: Error, Sendable, CustomStringConvertible {
  package var holder: Int32?
  package var idle: Duration

  package var description: String {
    let who = holder.map { "process \($0)" } ?? "another process"
    return
      "\(who) runs this workspace and has written nothing for \(idle.components.seconds) s; what was handed over is "
      + "kept and not lost, and is done as soon as that process goes on or another one is started in its place"
  }
}
