import Curl
import Foundation
import Intake
import TestSupport
import Testing

@Suite(.enabled(if: SSHServer.isPossible, "needs openssh-server and openssh-client"))
struct SFTPSourceTests {
  private func source(_ ssh: SSHServer, then: Afterwards) throws -> SFTPSource {
    let client = SFTPClient(
      SFTPServer(
        host: "127.0.0.1", port: ssh.port, user: ssh.user, keyFile: ssh.key,
        hostKey: try #require(SSHHostKey(ssh.hostKey))),
      TransferLimits(connect: 10_000, whole: 20_000, stall: 10_000))
    return SFTPSource(client, try #require(SFTPPath(ssh.drop)), then: then)
  }

  @Test func `what is kept is removed, and what came since stays`() throws {
    let ssh = try SSHServer()
    let source = try source(ssh, then: .remove)
    try ssh.write("one", to: "a.csv")
    try ssh.write("two", to: "b.csv")
    let files = try source.list()
    #expect(files.map(\.name) == ["a.csv", "b.csv"])
    try ssh.write("another", to: "b.csv")
    #expect(try source.acknowledge(files[0]))
    #expect(try !source.acknowledge(files[1]))
    #expect(try ssh.names() == ["b.csv"])
    #expect(try ssh.read("b.csv") == "another")
    // Taken by somebody else: nothing is left to do.
    #expect(try source.acknowledge(files[0]))
  }

  @Test func `what a cut left aside comes back under its name`() throws {
    let ssh = try SSHServer()
    try ssh.write("one", to: ".taken-a.csv")
    #expect(try source(ssh, then: .remove).list().map(\.name) == ["a.csv"])
  }

  @Test func `what is kept is moved, and nothing there is overwritten`() throws {
    let ssh = try SSHServer()
    let source = try source(ssh, then: .move("done"))
    for text in ["one", "two!"] {
      try ssh.write(text, to: "a.csv")
      #expect(try source.acknowledge(try #require(try source.list().first)))
    }
    #expect(try ssh.names("done") == ["2-a.csv", "a.csv"])
    #expect(try ssh.read("done/a.csv") == "one")
    #expect(try source.list() == [])
  }
}
