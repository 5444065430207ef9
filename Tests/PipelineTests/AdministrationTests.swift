import Books
import Disk
import Foundation
import Pipeline
import SQLite
import Storybook
import Testing

/// Two administrations in one workspace, with the same payers, numbers and lines: neither may see the other.
struct AdministrationTests {
  @Test func `two administrations with equal numbers end as each would alone`() throws {
    let alone = try TrialWorkspace()
    for file in Story.homeCareMonth.files { try alone.take(file.name, file.bytes) }
    let trial = try TrialWorkspace()
    let loops = try Self.both(in: trial)

    let expected = try alone.endState()
    #expect(expected.difference(to: try loops.books.endState(of: "de-linde")) == [])
    #expect(expected.difference(to: try loops.books.endState(of: "de-wilg")) == [])
    #expect(try Verification(loops.workspace).run().isEqual)
  }

  @Test(
    arguments: [
      "UPDATE entry SET text = 'Other' WHERE administration = 'de-wilg' AND id = 4",
      "UPDATE posting SET amount = amount + 1 WHERE position = 0 AND entry = 4",
      "UPDATE line SET claimed = claimed + 1 WHERE position = 1 AND declaration = 2",
      "UPDATE verdict SET because = 'Other' WHERE receipt = (SELECT max(id) FROM receipt)",
      "UPDATE answer_standing SET standing = 'rejected' WHERE remittance = (SELECT max(id) FROM remittance)",
      "UPDATE file SET lines = 7 WHERE id = (SELECT max(id) FROM file WHERE state = 'accepted')",
      "UPDATE standing SET since = since + 1 WHERE kind = 1 AND subject = (SELECT max(id) FROM receipt)",
    ] as [SQLText])
  func `verify of one administration reports what concerns that one`(change: SQLText) throws {
    let trial = try TrialWorkspace()
    let loops = try Self.both(in: trial)
    let whole = try Verification(loops.workspace).run().entries
    #expect(try Verification(loops.workspace, of: "de-linde").run().entries == whole / 2)
    let connection = try Connection(trial.booksPath)
    try connection.execute(change)
    #expect(connection.changes > 0)
    #expect(try Verification(loops.workspace, of: "de-linde").run().isEqual)
    #expect(try !Verification(loops.workspace, of: "de-wilg").run().isEqual)
    #expect(try !Verification(loops.workspace).run().isEqual)
  }

  /// The month of one administration, told to two.
  private static func both(in trial: TrialWorkspace) throws -> Loops {
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
    return loops
  }
}
