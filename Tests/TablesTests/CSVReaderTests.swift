import Findings
import Tables
import Testing

struct CSVReaderTests {
  private static let columns = ColumnMap.Names(required: ["a"], optional: ["b"])

  private func table(_ text: String) -> CSVTable {
    CSVTable(bytes: Array(text.utf8), file: "t.csv", columns: Self.columns)
  }

  private func rows(_ bytes: [UInt8], pieces size: Int, _ dialect: CSVDialect = .canonical) -> [[String]] {
    var reader = CSVReader(file: "t.csv", dialect: dialect)
    var rows: [[String]] = []
    let keep = { (row: CSVRow) in rows.append((0..<row.count).map(row.text)) }
    var rest = bytes[...]
    while !rest.isEmpty {
      reader.take(Array(rest.prefix(size)), row: keep)
      rest = rest.dropFirst(size)
    }
    reader.finish(row: keep)
    return rows
  }

  @Test(arguments: ["a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r\r\n1,2\r\r\n", "a,b\n1,2", "\u{FEFF}a,b\n\n1,2\r"])
  func `every kind of line end is read alike`(text: String) {
    let table = table(text)
    #expect(table.rows.map { $0.cells.mapValues(\.text) } == [["a": "1", "b": "2"]])
    #expect(table.isWhole)
    #expect(table.findings.isEmpty)
  }

  @Test func `pieces may be cut anywhere`() {
    let bytes = Array("\u{FEFF}naam;\"a \"\"b\"\";c\"\r\n\"\"\"é;x\"\"\";\"1\n2\"\r\r\n\"\"\n".utf8)
    let dialect = CSVDialect(separator: UInt8(ascii: ";"))
    let whole = rows(bytes, pieces: bytes.count, dialect)
    #expect(whole == [["naam", "a \"b\";c"], ["\"é;x\"", "1\n2"], [""]])
    for size in 1..<bytes.count { #expect(rows(bytes, pieces: size, dialect) == whole) }
  }

  @Test func `a cell says where it stands, in characters and in bytes`() {
    let table = table("a,b\n\"é\ny\",12\nß,  7\n")
    #expect(table.rows[0].cells["b"]?.position == Position(file: "t.csv", line: 3, column: 4, byte: 11))
    #expect(table.rows[1].cells["b"]?.position == Position(file: "t.csv", line: 4, column: 5, byte: 19))
    #expect(table.rows[1].position == Position(file: "t.csv", line: 4, column: 1, byte: 14))
  }

  @Test func `blanks around a cell are not part of it, those in quotes are`() {
    let table = table("a,b\n\n  \n 1 ,\" 2 \"\n")
    #expect(table.rows.map { $0.cells.mapValues(\.text) } == [["a": "1", "b": " 2 "]])
    #expect(table.findings.isEmpty)
  }

  @Test(arguments: [
    ("a\n\"1", "quote-not-closed"), ("a\n\"1\"2\n", "text-after-quote"),
    ("a\n1\r2\n", "stray-carriage-return"),
    ("a,b\n1\n", "column-count"), ("a,a\n", "column-twice"), ("b\n1\n", "column-missing"),
    ("a,c\n1,2\n", "unknown-column"), ("a;b\n1;2\n", "semicolons"), ("a,b\n1, \"2\"\n", "blank-before-quote"),
    ("", "no-header"), ("a\n\0\n", "not-a-table"),
    ("a\n" + String(repeating: ",", count: 2_000), "row-too-long"),
  ])
  func `a broken table is a finding`(text: String, rule: String) {
    #expect(table(text).findings.kept.map(\.rule) == [rule])
  }

  @Test func `a row has a limit`() {
    let dialect = CSVDialect(rowLimit: 8)
    let table = CSVTable(
      bytes: Array("a\n12345678\n123456789\n".utf8), file: "t.csv", columns: Self.columns, dialect: dialect)
    #expect(table.rows.count == 1)
    #expect(!table.isWhole)
    #expect(table.findings.kept.map(\.rule) == ["row-too-long"])
  }

  @Test func `bytes that are not text in the encoding are a finding, also cut over two cells`() {
    for bytes: [UInt8] in [
      [0x61, 10, 0xFF, 10], [0x61, 44, 0x62, 10, 0xC3, 44, 0xA9, 10], [0xFF, 0xFE, 97, 0],
    ] {
      #expect(
        CSVTable(bytes: bytes, file: "t.csv", columns: Self.columns).findings.kept.map(\.rule) == [
          "encoding-differs"
        ])
    }
  }

  @Test func `code pages are read as themselves`() {
    let bytes: [UInt8] = [0xE9, 0x80, 0x92]
    #expect(TextEncoding.windows1252.text(bytes[...]) == "é€’")
    #expect(TextEncoding.latin1.text(bytes[...]) == "é\u{80}\u{92}")
    #expect(TextEncoding.utf8.text([0x61, 0xE9][...]) == nil)
    #expect(TextEncoding.windows1252.text([0x81][...]) == nil)
  }
}
