package import Accounting
package import Posting
import SQLite

/// A recorded entry.
package struct EntryRow: Sendable, Hashable {
  package var id: Int64
  package var reference: String
  package var date: CalendarDate
  /// The latest document date; the entry is dated later if that day was closed.
  package var documentDate: CalendarDate
  package var journal: String
  /// `declared`, `bank` …
  package var kind: String
  package var text: String
  package var booker: Booker
  /// The declaration `payer/number`, or the bank line's reference.
  package var subject: String
  /// The number of the mapping version.
  package var mapping: Int64
  package var reverses: String?
  /// `prepared`, `committed`, `delivered`, `refused`, `in-doubt`, `expected`.
  package var state: String
  package var job: String?
}

/// One posting of a recorded entry, in cents; debit minus credit.
package struct PostingRow: Sendable, Hashable {
  package var account: String
  package var costCentre: String?
  package var item: String?
  package var amount: Int64
}

/// Debits and credits of one account, both positive, in cents.
package struct AccountSum: Sendable, Hashable {
  package var account: String
  package var debit: Int64
  package var credit: Int64
}

/// What a list of entries is narrowed to; nothing narrows nothing. Days are entry dates and count themselves.
package struct EntryFilter: Sendable, Hashable {
  package var reference: String?
  package var account: String?
  package var state: String?
  package var booker: Booker?
  package var journal: String?
  /// As `EntryRow.subject`.
  package var subject: String?
  package var job: String?
  package var from: CalendarDate?
  package var until: CalendarDate?

  package init(
    reference: String? = nil, account: String? = nil, state: String? = nil, booker: Booker? = nil,
    journal: String? = nil, subject: String? = nil, job: String? = nil, from: CalendarDate? = nil,
    until: CalendarDate? = nil
  ) {
    self.reference = reference
    self.account = account
    self.state = state
    self.booker = booker
    self.journal = journal
    self.subject = subject
    self.job = job
    self.from = from
    self.until = until
  }
}

extension Books {
  package func isPosted(account: String, administration: String) throws -> Bool {
    try connection.first(
      """
      SELECT 1 FROM posting p JOIN entry e ON e.id = p.entry
      WHERE p.account = \(account) AND e.administration = \(administration) LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// Journals that have entries, in the order of the alphabet.
  package func journals(of administration: String) throws -> [String] {
    try connection.rows(
      "SELECT DISTINCT journal FROM number WHERE administration = \(administration) ORDER BY journal"
    ) { try $0.text(0) }
  }

  /// Entries that other systems book, and that are only expected here.
  package func expectedEntryCount(of administration: String) throws -> Int64 {
    try connection.first(
      "SELECT count(*) FROM entry WHERE administration = \(administration) AND state = 'expected'"
    ) { try $0.int64(0) } ?? 0
  }

  /// Entries in the order in which they were recorded, one at a time: memory does not grow with their number.
  package func entryRows(
    of administration: String, _ filter: EntryFilter = EntryFilter(), each: (EntryRow) throws -> Void
  ) throws {
    var sql: SQLText = """
      SELECT e.id, e.reference, e.date, e.document_date, e.journal, e.kind, e.text, e.booker, e.subject, e.mapping,
      e.reverses, e.state, j.name FROM entry e LEFT JOIN job j ON j.id = e.job
      WHERE e.administration = \(administration)
      """
    if let reference = filter.reference { sql += " AND e.reference = \(reference)" }
    if let account = filter.account {
      sql += " AND EXISTS (SELECT 1 FROM posting p WHERE p.entry = e.id AND p.account = \(account))"
    }
    if let state = filter.state { sql += " AND e.state = \(state)" }
    if let booker = filter.booker { sql += " AND e.booker = \(booker.rawValue)" }
    if let journal = filter.journal { sql += " AND e.journal = \(journal)" }
    if let subject = filter.subject { sql += " AND e.subject = \(subject)" }
    if let job = filter.job { sql += " AND j.name = \(job)" }
    if let from = filter.from { sql += " AND e.date >= \(from.dayNumber)" }
    if let until = filter.until { sql += " AND e.date <= \(until.dayNumber)" }
    sql += " ORDER BY e.id"
    try connection.query(sql) { row in try each(Self.entryRow(row)) }
  }

  package func entryRow(_ id: Int64) throws -> EntryRow? {
    try connection.first(
      """
      SELECT e.id, e.reference, e.date, e.document_date, e.journal, e.kind, e.text, e.booker, e.subject, e.mapping,
      e.reverses, e.state, j.name FROM entry e LEFT JOIN job j ON j.id = e.job WHERE e.id = \(id)
      """, read: Self.entryRow)
  }

  private static func entryRow(_ row: borrowing Row) throws -> EntryRow {
    try EntryRow(
      id: row.int64(0), reference: row.text(1), date: row.day(2), documentDate: row.day(3),
      journal: row.text(4), kind: row.text(5), text: row.text(6), booker: row.choice(7), subject: row.text(8),
      mapping: row.int64(9), reverses: row.textIfAny(10), state: row.text(11), job: row.textIfAny(12))
  }

  package func postingRows(ofEntry id: Int64) throws -> [PostingRow] {
    try connection.rows(
      "SELECT account, cost_centre, item, amount FROM posting WHERE entry = \(id) ORDER BY position"
    ) { row in
      let (costCentre, item) = try (row.text(1), row.text(2))
      return try PostingRow(
        account: row.text(0), costCentre: costCentre.isEmpty ? nil : costCentre,
        item: item.isEmpty ? nil : item, amount: row.cents(3))
    }
  }

  /// Debits and credits per account, over entries with these dates.
  /// - Parameter isExpected: with what the care system and the bookkeeping's bank feed book.
  package func accountSums(
    of administration: String, isExpected: Bool, account: String? = nil, from: CalendarDate? = nil,
    until: CalendarDate? = nil
  ) throws -> [AccountSum] {
    var sql: SQLText = """
      SELECT p.account, sum(max(p.amount, 0)), sum(max(-p.amount, 0))
      FROM entry e JOIN posting p ON p.entry = e.id WHERE e.administration = \(administration)
      """
    if !isExpected { sql += " AND e.booker = 'gateway'" }
    if let account { sql += " AND p.account = \(account)" }
    if let from { sql += " AND e.date >= \(from.dayNumber)" }
    if let until { sql += " AND e.date <= \(until.dayNumber)" }
    sql += " GROUP BY p.account ORDER BY p.account"
    return try connection.rows(sql) {
      try AccountSum(account: $0.text(0), debit: $0.cents(1), credit: $0.cents(2))
    }
  }
}
