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
}
