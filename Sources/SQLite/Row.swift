import CSQLite

/// The row a statement stands on. It cannot be kept: its columns are gone with the next step.
///
/// Columns count from 0. An accessor that is not `…IfAny` stops on NULL: a missing amount must never read as 0.
package struct Row: ~Copyable {
  let statement: OpaquePointer

  package var columnCount: Int { Int(sqlite3_column_count(statement)) }

  package func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
  }

  package func int64(_ column: Int) -> Int64 {
    precondition(!isNull(column), "column \(column) is NULL where a number was promised")
    return sqlite3_column_int64(statement, Int32(column))
  }

  package func int(_ column: Int) -> Int { Int(int64(column)) }

  package func bool(_ column: Int) -> Bool { int64(column) != 0 }

  package func text(_ column: Int) -> String {
    precondition(!isNull(column), "column \(column) is NULL where text was promised")
    return withTextBytes(column) { String(decoding: $0, as: UTF8.self) }
  }

  package func blob(_ column: Int) -> [UInt8] {
    precondition(!isNull(column), "column \(column) is NULL where bytes were promised")
    return withBlobBytes(column) { Array($0) }
  }

  package func int64IfAny(_ column: Int) -> Int64? { isNull(column) ? nil : int64(column) }
  package func intIfAny(_ column: Int) -> Int? { isNull(column) ? nil : int(column) }
  package func textIfAny(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
  package func blobIfAny(_ column: Int) -> [UInt8]? { isNull(column) ? nil : blob(column) }

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
}
