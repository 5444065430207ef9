package import Accounting
package import Care
import SQLite

/// A declaration that was taken in and does not count now, with what withdrew it. Amounts in cents.
package struct WithdrawnRow: Sendable, Hashable {
  package enum Cause: Sendable, Hashable {
    /// Another file, by its number, says something else under the same number; neither counts.
    case held(file: Int64)
    /// The decision with this number.
    case reversed(decision: Int64)
  }

  package var id: Int64
  package var payer: PayerCode
  package var number: String
  package var submittedOn: CalendarDate
  package var claimed: Int64
  package var cause: Cause

  /// As postings and payments name it.
  package var item: String { "\(payer.text)/\(number)" }
}

/// A return that was taken in and does not count now.
package struct WithdrawnReturn: Sendable, Hashable {
  package var id: Int64
  package var payer: PayerCode
  package var reference: String
  /// Our number of the declaration that it answers.
  package var declaration: String
  package var date: CalendarDate
  package var cause: WithdrawnRow.Cause
}

extension Books {
  /// Declarations of this number of which none counts.
  package func withdrawnRows(named number: String, administration: String) throws -> [WithdrawnRow] {
    try connection.rows(
      """
      SELECT d.id, d.payer, d.number, d.submitted_on, d.claimed, e.kind, e.subject
      FROM declaration d JOIN event e ON e.seq = d.until
      WHERE d.administration = \(administration) AND d.number = \(number) AND e.ready = 1
      AND NOT EXISTS (SELECT 1 FROM declaration o WHERE o.administration = d.administration
      AND o.payer = d.payer AND o.number = d.number AND o.until IS NULL) ORDER BY d.payer, d.id
      """
    ) { row in
      try WithdrawnRow(
        id: row.int64(0), payer: row.code(1), number: row.text(2),
        submittedOn: row.day(3), claimed: row.cents(4),
        cause: Self.cause(row, 5))
    }
  }

  /// Returns that carry this number as the payer's own and do not count.
  package func withdrawnReturns(
    named number: String, administration: String
  ) throws -> [WithdrawnReturn] {
    try connection.rows(
      """
      SELECT r.id, r.payer, r.reference, r.declaration, r.date, e.kind, e.subject
      FROM remittance r JOIN event e ON e.seq = r.until
      WHERE r.administration = \(administration) AND r.reference = \(number) AND e.ready = 1
      ORDER BY r.payer, r.id
      """
    ) { row in
      try WithdrawnReturn(
        id: row.int64(0), payer: row.code(1), reference: row.text(2), declaration: row.text(3),
        date: row.day(4), cause: Self.cause(row, 5))
    }
  }

  private static func cause(_ row: borrowing Row, _ column: Int) throws -> WithdrawnRow.Cause {
    try row.text(column) == "decision"
      ? .reversed(decision: row.int64(column + 1)) : .held(file: row.int64(column + 1))
  }

  /// The declaration that a return `d` answers is known, and counts.
  static let declarationCounts: SQLText = """
    EXISTS (SELECT 1 FROM declaration o WHERE o.administration = d.administration
    AND o.payer = d.payer AND o.number = d.declaration AND o.until IS NULL)
    """

  /// How a return `d` stands that was looked at as `a`. While its declaration does not count nothing of it does:
  /// that never came, or was itself withdrawn.
  static let standing: SQLText =
    "CASE WHEN " + declarationCounts + """
       THEN a.standing WHEN EXISTS (SELECT 1 FROM declaration w WHERE w.administration = d.administration
      AND w.payer = d.payer AND w.number = d.declaration AND w.until IS NOT NULL)
      THEN 'declaration-withdrawn' ELSE 'unknown-declaration' END
      """
}
