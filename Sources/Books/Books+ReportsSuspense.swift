package import Accounting
package import Mapping
import SQLite

/// What waits on a suspense account under one name, over all bookers, in cents; debit minus credit.
package struct SuspenseRow: Sendable, Hashable {
  package var account: String
  package var role: Role
  /// The bank line's reference, the line `payer/number/line`, the declaration `payer/number`.
  package var item: String
  package var amount: Int64
  /// The document date of what was posted first.
  package var since: CalendarDate
  /// Of a payment: why it is not explained.
  package var cause: String?
}

extension Books {
  /// Everything that waits, by account and age. Its sum is what stands on the suspense accounts.
  package func suspenseRows(of administration: String) throws -> [SuspenseRow] {
    try connection.rows(
      """
      SELECT s.account, s.role, s.item, sum(s.amount), min(CASE WHEN s.amount <> 0 THEN s.since END), min(v.cause)
      FROM standing s
      LEFT JOIN declaration d ON s.kind = 0 AND d.id = s.subject
      LEFT JOIN receipt r ON s.kind = 1 AND r.id = s.subject
      LEFT JOIN verdict v ON s.kind = 1 AND v.receipt = s.subject
      LEFT JOIN takeback b ON s.kind = 2 AND b.id = s.subject
      LEFT JOIN decision c ON s.kind = 3 AND c.id = s.subject
      WHERE s.role IN ('receipts', 'rejected', 'takeback-open', 'client-due', 'no-account')
      AND coalesce(d.administration, r.administration, b.administration, c.administration) = \(administration)
      GROUP BY s.account, s.role, s.item HAVING sum(s.amount) <> 0 ORDER BY 1, 5, 3
      """
    ) { row in
      try SuspenseRow(
        account: row.text(0), role: row.choice(1), item: row.text(2), amount: row.cents(3),
        since: row.day(4), cause: row.textIfAny(5))
    }
  }
}
