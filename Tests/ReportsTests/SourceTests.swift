import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import remitd

/// Files that are fetched from elsewhere, as a person sees it.
struct SourceTests {
  private let installation = Installation()

  private func declaration(_ number: Int) -> String {
    """
    payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
    uzovi-3311,WV\(number),WV\(number)-1,999900018,,1000,Zvw,2026-03-0\(number),2026-03-08,1.00,100.00,2026-04-02

    """
  }

  private func add(_ sources: String) throws {
    let settings = try String(contentsOf: installation.folder.appending(path: "remitd.yaml"), encoding: .utf8)
    let quick = settings.replacing("inbox-quiet: 2s", with: "inbox-quiet: 10ms")
    try installation.write(Data((quick + "\nsources:\n" + sources).utf8), to: "remitd.yaml")
  }

  private func sftp(_ ssh: SSHServer, hostKey: String? = nil) throws -> String {
    try installation.write(Data(contentsOf: URL(filePath: ssh.key)), to: "secrets/sftp")
    chmod(installation.folder.appending(path: "secrets/sftp").path, 0o600)
    return """
        - { id: payer, administration: de-linde, kind: sftp, host: 127.0.0.1, port: \(ssh.port), user: "\(ssh.user)",
            key-file: secrets/sftp, host-key: "\(hostKey ?? ssh.hostKey)", folder: "\(ssh.drop)", then: remove }

      """
  }

  private func fetched() throws -> [[String: Any]] {
    let told = try #require(try installation("status", "--json").list("administrations").first)
    return told["fetched"] as? [[String: Any]] ?? []
  }

  @Test(.enabled(if: SSHServer.isPossible, "needs openssh-server and openssh-client"))
  func `what lies on a server is taken in once, posted, and taken away there`() throws {
    let ssh = try SSHServer()
    try add(sftp(ssh))
    try ssh.write(declaration(1), to: "first.csv")
    try ssh.write("half", to: "second.csv.part")
    let answer = installation("ingest", "--json")
    #expect(answer.code == .done, "\(answer.errors)")
    #expect(try answer.list("files").compactMap { $0["name"] as? String } == ["first.csv"])
    #expect(try answer.json()["delivered"] as? Int == 1)
    #expect(try ssh.names() == ["second.csv.part"])
    #expect(try fetched().map { $0["trouble"] is NSNull } == [true])
    // The same bytes again are a duplicate.
    try ssh.write(declaration(1), to: "again.csv")
    let again = try installation("ingest", "--json").list("files")
    #expect(again.compactMap { $0["state"] as? String } == ["duplicate"])
    #expect(try ssh.names() == ["second.csv.part"])
  }

  @Test(.enabled(if: SSHServer.isPossible, "needs openssh-server and openssh-client"))
  func `a stranger gives nothing, and status says why`() throws {
    let ssh = try SSHServer()
    try add(sftp(ssh, hostKey: "SHA256:" + String(repeating: "D", count: 43)))
    try ssh.write(declaration(1), to: "first.csv")
    let answer = installation("ingest")
    #expect(answer.errors.contains("the source payer: 127.0.0.1 is not the server"))
    #expect(try fetched().first?["trouble"] as? String != nil)
    #expect(installation("status").output.contains("another host key"))
    #expect(try ssh.names() == ["first.csv"])
  }

  @Test func `a source whose acknowledgement was lost gives the same file again, and it counts once`() throws
  {
    let listing = """
      <D:multistatus xmlns:D="DAV:"><D:response><D:href>/up/first.csv</D:href><D:propstat><D:prop>\
      <D:getcontentlength>\(declaration(1).utf8.count)</D:getcontentlength><D:getetag>"7"</D:getetag></D:prop>\
      </D:propstat></D:response></D:multistatus>
      """
    let deletes = Mutex(0)
    let server = try ScriptedServer { [text = declaration(1)] request in
      switch request.method {
      case "PROPFIND":
        return .answer(207, deletes.withLock { $0 } < 2 ? listing : "<D:multistatus xmlns:D=\"DAV:\"/>")
      case "GET": return .answer(200, text)
      default:
        // The first removal never arrives.
        return deletes.withLock { count in
          count += 1
          return count == 1 ? .cut : .answer(204)
        }
      }
    }
    try installation.write(Data("pass\n".utf8), to: "secrets/web")
    try add(
      """
        - { id: upload, administration: de-linde, kind: webdav, url: "\(server.address)/up", user: ann,
            secret: "file:secrets/web", then: remove, every: 10s }

      """)
    let first = installation("ingest")
    #expect(first.errors.contains("the source upload:"))
    #expect(installation("ingest").code == .done)
    #expect(deletes.withLock { $0 } == 2)
    #expect(try installation("files", "--json").list("files").count == 1)
    #expect(try installation("entries", "--json").list("entries").count == 1)
    #expect(try fetched().first?["trouble"] is NSNull)
  }
}
