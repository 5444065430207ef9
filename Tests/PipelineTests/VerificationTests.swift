import Findings
import Foundation
import Pipeline
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

  @Test func `whoever begins to run the loops removes what an interrupted reception left`() throws {
    let trial = try TrialWorkspace()
    let draft = trial.folder.appending(path: "archive/.1-2.part")
    try Data("half".utf8).write(to: draft)
    _ = try TrialWorkspace.open(trial.folder)
    #expect(!FileManager.default.fileExists(atPath: draft.path))
  }
}
