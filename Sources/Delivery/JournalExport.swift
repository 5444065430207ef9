package import Accounting

/// A journal of any length as text, handed on in pieces of some 64 KB.
package struct JournalExport {
  private static let pieceSize = 1 << 16

  private let format: any JournalFormat
  private let chart: LedgerChart
  private var piece = ""

  /// - Parameters:
  ///   - currencies: each currency an entry may use.
  ///   - tags: the names of all tags an entry may carry.
  ///   - opening: not later than any entry.
  package init(
    _ format: any JournalFormat, _ chart: LedgerChart, currencies: [Currency], tags: [String] = [],
    opening: CalendarDate
  ) {
    self.format = format
    self.chart = chart
    piece = format.header(chart.all, currencies, tags: tags, opening: opening)
  }

  /// Entries come in the order they shall stand in; hledger wants that of their dates.
  package mutating func append(_ entry: OutgoingEntry, write: (String) throws -> Void) throws {
    piece += try format.text(entry, chart)
    guard piece.utf8.count >= Self.pieceSize else { return }
    try finish(write: write)
  }

  /// Hands on what is left.
  package mutating func finish(write: (String) throws -> Void) throws {
    guard !piece.isEmpty else { return }
    try write(piece)
    piece.removeAll(keepingCapacity: true)
  }
}
