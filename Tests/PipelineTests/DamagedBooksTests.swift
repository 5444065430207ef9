import Books
import Findings
import Foundation
import Mapping
import Pipeline
import SQLite
import Storybook
import Testing

/// Whatever lies in the books' file, it is told and never trusted: no value of any table stops the program, and none
/// that a replay derives can be another without `verify` saying so.
/// One after the other: each keeps a processor busy, and others measure time.
@Suite(.serialized) struct DamagedBooksTests {
  private static let hasSQLite = FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3")
  private static let unproven = Set(Books.unprovenColumns.map { "\($0.table).\($0.column)" })

  /// Another value of the same kind, and values of no kind that the column could have.
  private static let alterations: [(name: String, value: @Sendable (DamagedBooks.Column) -> String)] = [
    (
      "another",
      { column in
        """
        CASE typeof("\(column.name)") WHEN 'integer' THEN "\(column.name)" + 1
        WHEN 'text' THEN "\(column.name)" || 'x' WHEN 'null' THEN 1
        ELSE CAST(substr("\(column.name)", 1, length("\(column.name)") - 1) || x'07' AS BLOB) END
        """
      }
    ),
    ("vast", { _ in "9223372036854775807" }), ("negative", { _ in "-9223372036854775808" }),
    ("bytes", { _ in "x'ff00'" }), ("no UTF-8", { _ in "CAST(x'80ff' AS TEXT)" }),
    ("nothing", { _ in "NULL" }),
  ]

  @Test(.enabled(if: Self.hasSQLite))
  func `whatever column has another value, verify says so or is known not to`() throws {
    let books = try DamagedBooks()
    var random = SplitMix64(seed: 1)
    let columns = try books.columns()
    #expect(Set(columns.map(\.full)).isSuperset(of: Self.unproven))
    // What delivery decides is not even read.
    let read = columns.filter { !["job", "delivery"].contains($0.table) }
    let tried = try expectFound(read, in: books, &random) { _ in Self.alterations[0] }
    #expect(
      Set(read.map(\.table)).subtracting(tried) == ["dirty", "touched", "touched_takeback"],
      "queues are empty")
    try books.restore()
    #expect(try books.verify().isEqual)
  }

  @Test(.enabled(if: Self.hasSQLite))
  func `whatever column holds no value of its kind, verify says so and goes on`() throws {
    let books = try DamagedBooks()
    var random = SplitMix64(seed: 2)
    var some = try books.columns()
    random.shuffle(&some)
    let wild = Dictionary(
      uniqueKeysWithValues: some.prefix(60).map {
        ($0, 1 + random.number(below: Self.alterations.count - 1))
      })
    try expectFound(Array(some.prefix(60)), in: books, &random) { Self.alterations[wild[$0] ?? 1] }
  }

  /// - Returns: tables of which a row could be altered.
  @discardableResult
  private func expectFound(
    _ columns: [DamagedBooks.Column], in books: DamagedBooks, _ random: inout SplitMix64,
    _ way: (DamagedBooks.Column) -> (name: String, value: @Sendable (DamagedBooks.Column) -> String)
  ) throws -> Set<String> {
    var tried: Set<String> = []
    for (column, bytes) in zip(columns, try books.altered(columns, by: { way($0).value($0) }, &random)) {
      guard let bytes else { continue }
      tried.insert(column.table)
      try books.put(bytes)
      let report = try books.verify()
      #expect(!report.isEqual || Self.unproven.contains(column.full), "\(column.full): \(way(column).name)")
    }
    return tried
  }

  @Test(arguments: 1...2 as ClosedRange<UInt64>)
  func `no flipped byte of the file stops the program`(seed: UInt64) throws {
    let books = try DamagedBooks()
    var random = SplitMix64(seed: seed)
    for _ in 0..<30 {
      var bytes = books.sound
      // Past the header, whose damage SQLite itself refuses.
      let place = 100 + random.number(below: bytes.count - 100)
      bytes[place] ^= UInt8(1 << random.number(below: 8))
      try books.put(bytes)
      do {
        _ = try books.verify()
      } catch is BooksFailure {
      } catch is SQLiteFailure {}
    }
  }

  @Test func `what cannot be a value is told with its table, row and column`() throws {
    let books = try DamagedBooks()
    for (sql, wanted) in [
      ("UPDATE event SET kind = 'fi1e' WHERE seq = 2", "table event, row with seq 2, column kind"),
      (
        "UPDATE event SET recorded_on = 99999999999 WHERE seq = 2",
        "table event, row with seq 2, column recorded_on"
      ),
      ("UPDATE file SET state = 'accepxed' WHERE id = 1", "table file, row with id 1, column state"),
      ("UPDATE file SET received_on = 'x' WHERE id = 1", "table file, row with id 1, column received_on"),
    ] as [(SQLText, String)] {
      try books.restore()
      try books.change(sql)
      let report = try books.verify()
      #expect(!report.isEqual)
      #expect(report.findings.contains { $0.message.contains(wanted) }, "\(report.findings)")
    }
  }

  @Test func `the loops stop with a failure where what stands does not balance any more`() throws {
    let books = try DamagedBooks()
    try books.change("UPDATE standing SET amount = amount + 1 WHERE role = 'debtor'")
    let read = try Books(reading: books.path)
    let subject = try Connection(books.path, .readOnly).first(
      "SELECT subject FROM standing WHERE role = 'debtor'"
    ) { try $0.int64(0) }
    #expect(throws: BooksFailure.self) { try read.posted(.declaration(try #require(subject))) }
  }
}
