import Findings
import Mapping
import Testing

struct SFTPSettingsTests {
  private static let hostKey = "SHA256:" + String(repeating: "aB3+/", count: 8) + "xyz"

  private static let whole = SettingsTests.whole.replacing(
    "folder: drop/de-linde }",
    with: """
      sftp: { host: sftp.example.nl, user: remitd,
            key-file: secrets/sftp, host-key: "\(hostKey)", folder: /incoming } }
      """)

  private static func read(_ text: String) -> (Settings?, [Finding]) {
    Settings.read(Array(text.utf8), file: "remitd.yaml")
  }

  @Test func `a file drop stands in a folder here or on a server`() throws {
    let (settings, findings) = Self.read(Self.whole)
    #expect(findings == [])
    guard case .fileDrop(let drop)? = settings?.destinations.first?.kind, case .sftp(let sftp) = drop.place
    else {
      return #expect(Bool(false), "the drop is on a server")
    }
    #expect(drop.place.isRemote)
    #expect((sftp.host, sftp.port, sftp.user) == ("sftp.example.nl", 22, "remitd"))
    #expect(sftp.keyFile == .file("secrets/sftp"))
    #expect((sftp.hostKey, sftp.folder) == (Self.hostKey, "/incoming"))
    let (other, _) = Self.read(
      Self.whole.replacing("secrets/sftp", with: "credential:sftp").replacing(
        "user:", with: "port: 2222, user:"))
    guard case .fileDrop(let second)? = other?.destinations.first?.kind,
      case .sftp(let credential) = second.place
    else { return #expect(Bool(false), "the drop is on a server") }
    #expect(credential.keyFile == .credential("sftp"))
    #expect(credential.port == 2222)
  }

  @Test(arguments: [
    ("host-key: \"\(hostKey)\", ", "", "missing-key"),
    ("host-key: \"\(hostKey)\"", "host-key: any", "bad-host-key"),
    (hostKey, hostKey + "=", "bad-host-key"),
    (hostKey, "MD5:00", "bad-host-key"),
    ("secrets/sftp", "\"-----BEGIN OPENSSH PRIVATE KEY-----\"", "bad-key-file"),
    ("secrets/sftp", "../sftp", "bad-key-file"),
    ("secrets/sftp", "credential:../x", "bad-key-file"),
    ("secrets/sftp", "\"credential:\"", "bad-key-file"),
    ("/incoming", "incoming", "bad-path"),
    ("/incoming", "/a/../b", "bad-path"),
    ("user: remitd", "user: remitd, port: 0", "bad-port"),
    ("user: remitd", "user: remitd, password: secret", "unknown-key"),
    ("sftp.example.nl", "\"sftp example\"", "bad-host"),
    ("format: hledger", "format: hledger, folder: drop", "two-places"),
  ])
  func `a mistake about a server is found, and a key is never repeated`(
    old: String, new: String, rule: String
  ) throws {
    let range = try #require(Self.whole.firstRange(of: old))
    var text = Self.whole
    text.replaceSubrange(range, with: new)
    let (settings, findings) = Self.read(text)
    #expect(settings == nil)
    #expect(findings.map(\.rule) == [rule])
    #expect(findings.allSatisfy { !$0.remedy.isEmpty && !$0.message.contains("BEGIN") })
  }

  @Test func `a file drop without a place is told both ways to have one`() {
    let (_, findings) = Self.read(SettingsTests.whole.replacing(", folder: drop/de-linde", with: ""))
    #expect(findings.map(\.rule) == ["missing-key"])
    #expect(findings.first?.remedy.contains("sftp:") == true)
  }
}
