import Crypto
import Disk
import Findings
import Foundation
import Glibc
import Intake
import TestSupport
import Testing

@Suite struct InboxTests {
  private let folder = TemporaryFolder()
  private let start = ContinuousClock.now

  private func inbox() throws -> Inbox { try Inbox(folder.disk / "inbox", quiet: .seconds(2)) }
  private func name(_ text: String) throws -> FileName { try #require(FileName(text)) }

  @Test func `a file is whole when it was quiet for long enough, and not before`() throws {
    var inbox = try inbox()
    try folder.write("half", to: "inbox/a.csv")
    #expect(try inbox.look(at: start).whole.isEmpty)
    #expect(try inbox.look(at: start + .seconds(1)).nextDue == .seconds(1))
    // It grows: the wait begins anew.
    try folder.write("half and more", to: "inbox/a.csv")
    #expect(try inbox.look(at: start + .seconds(2)).whole.isEmpty)
    #expect(try inbox.look(at: start + .seconds(3)).whole.isEmpty)
    let look = try inbox.look(at: start + .seconds(4))
    #expect(look.whole.map(\.display) == ["a.csv"])
    #expect(look.nextDue == nil)
  }

  @Test func `a file that was renamed in is whole at once`() throws {
    var inbox = try inbox()
    try folder.write("whole", to: "inbox/.a.csv.part")
    try folder.write("whole", to: "inbox/b.csv")
    inbox.arrived(try name("b.csv"))
    inbox.arrived(try name(".a.csv.part"))
    #expect(try inbox.look(at: start).whole.map(\.display) == ["b.csv"])
  }

  @Test(arguments: [".hidden", "a.csv.part", "a.tmp", "a.filepart", "..csv"])
  func `a name of a writer at work is never read`(text: String) throws {
    var inbox = try inbox()
    try folder.write("half", to: "inbox/" + text)
    #expect(try inbox.look(at: start).whole.isEmpty)
    #expect(try inbox.look(at: start + .seconds(100)).whole.isEmpty)
  }

  @Test func `what is no file is told once, and hangs nothing`() throws {
    var inbox = try inbox()
    let path = folder.path + "/inbox/"
    #expect(mkfifo(path + "pipe", 0o600) == 0)
    #expect(mkdir(path + "sub", 0o700) == 0)
    #expect(symlink("/etc/passwd", path + "link") == 0)
    try folder.write("two names", to: "file")
    #expect(Glibc.link(folder.path + "/file", path + "linked") == 0)
    let look = try inbox.look(at: start)
    #expect(look.findings.kept.map(\.position.file).sorted() == ["link", "linked", "pipe", "sub"])
    let later = try inbox.look(at: start + .seconds(10))
    #expect(later.whole.isEmpty)
    #expect(later.findings.isEmpty)
  }

  @Test func `names nobody would think of are taken like others`() throws {
    var inbox = try inbox()
    let names: [[UInt8]] = [
      [0xff, 0xfe], Array("a\nb".utf8), Array(String(repeating: "n", count: 255).utf8), Array("-rf".utf8),
      Array("$(reboot)".utf8), Array(" ".utf8),
    ]
    for bytes in names {
      let path = Array((folder.path + "/inbox/").utf8) + bytes + [0]
      let descriptor = path.withUnsafeBytes {
        open($0.baseAddress!.assumingMemoryBound(to: CChar.self), O_CREAT | O_WRONLY, 0o600)
      }
      #expect(descriptor >= 0)
      close(descriptor)
    }
    _ = try inbox.look(at: start)
    let look = try inbox.look(at: start + .seconds(2))
    #expect(Set(look.whole.map(\.bytes)) == Set(names))
    let archive = try Archive(folder.disk / "archive")
    for name in look.whole {
      guard case .kept(let file) = try archive.receive(inbox.folder / name) else {
        Issue.record("\(name) was not kept")
        continue
      }
      #expect(try inbox.remove(name, file.stamp))
    }
    #expect(try folder.names("inbox").isEmpty)
  }

  @Test func `only the file that was read is removed`() throws {
    var inbox = try inbox()
    let archive = try Archive(folder.disk / "archive")
    try folder.write("first", to: "inbox/a.csv")
    guard case .kept(let first) = try archive.receive(inbox.folder / "a.csv") else {
      Issue.record("not kept")
      return
    }
    // Another version takes its place between reading and removing.
    try folder.write("second", to: "inbox/.new")
    #expect(rename(folder.path + "/inbox/.new", folder.path + "/inbox/a.csv") == 0)
    #expect(try !inbox.remove(name("a.csv"), first.stamp))
    #expect(try folder.read("inbox/a.csv") == "second")
    guard case .kept(let second) = try archive.receive(inbox.folder / "a.csv") else {
      Issue.record("not kept")
      return
    }
    #expect(try inbox.remove(name("a.csv"), second.stamp))
    #expect(try inbox.remove(name("a.csv"), second.stamp))
    #expect(try folder.names("inbox").isEmpty)
  }

  @Test func `what a crash set aside comes back at the next start`() throws {
    _ = try inbox()
    try folder.write("bytes", to: "inbox/.taken-4711")
    var inbox = try inbox()
    #expect(try folder.names("inbox") == ["again-1-4711"])
    _ = try inbox.look(at: start)
    #expect(try inbox.look(at: start + .seconds(2)).whole.count == 1)
  }

  @Test func `a file that could not be received keeps no other back`() throws {
    var inbox = try inbox()
    for text in ["a", "b"] { try folder.write(text, to: "inbox/" + text) }
    _ = try inbox.look(at: start)
    let later = start + .seconds(2)
    let first = try inbox.look(at: later, limit: 1)
    #expect(first.whole.count == 1 && first.hasMore)
    inbox.postpone(first.whole[0], at: later)
    let second = try inbox.look(at: later, limit: 1)
    #expect(second.whole.count == 1 && second.whole != first.whole && !second.hasMore)
  }

  @Test func `thousands of files are found, a bounded number at a time`() throws {
    var inbox = try Inbox(folder.disk / "inbox", quiet: .seconds(2), watched: 300)
    for number in 0..<1_200 {
      let descriptor = open(folder.path + "/inbox/f\(number)", O_CREAT | O_WRONLY, 0o600)
      close(descriptor)
    }
    var taken = 0
    var now = start
    for _ in 0..<100 where taken < 1_200 {
      let look = try inbox.look(at: now, limit: 100)
      #expect(look.whole.count <= 100)
      for name in look.whole { try Folder.remove(inbox.folder / name) }
      taken += look.whole.count
      if !look.hasMore { now += look.nextDue ?? .seconds(2) }
    }
    #expect(taken == 1_200)
  }
}

@Suite struct InboxWatchTests {
  private let folder = TemporaryFolder()

  private func watch() throws -> InboxWatch {
    for name in ["one", "two"] {
      try FileManager.default.createDirectory(
        atPath: folder.path + "/" + name, withIntermediateDirectories: true)
    }
    return try InboxWatch([folder.disk / "one", folder.disk / "two"], workspace: folder.disk)
  }

  @Test func `a rename wakes and names the file, a write only the inbox`() throws {
    let watch = try watch()
    #expect(try !watch.wait(.zero).isRung)
    try folder.write("half", to: "two/.b.part")
    #expect(rename(folder.path + "/two/.b.part", folder.path + "/two/b.csv") == 0)
    let woken = try watch.wait(.seconds(10))
    #expect(woken.renamedIn.map(\.inbox) == [1])
    #expect(woken.renamedIn.map(\.name.display) == ["b.csv"])
    let descriptor = open(folder.path + "/one/a.csv", O_CREAT | O_WRONLY, 0o600)
    close(descriptor)
    let second = try watch.wait(.seconds(10))
    #expect(second.renamedIn.isEmpty)
    #expect(second.touched == [0])
  }

  @Test func `a ring from another thread wakes, also one that came too early`() throws {
    let watch = try watch()
    watch.ring()
    watch.ring()
    #expect(try watch.wait(nil).isRung)
    #expect(try !watch.wait(.zero).isRung)
    for _ in 0..<200 {
      let ended = Flag()
      let thread = Thread {
        watch.ring()
        ended.end()
      }
      thread.start()
      #expect(try watch.wait(nil).isRung)
      ended.waitForEnd()
    }
  }

  @Test func `touching the ring of a workspace wakes whoever watches it`() throws {
    let watch = try watch()
    for _ in 0..<3 {
      try InboxWatch.ring(workspace: folder.disk)
      #expect(try watch.wait(.seconds(10)).isRung)
      while try watch.wait(.zero).isRung {}
    }
    try folder.write("other", to: "books.sqlite-wal")
    #expect(try !watch.wait(.zero).isRung)
  }

  @Test func `an inbox that goes away is told`() throws {
    let watch = try watch()
    #expect(rmdir(folder.path + "/one") == 0)
    #expect(try watch.wait(.seconds(10)).lost == [0])
  }
}

@Suite struct QuarantineTests {
  private let folder = TemporaryFolder()

  @Test func `a refused file keeps its name, and nothing is overwritten`() throws {
    let archive = try Archive(folder.disk / "archive")
    let quarantine = try Quarantine(folder.disk / "quarantine" / "de-linde")
    let name = try #require(FileName("a.csv"))
    let first = try archive.keep(Array("first".utf8)).digest
    let second = try archive.keep(Array("second".utf8)).digest
    #expect(try quarantine.put(first, of: archive, named: name, findings: "why").display == "a.csv")
    #expect(try quarantine.put(second, of: archive, named: name, findings: "why 2").display == "a.csv-2")
    // Once more after a crash: nothing new.
    #expect(try quarantine.put(first, of: archive, named: name, findings: "why now").display == "a.csv")
    #expect(
      try folder.names("quarantine/de-linde") == [
        "a.csv", "a.csv-2", "a.csv-2.findings.txt", "a.csv.findings.txt",
      ])
    #expect(try folder.read("quarantine/de-linde/a.csv") == "first")
    #expect(try folder.read("quarantine/de-linde/a.csv.findings.txt") == "why now")
    #expect(try folder.read("quarantine/de-linde/a.csv-2") == "second")
  }

  @Test func `names that do harm on a screen become plain`() throws {
    let archive = try Archive(folder.disk / "archive")
    let quarantine = try Quarantine(folder.disk / "q")
    let digest = try archive.keep([1]).digest
    for bytes in [[0xff, 10, 27], Array(String(repeating: "n", count: 255).utf8)] as [[UInt8]] {
      let name = try #require(FileName(bytes: bytes))
      try quarantine.put(digest, of: archive, named: name, findings: "why")
    }
    #expect(try folder.names("q").contains("___"))
    #expect(try folder.names("q").count == 4)
  }

  @Test func `damaged bytes are not put anywhere`() throws {
    let archive = try Archive(folder.disk / "archive")
    let quarantine = try Quarantine(folder.disk / "q")
    let digest = try archive.keep([1]).digest
    try Folder.remove(archive.path(of: digest))
    try Data([2]).write(to: URL(filePath: archive.path(of: digest).display))
    let name = try #require(FileName("a.csv"))
    #expect(throws: ArchiveFailure.damaged(digest)) {
      try quarantine.put(digest, of: archive, named: name, findings: "why")
    }
    #expect(try folder.names("q") == ["a.csv.findings.txt"])
  }
}

@Suite struct WorkspaceLockTests {
  @Test func `one process at a time holds a workspace, and asking takes nothing`() throws {
    let folder = TemporaryFolder()
    #expect(try !WorkspaceLock.isHeld(folder.disk))
    do {
      let lock = try WorkspaceLock.take(folder.disk)
      let first = isTaken(lock)
      #expect(first)
      #expect(try WorkspaceLock.isHeld(folder.disk))
      let second = try isTaken(WorkspaceLock.take(folder.disk))
      #expect(!second)
      _ = consume lock
    }
    #expect(try !WorkspaceLock.isHeld(folder.disk))
    let third = try isTaken(WorkspaceLock.take(folder.disk))
    #expect(third)
  }

  private func isTaken(_ lock: borrowing WorkspaceLock?) -> Bool {
    switch lock {
    case .some: true
    case .none: false
    }
  }
}
