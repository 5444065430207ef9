import CSQLite

/// The row a statement stands on. It cannot be kept: its columns are gone with the next step.
///
/// Columns count from 0. What lies on disk may be anything, so an accessor takes nothing for granted and converts
/// nothing: a missing amount must never read as 0, nor a text as the number it begins with.
package struct Row: ~Copyable {
  let statement: OpaquePointer

  package var columnCount: Int { Int(sqlite3_column_count(statement)) }

  package func isNull(_ column: Int) -> Bool { type(column) == SQLITE_NULL }

  package func int64(_ column: Int) throws(DamagedValue) -> Int64 {
    guard type(column) == SQLITE_INTEGER else { throw damaged(column, "no whole number") }
    return sqlite3_column_int64(statement, Int32(column))
  }

  package func int(_ column: Int) throws(DamagedValue) -> Int { Int(try int64(column)) }

  package func bool(_ column: Int) throws(DamagedValue) -> Bool {
    switch try int64(column) {
    case 0: false
    case 1: true
    default: throw damaged(column, "neither yes nor no")
    }
  }

  package func text(_ column: Int) throws(DamagedValue) -> String {
    guard type(column) == SQLITE_TEXT else { throw damaged(column, "no text") }
    let text = withTextBytes(column) { String(validating: $0, as: UTF8.self) }
    guard let text else { throw damaged(column, "text that is not UTF-8") }
    return text
  }

  package func blob(_ column: Int) throws(DamagedValue) -> [UInt8] {
    guard type(column) == SQLITE_BLOB else { throw damaged(column, "no bytes") }
    return withBlobBytes(column) { Array($0) }
  }

  package func int64IfAny(_ column: Int) throws(DamagedValue) -> Int64? {
    isNull(column) ? nil : try int64(column)
  }

  package func intIfAny(_ column: Int) throws(DamagedValue) -> Int? { isNull(column) ? nil : try int(column) }

  package func textIfAny(_ column: Int) throws(DamagedValue) -> String? {
    isNull(column) ? nil : try text(column)
  }

  package func blobIfAny(_ column: Int) throws(DamagedValue) -> [UInt8]? {
    isNull(column) ? nil : try blob(column)
  }

  /// The UTF-8 of a text column without a copy, for as long as the closure runs.
  package func withTextBytes<R>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R
  {
    let start = sqlite3_column_text(statement, Int32(column))
    let count = Int(sqlite3_column_bytes(statement, Int32(column)))
    return try body(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  /// The bytes of a blob column without a copy, for as long as the closure runs.
  package func withBlobBytes<R>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    let start = sqlite3_column_blob(statement, Int32(column))
    let count = Int(sqlite3_column_bytes(statement, Int32(column)))
    return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  private func type(_ column: Int) -> Int32 { sqlite3_column_type(statement, Int32(column)) }

  // MARK: Damage

  /// For a reader that cannot make its value of a column.
  /// - Parameter what: what the column holds instead, as a part of a sentence: `no day`.
  package func damaged(_ column: Int, _ what: String) -> DamagedValue {
    let name = { (text: UnsafePointer<CChar>?) in text.map { String(cString: $0) } }
    let table = name(sqlite3_column_table_name(statement, Int32(column)))
    return DamagedValue(
      table: table,
      column: name(sqlite3_column_origin_name(statement, Int32(column)))
        ?? name(sqlite3_column_name(statement, Int32(column))) ?? "\(column)",
      key: table.map { key(of: $0) } ?? "", what: what)
  }

  /// The numbers of the primary key, as far as they were asked for: `declaration 3, position 1`.
  private func key(of table: String) -> String {
    let connection = sqlite3_db_handle(statement)
    return (0..<Int32(columnCount)).compactMap { column -> String? in
      guard let origin = sqlite3_column_table_name(statement, column), String(cString: origin) == table,
        let name = sqlite3_column_origin_name(statement, column),
        sqlite3_column_type(statement, column) == SQLITE_INTEGER
      else { return nil }
      var isKey: Int32 = 0
      let code = sqlite3_table_column_metadata(
        connection, sqlite3_column_database_name(statement, column), table, name, nil, nil, nil, &isKey, nil)
      guard code == SQLITE_OK, isKey != 0 else { return nil }
      return "\(String(cString: name)) \(sqlite3_column_int64(statement, column))"
    }
    .joined(separator: ", ")
  }
}

/// A stored value that cannot be what its reader takes it for. Says where it stands, and never what it is.
package struct DamagedValue: Error, Sendable, Hashable {
  /// Nothing for what a query computed.
  package let table: String?
  package let column: String
  /// The row's primary key, where it consists of numbers that the query asked for.
  package let key: String
  let what: String
}

extension DamagedValue: CustomStringConvertible {
  package var description: String {
    let row = key.isEmpty ? "" : ", row with \(key)"
    return (table.map { "table \($0)\(row), column \(column)" } ?? "\(column)") + " holds \(what)"
  }
}
