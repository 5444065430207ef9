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
        cause: row.text(5) == "decision" ? .reversed(decision: row.int64(6)) : .held(file: row.int64(6)))
    }
  }

  /// Why nothing is used of a return whose declaration does not count: it never came, or was itself withdrawn.
  static let missingDeclaration: SQLText = """
    CASE WHEN EXISTS (SELECT 1 FROM declaration w WHERE w.administration = d.administration
    AND w.payer = d.payer AND w.number = d.declaration AND w.until IS NOT NULL)
    THEN 'declaration-withdrawn' ELSE 'unknown-declaration' END
    """
}
