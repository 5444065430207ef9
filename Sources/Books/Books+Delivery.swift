package import Accounting
package import Posting
import SQLite

/// A part of a posting job on its way to the bookkeeping system.
///
/// ```
/// intended ──attempt──▶ in-doubt ──answer──▶ acknowledged
///     ▲                   │ │ └──not taken──▶ refused (a person looks, and asks again)
///     │                   │ └──no answer──▶ in-doubt ──looked up──▶ acknowledged │ sent again
///     └──not reached──────┘
/// ```
package struct BookDelivery: Sendable, Hashable {
  package enum State: String, Sendable { case intended, inDoubt = "in-doubt", acknowledged, refused }

  package var id: Int64
  package var administration: String
  package var destination: String
  package var name: String
  package var job: Int64
  package var firstEntry: Int64
  package var lastEntry: Int64
  /// The version whose chart names the accounts.
  package var mapping: Int64
  package var state: State
  package var attempts: Int64
}

/// An entry as it was recorded.
package struct RecordedEntry: Sendable {
  package var id: Int64
  package var reference: EntryReference
  package var journal: JournalCode
  package var entry: JournalEntry
  package var booker: Booker
  package var subject: String
  package var reverses: EntryReference?
  package var mapping: Int64
}

extension Books {
  package func hasPreparedEntries(of administration: String) throws -> Bool {
    try connection.first(
      "SELECT 1 FROM entry WHERE administration = \(administration) AND state = 'prepared' LIMIT 1"
    ) { _ in true } ?? false
  }

  /// Commits all prepared entries of an administration as one job, and intends its delivery in parts.
  /// - Parameters:
  ///   - partSize: entries per delivery at most.
  ///   - years: financial years that no delivery may mix; each has a job of its own then. Nothing where they may be mixed.
  package func commitJob(
    of administration: String, on day: CalendarDate, to destination: String, mapping: Int64, partSize: Int,
    apart years: FiscalYear? = nil
  ) throws {
    precondition(isInTransaction, "a job and its deliveries are intended together")
    for days in try spans(of: administration, apart: years) {
      let (job, name) = try makeJob(of: administration, on: day)
      var part = 0
      while let (first, last) = try nextPart(of: administration, partSize: partSize, days) {
        try connection.execute(
          """
          UPDATE entry SET state = 'committed', job = \(job) WHERE +administration = \(administration)
          AND +state = 'prepared' AND id BETWEEN \(first) AND \(last)
          AND +date BETWEEN \(days.lowerBound) AND \(days.upperBound)
          """)
        let entries = connection.changes
        part += 1
        try connection.execute(
          """
          INSERT INTO delivery (administration, destination, name, job, first_entry, last_entry, entries, mapping,
          digest, state, attempts) VALUES (\(administration), \(destination),
          \(administration + "-" + (part == 1 ? name : "\(name)-\(part)")), \(job), \(first), \(last), \(entries), \(mapping), '',
          'intended', 0)
          """)
      }
    }
  }

  private func makeJob(of administration: String, on day: CalendarDate) throws -> (id: Int64, name: String) {
    let (year, month, date) = day.components
    let prefix = "J\(year)\(month < 10 ? "0" : "")\(month)\(date < 10 ? "0" : "")\(date)"
    let number =
      (try connection.first(
        "SELECT count(*) FROM job WHERE administration = \(administration) AND day = \(day.dayNumber)"
      ) { try $0.int(0) } ?? 0) + 1
    let digits = String(number)
    let name = prefix + "-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    try connection.execute(
      "INSERT INTO job (administration, name, day) VALUES (\(administration), \(name), \(day.dayNumber))")
    return (connection.lastInsertRowID, name)
  }

  /// The days, as numbers, of which the prepared entries go together; the earlier ones first.
  private func spans(of administration: String, apart years: FiscalYear?) throws -> [ClosedRange<Int32>] {
    guard let years else { return [.min ... .max] }
    let starts = try connection.rows(
      "SELECT DISTINCT date FROM entry WHERE administration = \(administration) AND state = 'prepared'"
    ) { row in try years.start(of: row.day(0)) }
    return Set(starts).sorted().map { start in
      start.dayNumber...years.start(of: start.adding(days: 370)).dayNumber - 1
    }
  }

  /// The first and the last of the prepared entries that one delivery carries.
  private func nextPart(
    of administration: String, partSize: Int, _ days: ClosedRange<Int32>
  ) throws -> (first: Int64, last: Int64)? {
    try connection.first(
      """
      SELECT min(id), max(id) FROM (SELECT id FROM entry WHERE administration = \(administration)
      AND state = 'prepared' AND +date BETWEEN \(days.lowerBound) AND \(days.upperBound) ORDER BY id LIMIT \(partSize))
      HAVING count(*) > 0
      """
    ) { row in try (first: row.int64(0), last: row.int64(1)) }
  }

  /// The oldest delivery that is not finished and needs no person.
  package func nextDelivery(of administration: String) throws -> BookDelivery? {
    try connection.first(
      """
      SELECT id, administration, destination, name, job, first_entry, last_entry, mapping, state, attempts
      FROM delivery WHERE state IN ('intended', 'in-doubt') AND administration = \(administration)
      ORDER BY id LIMIT 1
      """
    ) { row in
      try BookDelivery(
        id: row.int64(0), administration: row.text(1), destination: row.text(2), name: row.text(3),
        job: row.int64(4), firstEntry: row.int64(5), lastEntry: row.int64(6), mapping: row.int64(7),
        state: row.choice(8), attempts: row.int64(9))
    }
  }

  /// Whether the latest deliveries that were tried were all refused, so many of them; what is intended once more is not.
  package func lastAreRefused(_ count: Int, of administration: String) throws -> Bool {
    let states = try connection.rows(
      """
      SELECT state FROM delivery WHERE administration = \(administration) AND state <> 'intended'
      ORDER BY id DESC LIMIT \(count)
      """
    ) { try $0.text(0) }
    return states.count == count && states.allSatisfy { $0 == BookDelivery.State.refused.rawValue }
  }

  /// Records that an attempt begins. Whoever finds it so after a crash cannot know how far it came.
  package func beginAttempt(of delivery: BookDelivery) throws {
    try connection.execute("UPDATE delivery SET state = 'in-doubt' WHERE id = \(delivery.id)")
  }

  /// What was refused is intended once more: a person may have put right what was in its way. Like everything that was
  /// tried before it is looked up before it is sent.
  package func intendRefusedDeliveries(of administration: String) throws {
    try connection.execute(
      """
      UPDATE entry SET state = 'committed' WHERE +administration = \(administration) AND job IN
      (SELECT job FROM delivery WHERE administration = \(administration) AND state = 'refused')
      AND +state = 'refused'
      """)
    try connection.execute(
      """
      UPDATE delivery SET state = 'intended' WHERE administration = \(administration) AND state = 'refused'
      """)
  }

  /// Entries that a destination has refused, or of which it is not known whether it has them.
  package func undeliveredEntries(of administration: String) throws -> Int {
    try connection.first(
      """
      SELECT coalesce(sum(entries), 0) FROM delivery
      WHERE administration = \(administration) AND state IN ('refused', 'in-doubt')
      """
    ) { try $0.int(0) } ?? 0
  }

  /// Records what came of an attempt. The entries follow the delivery.
  package func settle(
    delivery: BookDelivery, as state: BookDelivery.State, digest: String = "", detail: String
  ) throws {
    try connection.execute(
      """
      UPDATE delivery SET state = \(state.rawValue), digest = \(digest), detail = \(detail),
      attempts = attempts + 1 WHERE id = \(delivery.id)
      """)
    let entryState =
      switch state {
      case .acknowledged: "delivered"
      case .refused: "refused"
      case .inDoubt: "in-doubt"
      case .intended: "committed"
      }
    try connection.execute(
      """
      UPDATE entry SET state = \(entryState) WHERE +administration = \(delivery.administration)
      AND job = \(delivery.job) AND id BETWEEN \(delivery.firstEntry) AND \(delivery.lastEntry)
      """)
  }

  package func entries(of delivery: BookDelivery) throws -> [RecordedEntry] {
    var entries: [RecordedEntry] = []
    var collector = EntryCollector()
    try connection.query(
      EntryCollector.columns + """
         WHERE e.administration = \(delivery.administration) AND e.job = \(delivery.job)
        AND e.id BETWEEN \(delivery.firstEntry) AND \(delivery.lastEntry) ORDER BY e.id, p.position
        """
    ) { row in if let whole = try collector.take(row) { entries.append(whole) } }
    if let last = try collector.finish() { entries.append(last) }
    return entries
  }

  /// Entries in order of date and reference, one at a time.
  package func entries(
    of administration: String, in journal: JournalCode? = nil, includingExpected: Bool,
    each: (RecordedEntry) throws -> Void
  ) throws {
    var sql: SQLText = EntryCollector.columns + " WHERE e.administration = \(administration)"
    if let journal { sql += " AND e.journal = \(journal.text)" }
    if !includingExpected { sql += " AND e.booker = 'gateway'" }
    sql += " ORDER BY e.date, e.reference, p.position"
    var collector = EntryCollector()
    try connection.query(sql) { row in if let whole = try collector.take(row) { try each(whole) } }
    if let last = try collector.finish() { try each(last) }
  }
}

/// Puts entries together again from rows of postings. An entry that does not balance any more is damage, and stops.
private struct EntryCollector {
  static let columns: SQLText = """
    SELECT e.id, e.reference, e.journal, e.date, e.text, e.booker, e.subject, e.reverses, e.mapping, d.currency,
    p.account, p.cost_centre, p.item, p.amount FROM entry e JOIN posting p ON p.entry = e.id
    JOIN administration d ON d.id = e.administration
    """

  private struct Open {
    var id: Int64
    var reference: EntryReference
    var journal: JournalCode
    var date: CalendarDate
    var text: String
    var booker: Booker
    var subject: String
    var reverses: EntryReference?
    var mapping: Int64
    var postings: [Posting] = []
  }

  private var open: Open?

  /// The entry before, if this row begins another.
  mutating func take(_ row: borrowing Row) throws -> RecordedEntry? {
    var whole: RecordedEntry?
    if try open?.id != row.int64(0) {
      whole = try finish()
      open = try Open(
        id: row.int64(0), reference: row.reference(1), journal: row.code(2), date: row.day(3),
        text: row.text(4), booker: row.choice(5), subject: row.text(6), reverses: row.referenceIfAny(7),
        mapping: row.int64(8))
    }
    let cents = try row.cents(13)
    guard let currency = Currency(try row.text(9)),
      let amount = Amount(Money(minorUnits: abs(cents), currency))
    else { throw BooksFailure.damaged("a posting of \(try row.text(1))") }
    let item = try row.text(12)
    open?.postings.append(
      Posting(
        cents > 0 ? .debit : .credit, try row.code(10), amount, costCentre: try row.codeUnlessEmpty(11),
        item: item.isEmpty ? nil : item))
    return whole
  }

  mutating func finish() throws -> RecordedEntry? {
    guard let open else { return nil }
    self.open = nil
    let entry: JournalEntry
    do { entry = try JournalEntry(on: open.date, open.text, open.postings) } catch {
      throw BooksFailure.damaged("\(open.reference) does not balance any more")
    }
    return RecordedEntry(
      id: open.id, reference: open.reference, journal: open.journal, entry: entry, booker: open.booker,
      subject: open.subject, reverses: open.reverses, mapping: open.mapping)
  }
}
