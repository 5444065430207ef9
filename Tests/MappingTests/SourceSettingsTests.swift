import Findings
import Mapping
import Testing

struct SourceSettingsTests {
  private static let whole =
    SettingsTests.whole + """
      sources:
        - { id: payer, administration: de-linde, kind: sftp, host: sftp.example.nl, user: remitd, key-file: secrets/sftp,
            host-key: "SHA256:\(String(repeating: "a", count: 43))", folder: /out, then: move, processed: done, every: 5m }
        - { id: upload, administration: de-linde, kind: webdav, url: "https://files.example.nl/up/", user: remitd,
            secret: "env:UPLOAD", then: remove }

      """

  private static func read(_ text: String) -> (Settings?, [Finding]) {
    Settings.read(Array(text.utf8), file: "remitd.yaml")
  }

  @Test func `several sources serve one administration`() throws {
    let (settings, findings) = Self.read(Self.whole)
    #expect(findings == [])
    let sources = try #require(settings).sources
    #expect(sources.map(\.id) == ["payer", "upload"])
    #expect(sources.map(\.afterwards) == [.move(to: "done"), .remove])
    #expect(sources.map(\.everyMilliseconds) == [300_000, 60_000])
    #expect(
      sources.last?.kind
        == .webdav(url: "https://files.example.nl/up", user: "remitd", secret: .environment("UPLOAD")))
  }

  @Test(arguments: [
    ("id: upload", "id: payer", "duplicate-id"), ("kind: webdav", "kind: ftp", "unknown-value"),
    ("id: upload, administration: de-linde", "id: upload, administration: de-lind", "unknown-administration"),
    ("then: move, ", "", "missing-key"), ("then: move", "then: keep", "unknown-value"),
    ("then: move", "then: remove", "unused-key"), (", processed: done", "", "missing-key"),
    ("processed: done", "processed: a/b", "bad-path"), ("every: 5m", "every: 5ms", "bad-duration"),
    ("https://files", "http://files", "bad-address"), ("env:UPLOAD", "hunter2", "secret-in-settings"),
    ("then: remove }", "then: remove, folder: x }", "unknown-key"),
  ])
  func `a mistake in a source is found`(old: String, new: String, rule: String) throws {
    let range = try #require(Self.whole.firstRange(of: old))
    var text = Self.whole
    text.replaceSubrange(range, with: new)
    let (settings, findings) = Self.read(text)
    #expect(settings == nil)
    #expect(findings.map(\.rule).contains(rule), "\(findings.map(\.rule))")
    #expect(!findings.contains { $0.message.contains("hunter2") || $0.remedy.contains("hunter2") })
  }
}
