package import Disk

/// Sleeps until a file arrives in one of several inboxes, or somebody rings: another thread, or another program that
/// touches `.ring` in the workspace.
package final class InboxWatch: Sendable {
  package struct Woken: Sendable {
    /// Renamed in, and so whole: to be told to the inbox with this number.
    package var renamedIn: [(inbox: Int, name: FileName)] = []
    /// Inboxes in which something was written, or may have been: worth a look.
    package var touched: Set<Int> = []
    /// Inboxes that are gone: nothing more is heard of them until a new watch is made.
    package var lost: Set<Int> = []
    package var isRung = false
    /// Another program rang.
    package var isAsked = false
  }

  private static let ringName: StaticString = ".ring"
  private let watch: FolderWatch
  private let inboxes: Int

  /// - Parameters:
  ///   - inboxes: existing folders, numbered from 0.
  ///   - workspace: where `.ring` is touched.
  package init(_ inboxes: [DiskPath], workspace: DiskPath) throws(DiskFailure) {
    watch = try FolderWatch(inboxes + [workspace])
    self.inboxes = inboxes.count
  }

  /// Sleeps at most `timeout`; without one, until something happens. A signal ends the sleep too.
  package func wait(_ timeout: Duration?) throws(DiskFailure) -> Woken {
    let happened = try watch.wait(timeout)
    var woken = Woken(isRung: happened.isRung)
    let ringName = FileName("\(Self.ringName)")
    for (folder, name) in happened.renamedIn + happened.touched where folder == inboxes && name == ringName {
      woken.isRung = true
      woken.isAsked = true
    }
    for (folder, name) in happened.renamedIn where folder < inboxes && !name.isUnfinished {
      woken.renamedIn.append((folder, name))
      woken.touched.insert(folder)
    }
    for (folder, name) in happened.touched where folder < inboxes && !name.isUnfinished {
      woken.touched.insert(folder)
    }
    if happened.hasOverflowed { woken.touched.formUnion(0..<inboxes) }
    woken.lost = happened.lost.filter { $0 < inboxes }
    return woken
  }

  /// Wakes the thread that waits, from any other thread. A ring before it waits is not lost.
  package func ring() { watch.ring() }

  /// Wakes whoever watches this workspace, in any process.
  package static func ring(workspace: DiskPath) throws(DiskFailure) {
    try DurableFile.touch(workspace / ringName)
  }
}
