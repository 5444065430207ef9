import Accounting
import Books
import Delivery
package import Mapping

/// The formats of `export` (CONTRACT.md section 2).
package enum ExportFormat: String, Sendable, CaseIterable {
  case hledger, ledger, beancount, csv, gnucash
  /// Version 3.2.
  case xaf
  case xaf40 = "xaf-4.0"
}

/// The whole journal as text.
package struct JournalWriting {
  private let books: Books
  private let shelf: MappingShelf
  private let administration: Settings.Administration

  package init(_ workspace: Workspace, administration: Settings.Administration) throws {
    let books = try workspace.hasBooks ? Books(reading: workspace.booksPath) : Books(writing: ":memory:")
    self.books = books
    shelf = MappingShelf(books) { try workspace.loadMapping(digest: $0) }
    self.administration = administration
  }

  /// Hands the journal on in pieces, so that memory does not grow with it.
  package func write(
    _ format: ExportFormat, includingExpected: Bool, to write: (String) throws -> Void
  ) throws {
    switch format {
    case .hledger: try self.write(HledgerJournal(), includingExpected, write)
    case .ledger: try self.write(LedgerJournal(), includingExpected, write)
    case .beancount: try self.write(BeancountJournal(), includingExpected, write)
    case .csv: try self.write(CSVJournal(), includingExpected, write)
    case .gnucash: try self.write(GnuCashJournal(), includingExpected, write)
    case .xaf: try self.write(AuditFile(.v32, of: administration.company), includingExpected, write)
    case .xaf40: try self.write(AuditFile(.v40, of: administration.company), includingExpected, write)
    }
  }

  private func write(
    _ journal: some JournalFormat, _ includingExpected: Bool, _ write: (String) throws -> Void
  ) throws {
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

  /// Goes through the entries once for the totals, which stand first, and once for each journal.
  private func write(
    _ file: AuditFile, _ includingExpected: Bool, _ write: (String) throws -> Void
  ) throws {
    let versions = Set(try books.mappings(of: administration.id).map(\.id))
    let chart = try LedgerChart(versions, of: shelf)
    try books.snapshot {
      var totals = AuditFile.Totals()
      try books.entries(of: administration.id, includingExpected: includingExpected) { recorded in
        try totals.add(OutgoingEntry(recorded, shelf: shelf))
      }
      try write(file.header(totals, chart))
      for journal in totals.journals.sorted() {
        try write(file.begin(journal))
        try books.entries(of: administration.id, in: journal, includingExpected: includingExpected) {
          recorded in
          let entry = try OutgoingEntry(recorded, shelf: shelf)
          try write(file.text(entry, since: totals.first ?? entry.entry.date, chart))
        }
        try write(file.endOfJournal)
      }
      try write(file.end)
    }
  }
}
