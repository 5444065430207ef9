import Tables

/// The first row of a table, as far as the first bytes of a file show it.
enum TableHead {
  static func row(_ number: Int, of head: [UInt8], _ dialect: CSVDialect) -> [String]? {
    var reader = CSVReader(file: "", dialect: dialect)
    var rows = 0
    var found: [String]?
    let keep = { (row: CSVRow) in
      rows += 1
      if rows == number { found = (0..<row.count).map { row.text($0).trimmingBlanks } }
    }
    reader.take(head, row: keep)
    // A file of a header and nothing else may end without a line end.
    if found == nil { reader.finish(row: keep) }
    return found
  }
}
