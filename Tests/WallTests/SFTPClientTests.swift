import Curl
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite(.enabled(if: SSHServer.isPossible, "needs openssh-server and openssh-client"))
struct SFTPClientTests {
  private static let quick = TransferLimits(
    connect: 10_000, whole: 20_000, stall: 10_000, answerBytes: 1 << 20)

  private func client(
    _ ssh: SSHServer, key: String? = nil, hostKey: String? = nil,
    isStopping: @escaping @Sendable () -> Bool = { false }
  ) throws -> SFTPClient {
    SFTPClient(
      SFTPServer(
        host: "127.0.0.1", port: ssh.port, user: ssh.user, keyFile: key ?? ssh.key,
        hostKey: try #require(SSHHostKey(hostKey ?? ssh.hostKey))),
      Self.quick, isStopping: isStopping)
  }

  private func path(_ ssh: SSHServer, _ name: String = "") throws -> SFTPPath {
    let folder = try #require(SFTPPath(ssh.drop))
    return name.isEmpty ? folder : try #require(folder.adding(name))
  }

  private func failure(_ act: () throws -> Void) -> SFTPFailure? {
    do {
      try act()
      return nil
    } catch {
      return error as? SFTPFailure
    }
  }

  @Test func `what is uploaded gets its name whole, is listed, read, renamed and removed`() throws {
    let ssh = try SSHServer()
    let client = try client(ssh)
    let name = "it's a \"file\" %20 \\ ü.csv"
    try client.upload(Array("a;b\n".utf8), to: path(ssh, ".x.part"), thenRenamedTo: path(ssh, name))
    #expect(try ssh.names() == [name])
    let entry = try #require(try client.list(path(ssh)).first)
    #expect((entry.kind, entry.name, entry.size) == (.file, name, 4))
    #expect(try client.download(path(ssh, name)) == Array("a;b\n".utf8))
    let pieces = Mutex<[UInt8]>([])
    let time = try client.download(path(ssh, name)) { piece in
      pieces.withLock { $0 += piece }
      return true
    }
    #expect(pieces.withLock { $0 } == Array("a;b\n".utf8))
    #expect(abs(try #require(time) - Int64(Date.now.timeIntervalSince1970)) < 100)
    try client.makeFolder(path(ssh, "done"))
    try client.makeFolder(path(ssh, "done"))
    try client.rename(path(ssh, name), to: try #require(path(ssh, "done").adding("b")))
    #expect(try client.list(path(ssh)).map(\.kind) == [.folder])
    try client.remove(try #require(path(ssh, "done").adding("b")))
    #expect(try ssh.names("done").isEmpty)
    try client.upload([], to: path(ssh, "empty"))
    #expect(try client.download(path(ssh, "empty")).isEmpty)
  }

  @Test func `a stranger with the right address is told nothing`() throws {
    let ssh = try SSHServer()
    let other = "SHA256:" + String(repeating: "A", count: 43)
    let client = try client(ssh, hostKey: other)
    let place = try path(ssh, "x")
    guard case .wrongHostKey(let sentence) = failure({ try client.upload([1], to: place) })
    else { return #expect(Bool(false), "a wrong host key must end it") }
    // So that a person can compare.
    #expect(sentence.contains(ssh.hostKey.dropFirst("SHA256:".count)))
    #expect(try ssh.names().isEmpty)
  }

  @Test(arguments: [
    "", "SHA256:", "MD5:" + String(repeating: "A", count: 43), "SHA256:" + String(repeating: "A", count: 42),
    "SHA256:" + String(repeating: "A", count: 43) + "=", "SHA256:" + String(repeating: "é", count: 43),
  ])
  func `there is no connection without a host key`(text: String) { #expect(SSHHostKey(text) == nil) }

  @Test(arguments: ["", "drop", "/a/../b", "/~/x", "/a\nrm b", "/a\u{0}", "/./a"])
  func `a path that could be another is none`(text: String) { #expect(SFTPPath(text) == nil) }

  @Test func `a key that is not let in is told apart from a server that is away`() throws {
    let ssh = try SSHServer()
    let stranger = try client(ssh, key: ssh.strangersKey)
    let place = try path(ssh)
    guard case .loginDenied = failure({ _ = try stranger.list(place) }) else {
      return #expect(Bool(false), "the key is not let in")
    }
    ssh.stop()
    let client = try client(ssh)
    guard case .notReached = failure({ try client.remove(place) }) else {
      return #expect(Bool(false), "nobody listens")
    }
  }

  @Test func `a name that is taken is not overwritten by a rename`() throws {
    let ssh = try SSHServer()
    let client = try client(ssh)
    try ssh.write("theirs", to: "x")
    let (part, name) = (try path(ssh, ".x.part"), try path(ssh, "x"))
    guard
      case .existsAlready = failure({
        try client.upload([1], to: part, thenRenamedTo: name)
      })
    else { return #expect(Bool(false), "the name is taken") }
    guard case .existsAlready = failure({ try client.rename(part, to: name) }) else {
      return #expect(Bool(false), "the name is taken")
    }
    #expect(try ssh.read("x") == "theirs")
    #expect(try ssh.names() == [".x.part", "x"])
  }

  @Test func `what is not there and what is not allowed have names`() throws {
    let ssh = try SSHServer()
    let nothing = try path(ssh, "nothing")
    let client = try client(ssh)
    let acts: [() throws -> Void] = [
      { _ = try client.download(nothing) },
      { _ = try client.list(nothing) },
      { try client.remove(nothing) },
      { try client.rename(nothing, to: nothing) },
    ]
    for act in acts {
      guard case .noSuchFile = failure(act) else { return #expect(Bool(false), "nothing lies there") }
    }
    ssh.stop()
    try ssh.start("-R")
    guard case .denied = failure({ try client.upload([1], to: nothing) }) else {
      return #expect(Bool(false), "this server takes nothing")
    }
  }

  @Test func `a list or a file that is too long is given up`() throws {
    let ssh = try SSHServer()
    let client = try client(ssh)
    try ssh.write(String(repeating: "x", count: 2 << 20), to: "large")
    let large = try path(ssh, "large")
    guard case .refused = failure({ _ = try client.download(large) }) else {
      return #expect(Bool(false), "more than was allowed came")
    }
  }

  @Test func `cut or stopped in the middle of a file, nothing has the final name`() throws {
    let ssh = try SSHServer()
    let (part, name) = (try path(ssh, ".x.part"), try path(ssh, "x"))
    let partOnDisk = ssh.drop + "/.x.part"
    let bytes = [UInt8](repeating: 7, count: 32 << 20)
    // libcurl asks between two pieces: from the first byte that arrived on, the wire is cut.
    let cutting = try client(ssh) {
      let size = try? FileManager.default.attributesOfItem(atPath: partOnDisk)[.size] as? Int
      if (size ?? 0) > 0 { ssh.cut() }
      return false
    }
    guard
      case .outcomeUnknown = failure({
        try cutting.upload(bytes, to: part, thenRenamedTo: name)
      })
    else { return #expect(Bool(false), "the connection was cut") }
    #expect(try ssh.names() == [".x.part"])
    let stopping = try client(ssh) {
      let size = try? FileManager.default.attributesOfItem(atPath: partOnDisk)[.size] as? Int
      return (size ?? 0) > 0
    }
    guard
      case .outcomeUnknown = failure({
        try stopping.upload(bytes, to: part, thenRenamedTo: name)
      })
    else { return #expect(Bool(false), "it was stopped") }
    #expect(try ssh.names() == [".x.part"])
    // And over the half one again.
    try client(ssh).upload([1, 2], to: part, thenRenamedTo: name)
    #expect(try ssh.names() == ["x"])
  }

  @Test(.enabled(if: geteuid() == 0, "needs root and mount(8) for a small file system"))
  func `a full disk on the other side has a name, and half a file does not stay`() throws {
    let ssh = try SSHServer()
    try ssh.mountSmallDisk("small", kilobytes: 64)
    defer { #expect(throws: Never.self) { try ssh.unmount("small") } }
    let client = try client(ssh)
    let small = try path(ssh, "small")
    let room = try #require(try client.room(in: small))
    #expect((1...65_536).contains(room))
    let (part, name) = (try #require(small.adding(".x.part")), try #require(small.adding("x")))
    guard
      case .noRoom = failure({
        try client.upload([UInt8](repeating: 1, count: 300_000), to: part, thenRenamedTo: name)
      })
    else { return #expect(Bool(false), "there is no room for it") }
    #expect(try ssh.names("small").isEmpty)
  }
}
