import CSQLite
import Glibc

/// One open database. It belongs to one thread or actor at a time (`NOMUTEX`), keeps its prepared statements,
/// and closes when it goes.
///
/// Written for money: WAL with `synchronous=FULL`, so that a power cut takes nothing back that was committed.
package final class Connection {
  package enum Access: Sendable {
    /// Made if it is not there, readable by its owner alone.
    case readWrite
    /// Sees each commit of others at once; cannot change anything. Also where the folder cannot be written to.
    case readOnly
    /// Has no name and is gone with the connection, however that ends: SQLite makes a file in the system's folder for
    /// such (`TMPDIR`), readable by its owner alone, takes its name away at once, and only where memory is short.
    case scratch
  }

  /// The one owner of the C handle.
  private struct Handle: ~Copyable {
    let pointer: OpaquePointer
    // _v2 waits for statements somebody still holds.
    deinit { sqlite3_close_v2(pointer) }
  }

  private let handle: Handle
  private var statements: [String: Statement] = [:]
  package let access: Access

  /// - Parameters:
  ///   - path: a file, or `:memory:`.
  ///   - patience: how long a statement waits for somebody else's lock, in milliseconds.
  package convenience init(
    _ path: String, _ access: Access = .readWrite, patience: Int32 = 5_000
  ) throws(SQLiteFailure) {
    switch access {
    case .readWrite:
      if path != ":memory:" { try Self.make(path) }
      try self.init(name: path, access, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, patience)
      try run(script: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    case .scratch:
      try self.init(
        name: "", access, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI, patience)
      // 4 MiB; what is larger spills. SQLite goes through all pages of the cache that were changed at the end of each
      // transaction of such a database: a large cache made many small transactions take minutes.
      try run(script: "PRAGMA cache_size = -4096;")
    case .readOnly:
      try self.init(
        name: try Self.address(ofReadable: path, patience), access, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
        patience)
      try run(script: "PRAGMA query_only = ON;")
    }
  }

  /// A database without a name that is gone with its connection.
  package static func scratch() throws(SQLiteFailure) -> Connection { try Connection("", .scratch) }

  private init(name: String, _ access: Access, _ way: Int32, _ patience: Int32) throws(SQLiteFailure) {
    self.access = access
    var pointer: OpaquePointer?
    let code = sqlite3_open_v2(
      name, &pointer, way | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE, nil)
    guard let pointer else { throw failure(code, nil, "") }
    handle = Handle(pointer: pointer)
    try check(code, pointer, "")
    try check(sqlite3_busy_timeout(pointer, patience), pointer, "")
    // A schema somebody tampered with runs nothing, and a misspelt column is no text.
    for (option, on) in [
      (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
      (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
    ] as [(Int32, Int32)] {
      try check(CSQLite_configure(pointer, option, on), pointer, "")
    }
    try run(script: "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;")
  }

  // MARK: Reading only

  /// How a database is opened without a right to change it (sqlite.org/uri.html). In WAL mode its readers share a file
  /// beside it; where that is not there and cannot be made, in a folder that is read-only for us, nobody is writing
  /// either, and the database is read as what never changes (sqlite.org/wal.html#readonly).
  private static func address(ofReadable path: String, _ patience: Int32) throws(SQLiteFailure) -> String {
    let plain = uri(path) + "?mode=ro"
    do throws(SQLiteFailure) {
      let trial = try Connection(name: plain, .readOnly, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, patience)
      try trial.run(script: "PRAGMA schema_version;")
      return plain
    } catch  where isUnwritable(failure: error) && Glibc.access(path + "-wal", F_OK) != 0 {
      return plain + "&immutable=1"
    }
  }

  private static func isUnwritable(failure: SQLiteFailure) -> Bool {
    // CANTOPEN where the folder refuses; READONLY_DIRECTORY and READONLY_CANTINIT from newer ways of asking.
    failure.code & 0xff == SQLITE_CANTOPEN || failure.code & 0xff == SQLITE_READONLY
  }

  /// `file:` and the path, with what has a meaning in a URI as `%XX`.
  private static func uri(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF")
    // Of an absolute path the first two slashes would name a machine.
    var uri = path.hasPrefix("/") ? "file://" : "file:"
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"), 0...32, 127...:
        uri += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      default: uri.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return uri
  }

  /// Another database beside this one, under a name of its own; only to be read.
  package func attach(_ path: String, as name: StaticString) throws(SQLiteFailure) {
    precondition(access == .scratch, "only beside scratch is a database attached by its address")
    let address = try Self.address(ofReadable: path, 5_000)
    let statement = try prepared("ATTACH DATABASE ? AS \(name)")
    try statement.bind(address)
    try statement.run()
  }

  /// Made here, not by SQLite, so that its mode does not depend on the mask. Never opened if it is there: closing
  /// a second descriptor would drop the locks of this process.
  private static func make(_ path: String) throws(SQLiteFailure) {
    let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor < 0 else {
      close(descriptor)
      return
    }
    guard errno != EEXIST else { return }
    let reason = String(cString: strerror(errno))
    throw SQLiteFailure(code: SQLITE_CANTOPEN, message: "cannot make \(path): \(reason)", sql: "")
  }

  // MARK: Statements

  /// The prepared statement for this text. It is kept for the next time; values interpolated are bound already.
  package func prepare(_ sql: SQLText) throws(SQLiteFailure) -> Statement {
    let statement = try prepared(sql.text)
    try statement.bind(all: sql.values)
    return statement
  }

  /// Runs one statement that answers nothing. Values fill the question marks in order.
  package func execute(_ sql: SQLText, _ values: (any Bindable)?...) throws(SQLiteFailure) {
    let statement = try prepared(sql.text)
    try statement.bind(all: sql.values)
    try statement.bind(all: values)
    try statement.run()
  }

  /// Hands each row to `each`, one at a time: memory does not grow with their number.
  package func query(
    _ sql: SQLText, _ values: (any Bindable)?..., each: (borrowing Row) throws -> Void
  ) throws {
    try query(sql, values, each)
  }

  /// All rows as values, for lists known to be short.
  package func rows<Value>(
    _ sql: SQLText, _ values: (any Bindable)?..., read: (borrowing Row) throws -> Value
  ) throws -> [Value] {
    var all: [Value] = []
    try query(sql, values) { row in all.append(try read(row)) }
    return all
  }

  /// The first row as a value; nothing where there is no row.
  package func first<Value>(
    _ sql: SQLText, _ values: (any Bindable)?..., read: (borrowing Row) throws -> Value
  ) throws -> Value? {
    let statement = try prepared(sql.text)
    try statement.bind(all: sql.values)
    try statement.bind(all: values)
    defer { statement.reset() }
    return try statement.step() ? try read(statement.row) : nil
  }

  private func query(
    _ sql: SQLText, _ values: [(any Bindable)?], _ each: (borrowing Row) throws -> Void
  ) throws {
    let statement = try prepared(sql.text)
    try statement.bind(all: sql.values)
    try statement.bind(all: values)
    defer { statement.reset() }
    while try statement.step() { try each(statement.row) }
  }

  private func prepared(_ sql: String) throws(SQLiteFailure) -> Statement {
    if let kept = statements[sql] {
      // Asked for again inside its own rows: the inner one gets a statement of its own.
      if kept.isUnderWay { return try Statement(sql, on: handle.pointer) }
      kept.reset()
      return kept
    }
    let statement = try Statement(sql, on: handle.pointer)
    statements[sql] = statement
    return statement
  }

  /// Several statements without values, one after the other: a schema, pragmas.
  package func run(script: StaticString) throws(SQLiteFailure) {
    let text = script.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    try check(sqlite3_exec(handle.pointer, text, nil, nil, nil), handle.pointer, text)
  }

  // MARK: Transactions

  package var isInTransaction: Bool { sqlite3_get_autocommit(handle.pointer) == 0 }

  /// All of it or nothing. Takes the write lock at once, so that no statement inside meets somebody else's.
  package func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    try enclosed(by: "BEGIN IMMEDIATE", body)
  }

  /// Reads that see one and the same state, whatever others commit meanwhile.
  package func snapshot<Value>(_ body: () throws -> Value) throws -> Value {
    try enclosed(by: "BEGIN DEFERRED", body)
  }

  private func enclosed<Value>(by begin: SQLText, _ body: () throws -> Value) throws -> Value {
    precondition(!isInTransaction, "transactions do not nest")
    try execute(begin)
    do {
      let value = try body()
      try execute("COMMIT")
      return value
    } catch {
      // A full disk or an input/output error has rolled back already.
      if isInTransaction { try execute("ROLLBACK") }
      throw error
    }
  }

  // MARK: State

  /// Rows that the last statement inserted, changed or deleted.
  package var changes: Int { Int(sqlite3_changes64(handle.pointer)) }

  package var lastInsertRowID: Int64 { sqlite3_last_insert_rowid(handle.pointer) }

  /// The version of the schema, as the application counts it.
  package func userVersion() throws -> Int {
    try first("PRAGMA user_version") { try $0.int(0) } ?? 0
  }

  package func setUserVersion(_ version: Int32) throws(SQLiteFailure) {
    // A pragma takes no values; a number cannot be anything but a number.
    let text = "PRAGMA user_version = \(version)"
    try check(sqlite3_exec(handle.pointer, text, nil, nil, nil), handle.pointer, text)
  }

  /// Moves what is in the write-ahead log into the database, and not into one that is attached, as far as readers allow
  /// without waiting.
  /// - Returns: frames in the log, and how many of them are now in the database.
  @discardableResult
  package func checkpoint(truncating: Bool = false) throws(SQLiteFailure) -> (log: Int, moved: Int) {
    var log: Int32 = 0
    var moved: Int32 = 0
    let mode = truncating ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
    try check(sqlite3_wal_checkpoint_v2(handle.pointer, "main", mode, &log, &moved), handle.pointer, "")
    return (Int(log), Int(moved))
  }
}
