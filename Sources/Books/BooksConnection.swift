import SQLite

/// The one way of the books to their tables. Whatever is damaged, a value or a page, leaves here as
/// `BooksFailure.damaged`.
struct BooksConnection {
  private let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  func prepare(_ sql: SQLText) throws -> Statement { try naming { try connection.prepare(sql) } }

  func execute(_ sql: SQLText) throws { try naming { try connection.execute(sql) } }

  func query(_ sql: SQLText, each: (borrowing Row) throws -> Void) throws {
    try naming { try connection.query(sql, each: each) }
  }

  func rows<Value>(_ sql: SQLText, read: (borrowing Row) throws -> Value) throws -> [Value] {
    try naming { try connection.rows(sql, read: read) }
  }

  func first<Value>(_ sql: SQLText, read: (borrowing Row) throws -> Value) throws -> Value? {
    try naming { try connection.first(sql, read: read) }
  }

  func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    try naming { try connection.transaction(body) }
  }

  func snapshot<Value>(_ body: () throws -> Value) throws -> Value {
    try naming { try connection.snapshot(body) }
  }

  var isInTransaction: Bool { connection.isInTransaction }
  var changes: Int { connection.changes }
  var lastInsertRowID: Int64 { connection.lastInsertRowID }

  func checkpoint() throws { _ = try naming { try connection.checkpoint() } }

  func attach(_ path: String, as name: StaticString) throws {
    try naming { try connection.attach(path, as: name) }
  }

  private func naming<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let value as DamagedValue {
      throw BooksFailure.damaged("\(value)")
    } catch let failure as SQLiteFailure where failure.isDamage {
      throw BooksFailure.damaged(failure.message)
    }
  }
}
