package import Accounting
package import Matching
import SQLite

/// A movement on one of our accounts with what it was judged to be. Amounts in cents.
package struct ReceiptRow: Sendable, Hashable {
  package var id: Int64
  package var reference: String
  /// Our own account.
  package var account: String
  package var bookedOn: CalendarDate
  package var amount: Int64
  package var texts: [String]
  package var outcome: Outcome
  package var evidence: EvidenceClass?
  /// The payer group that it comes from.
  package var group: String?
  package var cause: SuspenseCause?
  package var because: String
  /// What is posted.
  package var parts: [Contribution]
  package var candidates: [[Contribution]]
  /// What stands on accounts of bank-others.csv: the line concerns no payer and does not wait.
  package var others: [OtherPart]
  /// What of it stands on suspense.
  package var waiting: Int64
}

/// What of a movement was booked on an account of bank-others.csv, in cents.
package struct OtherPart: Sendable, Hashable {
  package var account: String
  package var cents: Int64
}

/// What a list of receipts is narrowed to; nothing narrows nothing. Days are booking dates and count themselves.
package struct ReceiptFilter: Sendable, Hashable {
  package var reference: String?
  package var group: String?
  package var account: String?
  package var outcome: Outcome?
  package var cause: SuspenseCause?
  package var from: CalendarDate?
  package var until: CalendarDate?

  package init(
    reference: String? = nil, group: String? = nil, account: String? = nil, outcome: Outcome? = nil,
    cause: SuspenseCause? = nil, from: CalendarDate? = nil, until: CalendarDate? = nil
  ) {
    self.reference = reference
    self.group = group
    self.account = account
    self.outcome = outcome
    self.cause = cause
    self.from = from
    self.until = until
  }
}

extension Books {
  /// Movements that count and are judged, by booking date and reference.
  package func receiptRows(
    of administration: String, _ filter: ReceiptFilter = ReceiptFilter()
  ) throws -> [ReceiptRow] {
    var sql: SQLText = """
      SELECT r.id, r.reference, r.account, r.booked_on, r.amount, r.texts, v.outcome, v.evidence, v.payer_group,
      v.cause, v.because, v.candidates
      FROM receipt r JOIN verdict v ON v.receipt = r.id
      WHERE r.administration = \(administration) AND r.until IS NULL
      """
    if let reference = filter.reference { sql += " AND r.reference = \(reference)" }
    if let group = filter.group { sql += " AND v.payer_group = \(group)" }
    if let account = filter.account { sql += " AND r.account = \(account)" }
    if let outcome = filter.outcome { sql += " AND v.outcome = \(outcome.rawValue)" }
    if let cause = filter.cause { sql += " AND v.cause = \(cause.rawValue)" }
    if let from = filter.from { sql += " AND r.booked_on >= \(from.dayNumber)" }
    if let until = filter.until { sql += " AND r.booked_on <= \(until.dayNumber)" }
    sql += " ORDER BY r.booked_on, r.reference"
    var rows = try connection.rows(sql, read: Self.receiptRow)
    for index in rows.indices {
      rows[index].parts = try parts(of: rows[index].id)
      rows[index].others = try standing("other-receipt", ofReceipt: rows[index].id)
      rows[index].waiting = try standing("receipts", ofReceipt: rows[index].id).reduce(0) { $0 + $1.cents }
    }
    return rows
  }

  /// Whether a declaration or return carries this number, as numbers are compared.
  package func isNumberKnown(_ number: String, administration: String) throws -> Bool {
    try connection.first(
      """
      SELECT 1 FROM declaration WHERE administration = \(administration) AND name = \(number)
      UNION ALL SELECT 1 FROM remittance WHERE administration = \(administration) AND name = \(number)
      UNION ALL SELECT 1 FROM remittance WHERE administration = \(administration) AND declaration_name = \(number)
      LIMIT 1
      """
    ) { _ in true } ?? false
  }

  private func standing(_ role: String, ofReceipt id: Int64) throws -> [OtherPart] {
    try connection.rows(
      """
      SELECT account, -sum(amount) FROM standing WHERE subject = \(id) AND kind = 1 AND role = \(role)
      GROUP BY account HAVING sum(amount) <> 0 ORDER BY account
      """
    ) { try OtherPart(account: $0.text(0), cents: $0.cents(1)) }
  }

  private static func receiptRow(_ row: borrowing Row) throws -> ReceiptRow {
    try ReceiptRow(
      id: row.int64(0), reference: row.text(1), account: row.text(2), bookedOn: row.day(3),
      amount: row.cents(4), texts: row.text(5).split(separator: "\u{1F}").map(String.init),
      outcome: row.choice(6),
      evidence: row.choiceIfAny(7), group: row.textIfAny(8),
      cause: row.choiceIfAny(9), because: row.text(10), parts: [],
      candidates: candidates(row, 11), others: [], waiting: 0)
  }

  /// As `setVerdict` writes them.
  private static func candidates(_ row: borrowing Row, _ column: Int) throws -> [[Contribution]] {
    try row.text(column).split(separator: "\u{1E}").map { candidate in
      try candidate.split(separator: "\u{1F}").map { part in
        guard let equals = part.lastIndex(of: "="), let cents = Int64(part[part.index(after: equals)...])
        else { throw row.damaged(column, "no candidates") }
        return Contribution(item: String(part[..<equals]), cents: cents)
      }
    }
  }
}
