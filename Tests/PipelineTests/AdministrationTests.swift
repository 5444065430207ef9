import Books
import Disk
import Foundation
import Pipeline
import Storybook
import Testing

/// Two administrations in one workspace, with the same payers, numbers and lines: neither may see the other.
struct AdministrationTests {
  @Test func `two administrations with equal numbers end as each would alone`() throws {
    let alone = try TrialWorkspace()
    for file in Story.homeCareMonth.files { try alone.take(file.name, file.bytes) }

    let trial = try TrialWorkspace()
    let settings = trial.folder.appending(path: "remitd.yaml")
    let text = try String(contentsOf: settings, encoding: .utf8)
    let second = """
        - id: de-wilg
          name: Thuiszorg De Wilg
          owner: Financiën
          currency: EUR
          provider: "99999901"
          mapping: mappings/de-linde/mapping.yaml
          destination: ledger-files
          test: false

      """
    try text.replacing("destinations:", with: second + "destinations:").write(
      to: settings, atomically: false, encoding: .utf8)
    let loops = try TrialWorkspace.open(trial.folder)
    for file in Story.homeCareMonth.files {
      let path = trial.folder.appending(path: file.name)
      try Data(file.bytes).write(to: path)
      for administration in ["de-linde", "de-wilg"] {
        _ = try loops.receiver.receive([DiskPath(path.path)], administration: administration)
      }
    }
    try loops.settle()

    let expected = try alone.endState()
    #expect(expected.difference(to: try loops.books.endState(of: "de-linde")) == [])
    #expect(expected.difference(to: try loops.books.endState(of: "de-wilg")) == [])
    #expect(try Verification(loops.workspace).run().isEqual)
  }
}
