import Books
import Findings

/// What the books say has happened since the log last asked. Read from the books, so that the steps need not tell, and
/// what a command handed over is told too.
struct DaemonLog {
  /// Findings told per file; `remitd files` has them all.
  private static let mostFindings = 20

  private let books: Books
  private var files: [String: Int64] = [:]
  private var deliveries: [String: Int64] = [:]
  private var entry: Int64

  init(_ books: Books, _ administrations: [String]) throws {
    self.books = books
    entry = try books.lastEntry()
    for administration in administrations {
      files[administration] = try books.lastSettledFile(of: administration)
      deliveries[administration] = try books.lastSettledDelivery(of: administration)
    }
  }

  mutating func news() throws -> [Daemon.Notice] {
    var news: [Daemon.Notice] = []
    var counts = try books.entryCounts(after: entry)
    entry = try books.lastEntry()
    for (administration, last) in files.sorted(by: { $0.key < $1.key }) {
      for settled in try books.settledFiles(of: administration, after: last) {
        // Cut off between two steps: told after the next start.
        guard settled.isPosted else { break }
        let id = settled.file.id
        news.append(.file(settled.file, entries: counts.removeValue(forKey: id) ?? 0))
        let findings = settled.file.findings == "[]" ? [] : try books.findings(ofFile: id)
        news += findings.prefix(Self.mostFindings).map { .finding($0) }
        if findings.count > Self.mostFindings {
          news.append(.moreFindings(findings.count - Self.mostFindings, of: settled.file.name))
        }
        files[administration] = id
      }
    }
    // What a file has caused that was told before, or no file at all.
    let others = counts.values.reduce(0, +)
    if others > 0 { news.append(.otherEntries(others)) }
    for (administration, last) in deliveries.sorted(by: { $0.key < $1.key }) {
      for settled in try books.settledDeliveries(of: administration, after: last) {
        news.append(.delivery(settled))
        deliveries[administration] = settled.id
      }
    }
    return news
  }
}
