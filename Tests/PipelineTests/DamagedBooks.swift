import Books
import Disk
import Foundation
import Pipeline
import SQLite
import Storybook
import Testing

/// A small set of books in which every table that outlives an event has rows, and copies of it to damage.
final class DamagedBooks {
  let trial: TrialWorkspace
  let sound: Data

  init() throws {
    trial = try TrialWorkspace()
    copy = trial.folder.appending(path: "copy")
    try Self.tell(trial)
    let whole = trial.folder.appending(path: "whole.sqlite").path
    try Connection(trial.booksPath).execute("VACUUM INTO \(whole)")
    sound = try Data(contentsOf: URL(filePath: whole))
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    for name in ["archive", "remitd.yaml", "mappings"] {
      try FileManager.default.copyItem(
        at: trial.folder.appending(path: name), to: copy.appending(path: name))
    }
    workspace = try Workspace.open(DiskPath(copy.path)).get()
    try restore()
  }

  private static func tell(_ trial: TrialWorkspace) throws {
    let visits = [
      Visit("L1", 300_00, location: "north"), Visit("L2", 200_00, client: 1, vat: 16_51),
      Visit("L3", 40_00, client: 2),
    ]
    let invoice = Invoice("WV26000301", visits)
    let replies = [
      Reply(
        "4411", on: "2026-04-10", to: invoice, awarded: 480_00,
        [visits[0].granted(290_00, "8059"), visits[1].granted(150_00, "0551")]),
      Reply("4412", on: "2026-04-20", to: invoice, [visits[1].granted(180_00, "8059")]),
    ]
    let again = Invoice("WV26000302", on: "2026-04-28", [Visit("L9", 10_00, client: 2, previous: "L2")])
    let twice = Invoice("WV26000305", [Visit("L13", 55_00, client: 1), Visit("L14", 55_00, client: 1)])
    let thrice = Invoice("WV26000306", on: "2026-04-15", [Visit("L15", 55_00, client: 1)])
    let paid = Invoice("WV26000304", [Visit("L12", 30_00)])
    let refused = Invoice("WV26000307", [Visit("L16", 25_00, client: 2)])
    let files =
      [
        Told.declared(invoice), .answered(replies[0]),
        .bank(
          "20260415", Movement("B1", on: "2026-04-15", 480_00, "FACTUUR WV26000301"),
          Movement("B2", on: "2026-04-15", 12_34, "ZONDER NUMMER", from: Movement.stranger)),
        .answered(replies[1]), .declared(again), .declared(paid),
        .answered(Reply("4413", on: "2026-04-21", to: paid, awarded: 30_00)),
        .declared(twice),
        .answered(Reply("4414", on: "2026-04-10", to: twice, awarded: 0, twice.visits.map { $0.granted(0) })),
        .declared(thrice),
        .bank("20260422", Movement("B3", on: "2026-04-22", 30_00, "FACTUUR WV26000304")),
        .bank(
          "20260423", Movement("B3", on: "2026-04-22", 30_00, "FACTUUR WV26000304"),
          Movement("B4", on: "2026-04-23", 5_00, "ZONDER NUMMER", from: Movement.stranger)),
        .declared(refused),
        .answered(
          Reply("4415", on: "2026-04-12", to: refused, awarded: 0, refused.visits.map { $0.granted(0) })),
        .declared(Invoice("WV26000307", on: "2026-04-16", [Visit("L17", 26_00, client: 2)])),
        .declared(Invoice("WV26000308", [Visit("L18", 15_00, client: 2)])),
        .declared(Invoice("WV26000308", [Visit("L18", 16_00, client: 2)])),
        .declared(Invoice("WV26000303", to: "uzovi-9999", [Visit("L11", 70_00)])),
      ] + Told.answeredForAnotherClient + [
        .specified(
          Specified(
            "SP-1", on: "2026-04-24", paying: 30_00,
            [.award("WV26000304", 30_00), .takeback(9_00, called: "CM-1", on: "WV26000304")])),
        Told("duplicate.csv", Told.declared(invoice).bytes), Told("nothing.csv", Array("nothing\n".utf8)),
      ]
    for file in files { try trial.take(file) }
    #expect(try trial.books.linesOfOtherCare(of: "de-linde").count == 1)
    var mapping = try TemplateMapping()
    try mapping.append("Zvw,1003,current,8010,2026-01-01,,Casemanagement", to: "revenue.csv")
    try trial.remap(mapping)
    try reverse("explained", in: trial)
    let deciding = Deciding(trial.loops.workspace, clock: .fixed(Canonical.day("2026-05-21")))
    _ = try deciding.run(
      .contest, on: "CM-1", reason: "we do not agree", by: "controller", administration: "de-linde"
    ).get()
    try trial.expectSound()
  }

  private let copy: URL
  let workspace: Workspace

  private static func reverse(_ kind: String, in trial: TrialWorkspace) throws {
    let reference = try trial.ask("SELECT reference FROM entry WHERE kind = \(kind) ORDER BY id") {
      try $0.text(0)
    }[0]
    let reversal = Reversal(trial.loops.workspace, clock: .fixed(Canonical.day("2026-05-20")))
    _ = try reversal.run(
      reference, reason: "sent by mistake", by: "controller", administration: "de-linde"
    ).get()
  }

  var path: String { workspace.booksPath }

  func restore() throws { try put(sound) }

  /// As they lie after a clean end: one file.
  func put(_ bytes: Data) throws {
    for suffix in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: booksFile.path + suffix) {
      try FileManager.default.removeItem(atPath: booksFile.path + suffix)
    }
    try bytes.write(to: booksFile)
  }

  private var booksFile: URL { copy.appending(path: "books.sqlite") }

  func verify() throws -> Verification.Report { try Verification(workspace).run() }

  func change(_ sql: SQLText) throws { try Connection(path).execute(sql) }

  // MARK: Every column

  struct Column: Hashable {
    var table: String
    var name: String
    var key: [String]

    var full: String { "\(table).\(name)" }
  }

  func columns() throws -> [Column] {
    let connection = try Connection(path, .readOnly)
    let all = try connection.rows(
      """
      SELECT s.name, c.name, c.pk FROM sqlite_schema s, pragma_table_info(s.name) c WHERE s.type = 'table'
      AND s.name NOT LIKE 'sqlite_%' ORDER BY s.name, c.cid
      """
    ) { try (table: $0.text(0), name: $0.text(1), isKey: $0.int(2) > 0) }
    let keys = Dictionary(grouping: all.filter(\.isKey), by: \.table).mapValues { $0.map(\.name) }
    return all.map { Column(table: $0.table, name: $0.name, key: keys[$0.table] ?? ["rowid"]) }
  }

  /// Books of which one value of this column is another, for each of these columns; nothing where no such books can
  /// be: the table is empty, or its own rules refuse the value.
  func altered(_ columns: [Column], by value: (Column) -> String, _ random: inout SplitMix64) throws
    -> [Data?]
  {
    var script = ".bail off\n"
    let files = columns.indices.map { copy.appending(path: "altered-\($0).sqlite") }
    defer {
      for file in files {
        do { try FileManager.default.removeItem(at: file) } catch { print("stays behind: \(error)") }
      }
    }
    for (column, file) in zip(columns, files) {
      try sound.write(to: file)
      let key = column.key.joined(separator: ", ")
      // Of the files, one that an event came of.
      let rows = column.table == "file" ? "file WHERE event IS NOT NULL" : column.table
      script += """
        .open \(file.path)
        PRAGMA journal_mode = DELETE;
        UPDATE \(column.table) SET "\(column.name)" = \(value(column)) WHERE (\(key)) = (SELECT \(key) FROM \(rows)
        ORDER BY \(key) LIMIT 1 OFFSET \(random.number(below: 1000)) % max(1, (SELECT count(*) FROM \(rows))));
        PRAGMA journal_mode = WAL;

        """
    }
    script += ".quit\n"
    try run(script)
    return try files.map { file in
      let bytes = try Data(contentsOf: file)
      return bytes[100...] == sound[100...] ? nil : bytes
    }
  }

  private func run(_ script: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sqlite3")
    process.arguments = ["-batch", ":memory:"]
    let input = copy.appending(path: "script.sql")
    try Data(script.utf8).write(to: input)
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
  }
}
