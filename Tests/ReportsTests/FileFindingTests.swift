import Foundation
import Findings
import Testing

@testable import remitd

/// Findings that a person meets when a file is not what this workspace expects: where it lies, and what to do.
@Suite struct FileFindingTests {
  private let installation = Installation()

  private static func sample(_ name: String) throws -> String {
    let inbox = Installation.repository.appending(path: "samples/home-care-month/inbox")
    return try String(contentsOf: inbox.appending(path: name), encoding: .isoLatin1)
  }

  private static func statement() throws -> String {
    try sample("15-camt053_NL85TEST0000000101_20260417.xml")
  }

  /// Takes a file in.
  /// - Returns: how it ended, and the one file in the answer.
  private func give(_ name: String, _ text: String) throws -> (code: ExitCode, state: String, [[String: Any]])
  {
    try installation.write(Data(text.utf8), to: "given/\(name)")
    let answer = installation("ingest", installation.folder.appending(path: "given/\(name)").path, "--json")
    let file = try #require(try answer.list("files").first)
    return (answer.code, file["state"] as? String ?? "", file["findings"] as? [[String: Any]] ?? [])
  }

  private func edit(_ path: String, _ text: String, to other: String) throws {
    let before = try String(contentsOf: installation.folder.appending(path: path), encoding: .utf8)
    #expect(before.contains(text))
    try installation.write(Data(before.replacing(text, with: other).utf8), to: path)
  }

  private func expect(
    _ findings: [[String: Any]], _ rule: String, _ severity: String, in file: String, message: String,
    remedy: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let finding = try #require(
      findings.first { $0["rule"] as? String == rule }, "\(findings)", sourceLocation: sourceLocation)
    #expect(finding["severity"] as? String == severity, sourceLocation: sourceLocation)
    #expect(finding["file"] as? String == file, sourceLocation: sourceLocation)
    #expect(finding["message"] as? String == message, sourceLocation: sourceLocation)
    #expect(finding["remedy"] as? String == remedy, sourceLocation: sourceLocation)
    for language in [Language.dutch, .german] {
      for sentence in [message, remedy] {
        #expect(language.sentence(sentence) != sentence, "not told", sourceLocation: sourceLocation)
      }
    }
  }

  @Test func `a statement of an account nobody named is refused, and taken once the account has its row`()
    throws
  {
    let text = try Self.statement().replacing("NL85TEST0000000101", with: "NL46TEST0000000900")
    let (code, state, findings) = try give("other-account.xml", text)
    #expect(code == .findings && state == "quarantined")
    try expect(
      findings, "unknown-own-account", "error", in: "other-account.xml",
      message: "the account NL46TEST0000000900 is not in bank-accounts.csv on that day",
      remedy: "add a row for it and give the file again")
    try edit(
      "mappings/de-linde/bank-accounts.csv", "NL74TEST",
      to: "NL46TEST0000000900,1020,BNK3,gateway,camt.053,2026-01-01,,Opened in spring\nNL74TEST")
    let again = try give("other-account.xml", text)
    #expect(again.code == .done && again.state == "accepted")
  }

  @Test func `a statement in another format than the account's is held, and taken once the mapping says so`()
    throws
  {
    let table = "mappings/de-linde/bank-accounts.csv"
    try edit(table, "1010,BNK,gateway,camt.053", to: "1010,BNK,gateway,csv")
    let (code, state, findings) = try give("week.xml", Self.statement())
    #expect(code == .done && state == "held")
    try expect(
      findings, "other-source", "warning", in: "week.xml",
      message: "statements of NL85TEST0000000101 come as csv, this one is camt.053",
      remedy:
        "if the account has changed its format, say so in `statements` of bank-accounts.csv and give the file again"
    )
    #expect(try installation("receipts", "--json").list("receipts").isEmpty)
    #expect(try give("week.xml", Self.statement()).state == "duplicate", "one that is held waits for both")
    try edit(table, "1010,BNK,gateway,csv", to: "1010,BNK,gateway,camt.053")
    let again = try give("week.xml", Self.statement())
    #expect(again.code == .done && again.state == "accepted")
    let files = try installation("files", "--json").list("files")
    #expect(
      files.map { $0["state"] as? String } == ["duplicate", "duplicate", "accepted"],
      "what was held waits no more")
    #expect(files.map { $0["format"] as? String } == Array(repeating: "camt.053.001.02", count: 3))
    #expect(installation("verify").code == .done)
  }

  @Test func `a mistyped account is named with the row that may be meant`() throws {
    let text = try Self.statement().replacing("NL85TEST0000000101", with: "NL58TEST0000000101")
    let (_, state, findings) = try give("week.xml", text)
    #expect(state == "quarantined")
    #expect(
      findings.contains {
        ($0["remedy"] as? String ?? "").hasPrefix("did you mean it by NL85TEST0000000101 there?")
      }, "\(findings)")
  }

  @Test func `files beside the inboxes are pointed out`() throws {
    try installation.write(Data("x".utf8), to: "inbox/week.xml")
    try installation.write(Data("x".utf8), to: "inbox/de-lind/return.asc")
    let findings = try installation("check", "--json").list("findings")
    #expect(findings.map { $0["file"] as? String } == ["inbox/de-lind", "inbox/week.xml"])
    #expect(
      findings.allSatisfy { $0["rule"] as? String == "stray-file" && $0["severity"] as? String == "warning" })
    #expect(findings.first?["remedy"] as? String == "did you mean inbox/de-linde?")
    #expect(installation("ingest").errors.contains("inbox/week.xml: warning: it lies beside the inboxes"))
  }

  @Test func `a statement in another currency than the administration's is refused`() throws {
    let (code, state, findings) = try give(
      "dollars.xml", Self.statement().replacing("EUR", with: "USD"))
    #expect(code == .findings && state == "quarantined")
    try expect(
      findings, "other-currency", "error", in: "dollars.xml",
      message: "amounts are in USD, the administration is kept in EUR",
      remedy: "give the file to an administration in USD")
  }

  @Test func `a message of another provider is refused, and taken once its code is said to be ours`() throws {
    try edit("remitd.yaml", "provider: \"99999901\"", to: "provider: \"99999902\"")
    let (code, state, findings) = try give(
      "declaration.asc", Self.sample("03-AW319_3311_WV26000117.asc"))
    #expect(code == .findings && state == "quarantined")
    try expect(
      findings, "other-provider", "error", in: "declaration.asc",
      message: "the message is of provider 99999901, de-linde is 99999902",
      remedy: "give it to the administration of that provider; if the code is one of de-linde, add it to "
        + "other-providers in remitd.yaml and give the file again")
    try edit(
      "remitd.yaml", "provider: \"99999902\"",
      to: "provider: \"99999902\"\n    other-providers: [\"99999901\"]")
    let again = try give("declaration.asc", Self.sample("03-AW319_3311_WV26000117.asc"))
    #expect(again.code == .done && again.state == "accepted")
  }

  @Test func `a line that may declare either of two rejected lines again is named with its place`() throws {
    let head =
      "payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on\n"
    func row(_ declaration: String, _ line: String, on day: String) -> String {
      "uzovi-3311,\(declaration),\(line),999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,100.00,\(day)\n"
    }
    try installation.take(
      "march.csv", head + row("WV1", "L1", on: "2026-04-02") + row("WV1", "L2", on: "2026-04-02"))
    try installation.take(
      "awards.csv",
      """
      payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
      uzovi-3311,5550,2026-04-13,WV1,L1,100.00,0.00,0551,200.00,0.00
      uzovi-3311,5550,2026-04-13,WV1,L2,100.00,0.00,0551,200.00,0.00

      """)
    try installation.take("again.csv", head + row("WV2", "L3", on: "2026-04-20"))
    let status = try #require(try installation("status", "--json").list("administrations").first)
    let findings = try #require(status["line_findings"] as? [[String: Any]])
    try expect(
      findings, "several-predecessors", "warning", in: "again.csv",
      message: "line L3 of declaration uzovi-3311/WV2 may declare any of several rejected lines again; "
        + "it counts as a new one",
      remedy:
        "let the care system name the rejected line (column previous); until then the rejected amounts wait")
    #expect(findings.count == 1 && findings[0]["line"] as? Int == 2)
    #expect(installation("status").output.contains("again.csv:2"))
  }

  @Test func `a file that changes while it is read is not taken in, and may be given again`() throws {
    // What the kernel tells has no size, and yet content: it looks like a file that grows while it is read.
    let answer = installation("ingest", "/proc/version", "--json")
    #expect(answer.code == .outsideFailed)
    let file = try #require(try answer.list("files").first)
    #expect(file["state"] as? String == "refused" && file["digest"] is NSNull)
    try expect(
      file["findings"] as? [[String: Any]] ?? [], "still-changing", "error", in: "/proc/version",
      message: "the file changes while it is read", remedy: "wait until whoever writes it is done")
    #expect(try installation("files", "--json").list("files").isEmpty)
  }

  @Test(arguments: ["check", "status", "balance", "ingest"])
  func `a storage that this program is not built with is refused, with one that it is built with`(
    command: String
  ) throws {
    try edit(
      "remitd.yaml", "storage: sqlite:books.sqlite", to: "storage: postgresql://remitd@localhost/remitd")
    let answer = installation(command)
    #expect(answer.code == .findings)
    let said = answer.output + answer.errors
    #expect(said.contains("remitd.yaml") && said.contains("[storage-not-built]"), "\(said)")
    #expect(said.contains("this remitd keeps its books in SQLite only"))
    #expect(said.contains("write storage: sqlite:books.sqlite"))
    #expect(
      !FileManager.default.fileExists(atPath: installation.folder.appending(path: "books.sqlite").path))
  }
}
