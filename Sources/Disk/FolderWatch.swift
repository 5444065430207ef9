import CDisk
import Glibc

/// Sleeps until something happens in one of several folders, or somebody rings its bell.
///
/// It only spares waiting: the kernel may drop events, so whoever relies on it looks into the folders as well.
package final class FolderWatch: Sendable {
  /// What the kernel told since the last wait. Each is a position in the list of folders.
  package struct Happened: Sendable {
    /// Files that got their name by a rename: whole, if the writer knows the custom.
    package var renamedIn: [(folder: Int, name: FileName)] = []
    /// Files that were made, written or touched.
    package var touched: [(folder: Int, name: FileName)] = []
    /// Folders that are no longer there, or no longer mounted.
    package var lost: Set<Int> = []
    /// Events were dropped.
    package var hasOverflowed = false
    package var isRung = false
  }

  /// The one owner of a descriptor.
  private struct Descriptor: ~Copyable {
    let number: Int32
    deinit { if number >= 0 { close(number) } }
  }

  private let events: Descriptor
  private let bell: Descriptor
  /// By the kernel's number of the watch.
  private let folders: [Int32: Int]

  /// - Parameter folders: existing ones, each once.
  package init(_ folders: [DiskPath]) throws(DiskFailure) {
    let events = Descriptor(number: inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC)))
    guard events.number >= 0 else { throw DiskFailure(.watch, folders.first ?? DiskPath("."), code: errno) }
    let bell = Descriptor(number: CDisk_bell())
    guard bell.number >= 0 else { throw DiskFailure(.watch, folders.first ?? DiskPath("."), code: errno) }
    let what =
      IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
    var numbers: [Int32: Int] = [:]
    for (index, folder) in folders.enumerated() {
      let number = try check(.watch, folder) {
        folder.withCString { Int(inotify_add_watch(events.number, $0, UInt32(what))) }
      }
      numbers[Int32(number)] = index
    }
    self.events = events
    self.bell = bell
    self.folders = numbers
  }

  /// Wakes the thread that waits, from any other. Several rings before it wakes are one; a ring before it waits is
  /// not lost.
  package func ring() {
    var one: UInt64 = 1
    // Fails only if the counter is full, and then it has rung often enough.
    _ = write(bell.number, &one, 8)
  }

  /// Sleeps at most `timeout`; without one, until something happens. A signal ends the sleep too.
  package func wait(_ timeout: Duration?) throws(DiskFailure) -> Happened {
    var waited = [
      pollfd(fd: events.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: bell.number, events: Int16(POLLIN), revents: 0),
    ]
    let code = poll(&waited, 2, timeout.map(Self.milliseconds) ?? -1)
    guard code >= 0 || errno == EINTR else { throw DiskFailure(.watch, DiskPath("inotify"), code: errno) }
    var happened = Happened()
    if code > 0, waited[1].revents != 0 {
      var rings: UInt64 = 0
      happened.isRung = read(bell.number, &rings, 8) == 8
    }
    if code > 0, waited[0].revents != 0 { take(into: &happened) }
    return happened
  }

  /// One buffer of events; what is left wakes the next wait at once.
  private func take(into happened: inout Happened) {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { room in
      let taken = read(events.number, room.baseAddress, room.count)
      var place = 0
      while place < taken {
        let event = room.loadUnaligned(fromByteOffset: place, as: inotify_event.self)
        let start = place + MemoryLayout<inotify_event>.size
        let name = Array(room[start..<start + Int(event.len)].prefix { $0 != 0 })
        note(event, name, in: &happened)
        place = start + Int(event.len)
      }
    }
  }

  private func note(_ event: inotify_event, _ name: [UInt8], in happened: inout Happened) {
    func has(_ flag: Int32) -> Bool { event.mask & UInt32(bitPattern: flag) != 0 }
    if has(IN_Q_OVERFLOW) { happened.hasOverflowed = true }
    guard let folder = folders[event.wd] else { return }
    if has(IN_IGNORED) || has(IN_DELETE_SELF) || has(IN_MOVE_SELF) || has(IN_UNMOUNT) {
      happened.lost.insert(folder)
    }
    guard let name = FileName(bytes: name) else { return }
    if has(IN_MOVED_TO) {
      happened.renamedIn.append((folder, name))
    } else {
      happened.touched.append((folder, name))
    }
  }

  /// Rounded up, so that what is due in half a millisecond is due when the wait ends.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, fraction) = duration.components
    guard seconds >= 0, fraction >= 0 else { return 0 }
    guard seconds < 1_000_000 else { return 1_000_000_000 }
    return Int32(seconds * 1_000 + (fraction + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
