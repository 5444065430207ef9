import SQLite

/// What remitd remembers. One per process writes (the daemon, or a command while no daemon runs); any number read.
///
/// Each method is one question or one step; steps that belong together are enclosed in `transaction`.
package final class Books {
  let connection: BooksConnection
  /// Interned classes of lines; rows are never changed, so a copy cannot go stale.
  var classes: [LineClass: Int64] = [:]
  var classesByID: [Int64: LineClass] = [:]

  init(_ connection: BooksConnection) { self.connection = connection }

  /// Opens the books, making them if they are not there.
  package init(writing path: String) throws {
    let connection = try Connection(path)
    try Schema.prepare(connection)
    self.connection = BooksConnection(connection)
  }

  /// Opens books that somebody else may be writing.
  package init(reading path: String) throws {
    let connection = try Connection(path, .readOnly)
    let version = try connection.userVersion()
    guard version == Int(Schema.version) else {
      throw BooksFailure.otherVersion(found: version, known: Int(Schema.version))
    }
    self.connection = BooksConnection(connection)
  }

  /// Whether the database has a table. Whoever was killed while making the books leaves one that has none.
  package static func areMade(at path: String) throws -> Bool {
    let connection = try Connection(path, .readOnly)
    guard try connection.userVersion() == 0 else { return true }
    return try connection.first("SELECT 1 FROM sqlite_schema") { _ in true } ?? false
  }

  package func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    try connection.transaction(body)
  }

  /// Several questions about one and the same moment.
  package func snapshot<Value>(_ body: () throws -> Value) throws -> Value {
    try connection.snapshot(body)
  }

  package var isInTransaction: Bool { connection.isInTransaction }

  /// Moves the write-ahead log into the books; between large steps, so that the log stays small.
  package func checkpoint() throws { try connection.checkpoint() }
}
