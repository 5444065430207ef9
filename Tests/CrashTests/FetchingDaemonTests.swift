import Books
import Foundation
import Storybook
import TestSupport
import Testing

/// The real program, with folders elsewhere beside its inbox.
@Suite(.enabled(if: Program.isBuilt, "needs the program `remitd` beside the tests"))
struct FetchingDaemonTests {
  private func until(_ isSo: () throws -> Bool) async throws {
    let start = ContinuousClock.now
    while try !isSo() {
      try #require(ContinuousClock.now - start < .seconds(30))
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  @Test func `a source that does not answer holds nothing up, and the daemon stops at once`() async throws {
    let server = try ScriptedServer { _ in .stall }
    let installation = try await Installation.fresh()
    try installation.edit("remitd.yaml") { text in
      text + """

        sources:
          - { id: upload, administration: de-linde, kind: webdav, url: "\(server.address)/up", user: ann,
              secret: "env:REMITD_TEST_SECRET", then: remove, every: 1s }

        """
    }
    let daemon = try await installation.startDaemon(environment: ["REMITD_TEST_SECRET": "hunter2"])
    try await until { !server.received.isEmpty }
    try installation.drop([Story.homeCareMonth.files[0]])
    try await until { try installation.books().entryCount() > 0 }
    let stopping = ContinuousClock.now
    #expect(try await installation.stop(daemon) == .exited(0))
    #expect(ContinuousClock.now - stopping < .seconds(10))
    #expect(!installation.said().contains("hunter2"))
  }

  @Test(.enabled(if: SSHServer.isPossible, "needs openssh-server and openssh-client"))
  func `what arrives on a server is posted without a word from anybody, also after the server was away`()
    async throws
  {
    let ssh = try SSHServer()
    ssh.stop()
    let installation = try await Installation.fresh()
    let key = try String(contentsOfFile: ssh.key, encoding: .utf8)
    let secret = installation.folder.appending(path: "sftp-key")
    try key.write(to: secret, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret.path)
    try installation.edit("remitd.yaml") { text in
      text + """

        sources:
          - { id: payer, administration: de-linde, kind: sftp, host: 127.0.0.1, port: \(ssh.port), user: "\(ssh.user)",
              key-file: sftp-key, host-key: "\(ssh.hostKey)", folder: "\(ssh.drop)", then: remove, every: 1s }

        """
    }
    let daemon = try await installation.startDaemon()
    try await until { installation.said().contains("source payer:") }
    try ssh.start()
    let file = Story.homeCareMonth.files[0]
    try ssh.write(String(decoding: file.bytes, as: UTF8.self), to: file.name)
    try await until { try installation.books().entryCount() > 0 }
    try await until { try ssh.names().isEmpty }
    #expect(try await installation.stop(daemon) == .exited(0))
  }
}
