import Books
import Foundation
import SQLite

/// Questions that tests ask the books of a trial workspace behind the program's back.
extension TrialWorkspace {
  var booksPath: String { folder.appending(path: "books.sqlite").path }

  func ask<Value>(_ sql: SQLText, read: (borrowing Row) throws -> Value) throws -> [Value] {
    try Connection(booksPath, .readOnly).rows(sql, read: read)
  }

  func number(_ sql: SQLText) throws -> Int64 { try ask(sql) { try $0.int64(0) }.first ?? 0 }

  /// Cents per account in our own entries, without those that we only expect.
  func ours() throws -> [String: Int64] {
    let sums = try ask(
      """
      SELECT p.account, sum(p.amount) FROM entry e JOIN posting p ON p.entry = e.id
      WHERE e.booker = 'gateway' GROUP BY 1 HAVING sum(p.amount) <> 0
      """
    ) { try ($0.text(0), $0.int64(1)) }
    return Dictionary(uniqueKeysWithValues: sums)
  }

  /// Journals and years in which a number is missing.
  func gaps() throws -> [String] {
    try ask(
      """
      SELECT journal || '-' || year FROM entry WHERE reverses IS NULL GROUP BY journal, year
      HAVING count(*) <> max(CAST(substr(reference, -6) AS INTEGER))
      """
    ) { try $0.text(0) }
  }

  /// Entries in the order in which they were recorded, each with its postings: debit minus credit in cents.
  func entries(about subject: String? = nil) throws -> [RecordedEntry] {
    try ask(
      """
      SELECT id, reference, kind, booker, subject, date, document_date, coalesce(reverses, '') FROM entry
      WHERE \(subject) IS NULL OR subject = \(subject) ORDER BY id
      """
    ) { row in
      try RecordedEntry(
        id: row.int64(0), reference: row.text(1), kind: row.text(2), booker: row.text(3),
        subject: row.text(4),
        date: Int32(row.int64(5)), documentDate: Int32(row.int64(6)), reverses: row.text(7), postings: [])
    }
    .map { entry in
      var entry = entry
      entry.postings = try ask(
        "SELECT account, cost_centre, item, amount FROM posting WHERE entry = \(entry.id) ORDER BY position"
      ) { row in
        try RecordedEntry.Line(
          account: row.text(0), costCentre: row.text(1), item: row.text(2), cents: row.int64(3))
      }
      return entry
    }
  }

  /// Outcome and cause per receipt, in order of booking: `unique`, `waiting no-return-yet`.
  func outcomes() throws -> [String] {
    try ask(
      """
      SELECT v.outcome, coalesce(v.cause, '') FROM verdict v JOIN receipt r ON r.id = v.receipt
      ORDER BY r.booked_on, r.bank_reference
      """
    ) { row in try row.text(1).isEmpty ? row.text(0) : "\(row.text(0)) \(row.text(1))" }
  }

  /// Cents that are open, per declaration.
  func open(_ item: String) throws -> Int64? {
    try endState().lines.first { $0.hasPrefix("open \(item) ") }
      .flatMap { $0.split(separator: " ").last.flatMap { Int64($0) } }
  }
}

struct RecordedEntry: Hashable {
  struct Line: Hashable {
    var account: String
    var costCentre: String
    var item: String
    var cents: Int64
  }

  var id: Int64
  var reference: String
  var kind: String
  var booker: String
  var subject: String
  var date: Int32
  var documentDate: Int32
  var reverses: String
  var postings: [Line]

  /// Cents by account.
  var sums: [String: Int64] {
    postings.reduce(into: [:]) { $0[$1.account, default: 0] += $1.cents }
  }
}
