import Disk
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct DurableFileTests {
  private let folder = TemporaryFolder()

  @Test func `the name appears whole, and only after the bytes are on disk`() throws {
    var steps: [DurableStep] = []
    var names: [[String]] = []
    try DurableFile.write(Array("whole".utf8), to: folder.disk / "a.txt") { step in
      steps.append(step)
      names.append((try? folder.names()) ?? [])
    }
    #expect(steps == [.temporaryWritten, .fileSynced, .renamed, .directorySynced])
    #expect(names == [[".a.txt.part"], [".a.txt.part"], ["a.txt"], ["a.txt"]])
    #expect(try folder.read("a.txt") == "whole")
  }

  @Test func `what an interrupted write left is in nobody's way`() throws {
    try folder.write("half", to: ".a.txt.part")
    try DurableFile.write(Array("whole".utf8), to: folder.disk / "a.txt")
    #expect(try folder.names() == ["a.txt"])
  }

  @Test func `a taken name is left alone, or gives way in one moment`() throws {
    try folder.write("first", to: "a.txt")
    let path = folder.disk / "a.txt"
    #expect(try !DurableFile.write(Array("second".utf8), to: path, .onlyIfFree))
    #expect(try folder.read("a.txt") == "first")
    #expect(try DurableFile.write(Array("second".utf8), to: path, .replacing))
    #expect(try folder.read("a.txt") == "second")
    #expect(try folder.names() == ["a.txt"])
  }

  @Test func `a folder below a link that leads nowhere is a failure, not a search without end`() throws {
    let link = folder.disk / "link"
    try FileManager.default.createSymbolicLink(
      atPath: "\(link)", withDestinationPath: "/nonexistent/share")
    #expect(throws: DiskFailure.self) { try Folder.make(link / "below" / "further") }
  }

  @Test func `a missing folder is a failure for an operator, and leaves nothing`() {
    let failure = #expect(throws: DiskFailure.self) {
      try DurableFile.write([1], to: folder.disk / "none" / "a.txt")
    }
    #expect(failure?.next == .askAnOperator)
    #expect(failure?.isAbsence == true)
  }

  @Test(.enabled(if: SmallDisk.isPossible, "needs root and mount(8) for a small file system"))
  func `a full disk leaves the old file and no draft`() throws {
    let disk = try SmallDisk(kilobytes: 64)
    let path = DiskPath(disk.path) / "a.txt"
    try DurableFile.write(Array("old".utf8), to: path)
    let failure = #expect(throws: DiskFailure.self) {
      try DurableFile.write([UInt8](repeating: 65, count: 1 << 20), to: path)
    }
    #expect(failure?.code == ENOSPC)
    #expect(failure?.next == .askAnOperator)
    #expect(try DurableFile.read(path) == Array("old".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == ["a.txt"])
  }

  @Test(.enabled(if: Trace.isPossible, "needs strace(1) and the right to trace"))
  func `the file is synced before its name, and the folder after it`() throws {
    let trace = try Trace("fsync,fdatasync,rename,renameat,renameat2")
    try DurableFile.write(Array("whole".utf8), to: folder.disk / "a.txt")
    try DurableFile.write(Array("once".utf8), to: folder.disk / "b.txt", .onlyIfFree)
    let calls = try trace.end().filter { $0.contains(folder.path) }
    let words = calls.map { call in
      call.contains("sync(") ? (call.contains(".part>") ? "sync file" : "sync folder") : "rename"
    }
    #expect(
      words == ["sync file", "rename", "sync folder", "sync file", "rename", "sync folder"], "\(calls)")
  }

  @Test(arguments: [
    ("a.csv", "a.csv"), ("é ü.csv", "é ü.csv"), ("a\u{1b}[2Jb", "a\\x1b[2Jb"), ("a\nb", "a\\x0ab"),
    ("a\u{202e}vsc.exe", "a\\u{202e}vsc.exe"),
  ])
  func `a name is shown on one line without marks that hide`(name: String, shown: String) {
    #expect(FileName(name)?.display == shown)
  }

  @Test func `a name that is no text is shown and can be kept`() {
    let name = FileName(bytes: [97, 0xff, 0xc3, 98])
    #expect(name?.display == "a\\xff\\xc3b")
    #expect(name?.plain.bytes.allSatisfy { $0 < 128 } == true)
    #expect(FileName(String(repeating: "x", count: 255))?.display.count == 120)
    #expect(FileName(String(repeating: "é", count: 127))?.plain.bytes.count == 200)
    #expect(FileName("a/b") == nil && FileName("") == nil && FileName("..") == nil)
  }

  @Test func `a path knows its folder and its name`() {
    #expect(DiskPath("/a/b/c").folder == DiskPath("/a/b"))
    #expect(DiskPath("/a/b/c").name == FileName("c"))
    #expect(DiskPath("/a").folder == DiskPath("/"))
    #expect(DiskPath("a").folder == DiskPath("."))
    #expect(DiskPath("/").name == nil)
    #expect(DiskPath("a/b/").folder == DiskPath("a"))
  }
}
