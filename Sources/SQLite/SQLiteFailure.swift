import CSQLite

/// What SQLite said when it could not do as asked. Never carries a bound value.
package struct SQLiteFailure: Error, Sendable, Hashable {
  /// What the caller does about it.
  package enum Next: Sendable {
    /// Somebody else holds the lock: nothing is wrong, try again.
    case retryLater
    /// The statement broke a rule of the schema; trying again changes nothing.
    case changeTheStatement
    /// Disk full, unreadable, damaged, not ours: a person has to look.
    case askAnOperator
  }

  /// The extended result code: https://www.sqlite.org/rescode.html
  package let code: Int32
  /// SQLite's own sentence.
  package let message: String
  /// The statement as written, with its question marks; empty where there was none.
  package let sql: String

  package init(code: Int32, message: String, sql: String) {
    self.code = code
    self.message = message
    self.sql = sql
  }

  package var next: Next {
    switch code & 0xff {
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .retryLater
    case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_ERROR, SQLITE_RANGE: .changeTheStatement
    default: .askAnOperator
    }
  }

  /// What lies in the file cannot be true: a broken page, or stored values that SQLite cannot reckon with.
  package var isDamage: Bool {
    switch code & 0xff {
    case SQLITE_CORRUPT, SQLITE_NOTADB: true
    case SQLITE_ERROR: message == "integer overflow" || message == "malformed JSON"
    default: false
    }
  }

  /// A row with this key is already there.
  package var isDuplicate: Bool {
    code == SQLITE_CONSTRAINT | (6 << 8) || code == SQLITE_CONSTRAINT | (8 << 8)
      || code == SQLITE_CONSTRAINT | (10 << 8)
  }
}

extension SQLiteFailure: CustomStringConvertible {
  package var description: String {
    "SQLite \(code): \(message)" + (sql.isEmpty ? "" : " in: \(sql)")
  }
}

/// The one place where a result code becomes an error. The text is read in the same expression as the call.
func check(
  _ code: Int32, _ connection: OpaquePointer?, _ sql: @autoclosure () -> String
) throws(SQLiteFailure) {
  guard code != SQLITE_OK, code != SQLITE_ROW, code != SQLITE_DONE else { return }
  throw failure(code, connection, sql())
}

func failure(_ code: Int32, _ connection: OpaquePointer?, _ sql: String) -> SQLiteFailure {
  precondition(code != SQLITE_MISUSE, "SQLite was called out of order; the wall allows no such call")
  let text = connection.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
  return SQLiteFailure(code: code, message: text.map { String(cString: $0) } ?? "", sql: sql)
}
