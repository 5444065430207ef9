import Findings
import JSON
import Mapping
import Posting
import Accounting
package import Books

/// Journal entries with their postings and what they rest on (CONTRACT.md section 4). They are written one by one:
/// memory does not grow with their number.
package struct EntriesReport {
  private let source: ReportSource
  private let filter: EntryFilter

  package init(_ source: ReportSource, _ filter: EntryFilter = EntryFilter()) {
    self.source = source
    self.filter = filter
  }

  package func write(asJSON isJSON: Bool, to output: inout some TextOutputStream) throws {
    try source.books.snapshot {
      if isJSON { try writeJSON(to: &output) } else { try writeText(to: &output) }
    }
  }

  private func writeJSON(to output: inout some TextOutputStream) throws {
    output.write("{\"entries\":[")
    var count = 0
    try each { entry in
      if count > 0 { output.write(",") }
      entry.json.write(to: &output)
      count += 1
    }
    output.write("]}\n")
  }

  private func writeText(to output: inout some TextOutputStream) throws {
    var (count, total) = (0, Int64(0))
    try each { entry in
      output.write(entry.text + "\n")
      count += 1
      total += entry.debit
    }
    output.write(count == 0 ? "No entries.\n" : "\(counted(count, "entry", "entries")), \(readable(total))\n")
  }

  private func each(_ body: (JournalRow) throws -> Void) throws {
    try source.books.entryRows(of: source.administration.id, filter) { row in
      try body(try JournalRow(row, source.books))
    }
  }
}

/// An entry with its postings and grounds.
struct JournalRow: Sendable, Hashable {
  let row: EntryRow
  let postings: [PostingRow]
  let documents: [DocumentRow]

  /// - Parameter isMeasured: whether documents say where they end.
  init(_ row: EntryRow, _ books: Books, isMeasured: Bool = false) throws {
    self.row = row
    postings = try books.postingRows(ofEntry: row.id)
    documents = try books.documents(ofEntry: row.id, isMeasured: isMeasured)
  }

  var debit: Int64 { postings.reduce(0) { $0 + max($1.amount, 0) } }

  var json: JSON {
    [
      "reference": .text(row.reference), "date": .day(row.date),
      "period": .text(String(row.date.description.prefix(7))), "journal": .text(row.journal),
      "text": .text(row.text), "job": .text(row.job), "booked_by": .text(row.booker.rawValue),
      "state": .text(row.state), "postings": .array(postings.map(Self.json)),
      "because": .texts(documents.map { Document(row: $0).because }),
    ]
  }

  private static func json(_ posting: PostingRow) -> JSON {
    [
      "account": .text(posting.account), "debit": .amount(max(posting.amount, 0)),
      "credit": .amount(max(-posting.amount, 0)),
      "dimensions": posting.costCentre.map { ["cost-centre": .text($0)] } ?? .object([]),
      "item": .text(posting.item),
    ]
  }

  /// The head, a line per posting, a line per ground.
  var text: String {
    var text = "\(row.date)  \(row.reference)  \(visible(row.text, isOneLine: true))  [\(row.state)"
    text += row.booker == .gateway ? "]\n" : ", by \(row.booker.rawValue)]\n"
    text += postingLines
    for document in documents { text += "    because of \(Document(row: document).because)\n" }
    return text
  }

  var postingLines: String {
    let accounts = postings.reduce(0) { max($0, $1.account.count) }
    let amounts = postings.reduce(0) { max($0, readable(abs($1.amount)).count) }
    return postings.map { posting in
      let amount = readable(abs(posting.amount))
      let line =
        "    \(posting.amount > 0 ? "debit " : "credit")  " + posting.account
        + String(repeating: " ", count: accounts - posting.account.count + 2)
        + String(repeating: " ", count: amounts - amount.count) + amount
        + (posting.costCentre.map { "  cost centre \($0)" } ?? "") + (posting.item.map { "  \($0)" } ?? "")
      return line + "\n"
    }.joined()
  }
}
