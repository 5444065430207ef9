import Accounting
package import Posting
import SQLite

/// Replaying one set of books into another, and comparing them.
extension Books {
  /// Every event of every administration, in order.
  package func allEvents() throws -> [BookEvent] {
    try connection.rows(
      "SELECT seq, administration, kind, subject, recorded_on, mapping, phase FROM event ORDER BY seq",
      read: Self.event)
  }

  /// Puts a file of other books here under its number, as it was when it had just been received. One that was held is
  /// looked at again.
  package func adopt(_ file: BookFile) throws {
    try connection.execute(
      """
      INSERT INTO file (id, administration, name, origin, digest, size, received_on, state)
      VALUES (\(file.id), \(file.administration), \(file.name), \(file.origin), \(file.digest), \(file.size),
      \(file.receivedOn.dayNumber), 'received') ON CONFLICT DO UPDATE
      SET state = 'received' WHERE state IN ('received', 'held')
      """)
    guard connection.changes == 1 else { throw BooksFailure.damaged("file \(file.id) has two events") }
  }

  /// What differs between two sets of books.
  package struct Comparison: Sendable {
    /// References of entries that are not equal, or rest on facts that are not.
    package var different: [String]
    /// Tables in which something differs that no entry rests on.
    package var otherTables: [String]

    package var isEqual: Bool { different.isEmpty && otherTables.isEmpty }
  }

  /// Scratch books beside books that were kept, which are read as `kept` and never changed.
  package convenience init(scratchBeside path: String) throws {
    let connection = try Connection.scratch()
    try Schema.prepare(connection)
    self.init(BooksConnection(connection))
    try self.connection.attach(path, as: "kept")
    // Queries are only as good as what they are put to.
    let isOurs = try self.connection.first(
      """
      SELECT NOT EXISTS (SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite_%'
      EXCEPT SELECT type, name, tbl_name, sql FROM kept.sqlite_schema)
      """
    ) { try $0.bool(0) }
    guard isOurs == true else { throw BooksFailure.damaged("their tables are not those that remitd makes") }
  }

  /// What SQLite finds wrong with its own pages and indexes: the first few sentences, none where all is well.
  package func brokenPages() throws -> [String] {
    try connection.rows("PRAGMA integrity_check(10)") { try $0.text(0) }.filter { $0 != "ok" }
  }

  /// Compares these books, made by a replay, with those beside which they lie, as they stand at one moment.
  /// - Parameters:
  ///   - last: the last event that was repeated.
  ///   - administration: whose rows are compared; of all where none is named.
  /// - Returns: nothing where somebody is posting, or has posted more meanwhile.
  package func compareWithKept(after last: Int64, of administration: String? = nil) throws -> Comparison? {
    try connection.snapshot {
      let isAtRest = try connection.first(
        """
        SELECT (SELECT coalesce(max(seq), 0) FROM kept.event) = \(last)
        AND NOT EXISTS (SELECT 1 FROM kept.event WHERE phase < 3)
        AND NOT EXISTS (SELECT 1 FROM kept.file WHERE state = 'entering')
        """
      ) { try $0.bool(0) }
      return isAtRest == true ? try compareWithKept(of: administration) : nil
    }
  }

  private func compareWithKept(of administration: String?) throws -> Comparison {
    var different = Set(
      try connection.rows("SELECT reference FROM " + ReplayedTable.entries.difference(of: administration)) {
        try $0.text(0)
      })
    for table in ReplayedTable.ofEntries {
      different.formUnion(
        try connection.rows(
          "SELECT reference FROM kept.entry e WHERE e.id IN (SELECT t.entry FROM " + table.difference
            + ") AND (\(administration) IS NULL OR e.administration = \(administration))"
        ) { try $0.text(0) })
    }
    for table in ReplayedTable.facts {
      guard let ground = table.ground else { continue }
      let subjects = try connection.rows(
        "SELECT DISTINCT " + ground.id + " FROM " + table.difference(of: administration)
      ) { try $0.int64(0) }
      for subject in subjects {
        let references = try connection.rows(
          """
          SELECT e.reference FROM kept.ground g JOIN kept.entry e ON e.id = g.entry
          WHERE g.kind = \(ground.kind) AND g.subject = \(subject)
          """
        ) { try $0.text(0) }
        different.formUnion(references)
        if references.isEmpty { different.insert("\(ground.kind) \(subject)") }
      }
    }
    let others = try ReplayedTable.others.filter { table in
      try connection.first("SELECT 1 FROM " + table.difference(of: administration) + " LIMIT 1") { _ in true }
        ?? false
    }
    return Comparison(different: different.sorted(), otherTables: others.map(\.name))
  }

  /// Columns that no replay proves, with the reason.
  package static var unprovenColumns: [(table: String, column: String, because: String)] {
    ReplayedTable.unproven
  }

  /// Files that count as accepted, and of which no event came.
  package func acceptedFilesWithoutEvent() throws -> [Int64] {
    try connection.rows(
      """
      SELECT id FROM file WHERE state = 'accepted' AND id NOT IN (SELECT subject FROM event WHERE kind = 'file')
      ORDER BY id
      """
    ) { try $0.int64(0) }
  }

  /// Entries that rest on facts of a file.
  package func entries(restingOnFile id: Int64, of administration: String? = nil) throws -> [String] {
    try connection.rows(
      """
      SELECT DISTINCT e.reference FROM ground g JOIN entry e ON e.id = g.entry WHERE
      (\(administration) IS NULL OR e.administration = \(administration)) AND (
      (g.kind = 'file' AND g.subject = \(id))
      OR (g.kind = 'declaration' AND g.subject IN (SELECT id FROM declaration WHERE file = \(id)))
      OR (g.kind = 'remittance' AND g.subject IN (SELECT id FROM remittance WHERE file = \(id)))
      OR (g.kind = 'receipt' AND g.subject IN
      (SELECT r.id FROM receipt r JOIN statement s ON s.id = r.statement WHERE s.file = \(id)))) ORDER BY 1
      """
    ) { try $0.text(0) }
  }

  package func entries(underMapping id: Int64, of administration: String? = nil) throws -> [String] {
    try connection.rows(
      """
      SELECT reference FROM entry WHERE mapping = \(id)
      AND (\(administration) IS NULL OR administration = \(administration)) ORDER BY id
      """
    ) { try $0.text(0) }
  }

  package func entries(ofEvent seq: Int64, of administration: String? = nil) throws -> [String] {
    try connection.rows(
      """
      SELECT reference FROM entry WHERE event = \(seq)
      AND (\(administration) IS NULL OR administration = \(administration)) ORDER BY id
      """
    ) { try $0.text(0) }
  }

  /// One posting of an entry, for a sentence about it.
  package struct PostedLine: Sendable {
    package var subject: String
    package var booker: Booker
    package var account: String
    package var item: String
    /// In cents, debit less credit.
    package var cents: Int64
  }

  /// The postings of all entries recorded after one, in their order.
  package func postings(after entry: Int64) throws -> [PostedLine] {
    try connection.rows(
      """
      SELECT e.subject, e.booker, p.account, p.item, p.amount FROM entry e JOIN posting p ON p.entry = e.id
      WHERE e.id > \(entry) ORDER BY e.id, p.position
      """
    ) { row in
      try PostedLine(
        subject: row.text(0), booker: row.choice(1), account: row.text(2), item: row.text(3),
        cents: row.cents(4))
    }
  }

  package func entryCount(of administration: String? = nil) throws -> Int {
    try connection.first(
      "SELECT count(*) FROM entry WHERE \(administration) IS NULL OR administration = \(administration)"
    ) { try $0.int(0) } ?? 0
  }
}
