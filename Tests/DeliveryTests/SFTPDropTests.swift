import Curl
import Crypto
import Delivery
import Foundation
import Synchronization
import TestSupport
import Testing

/// The promise of a file drop, kept by an SFTP server that is cut off, full, or somebody else.
@Suite(.enabled(if: SSHServer.isPossible, "needs openssh-server and openssh-client"))
struct SFTPDropTests {
  private func drop(
    _ ssh: SSHServer, _ below: String = "", hostKey: String? = nil,
    reached: @escaping @Sendable (FileDrop.Step) -> Void = { _ in }
  ) throws -> FileDrop {
    let client = SFTPClient(
      SFTPServer(
        host: "127.0.0.1", port: ssh.port, user: ssh.user, keyFile: ssh.key,
        hostKey: try #require(SSHHostKey(hostKey ?? ssh.hostKey))),
      TransferLimits(connect: 10_000, whole: 20_000, stall: 10_000))
    let folder = try #require(SFTPPath(ssh.drop + "/" + below))
    return FileDrop(
      SFTPPlace(client, folder), JournalDrop(HledgerJournal()), try Story.chart(), reached: reached)
  }

  private let file = "job-2026-0007.journal"

  @Test func `a batch becomes one file and a note that it may be read, as in a folder here`() throws {
    let ssh = try SSHServer()
    let here = TemporaryFolder()
    let local = FileDrop(FolderPlace(here.disk), JournalDrop(HledgerJournal()), try Story.chart())
    let drop = try drop(ssh)
    #expect(try drop.lookUp(try Story.batch()) == .absent)
    let first = try drop.send(try Story.batch())
    #expect(try local.send(try Story.batch()) == first)
    #expect(try ssh.names() == here.names())
    for name in [file, file + ".done", ".sent/" + file] { #expect(try ssh.read(name) == here.read(name)) }
    let second = try drop.send(try Story.batch())
    #expect(second.wasThere && second.digest == first.digest)
    guard case .delivered = try drop.lookUp(try Story.batch()) else {
      return #expect(Bool(false), "it is there")
    }
  }

  @Test func `what lies there under the name is not overwritten, and what was taken is not dropped again`()
    throws
  {
    let ssh = try SSHServer()
    let drop = try drop(ssh)
    try ssh.write("theirs", to: file)
    #expect(throws: DeliveryFailure.self) { try drop.send(try Story.batch()) }
    #expect(try ssh.read(file) == "theirs")
    _ = try drop.send(try Story.batch("job-8"))
    for name in ["job-8.journal", "job-8.journal.done"] {
      try FileManager.default.removeItem(atPath: ssh.drop + "/" + name)
    }
    #expect(try drop.send(try Story.batch("job-8")).wasThere)
    #expect(try ssh.names() == [".sent", file])
  }

  @Test(arguments: [FileDrop.Step.draftKept, .remembered, .renamed, .folderSynced])
  func `a server that goes away after any step leaves nothing half, and the next attempt finishes`(
    step: FileDrop.Step
  ) throws {
    let ssh = try SSHServer()
    let drop = try drop(ssh) { if $0 == step { ssh.stop() } }
    let failure = #expect(throws: DeliveryFailure.self) { try drop.send(try Story.batch()) }
    #expect(failure?.next == (step == .draftKept ? .retryLater : .lookUpByReference))
    // Whoever reads the folder finds no name, or the whole file under it, and never that it may be read already.
    let names = try ssh.names().filter { !$0.hasPrefix(".") }
    let isThere = step == .renamed || step == .folderSynced
    #expect(names == (isThere ? [file] : []))
    let whole = isThere ? try ssh.read(file) : nil
    #expect(throws: DeliveryFailure.self) { try drop.lookUp(try Story.batch()) }

    try ssh.start()
    let again = try self.drop(ssh)
    #expect(try again.lookUp(try Story.batch()) == .absent)
    let sent = try again.send(try Story.batch())
    #expect(sent.wasThere == isThere)
    #expect(SHA256.digest(try ssh.read(file)) == sent.digest)
    if let whole { #expect(try ssh.read(file) == whole) }
    #expect(try ssh.names() == [".sent", file, file + ".done"])
  }

  @Test func `a draft that lost its end is sent again before it gets its name`() throws {
    let ssh = try SSHServer()
    let stopped = try drop(ssh) { if $0 == .remembered { ssh.stop() } }
    #expect(throws: DeliveryFailure.self) { try stopped.send(try Story.batch()) }
    try ssh.write("half", to: "." + file + ".part")
    try ssh.start()
    let sent = try drop(ssh).send(try Story.batch())
    #expect(SHA256.digest(try ssh.read(file)) == sent.digest)
  }

  @Test func `a stranger gets nothing, and the sentence says what to do`() throws {
    let ssh = try SSHServer()
    let drop = try drop(ssh, hostKey: "SHA256:" + String(repeating: "B", count: 43))
    let failure = #expect(throws: DeliveryFailure.self) { try drop.send(try Story.batch()) }
    #expect(failure?.next == .retryLater)
    #expect(failure?.description.contains("another host key") == true)
    #expect(try ssh.names().isEmpty)
  }

  @Test func `a folder that is not there is not made, and is named`() throws {
    let ssh = try SSHServer()
    let failure = #expect(throws: DeliveryFailure.self) { try drop(ssh, "nowhere").send(try Story.batch()) }
    #expect(failure?.description.contains("there is no folder") == true)
    #expect(try ssh.names().isEmpty)
  }

  @Test(.enabled(if: SmallDisk.isPossible, "needs root and mount(8) for a small file system"))
  func `a disk that is full over there is told, and delivers once it has room`() throws {
    let ssh = try SSHServer()
    try ssh.mountSmallDisk("small", kilobytes: 64)
    defer { #expect(throws: Never.self) { try ssh.unmount("small") } }
    let filler = ssh.drop + "/small/filler"
    #expect(throws: (any Error).self) {
      try Data(repeating: 1, count: 1 << 20).write(to: URL(filePath: filler))
      throw CancellationError()
    }
    let drop = try drop(ssh, "small")
    let failure = #expect(throws: DeliveryFailure.self) { try drop.send(try Story.batch()) }
    #expect(failure?.next == .retryLater)
    #expect(failure?.description.contains("is full") == true, "\(String(describing: failure))")
    #expect(try ssh.names("small") == [".sent", "filler"])
    try FileManager.default.removeItem(atPath: filler)
    #expect(try !drop.send(try Story.batch()).wasThere)
  }
}
