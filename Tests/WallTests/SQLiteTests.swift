import Foundation
import SQLite
import TestSupport
import Testing

@Suite struct SQLiteTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.path + "/books.sqlite" }

  private func books() throws -> Connection {
    let connection = try Connection(path)
    try connection.run(
      script: """
        CREATE TABLE lines (
          id INTEGER PRIMARY KEY, declaration TEXT NOT NULL, amount INTEGER, digest BLOB, UNIQUE (declaration)
        ) STRICT;
        """)
    return connection
  }

  @Test func `what is bound comes back as it was`() throws {
    let connection = try books()
    let long = String(repeating: "é", count: 10_000)
    let texts = ["0800", "", "NO", "a\0b", "'; DROP TABLE lines; --", long]
    for (index, text) in texts.enumerated() {
      try connection.execute(
        "INSERT INTO lines (declaration, amount, digest) VALUES (?, ?, ?)", text, Int64.max - Int64(index),
        [UInt8](text.utf8))
    }
    try connection.execute(
      "INSERT INTO lines (declaration, amount, digest) VALUES (?, ?, ?)", "nothing", nil, nil)
    let read = try connection.rows("SELECT declaration, amount, digest FROM lines ORDER BY id") {
      try ($0.text(0), $0.int64IfAny(1), $0.blobIfAny(2))
    }
    #expect(read.map(\.0) == texts + ["nothing"])
    #expect(read.map(\.1) == (0..<6).map { Int64.max - $0 } + [nil])
    #expect(read.map(\.2) == texts.map { [UInt8]($0.utf8) } + [nil])
  }

  @Test func `what is interpolated is bound and never becomes SQL`() throws {
    let connection = try books()
    let hostile = "x'); DROP TABLE lines; --"
    try connection.execute("INSERT INTO lines (declaration, amount) VALUES (\(hostile), \(5))")
    var sql: SQLText = "SELECT amount FROM lines WHERE declaration = \(hostile)"
    sql += " AND amount IN \(oneOf: [4, 5])"
    #expect(sql.text == "SELECT amount FROM lines WHERE declaration = ? AND amount IN (?, ?)")
    #expect(try connection.first(sql) { try $0.int(0) } == 5)
  }

  @Test func `a transaction is whole or nothing`() throws {
    struct Stop: Error {}
    let connection = try books()
    #expect(throws: Stop.self) {
      try connection.transaction {
        try connection.execute("INSERT INTO lines (declaration) VALUES (?)", "A")
        throw Stop()
      }
    }
    #expect(!connection.isInTransaction)
    try connection.transaction {
      try connection.execute("INSERT INTO lines (declaration) VALUES (?)", "B")
    }
    #expect(try connection.rows("SELECT declaration FROM lines") { try $0.text(0) } == ["B"])
  }

  @Test func `a key that is there already is a duplicate, and the message holds no value`() throws {
    let connection = try books()
    try connection.execute("INSERT INTO lines (declaration) VALUES (?)", "geheim-1")
    let failure = #expect(throws: SQLiteFailure.self) {
      try connection.execute("INSERT INTO lines (declaration) VALUES (?)", "geheim-1")
    }
    #expect(failure?.isDuplicate == true)
    #expect(failure?.next == .changeTheStatement)
    #expect(failure.map { "\($0)".contains("geheim") } == false)
    // The statement is ready again after its failure.
    try connection.execute("INSERT INTO lines (declaration) VALUES (?)", "geheim-2")
  }

  @Test func `who cannot write now is told to come back`() throws {
    let first = try books()
    let second = try Connection(path, patience: 1)
    try first.transaction {
      let failure = #expect(throws: SQLiteFailure.self) { try second.transaction {} }
      #expect(failure?.next == .retryLater)
    }
    try second.transaction {}
  }

  @Test func `a reader sees each commit and can change nothing`() throws {
    let writer = try books()
    let reader = try Connection(path, .readOnly)
    #expect(try reader.first("SELECT count(*) FROM lines") { try $0.int(0) } == 0)
    try writer.execute("INSERT INTO lines (declaration) VALUES (?)", "A")
    #expect(try reader.first("SELECT count(*) FROM lines") { try $0.int(0) } == 1)
    #expect(throws: SQLiteFailure.self) { try reader.execute("DELETE FROM lines") }
    try reader.snapshot {
      #expect(try reader.first("SELECT count(*) FROM lines") { try $0.int(0) } == 1)
      try writer.execute("INSERT INTO lines (declaration) VALUES (?)", "B")
      #expect(try reader.first("SELECT count(*) FROM lines") { try $0.int(0) } == 1)
    }
    #expect(try reader.first("SELECT count(*) FROM lines") { try $0.int(0) } == 2)
  }

  @Test func `the same query inside its own rows does not disturb them`() throws {
    let connection = try books()
    for name in ["A", "B", "C"] {
      try connection.execute("INSERT INTO lines (declaration) VALUES (?)", name)
    }
    var pairs: [String] = []
    let sql: SQLText = "SELECT declaration FROM lines ORDER BY id"
    try connection.query(sql) { outer in
      let name = try outer.text(0)
      try connection.query(sql) { inner in pairs.append(name + (try inner.text(0))) }
    }
    #expect(pairs == ["AA", "AB", "AC", "BA", "BB", "BC", "CA", "CB", "CC"])
  }

  @Test func `rows that are left early leave the statement ready`() throws {
    struct Enough: Error {}
    let connection = try books()
    for name in ["A", "B"] { try connection.execute("INSERT INTO lines (declaration) VALUES (?)", name) }
    #expect(throws: Enough.self) {
      try connection.query("SELECT declaration FROM lines") { _ in throw Enough() }
    }
    #expect(try connection.rows("SELECT declaration FROM lines") { try $0.text(0) } == ["A", "B"])
  }

  @Test func `the settings that money needs are on`() throws {
    let connection = try books()
    #expect(try connection.first("PRAGMA journal_mode") { try $0.text(0) } == "wal")
    #expect(try connection.first("PRAGMA synchronous") { try $0.int(0) } == 2)
    #expect(try connection.first("PRAGMA foreign_keys") { try $0.int(0) } == 1)
    #expect(try connection.first("PRAGMA trusted_schema") { try $0.int(0) } == 0)
    #expect(try connection.first("PRAGMA cell_size_check") { try $0.int(0) } == 1)
    #expect(throws: SQLiteFailure.self) { try connection.execute(#"SELECT "no such column""#) }
    try connection.setUserVersion(7)
    #expect(try connection.userVersion() == 7)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func `a file that is no database, or is not there, is for an operator`() throws {
    try Data("this is not a database, whatever its name may say".utf8).write(to: URL(filePath: path))
    #expect(throws: SQLiteFailure.self) { try Connection(path) }
    let absent = #expect(throws: SQLiteFailure.self) { try Connection(folder.path + "/none", .readOnly) }
    #expect(absent?.next == .askAnOperator)
    let unmakeable = #expect(throws: SQLiteFailure.self) { try Connection(folder.path + "/no/books") }
    #expect(unmakeable?.next == .askAnOperator)
  }

  @Test func `a full database rolls back and says so`() throws {
    let connection = try books()
    try connection.execute("INSERT INTO lines (declaration) VALUES (?)", "kept")
    _ = try connection.first("PRAGMA max_page_count = 8") { try $0.int(0) }
    let failure = #expect(throws: SQLiteFailure.self) {
      try connection.transaction {
        for number in 0..<1_000 {
          try connection.execute(
            "INSERT INTO lines (declaration, digest) VALUES (?, ?)", "n\(number)",
            [UInt8](repeating: 7, count: 1_000))
        }
      }
    }
    #expect(failure?.next == .askAnOperator)
    #expect(try connection.rows("SELECT declaration FROM lines") { try $0.text(0) } == ["kept"])
  }

  @Test func `a checkpoint empties the log`() throws {
    let connection = try books()
    try connection.execute("INSERT INTO lines (declaration) VALUES (?)", "A")
    try connection.checkpoint(truncating: true)
    #expect(try Data(contentsOf: URL(filePath: path + "-wal")).isEmpty)
  }

  @Test func `a value is what its reader takes it for, or says where it stands`() throws {
    let connection = try Connection(path)
    try connection.run(
      script: """
        CREATE TABLE line (declaration INTEGER, position INTEGER, amount, PRIMARY KEY (declaration, position));
        INSERT INTO line VALUES (3, 1, 'geheim'), (3, 2, NULL), (3, 3, 1.5), (3, 4, CAST(x'80ff' AS TEXT));
        """)
    let sql: SQLText = "SELECT amount, position, declaration FROM line WHERE position = "
    for position in 1...3 {
      let damage = #expect(throws: DamagedValue.self) {
        try connection.first(sql + "\(position)") { try $0.int64(0) }
      }
      #expect(
        damage?.description
          == "table line, row with position \(position), declaration 3, column amount holds no whole number")
    }
    #expect(throws: DamagedValue.self) { try connection.first(sql + "2") { try $0.text(0) } }
    #expect(throws: DamagedValue.self) { try connection.first(sql + "4") { try $0.text(0) } }
    #expect(throws: DamagedValue.self) { try connection.first(sql + "4") { try $0.blob(0) } }
    #expect(throws: DamagedValue.self) { try connection.first(sql + "4") { try $0.bool(1) } }
  }

  @Test func `scratch has no name, and lies beside what is only read`() throws {
    let kept = try books()
    try kept.execute("INSERT INTO lines (declaration) VALUES (?)", "A")
    let scratch = try Connection.scratch()
    try scratch.attach(path, as: "kept")
    try scratch.run(script: "CREATE TABLE copy AS SELECT * FROM kept.lines")
    #expect(try scratch.first("SELECT count(*) FROM main.copy") { try $0.int(0) } == 1)
    #expect(throws: SQLiteFailure.self) { try scratch.execute("DELETE FROM kept.lines") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count <= 3)
  }

  @Test func `statements may outlive their connection`() throws {
    var statement: Statement?
    do {
      let connection = try books()
      statement = try connection.prepare("SELECT 1")
    }
    #expect(try statement?.step() == true)
    statement = nil
  }
}
