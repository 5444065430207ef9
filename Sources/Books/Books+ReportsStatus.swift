package import Accounting
package import Care
import SQLite

/// A return of which nothing is used until a person has looked.
package struct HeldReturn: Sendable, Hashable {
  package var payer: PayerCode
  /// The payer's own number; may be empty.
  package var reference: String
  package var declaration: String
  package var date: CalendarDate
  /// As `answer_standing` has it: `unknown-declaration`, `claimed-total-differs` …
  package var reason: String
  package var file: String
}

package struct WaitingDeclaration: Sendable, Hashable {
  package var payer: PayerCode
  package var number: String
  package var submittedOn: CalendarDate
  /// Of its lines, in the order of the alphabet.
  package var schemes: [Scheme]
  package var cause: String
}

/// Deliveries to one destination in one state, with the last of them.
package struct DeliveryState: Sendable, Hashable {
  package var destination: String
  package var state: String
  package var count: Int64
  package var entries: Int64
  /// The latest one's name and what the destination said of it.
  package var last: String
  /// The reference of its entry, where it has one only: by that a bookkeeping system knows it.
  package var lastEntry: String?
  package var detail: String
}

/// What is left to do.
package struct OpenWork: Sendable, Hashable {
  /// Files that are not entered yet.
  package var files: Int64
  /// How many facts of the file at hand are entered.
  package var factsEntered: Int64
  /// Events from which not all has been posted that follows from them.
  package var events: Int64
}

/// What the statements of one own account say, taken together. Amounts in cents.
package struct StatementChain: Sendable, Hashable {
  package enum State: String, Sendable {
    /// The movements lead from the first opening balance to the last closing balance.
    case unbroken
    /// They do not: a statement is missing, or was taken in twice in different words.
    case broken
    /// The statements carry no balances.
    case unknown
  }

  package var account: String
  package var statements: Int64
  /// The first and last day with a movement.
  package var firstBooking: CalendarDate?
  package var lastBooking: CalendarDate?
  package var state: State
}

/// A declared line that is worth a remark, and where it stands.
package struct RemarkableLine: Sendable, Hashable {
  package var payer: PayerCode
  package var declaration: String
  package var line: String
  package var file: String
  package var lineNumber: Int
  package var byte: Int
  /// The line that it names as its predecessor, or the payer's number of the return that lists it.
  package var named: String?
}

extension Books {
  /// Events whose postings are not all made, those of files that are still being entered included.
  package func openEvents(of administration: String) throws -> Int64 {
    try connection.first(
      "SELECT count(*) FROM event WHERE administration = \(administration) AND phase < 3"
    ) { try $0.int64(0) } ?? 0
  }

  /// What is left to do, of all administrations.
  package func openWork() throws -> OpenWork {
    let files = try connection.first(
      "SELECT count(*), coalesce(max(entered), 0) FROM file WHERE state IN ('received', 'entering')"
    ) { try (count: $0.int64(0), entered: $0.int64(1)) }
    let events = try connection.first("SELECT count(*) FROM event WHERE phase < 3") { try $0.int64(0) }
    return OpenWork(files: files?.count ?? 0, factsEntered: files?.entered ?? 0, events: events ?? 0)
  }

  /// Returns that are held, and those on declarations that we do not hold, by date.
  package func heldReturns(of administration: String) throws -> [HeldReturn] {
    let sql: SQLText =
      "SELECT d.payer, d.reference, d.declaration, d.date, " + Self.standing + """
        , f.name
        FROM remittance d JOIN file f ON f.id = d.file LEFT JOIN answer_standing a ON a.remittance = d.id
        WHERE d.administration = \(administration) AND (a.standing NOT IN ('complete', 'rejected', 'listed-only')
        OR NOT (
        """ + Self.declarationCounts + "))"
    return try connection.rows(sql + Self.countsNow + " ORDER BY d.date, d.id") { row in
      try HeldReturn(
        payer: row.code(0), reference: row.text(1), declaration: row.text(2),
        date: row.day(3), reason: row.text(4), file: row.text(5))
    }
  }

  package func waitingDeclarations(of administration: String) throws -> [WaitingDeclaration] {
    let waiting = try connection.rows(
      """
      SELECT d.payer, d.number, d.submitted_on, w.cause, d.id FROM waiting w JOIN declaration d ON d.id = w.declaration
      WHERE d.administration = \(administration) AND d.until IS NULL ORDER BY d.submitted_on, d.id
      """
    ) { row in
      try (
        WaitingDeclaration(
          payer: row.code(0), number: row.text(1), submittedOn: row.day(2), schemes: [], cause: row.text(3)),
        id: row.int64(4)
      )
    }
    return try waiting.map { waiting, id in
      var waiting = waiting
      waiting.schemes = try schemes(ofDeclaration: id)
      return waiting
    }
  }

  /// Lines that may declare any of several rejected lines again, by invoice date.
  package func ambiguousLines(of administration: String) throws -> [RemarkableLine] {
    try connection.rows(
      """
      SELECT d.payer, d.number, l.reference, f.name, l.line_number, l.byte, l.previous FROM ambiguous a
      JOIN declaration d ON d.id = a.declaration JOIN file f ON f.id = d.file
      JOIN line l ON l.declaration = a.declaration AND l.position = a.position
      WHERE d.administration = \(administration) AND d.until IS NULL ORDER BY d.submitted_on, d.id, l.position
      """, read: Self.remarkable)
  }

  /// Listed lines of returns that speak of other care than the lines of ours that they name, by date of the return.
  package func linesOfOtherCare(of administration: String) throws -> [RemarkableLine] {
    try connection.rows(
      """
      SELECT r.payer, r.declaration, a.line, f.name, a.line_number, a.byte, r.reference FROM other_care o
      CROSS JOIN remittance r ON r.id = o.remittance JOIN file f ON f.id = r.file
      JOIN award a ON a.remittance = o.remittance AND a.position = o.position
      WHERE r.administration = \(administration) AND r.until IS NULL AND EXISTS
      (SELECT 1 FROM declaration d WHERE d.administration = r.administration AND d.payer = r.payer
      AND d.number = r.declaration AND d.until IS NULL) ORDER BY r.date, r.id, a.position
      """, read: Self.remarkable)
  }

  /// Lines whose `previous` is no line of a declaration to the same payer that counts, by invoice date.
  /// - Returns: the first of them, and how many there are in all.
  package func linesWithUnknownPrevious(
    of administration: String, atMost limit: Int
  ) throws -> (first: [RemarkableLine], count: Int) {
    // The order of tables is pinned: few lines name a previous one, and the index has just those.
    let found: SQLText = """
       FROM line l INDEXED BY line_previous CROSS JOIN declaration d ON d.id = l.declaration
      CROSS JOIN file f ON f.id = d.file
      WHERE l.previous IS NOT NULL AND l.approved = 1 AND d.administration = \(administration) AND NOT EXISTS
      (SELECT 1 FROM line k CROSS JOIN declaration o ON o.id = k.declaration WHERE k.reference = l.previous
      AND o.administration = d.administration AND o.payer = d.payer AND o.until IS NULL)
      """
    let count = try connection.first("SELECT count(*)" + found + Self.countsNow) { try $0.int(0) } ?? 0
    let columns: SQLText =
      "SELECT d.payer, d.number, l.reference, f.name, l.line_number, l.byte, l.previous"
    return (
      try connection.rows(
        columns + found + Self.countsNow + " ORDER BY d.submitted_on, d.id, l.position LIMIT \(limit)",
        read: Self.remarkable), count
    )
  }

  private static func remarkable(_ row: borrowing Row) throws -> RemarkableLine {
    try RemarkableLine(
      payer: row.code(0), declaration: row.text(1), line: row.text(2), file: row.text(3),
      lineNumber: row.int(4), byte: row.int(5), named: row.textIfAny(6))
  }

  package func deliveryStates(of administration: String) throws -> [DeliveryState] {
    // With one max(), SQLite takes the other columns from the row that has it.
    try connection.rows(
      """
      SELECT destination, state, count(*), sum(entries), name, detail, first_entry, last_entry, max(id) FROM delivery
      WHERE administration = \(administration) GROUP BY destination, state ORDER BY destination, state
      """
    ) { row in
      try DeliveryState(
        destination: row.text(0), state: row.text(1), count: row.int64(2), entries: row.int64(3),
        last: row.text(4), lastEntry: row.int64(6) == row.int64(7) ? reference(ofEntry: row.int64(6)) : nil,
        detail: row.text(5))
    }
  }

  private func reference(ofEntry id: Int64) throws -> String? {
    try connection.first("SELECT reference FROM entry WHERE id = \(id)") { try $0.text(0) }
  }

  package func entryCounts(of administration: String) throws -> [(state: String, count: Int64)] {
    try connection.rows(
      "SELECT state, count(*) FROM entry WHERE administration = \(administration) GROUP BY state ORDER BY state"
    ) { try ($0.text(0), $0.int64(1)) }
  }

  // MARK: Statements

  /// Every own account that statements came for.
  package func statementChains(of administration: String) throws -> [StatementChain] {
    let accounts = try connection.rows(
      """
      SELECT s.account, count(*) FROM statement s JOIN event e ON e.seq = s.event
      WHERE s.administration = \(administration) AND e.ready = 1 AND s.until IS NULL GROUP BY s.account ORDER BY s.account
      """
    ) { try (account: $0.text(0), statements: $0.int64(1)) }
    return try accounts.map { account, statements in
      try chain(of: account, statements: statements, administration: administration)
    }
  }

  private func chain(of account: String, statements: Int64, administration: String) throws -> StatementChain {
    let movements = try connection.first(
      """
      SELECT min(booked_on), max(booked_on), coalesce(sum(amount), 0) FROM receipt
      WHERE administration = \(administration) AND account = \(account) AND until IS NULL
      """
    ) { try (first: $0.dayIfAny(0), last: $0.dayIfAny(1), sum: $0.cents(2)) }
    var chain = StatementChain(
      account: account, statements: statements, firstBooking: movements?.first,
      lastBooking: movements?.last, state: .unknown)
    guard let movements, let first = movements.first, let last = movements.last else { return chain }
    // Statements may repeat days, so they are not laid end to end: what counts is that all movements together lead
    // from a balance before the first of them to one after the last.
    let openings = try balances("opening", on: first, account, administration)
    let closings = try balances("closing", on: last, account, administration)
    guard !openings.isEmpty, !closings.isEmpty else { return chain }
    let leads = openings.contains { opening in closings.contains { opening + movements.sum == $0 } }
    chain.state = leads ? .unbroken : .broken
    return chain
  }

  /// The balances of statements that told a movement of this day first.
  private func balances(
    _ side: String, on day: CalendarDate, _ account: String, _ administration: String
  ) throws -> Set<Int64> {
    let column: SQLText = side == "opening" ? "s.opening" : "s.closing"
    return Set(
      try connection.rows(
        """
        SELECT DISTINCT \(column) FROM receipt r JOIN statement f ON f.id = r.statement
        JOIN statement s ON s.id = f.id OR (f.until IS NOT NULL AND s.id IN
        (SELECT t.statement FROM retold t WHERE t.receipt = r.id))
        WHERE s.until IS NULL AND r.administration = \(administration) AND r.account = \(account) AND r.booked_on = \(day.dayNumber)
        AND r.until IS NULL AND \(column) IS NOT NULL
        """
      ) { try $0.cents(0) })
  }
}
