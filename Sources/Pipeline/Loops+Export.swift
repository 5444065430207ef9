import Accounting
import Books
import Delivery
package import Mapping

/// The formats of `export` (CONTRACT.md section 2).
package enum ExportFormat: String, Sendable, CaseIterable { case hledger, beancount, csv }

/// The whole journal as text.
package struct JournalWriting {
  private let books: Books
  private let shelf: MappingShelf
  private let administration: Settings.Administration

  package init(_ workspace: Workspace, administration: Settings.Administration) throws {
    let books = try Books(reading: workspace.booksPath)
    self.books = books
    shelf = MappingShelf(books) { try workspace.loadMapping(digest: $0) }
    self.administration = administration
  }

  /// Hands the journal on in pieces, so that memory does not grow with it.
  package func write(
    _ format: ExportFormat, includingExpected: Bool, to write: (String) throws -> Void
  ) throws {
    let journal: any JournalFormat =
      switch format {
      case .hledger: HledgerJournal()
      case .beancount: BeancountJournal()
      case .csv: CSVJournal()
      }
    let versions = Set(try books.mappings(of: administration.id).map(\.id))
    var export = JournalExport(
      journal, try LedgerChart(versions, of: shelf), currencies: [administration.currency],
      tags: ["document"],
      opening: try books.firstEntryDate(of: administration.id) ?? CalendarDate(dayNumber: 0))
    try books.entries(of: administration.id, includingExpected: includingExpected) { recorded in
      try export.append(try OutgoingEntry(recorded, shelf: shelf), write: write)
    }
    try export.finish(write: write)
  }
}
