import CSQLite

/// A prepared statement. Bind each parameter in order, then `run()`, or `step()` until it says false.
///
///     let insert = try connection.prepare("INSERT INTO lines (declaration, amount) VALUES (?, ?)")
///     for line in lines {
///       try insert.bind(line.declaration)
///       try insert.bind(line.cents)
///       try insert.run()
///     }
///
/// It belongs to its connection's thread, and starts again by itself after `run()`, after a failure and after
/// the last row.
package final class Statement {
  /// The one owner of the C handle.
  private struct Handle: ~Copyable {
    let pointer: OpaquePointer
    deinit { sqlite3_finalize(pointer) }
  }

  private let handle: Handle
  private let parameters: Int32
  private var bound: Int32 = 0
  private var bytes = BoundBytes()
  /// True between the first `step()` and the end; a statement under way is not handed out again.
  private(set) var isUnderWay = false

  init(_ sql: String, on connection: OpaquePointer) throws(SQLiteFailure) {
    var sql = sql
    var pointer: OpaquePointer?
    var isWhole = false
    // "Persistent" spares the look-aside memory of the connection: statements live in the cache for long.
    let code = sql.withUTF8 { text in
      text.withMemoryRebound(to: CChar.self) { text in
        var tail: UnsafePointer<CChar>?
        let code = sqlite3_prepare_v3(
          connection, text.baseAddress, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, &tail)
        isWhole = tail.map { $0 == text.baseAddress.map { $0 + text.count } } ?? true
        return code
      }
    }
    try check(code, connection, sql)
    guard let pointer else { preconditionFailure("an SQL text holds one statement, and this one holds none") }
    handle = Handle(pointer: pointer)
    parameters = sqlite3_bind_parameter_count(pointer)
    precondition(isWhole, "an SQL text holds one statement; `run(script:)` takes several")
  }

  package var sql: String { sqlite3_sql(handle.pointer).map { String(cString: $0) } ?? "" }

  // MARK: Binding

  package func bind(_ value: Int64) throws(SQLiteFailure) {
    try took(sqlite3_bind_int64(handle.pointer, nextParameter(), value))
  }

  package func bind(_ value: Int) throws(SQLiteFailure) { try bind(Int64(value)) }

  package func bind(_ value: Int64?) throws(SQLiteFailure) {
    if let value { try bind(value) } else { try bindNull() }
  }

  package func bind(_ value: Int?) throws(SQLiteFailure) {
    if let value { try bind(Int64(value)) } else { try bindNull() }
  }

  package func bind(_ value: String) throws(SQLiteFailure) {
    var value = value
    let parameter = nextParameter()
    try took(value.withUTF8 { bind(text: UnsafeRawBufferPointer($0), parameter) })
  }

  package func bind(_ value: String?) throws(SQLiteFailure) {
    if let value { try bind(value) } else { try bindNull() }
  }

  /// UTF-8 that is known to be valid, without a `String` in between.
  package func bind(text: Span<UInt8>) throws(SQLiteFailure) {
    let parameter = nextParameter()
    try took(text.withUnsafeBytes { bind(text: $0, parameter) })
  }

  package func bind(_ value: [UInt8]) throws(SQLiteFailure) {
    let parameter = nextParameter()
    try took(
      value.withUnsafeBytes { source in
        let kept = bytes.keep(source)
        return sqlite3_bind_blob64(
          handle.pointer, parameter, kept ?? source.baseAddress,
          sqlite3_uint64(source.count), kept == nil ? CSQLite_transient() : CSQLite_static())
      })
  }

  package func bind(_ value: [UInt8]?) throws(SQLiteFailure) {
    if let value { try bind(value) } else { try bindNull() }
  }

  package func bindNull() throws(SQLiteFailure) {
    try took(sqlite3_bind_null(handle.pointer, nextParameter()))
  }

  package func bind(all values: [(any Bindable)?]) throws(SQLiteFailure) {
    for value in values {
      if let value { try value.bind(to: self) } else { try bindNull() }
    }
  }

  private func bind(text: UnsafeRawBufferPointer, _ parameter: Int32) -> Int32 {
    let kept = bytes.keep(text)
    let start = (kept ?? text.baseAddress)?.assumingMemoryBound(to: CChar.self)
    return sqlite3_bind_text64(
      handle.pointer, parameter, start, sqlite3_uint64(text.count),
      kept == nil ? CSQLite_transient() : CSQLite_static(), UInt8(SQLITE_UTF8))
  }

  private func nextParameter() -> Int32 {
    precondition(!isUnderWay, "a statement under way takes no values; reset it first")
    bound += 1
    precondition(bound <= parameters, "more values than question marks")
    return bound
  }

  private func took(_ code: Int32) throws(SQLiteFailure) {
    guard code != SQLITE_OK else { return }
    let failure = failure(code, sqlite3_db_handle(handle.pointer), sql)
    reset()
    throw failure
  }

  // MARK: Running

  /// Runs a statement that answers nothing, and makes it ready for the next values.
  package func run() throws(SQLiteFailure) {
    while try step() {}
  }

  /// True: `row` stands on the next row. False: there is none, and the statement is ready for new values.
  package func step() throws(SQLiteFailure) -> Bool {
    // Values of an earlier run lie in memory that is used again, so each run binds all of its own.
    precondition(bound == parameters, "fewer values than question marks")
    isUnderWay = true
    let code = sqlite3_step(handle.pointer)
    if code == SQLITE_ROW { return true }
    guard code == SQLITE_DONE else {
      let failure = failure(code, sqlite3_db_handle(handle.pointer), sql)
      reset()
      throw failure
    }
    reset()
    return false
  }

  /// Columns of the row that the last `step()` reached.
  package var row: Row {
    precondition(isUnderWay, "there is a row only after step() said true")
    return Row(statement: handle.pointer)
  }

  /// Ends a statement before its last row and forgets its values. Its code repeats the failure already thrown.
  package func reset() {
    sqlite3_reset(handle.pointer)
    bytes.clear()
    bound = 0
    isUnderWay = false
  }
}
