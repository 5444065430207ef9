import Foundation
import Glibc
import TestSupport
import Testing

@testable import remitd

/// Entries that go to a folder on a server which does not take them, and what a person is told of it.
@Suite(.enabled(if: SSHServer.isPossible, "needs openssh-server and openssh-client"))
struct SFTPDeliveryTests {
  private let installation = Installation()

  private let declaration = """
    payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
    uzovi-3311,WV1,WV1-1,999900018,,1000,Zvw,2026-03-01,2026-03-08,1.00,100.00,2026-04-02

    """

  private func deliver(to ssh: SSHServer, _ below: String = "", hostKey: String? = nil) throws {
    let settings = installation.folder.appending(path: "remitd.yaml")
    let plain = try String(contentsOf: settings, encoding: .utf8)
    let place = """
      sftp: { host: 127.0.0.1, port: \(ssh.port), user: "\(ssh.user)", key-file: secrets/sftp, \
      host-key: "\(hostKey ?? ssh.hostKey)", folder: "\(ssh.drop)\(below)" }
      """
    let remote = plain.replacing(/folder: drop\/de-linde/, with: place)
    #expect(remote != plain)
    try installation.write(Data(remote.utf8), to: "remitd.yaml")
    try installation.write(Data(contentsOf: URL(filePath: ssh.key)), to: "secrets/sftp")
    chmod(installation.folder.appending(path: "secrets/sftp").path, 0o600)
  }

  private func detail() throws -> String {
    let told = try #require(try installation("status", "--json").list("administrations").first)
    let deliveries = try #require(told["deliveries"] as? [[String: Any]])
    return deliveries.first?["detail"] as? String ?? ""
  }

  @Test func `an entry arrives on a server as in a folder`() throws {
    let ssh = try SSHServer()
    try deliver(to: ssh)
    let check = installation("destination", "check")
    #expect(check.code == .done, "\(check.output)\(check.errors)")
    let answer = try installation.take("first.csv", declaration)
    #expect(answer.code == .done, "\(answer.errors)")
    #expect(try ssh.names().filter { $0.hasSuffix(".journal.done") }.count == 1)
  }

  @Test func `a stranger's host key is told in status, and nothing is lost`() throws {
    let ssh = try SSHServer()
    try deliver(to: ssh, hostKey: "SHA256:" + String(repeating: "C", count: 43))
    let check = installation("destination", "check")
    #expect(
      check.code == .findings && check.output.contains("another host key"), "\(check.output)\(check.errors)")
    #expect(try installation.take("first.csv", declaration).errors.contains("another host key"))
    #expect(try detail().contains("another host key"))
    #expect(installation("status").output.contains("another host key"))
    #expect(try ssh.names().isEmpty)
  }

  @Test(.enabled(if: geteuid() == 0, "needs root and mount(8) for a small file system"))
  func `a disk that is full over there is told in status, and the entry follows once there is room`() throws {
    let ssh = try SSHServer()
    try ssh.mountSmallDisk("small", kilobytes: 64)
    defer { #expect(throws: Never.self) { try ssh.unmount("small") } }
    let filler = ssh.drop + "/small/filler"
    #expect(throws: (any Error).self) {
      try Data(repeating: 1, count: 1 << 20).write(to: URL(filePath: filler))
      throw CancellationError()
    }
    try deliver(to: ssh, "/small")
    #expect(try installation.take("first.csv", declaration).errors.contains("is full"))
    #expect(try detail().contains("is full"))
    try FileManager.default.removeItem(atPath: filler)
    #expect(installation("ingest").code == .done)
    #expect(try ssh.names("small").filter { $0.hasSuffix(".journal.done") }.count == 1)
  }
}
