package import Accounting
package import Care
import SQLite

/// Which takebacks and payments an event asks again.
extension Books {
  package func touch(takeback id: Int64) throws {
    try connection.execute("INSERT OR IGNORE INTO touched_takeback VALUES (\(id))")
  }

  /// - Parameter declaration: ours.
  package func touchTakebacks(
    on declaration: String, of payer: PayerCode, administration: String
  ) throws {
    try connection.execute(
      """
      INSERT OR IGNORE INTO touched_takeback SELECT id FROM takeback WHERE administration = \(administration)
      AND payer = \(payer.text) AND declaration = \(declaration)
      """)
  }

  package func nextTouchedTakeback() throws -> Int64? {
    try connection.first("SELECT takeback FROM touched_takeback ORDER BY takeback LIMIT 1") {
      try $0.int64(0)
    }
  }

  package func untouch(takeback id: Int64) throws {
    try connection.execute("DELETE FROM touched_takeback WHERE takeback = \(id)")
  }

  /// Payments of a payer group from a day on, or behind another payment: what a payer takes back may be in any of them.
  package func dirtyReceipts(
    ofGroup group: String, administration: String, from day: CalendarDate?, after order: ReceiptOrder? = nil
  ) throws {
    try connection.execute(
      """
      INSERT OR IGNORE INTO dirty SELECT r.booked_on, r.reference, r.id FROM verdict v
      CROSS JOIN receipt r ON r.id = v.receipt
      WHERE v.payer_group = \(group) AND r.administration = \(administration)
      AND r.booked_on >= \(day?.dayNumber ?? Int32.min)
      AND (r.booked_on, r.reference) > (\(order?.bookedOn.dayNumber ?? Int32.min), \(order?.reference ?? ""))
      """)
  }

  /// Payments that an item is a part of.
  package func dirtyReceipts(settling item: String, administration: String) throws {
    try connection.execute(
      """
      INSERT OR IGNORE INTO dirty SELECT r.booked_on, r.reference, r.id FROM part p JOIN receipt r ON r.id = p.receipt
      WHERE p.administration = \(administration) AND p.item = \(item)
      """)
  }

  /// Puts payments of this amount from one day to another into the queue, those behind another payment if one is given.
  package func dirtyReceipts(
    of amount: Int64, from first: CalendarDate, to last: CalendarDate, administration: String,
    after order: ReceiptOrder? = nil
  ) throws {
    try connection.execute(
      """
      INSERT OR IGNORE INTO dirty SELECT booked_on, reference, id FROM receipt
      WHERE administration = \(administration) AND amount = \(amount)
      AND booked_on BETWEEN \(first.dayNumber) AND \(last.dayNumber)
      AND (booked_on, reference) > (\(order?.bookedOn.dayNumber ?? Int32.min), \(order?.reference ?? ""))
      """)
  }

  /// Movements by which the bank may take this one back.
  package func dirtyReversals(of receipt: BookReceipt) throws {
    try connection.execute(
      """
      INSERT OR IGNORE INTO dirty SELECT booked_on, reference, id FROM receipt
      WHERE administration = \(receipt.administration) AND amount = \(-receipt.amount) AND is_reversal = 1
      AND (booked_on, reference) > (\(receipt.bookedOn.dayNumber), \(receipt.reference))
      """)
  }

  /// Payments of this amount from one day to another, whoever they are from.
  package func receipts(
    of amount: Int64, from first: CalendarDate, to last: CalendarDate, administration: String,
    at event: Int64
  ) throws -> [BookReceipt] {
    try connection.rows(
      Self.receiptColumns + """
         WHERE administration = \(administration) AND amount = \(amount)
        AND booked_on BETWEEN \(first.dayNumber) AND \(last.dayNumber)
        AND event <= \(event) AND (until IS NULL OR until > \(event)) ORDER BY booked_on, reference
        """, read: Self.receipt)
  }
}
