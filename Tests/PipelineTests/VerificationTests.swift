import Findings
import Foundation
import Pipeline
import SQLite
import Storybook
import Testing

struct VerificationTests {
  @Test func `everything is derived again byte for byte, whatever the pace it was posted at`() throws {
    let trial = try TrialWorkspace()
    for file in Story.homeCareMonth.files { try trial.take(file.name, file.bytes) }
    let report = try Verification(trial.loops.workspace).run()
    #expect(report.different == [])
    #expect(report.findings.map(\.message) == [])
    #expect(report.entries > 20)
  }

  @Test func `what was ours when it came stays so, whatever the settings say since`() throws {
    let trial = try TrialWorkspace()
    for file in Story.homeCareMonth.files { try trial.take(file.name, file.bytes) }
    let settings = trial.folder.appending(path: "remitd.yaml")
    let text = try String(contentsOf: settings, encoding: .utf8)
    #expect(text.contains("provider: \"99999901\""))
    try text.replacing("provider: \"99999901\"", with: "provider: \"01234567\"").write(
      to: settings, atomically: false, encoding: .utf8)
    #expect(try Verification(TrialWorkspace.open(trial.folder).workspace).run().isEqual)
  }

  @Test func `what is posted while somebody verifies is verified too`() throws {
    let trial = try TrialWorkspace()
    let files = Story.homeCareMonth.files
    for file in files.prefix(4) { try trial.take(file.name, file.bytes) }
    var coming = files.dropFirst(4)
    let report = try Verification(trial.loops.workspace).run { _, _ in
      guard let file = coming.popFirst() else { return }
      do { try trial.take(file.name, file.bytes) } catch { Issue.record(error) }
    }
    #expect(coming.isEmpty)
    #expect(report.isEqual, "\(report.different) \(report.findings)")
    #expect(report.entries > 20)
  }

  /// Every target computed at once, in books that are good for nothing else afterwards.
  private func forgotten(in trial: TrialWorkspace) throws -> [String] {
    let workspace = trial.loops.workspace
    return try Recomputation(
      trial.books,
      shelf: { _ in
        MappingShelf(trial.books) { try workspace.loadMapping(digest: $0) }
      }
    ).run()
  }

  /// What the reply would have touched: the declaration, or the payment that names it.
  private static let queues: [(queue: SQLText, case: String)] = [
    ("touched", "uzovi-7095/WV26000301"), ("dirty", "R260415"),
  ]

  @Test(arguments: queues.indices)
  func `a case that a file should have touched and did not is found once all is computed at once`(
    index: Int
  ) throws {
    let (queue, name) = Self.queues[index]
    let invoice = Invoice("WV26000301", [Visit("L1", 300_00), Visit("L2", 200_00, client: 1)])
    let payment = Movement("B1", on: "2026-04-15", 480_00, "FACTUUR WV26000301")
    let reply = Reply(
      "4411", on: "2026-04-10", to: invoice, awarded: 480_00, [invoice.visits[0].granted(280_00, "8059")])
    let trial = try TrialWorkspace()
    for file in [Told.declared(invoice), .bank("20260415", payment)] { try trial.take(file) }
    let connection = try Connection(trial.booksPath)
    try connection.execute(
      "CREATE TRIGGER forgets BEFORE INSERT ON " + queue + " BEGIN SELECT RAISE(IGNORE); END")
    try trial.take(.answered(reply))
    try connection.execute("DROP TRIGGER forgets")
    let forgotten = try forgotten(in: trial)
    #expect(forgotten.contains { $0.contains(name) && $0.contains("computed at once") }, "\(forgotten)")
  }

  @Test func `nothing changes where every case was touched that had to be`() throws {
    let trial = try TrialWorkspace()
    for file in Story.homeCareMonth.files { try trial.take(file.name, file.bytes) }
    #expect(try forgotten(in: trial) == [])
  }

  @Test func `whoever begins to run the loops removes what an interrupted reception left`() throws {
    let trial = try TrialWorkspace()
    let draft = trial.folder.appending(path: "archive/.1-2.part")
    try Data("half".utf8).write(to: draft)
    _ = try TrialWorkspace.open(trial.folder)
    #expect(!FileManager.default.fileExists(atPath: draft.path))
  }
}
