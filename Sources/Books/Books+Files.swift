package import Accounting
import SQLite

/// What became of a file (contract section 4); `received` and `entering` are on the way.
package enum FileState: String, Sendable {
  case received, entering, accepted, duplicate, held, quarantined
}

package struct BookFile: Sendable, Hashable {
  package var id: Int64
  package var administration: String
  package var name: String
  /// The folder or command it came from.
  package var origin: String
  /// SHA-256 of its bytes.
  package var digest: [UInt8]
  package var size: Int64
  package var receivedOn: CalendarDate
  package var state: FileState
  package var format: String?
  package var kind: String?
  package var lines: Int64
  /// JSON, as the contract has it.
  package var findings: String
  package var event: Int64?
  /// Facts entered so far.
  package var entered: Int64
  /// The number in the books that its first fact of a kind gets, less one.
  package var base: Int64
  package var duplicateOf: Int64?
  /// Messages of the file, by ordinal, that were known before: their facts are not entered again.
  package var skips: Set<Int>
}

extension Books {
  /// Makes the administrations of the settings known. A currency once used stays.
  package func introduce(administration: String, currency: Currency) throws {
    try connection.execute(
      "INSERT OR IGNORE INTO administration VALUES (\(administration), \(currency.code))")
  }

  package func administrations() throws -> [String] {
    try connection.rows("SELECT id FROM administration ORDER BY id") { try $0.text(0) }
  }

  package func currency(of administration: String) throws -> Currency {
    let code = try connection.first("SELECT currency FROM administration WHERE id = \(administration)") {
      try $0.text(0)
    }
    guard let currency = code.flatMap({ Currency($0) }) else {
      throw BooksFailure.damaged("administration \(administration) has no currency")
    }
    return currency
  }

  /// - Parameter source: what tells the file that lay in an inbox from every other; nothing where it stays there.
  package func receive(
    name: String, origin: String, digest: [UInt8], size: Int64, source: String?, administration: String,
    on day: CalendarDate
  ) throws -> Int64 {
    try connection.execute(
      """
      INSERT INTO file (administration, name, origin, digest, size, received_on, state, source)
      VALUES (\(administration), \(name), \(origin), \(digest), \(size), \(day.dayNumber), 'received', \(source))
      """)
    return connection.lastInsertRowID
  }

  /// The file that was received from this very source with these bytes.
  package func file(from source: String, digest: [UInt8], administration: String) throws -> Int64? {
    try connection.first(
      """
      SELECT id FROM file WHERE administration = \(administration) AND digest = \(digest)
      AND source = \(source) ORDER BY id LIMIT 1
      """
    ) { try $0.int64(0) }
  }

  /// Whether a file was received whose source begins like this.
  package func hasFile(fromSourceBeginning source: String, administration: String) throws -> Bool {
    try connection.first(
      """
      SELECT 1 FROM file WHERE administration = \(administration)
      AND substr(source, 1, \(source.utf8.count)) = \(source) LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// The oldest file of these administrations that is not yet what it will be.
  package func nextFile(of administrations: [String]) throws -> BookFile? {
    var oldest: BookFile?
    for administration in administrations {
      let file = try connection.first(
        Self.fileColumns
          + """
           WHERE state IN ('received', 'entering') AND administration = \(administration) ORDER BY id LIMIT 1
          """, read: Self.file)
      if let file, file.id < oldest?.id ?? .max { oldest = file }
    }
    return oldest
  }

  package func file(_ id: Int64) throws -> BookFile? {
    try connection.first(Self.fileColumns + " WHERE id = \(id)", read: Self.file)
  }

  package func files(of administration: String) throws -> [BookFile] {
    try connection.rows(
      Self.fileColumns + " WHERE administration = \(administration) ORDER BY id", read: Self.file)
  }

  /// An accepted file with the same bytes. A quarantined one may be given again.
  package func acceptedFile(digest: [UInt8], administration: String, before id: Int64) throws -> Int64? {
    try connection.first(
      """
      SELECT id FROM file WHERE administration = \(administration) AND digest = \(digest)
      AND state = 'accepted' AND id < \(id) ORDER BY id LIMIT 1
      """
    ) { try $0.int64(0) }
  }

  package func settle(
    file id: Int64, as state: FileState, format: String?, kind: String?, lines: Int, findings: String,
    duplicateOf: Int64? = nil
  ) throws {
    try connection.execute(
      """
      UPDATE file SET state = \(state.rawValue), format = \(format), kind = \(kind), lines = \(lines),
      findings = \(findings), duplicate_of = \(duplicateOf) WHERE id = \(id)
      """)
    guard format == nil, let duplicateOf else { return }
    // It was not read, for the one before has the same bytes.
    try connection.execute(
      """
      UPDATE file SET (format, kind, lines) = (SELECT format, kind, lines FROM file WHERE id = \(duplicateOf))
      WHERE id = \(id)
      """)
  }

  /// One that came before it, with the same bytes, and is held.
  package func heldFile(equalTo file: BookFile) throws -> Int64? {
    try connection.first(
      """
      SELECT id FROM file WHERE administration = \(file.administration) AND digest = \(file.digest)
      AND state = 'held' AND id < \(file.id) ORDER BY id LIMIT 1
      """
    ) { try $0.int64(0) }
  }

  /// What was held, and was let in when it was given again, waits for nobody any more. A contradiction is left as it is:
  /// a return may decide it yet.
  package func closeHeldFiles(equalTo file: BookFile) throws {
    try connection.execute(
      """
      UPDATE file SET state = 'duplicate', duplicate_of = \(file.id) WHERE administration = \(file.administration)
      AND digest = \(file.digest) AND state = 'held' AND id NOT IN (SELECT file FROM contested)
      """)
  }

  /// From here on its facts are entered, under this event.
  package func beginEntering(file id: Int64, event: Int64, base: Int64, skips: Set<Int>) throws {
    let list = skips.sorted().map(String.init).joined(separator: ",")
    try connection.execute(
      """
      UPDATE file SET state = 'entering', event = \(event), base = \(base), entered = 0, skips = \(list)
      WHERE id = \(id)
      """)
  }

  package func setEntered(_ count: Int64, file id: Int64) throws {
    try connection.execute("UPDATE file SET entered = \(count) WHERE id = \(id)")
  }

  private static let fileColumns: SQLText = """
    SELECT id, administration, name, origin, digest, size, received_on, state, format, kind, lines, findings,
    event, entered, base, duplicate_of, skips FROM file
    """

  private static func file(_ row: borrowing Row) throws -> BookFile {
    let skips = try (row.textIfAny(16) ?? "").split(separator: ",").map { text in
      guard let ordinal = Int(text) else { throw row.damaged(16, "no list of numbers") }
      return ordinal
    }
    return try BookFile(
      id: row.int64(0), administration: row.text(1), name: row.text(2), origin: row.text(3),
      digest: row.blob(4), size: row.int64(5), receivedOn: row.day(6),
      state: row.choice(7), format: row.textIfAny(8), kind: row.textIfAny(9), lines: row.int64(10),
      findings: row.text(11), event: row.int64IfAny(12), entered: row.number(13), base: row.number(14),
      duplicateOf: row.int64IfAny(15), skips: Set(skips))
  }
}
