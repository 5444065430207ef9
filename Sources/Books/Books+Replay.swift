import Accounting
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
      \(file.receivedOn.dayNumber), 'received') ON CONFLICT DO UPDATE SET state = 'received'
      """)
  }

  /// Numbers of files and references of entries at which two books differ.
  package struct Comparison: Sendable {
    package var entries: Int
    /// References of entries that are not equal, or rest on facts that are not.
    package var different: [String]
    /// Tables in which something differs that no entry rests on.
    package var otherTables: [String]
  }

  /// Compares these books, made by a replay, with those in a file.
  package func compare(with path: String) throws -> Comparison {
    try connection.execute("ATTACH DATABASE \(path) AS kept")
    defer {
      // The comparison is over; a database that stays attached until the books close does no harm.
      do { try connection.execute("DETACH DATABASE kept") } catch {
        assertionFailure("nothing reads the other books any more: \(error)")
      }
    }
    let entries = try connection.first("SELECT count(*) FROM kept.entry") { $0.int(0) } ?? 0
    var different = Set(
      try connection.rows(Self.differingEntries) { $0.text(0) }
        + connection.rows(Self.differingPostings) { $0.text(0) }
        + connection.rows(Self.differingGrounds) { $0.text(0) })
    for (kind, sql) in Self.differingFacts {
      let subjects = try connection.rows(sql) { $0.int64(0) }
      for subject in subjects {
        let references = try connection.rows(
          """
          SELECT e.reference FROM kept.ground g JOIN kept.entry e ON e.id = g.entry
          WHERE g.kind = \(kind) AND g.subject = \(subject)
          """
        ) { $0.text(0) }
        different.formUnion(references)
        if references.isEmpty { different.insert("\(kind) \(subject)") }
      }
    }
    var others: [String] = []
    for (table, sql) in Self.differingDerived where try connection.first(sql, read: { _ in true }) ?? false {
      others.append(table)
    }
    return Comparison(entries: entries, different: different.sorted(), otherTables: others)
  }

  private static let entryColumns: SQLText = """
    id, administration, reference, journal, year, date, document_date, kind, text, booker, subject, event, mapping,
    reverses, digest
    """

  private static let differingEntries: SQLText =
    "SELECT reference FROM (SELECT " + entryColumns + " FROM main.entry EXCEPT SELECT " + entryColumns
    + " FROM kept.entry) UNION SELECT reference FROM (SELECT " + entryColumns
    + " FROM kept.entry EXCEPT SELECT " + entryColumns + " FROM main.entry)"

  private static let differingPostings: SQLText = """
    SELECT reference FROM kept.entry WHERE id IN
    (SELECT entry FROM (SELECT * FROM main.posting EXCEPT SELECT * FROM kept.posting)
    UNION SELECT entry FROM (SELECT * FROM kept.posting EXCEPT SELECT * FROM main.posting))
    """

  private static let differingGrounds: SQLText = """
    SELECT reference FROM kept.entry WHERE id IN
    (SELECT entry FROM (SELECT * FROM main.ground EXCEPT SELECT * FROM kept.ground)
    UNION SELECT entry FROM (SELECT * FROM kept.ground EXCEPT SELECT * FROM main.ground))
    """

  /// Facts that differ, by the fact that entries rest on.
  private static let differingFacts: [(kind: String, sql: SQLText)] = [
    (
      "declaration",
      """
      SELECT id FROM (SELECT * FROM main.declaration EXCEPT SELECT * FROM kept.declaration)
      UNION SELECT id FROM (SELECT * FROM kept.declaration EXCEPT SELECT * FROM main.declaration)
      UNION SELECT declaration FROM (SELECT * FROM main.line EXCEPT SELECT * FROM kept.line)
      UNION SELECT declaration FROM (SELECT * FROM kept.line EXCEPT SELECT * FROM main.line)
      """
    ),
    (
      "remittance",
      """
      SELECT id FROM (SELECT * FROM main.remittance EXCEPT SELECT * FROM kept.remittance)
      UNION SELECT id FROM (SELECT * FROM kept.remittance EXCEPT SELECT * FROM main.remittance)
      UNION SELECT remittance FROM (SELECT * FROM main.award EXCEPT SELECT * FROM kept.award)
      UNION SELECT remittance FROM (SELECT * FROM kept.award EXCEPT SELECT * FROM main.award)
      """
    ),
    (
      "receipt",
      """
      SELECT id FROM (SELECT * FROM main.receipt EXCEPT SELECT * FROM kept.receipt)
      UNION SELECT id FROM (SELECT * FROM kept.receipt EXCEPT SELECT * FROM main.receipt)
      UNION SELECT receipt FROM (SELECT * FROM main.verdict EXCEPT SELECT * FROM kept.verdict)
      UNION SELECT receipt FROM (SELECT * FROM kept.verdict EXCEPT SELECT * FROM main.verdict)
      UNION SELECT receipt FROM (SELECT * FROM main.part EXCEPT SELECT * FROM kept.part)
      UNION SELECT receipt FROM (SELECT * FROM kept.part EXCEPT SELECT * FROM main.part)
      """
    ),
  ]

  private static let differingDerived: [(table: String, sql: SQLText)] = [
    ("standing", both("SELECT * FROM main.standing", "SELECT * FROM kept.standing")),
    ("award_total", both("SELECT * FROM main.award_total", "SELECT * FROM kept.award_total")),
    ("open_item", both("SELECT * FROM main.open_item", "SELECT * FROM kept.open_item")),
    ("ambiguous", both("SELECT * FROM main.ambiguous", "SELECT * FROM kept.ambiguous")),
    ("waiting", both("SELECT * FROM main.waiting", "SELECT * FROM kept.waiting")),
    ("number", both("SELECT * FROM main.number", "SELECT * FROM kept.number")),
    ("retold", both("SELECT * FROM main.retold", "SELECT * FROM kept.retold")),
    ("statement", both("SELECT * FROM main.statement", "SELECT * FROM kept.statement")),
    ("class", both("SELECT * FROM main.class", "SELECT * FROM kept.class")),
  ]

  private static func both(_ one: SQLText, _ other: SQLText) -> SQLText {
    "SELECT 1 FROM (" + one + " EXCEPT " + other + ") UNION SELECT 1 FROM (" + other + " EXCEPT " + one
      + ") LIMIT 1"
  }

  /// Entries that rest on facts of a file.
  package func entries(restingOnFile id: Int64) throws -> [String] {
    try connection.rows(
      """
      SELECT DISTINCT e.reference FROM ground g JOIN entry e ON e.id = g.entry WHERE
      (g.kind = 'file' AND g.subject = \(id))
      OR (g.kind = 'declaration' AND g.subject IN (SELECT id FROM declaration WHERE file = \(id)))
      OR (g.kind = 'remittance' AND g.subject IN (SELECT id FROM remittance WHERE file = \(id)))
      OR (g.kind = 'receipt' AND g.subject IN
      (SELECT r.id FROM receipt r JOIN statement s ON s.id = r.statement WHERE s.file = \(id))) ORDER BY 1
      """
    ) { $0.text(0) }
  }

  package func entries(underMapping id: Int64) throws -> [String] {
    try connection.rows("SELECT reference FROM entry WHERE mapping = \(id) ORDER BY id") { $0.text(0) }
  }

  package func entryCount() throws -> Int {
    try connection.first("SELECT count(*) FROM entry") { $0.int(0) } ?? 0
  }
}
