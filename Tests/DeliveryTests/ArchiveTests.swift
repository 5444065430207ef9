import Crypto
import Disk
import Findings
import Foundation
import Glibc
import Intake
import TestSupport
import Testing

@Suite struct ArchiveTests {
  private let folder = TemporaryFolder()

  private func archive() throws -> Archive { try Archive(folder.disk / "archive") }

  private func kept(_ reception: Reception) throws -> KeptFile {
    guard case .kept(let file) = reception else {
      Issue.record("not kept: \(reception)")
      throw CancellationError()
    }
    return file
  }

  @Test func `bytes come back by their digest, and stand there read-only`() throws {
    let archive = try archive()
    let text = String(repeating: "0123456789abcdef", count: 50_000)
    try folder.write(text, to: "a.csv")
    let file = try kept(archive.receive(folder.disk / "a.csv"))
    #expect(file.digest == SHA256.digest(text))
    #expect(file.size == 800_000)
    #expect(!file.wasThere)
    let reader = try archive.reader(file.digest)
    var pieces: [[UInt8]] = []
    while case let piece = try reader.next(), !piece.isEmpty { pieces.append(piece) }
    #expect(pieces.map(\.count) == [262_144, 262_144, 262_144, 13_568])
    #expect(Array(pieces.joined()) == Array(text.utf8))
    #expect(try archive.bytes(file.digest, 799_998..<800_010) == Array("ef".utf8))
    #expect(try archive.bytes(file.digest, 16..<20) == Array("0123".utf8))
    let path = archive.path(of: file.digest)
    let mode = try FileManager.default.attributesOfItem(atPath: path.display)[.posixPermissions] as? Int
    #expect(mode == 0o400)
    #expect(try folder.names("archive").allSatisfy { !$0.hasPrefix(".") })
  }

  @Test func `the same bytes twice are kept once`() throws {
    let archive = try archive()
    try folder.write("same", to: "a.csv")
    try folder.write("same", to: "b.csv")
    #expect(try kept(archive.receive(folder.disk / "a.csv")).wasThere == false)
    #expect(try kept(archive.receive(folder.disk / "b.csv")).wasThere == true)
    #expect(try archive.keep(Array("same".utf8)).wasThere == true)
    #expect(try folder.names("archive").count == 1)
  }

  @Test func `a bit that fell over is found at reading, and healed when the bytes come again`() throws {
    let archive = try archive()
    let digest = try archive.keep(Array("money".utf8)).digest
    let path = archive.path(of: digest)
    try Folder.remove(path)
    try Data("moneX".utf8).write(to: URL(filePath: path.display))
    #expect(throws: ArchiveFailure.damaged(digest)) { try archive.verify(digest) }
    #expect(throws: ArchiveFailure.damaged(digest)) { try archive.bytes(digest, 0..<2) }
    #expect(try archive.keep(Array("money".utf8)).wasThere == false)
    try archive.verify(digest)
    let absent = SHA256.digest("absent")
    #expect(throws: ArchiveFailure.absent(absent)) { try archive.reader(absent) }
  }

  @Test func `a pipe, a link, a folder and a device are refused and nothing hangs`() throws {
    let archive = try archive()
    try folder.write("target", to: "file")
    #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
    #expect(symlink(folder.path + "/file", folder.path + "/link") == 0)
    #expect(mkdir(folder.path + "/sub", 0o700) == 0)
    for name in ["pipe", "link", "sub"] {
      guard let fileName = FileName(name),
        case .refused(let finding) = try archive.receive(folder.disk / fileName)
      else {
        Issue.record("\(name) was not refused")
        continue
      }
      #expect(finding.rule == "not-a-file")
      #expect(finding.position.file == name)
    }
    guard case .refused = try archive.receive(DiskPath("/dev/zero")) else {
      Issue.record("a device was not refused")
      return
    }
    guard case .gone = try archive.receive(folder.disk / "none") else {
      Issue.record("an absent file was not gone")
      return
    }
    #expect(try kept(archive.receive(folder.disk / "link", followingLinks: true)).size == 6)
    #expect(try folder.names("archive").count == 1)
  }

  @Test func `a file that changes while it is read is never kept as a mixture`() throws {
    let archive = try archive()
    let versions = (0..<4).map { [UInt8](repeating: UInt8(65 + $0), count: 600_000 + $0) }
    let digests = Set(versions.map { SHA256.digest($0) })
    let path = folder.path + "/a.csv"
    try Data(versions[0]).write(to: URL(filePath: path))
    let stop = Flag()
    let writer = Thread {
      var round = 0
      while !stop.isUp {
        let bytes = versions[round % 4]
        // In place: the same file, other bytes.
        let descriptor = open(path, O_WRONLY | O_TRUNC)
        bytes.withUnsafeBytes { _ = write(descriptor, $0.baseAddress, 300_000) }
        bytes.withUnsafeBytes { _ = write(descriptor, $0.baseAddress! + 300_000, bytes.count - 300_000) }
        close(descriptor)
        round += 1
      }
      stop.end()
    }
    writer.start()
    for _ in 0..<60 {
      if case .kept(let file) = try archive.receive(folder.disk / "a.csv") {
        // Between two writes it is a file like any other, only shorter; what is not told apart is the content's matter.
        if file.size >= 600_000 { #expect(digests.contains(file.digest)) }
      }
    }
    stop.raise()
    stop.waitForEnd()
  }

  @Test func `a crash before the rename leaves a draft that the next start removes`() throws {
    let archive = try archive()
    try folder.write("half", to: "archive/.1-2.part")
    let digest = try archive.keep(Array("whole".utf8)).digest
    try archive.removeDrafts()
    #expect(try folder.names("archive") == [String(digest.hex.prefix(2))])
  }

  @Test func `a draft that is being written stays`() throws {
    let archive = try archive()
    try folder.write("half", to: "archive/.1-2.part")
    var draft = try DraftFile(at: archive.folder / ".3-4.part")
    try draft.append(Array("half".utf8))
    try archive.removeDrafts()
    #expect(try folder.names("archive") == [".3-4.part"])
    _ = try draft.publish(as: archive.folder / "whole", replacing: true)
    #expect(try folder.names("archive") == ["whole"])
  }

  @Test(.enabled(if: SmallDisk.isPossible, "needs root and mount(8) for a small file system"))
  func `a full disk keeps nothing half`() throws {
    let disk = try SmallDisk(kilobytes: 128)
    let archive = try Archive(DiskPath(disk.path) / "archive")
    try folder.write(String(repeating: "x", count: 1_000_000), to: "big")
    #expect(throws: DiskFailure.self) { try archive.receive(folder.disk / "big") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path + "/archive").isEmpty)
  }
}
