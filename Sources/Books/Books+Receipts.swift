package import Accounting
package import Matching
import SQLite

/// The order in which payments are judged (POSTING.md rule 16).
package struct ReceiptOrder: Sendable, Hashable, Comparable {
  package var bookedOn: CalendarDate
  package var reference: String

  package init(bookedOn: CalendarDate, reference: String) {
    self.bookedOn = bookedOn
    self.reference = reference
  }

  package static func < (left: ReceiptOrder, right: ReceiptOrder) -> Bool {
    (left.bookedOn, left.reference) < (right.bookedOn, right.reference)
  }
}

/// A movement on one of our accounts as the books know it.
package struct BookReceipt: Sendable, Hashable {
  package var id: Int64
  package var administration: String
  package var reference: String
  package var account: String
  package var bookedOn: CalendarDate
  /// Signed cents.
  package var amount: Int64
  package var counterparty: String
  package var name: String
  package var texts: [String]
  package var endToEnd: String
  package var event: Int64
  package var until: Int64?
  /// Of a payment of 0.00, which no bank tells: the specification that it is.
  package var specification: Int64?
  /// The bank says that it takes back an earlier movement.
  package var isReversal: Bool

  package var order: ReceiptOrder { ReceiptOrder(bookedOn: bookedOn, reference: reference) }

  package func isActive(at event: Int64) -> Bool { self.event <= event && until.map { $0 > event } ?? true }
}

extension Books {
  package func receipt(_ id: Int64) throws -> BookReceipt? {
    try connection.first(Self.receiptColumns + " WHERE id = \(id)", read: Self.receipt)
  }

  /// The movement of this reference that counts, else the latest that did.
  package func receipt(referenced reference: String, administration: String) throws -> BookReceipt? {
    try connection.first(
      Self.receiptColumns + """
         WHERE administration = \(administration) AND reference = \(reference)
        ORDER BY until IS NULL DESC, id DESC LIMIT 1
        """, read: Self.receipt)
  }

  static let receiptColumns: SQLText = """
    SELECT id, administration, reference, account, booked_on, amount, counterparty, name, texts, end_to_end,
    event, until, specification, is_reversal FROM receipt
    """

  static func receipt(_ row: borrowing Row) throws -> BookReceipt {
    try BookReceipt(
      id: row.int64(0), administration: row.text(1), reference: row.text(2), account: row.text(3),
      bookedOn: row.day(4), amount: row.cents(5), counterparty: row.text(6), name: row.text(7),
      texts: row.text(8).split(separator: "\u{1F}").map(String.init), endToEnd: row.text(9),
      event: row.int64(10), until: row.int64IfAny(11), specification: row.int64IfAny(12),
      isReversal: row.bool(13))
  }

  /// - Parameter decision: only what was taken back after this decision.
  package func isExplanationWithheld(
    of receipt: Int64, at event: Int64, since decision: Int64? = nil
  ) throws -> Bool {
    try connection.first(
      """
      SELECT 1 FROM withheld WHERE receipt = \(receipt) AND event <= \(event)
      AND (until IS NULL OR until > \(event))
      AND event > coalesce((SELECT event FROM decision WHERE id = \(decision)), 0)
      """
    ) { _ in true } ?? false
  }

  // MARK: Open items as a payment sees them

  /// What payments before this one contributed to an item.
  package func paid(_ item: String, before order: ReceiptOrder, administration: String) throws -> Int64 {
    try connection.first(
      """
      SELECT coalesce(sum(cents), 0) FROM part WHERE administration = \(administration) AND item = \(item)
      AND (booked_on, reference) < (\(order.bookedOn.dayNumber), \(order.reference))
      """
    ) { try $0.int64(0) } ?? 0
  }

  /// The granted total that counts for a payment: the latest return dated on or before its booking date, or the first
  /// if all are later (rule 16). Nothing while unanswered.
  package func awarded(_ declaration: Int64, on date: CalendarDate) throws -> Int64? {
    try connection.first(
      """
      SELECT total FROM award_total WHERE declaration = \(declaration)
      ORDER BY date <= \(date.dayNumber) DESC, CASE WHEN date <= \(date.dayNumber) THEN -rank ELSE rank END LIMIT 1
      """
    ) { try $0.int64(0) }
  }

  /// Declarations whose open amount, as this payment sees it, is exactly the payment. A part that was paid before can be
  /// open only of those that a second return answered: the others are open for a granted total, or for nothing.
  package func declarations(openFor receipt: BookReceipt, at event: Int64) throws -> [BookDeclaration] {
    let day = receipt.bookedOn.dayNumber
    return try connection.rows(
      """
      SELECT d.id, d.administration, d.payer, d.number, d.name, d.submitted_on, d.lines, d.claimed, d.file, d.event
      FROM (SELECT declaration AS id FROM award_total WHERE total = \(receipt.amount)
      UNION SELECT declaration FROM award_total WHERE rank > 0) c CROSS JOIN declaration d ON d.id = c.id
      WHERE d.administration = \(receipt.administration) AND d.event <= \(event)
      AND (d.until IS NULL OR d.until > \(event)) AND \(receipt.amount) =
      (SELECT total FROM award_total WHERE declaration = d.id
      ORDER BY date <= \(day) DESC, CASE WHEN date <= \(day) THEN -rank ELSE rank END LIMIT 1)
      - coalesce((SELECT sum(cents) FROM part WHERE administration = d.administration
      AND item = d.payer || '/' || d.number
      AND (booked_on, reference) < (\(day), \(receipt.reference))), 0)
      ORDER BY d.payer, d.number
      """, read: Self.declaration)
  }

  // MARK: Verdicts

  package func isJudged(receipt id: Int64) throws -> Bool {
    try connection.first("SELECT 1 FROM verdict WHERE receipt = \(id)") { _ in true } ?? false
  }

  /// It is judged, and nothing of it is explained.
  package func isUnexplained(receipt id: Int64) throws -> Bool {
    try connection.first(
      """
      SELECT NOT EXISTS (SELECT 1 FROM part WHERE receipt = \(id)) FROM verdict WHERE receipt = \(id)
      """
    ) { try $0.bool(0) } ?? false
  }

  /// Whether a payment of a group before another one, from a day on if one is given, is not explained.
  package func hasUnexplainedReceipt(
    ofGroup group: String, administration: String, from day: CalendarDate?, before order: ReceiptOrder
  ) throws -> Bool {
    try connection.first(
      """
      SELECT 1 FROM verdict v CROSS JOIN receipt r ON r.id = v.receipt
      WHERE v.payer_group = \(group) AND r.administration = \(administration)
      AND r.booked_on >= \(day?.dayNumber ?? Int32.min)
      AND (r.booked_on, r.reference) < (\(order.bookedOn.dayNumber), \(order.reference))
      AND NOT EXISTS (SELECT 1 FROM part p WHERE p.receipt = v.receipt) LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// Keeps what a payment was judged to be. Says which items its parts had before.
  package func setVerdict(
    _ verdict: Verdict, group: String?, of receipt: BookReceipt
  ) throws -> [Contribution] {
    let before = try parts(of: receipt.id)
    let candidates = verdict.candidates.map { candidate in
      candidate.map { "\($0.item)=\($0.cents)" }.joined(separator: "\u{1F}")
    }
    .joined(separator: "\u{1E}")
    try connection.execute(
      """
      INSERT INTO verdict VALUES (\(receipt.id), \(verdict.outcome.rawValue), \(verdict.evidence?.rawValue),
      \(group), \(candidates), \(verdict.cause?.rawValue), \(verdict.because))
      ON CONFLICT DO UPDATE SET outcome = excluded.outcome, evidence = excluded.evidence,
      payer_group = excluded.payer_group, candidates = excluded.candidates, cause = excluded.cause,
      because = excluded.because
      """)
    guard before != verdict.parts else { return before }
    try connection.execute("DELETE FROM part WHERE receipt = \(receipt.id)")
    for part in verdict.parts {
      try connection.execute(
        """
        INSERT INTO part VALUES (\(receipt.id), \(part.item), \(part.cents), \(receipt.bookedOn.dayNumber),
        \(receipt.reference), \(receipt.administration))
        """)
    }
    try refreshOpenItems(Set((before + verdict.parts).map(\.item)).sorted(), of: receipt.administration)
    return before
  }

  package func forgetVerdict(of receipt: BookReceipt) throws -> [Contribution] {
    let before = try parts(of: receipt.id)
    try connection.execute("DELETE FROM verdict WHERE receipt = \(receipt.id)")
    try connection.execute("DELETE FROM part WHERE receipt = \(receipt.id)")
    try refreshOpenItems(before.map(\.item), of: receipt.administration)
    return before
  }

  package func parts(of receipt: Int64) throws -> [Contribution] {
    try connection.rows("SELECT item, cents FROM part WHERE receipt = \(receipt) ORDER BY item") {
      try Contribution(item: $0.text(0), cents: $0.cents(1))
    }
  }
}
