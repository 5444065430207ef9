import Findings
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

  /// Why no row of a table could be told: the first one never ends.
  static func fault(of head: [UInt8], in file: String) -> Finding? {
    var reader = CSVReader(file: file)
    var hasRow = false
    reader.take(head) { _ in hasRow = true }
    guard !hasRow else { return nil }
    reader.finish { _ in }
    let faults: Set = ["stray-carriage-return", "quote-not-closed"]
    return reader.findings.kept.first { faults.contains($0.rule) }
  }
}
