import Findings
import Foundation
import Mapping
import Pipeline
import SQLite
import Testing

/// What somebody changes behind the program's back is found, and the entries that rest on it are named.
struct TamperingTests {
  private static let visit = Visit("L1", 500_00)
  private static let invoice = Invoice("WV26000301", [visit, Visit("L2", 40_00, client: 1)])

  private func trial() throws -> TrialWorkspace {
    let trial = try TrialWorkspace()
    let reply = Reply(
      "4411", on: "2026-04-10", to: Self.invoice, awarded: 530_00, [Self.visit.granted(490_00, "8059")])
    for file in [
      Told.declared(Self.invoice), .answered(reply),
      .bank("20260415", Movement("B1", on: "2026-04-15", 530_00, "FACTUUR WV26000301")),
      .declared(Invoice("WV26000399", [Visit("L9", 10_00, client: 2)])),
    ] { try trial.take(file) }
    try trial.expectSound()
    return trial
  }

  private func verify(_ trial: TrialWorkspace) throws -> Verification.Report {
    try Verification(trial.loops.workspace).run()
  }

  private func change(_ trial: TrialWorkspace, _ sql: SQLText) throws {
    let connection = try Connection(trial.booksPath)
    try connection.execute(sql)
    #expect(connection.changes > 0, "the change changes something")
  }

  @Test(arguments: ["declarations-WV26000301.csv", "awards-4411.csv", "camt053-20260415.xml"])
  func `one bit of an archived file is enough`(name: String) throws {
    let trial = try trial()
    let digest = try #require(
      try trial.ask("SELECT lower(hex(digest)) FROM file WHERE name = \(name)") { try $0.text(0) }.first)
    let file = try #require(try trial.archived(digest))
    var bytes = [UInt8](try Data(contentsOf: file))
    bytes[bytes.count / 2] ^= 1
    #expect(chmod(file.path, 0o600) == 0)
    try Data(bytes).write(to: file)
    let report = try verify(trial)
    #expect(!report.isEqual)
    #expect(report.findings.map(\.rule) == ["not-reproducible"])
    let wanted: Set<String> =
      switch name.prefix(4) {
      case "decl": ["VRK-2026-000001", "VRK-2026-000002", "MEM-2026-000001"]
      case "awar": ["VRK-2026-000002", "MEM-2026-000001"]
      default: ["BNK-2026-000001", "MEM-2026-000001"]
      }
    #expect(Set(report.different) == wanted)
  }

  @Test func `a file that is gone from the archive is found`() throws {
    let trial = try trial()
    let digest = try #require(
      try trial.ask("SELECT lower(hex(digest)) FROM file WHERE kind = 'awards'") { try $0.text(0) }.first)
    try FileManager.default.removeItem(at: try #require(try trial.archived(digest)))
    let report = try verify(trial)
    #expect(Set(report.different) == ["VRK-2026-000002", "MEM-2026-000001"])
  }

  @Test func `an amount of a declared line`() throws {
    let trial = try trial()
    try change(trial, "UPDATE line SET claimed = claimed + 1 WHERE reference = 'L1'")
    #expect(
      Set(try verify(trial).different) == ["VRK-2026-000001", "VRK-2026-000002", "MEM-2026-000001"])
  }

  @Test func `an amount that was posted`() throws {
    let trial = try trial()
    try change(
      trial,
      """
      UPDATE posting SET amount = amount + 1 WHERE position = 0
      AND entry = (SELECT id FROM entry WHERE reference = 'BNK-2026-000001')
      """)
    let report = try verify(trial)
    #expect(report.different == ["BNK-2026-000001"])
    #expect(report.findings.contains { $0.rule == "sums-differ" })
  }

  @Test(arguments: ["text", "date", "digest"])
  func `what else an entry says`(column: String) throws {
    let trial = try trial()
    switch column {
    case "text": try change(trial, "UPDATE entry SET text = 'Other' WHERE reference = 'VRK-2026-000003'")
    case "date": try change(trial, "UPDATE entry SET date = date + 1 WHERE reference = 'VRK-2026-000003'")
    default: try change(trial, "UPDATE entry SET digest = zeroblob(32) WHERE reference = 'VRK-2026-000003'")
    }
    #expect(try verify(trial).different == ["VRK-2026-000003"])
  }

  @Test func `an entry that was taken out`() throws {
    let trial = try trial()
    try change(
      trial, "DELETE FROM posting WHERE entry = (SELECT id FROM entry WHERE reference = 'VRK-2026-000003')")
    try change(trial, "DELETE FROM entry WHERE reference = 'VRK-2026-000003'")
    let report = try verify(trial)
    #expect(!report.isEqual)
    #expect(report.different == ["VRK-2026-000003"])
  }

  @Test func `the mapping version that entries cite`() throws {
    let trial = try trial()
    try change(trial, "UPDATE mapping SET digest = \(String(repeating: "0", count: 64))")
    let report = try verify(trial)
    #expect(
      Set(report.different) == [
        "VRK-2026-000001", "VRK-2026-000002", "BNK-2026-000001", "MEM-2026-000001", "VRK-2026-000003",
      ])
    #expect(report.findings.map(\.rule) == ["not-reproducible"])
  }

  @Test func `an archived mapping table`() throws {
    let trial = try trial()
    let table = TrialWorkspace.repository.appending(path: "mappings/home-care/revenue.csv")
    let wanted = try Data(contentsOf: table)
    let file = try #require(
      try trial.archivedFiles().first { try Data(contentsOf: $0) == wanted })
    #expect(chmod(file.path, 0o600) == 0)
    try Data(wanted.dropLast(8)).write(to: file)
    let report = try verify(trial)
    #expect(report.different.count == 5)
  }

  @Test func `sums that stand, and what a payment was judged to be`() throws {
    let trial = try trial()
    try change(trial, "UPDATE standing SET amount = amount + 1 WHERE role = 'debtor'")
    #expect(try verify(trial).findings.contains { $0.rule == "derived-differs" })
    let other = try self.trial()
    try change(other, "UPDATE part SET cents = cents + 1")
    #expect(Set(try verify(other).different) == ["BNK-2026-000001", "MEM-2026-000001"])
  }
}

extension TrialWorkspace {
  fileprivate func archivedFiles() throws -> [URL] {
    let folder = folder.appending(path: "archive")
    let names = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (names?.allObjects ?? []).compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath }
  }

  fileprivate func archived(_ digest: String) throws -> URL? {
    let name = "\(digest.prefix(2))/\(digest.dropFirst(2))"
    return try archivedFiles().first { $0.path.hasSuffix(name) }
  }
}
