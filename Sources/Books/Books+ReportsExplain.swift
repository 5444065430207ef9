package import Accounting
package import Care
import SQLite

/// A return as `explain` tells it. Amounts in cents.
package struct ReturnRow: Sendable, Hashable {
  package var id: Int64
  package var payer: PayerCode
  package var reference: String
  /// Our number of the declaration that it answers.
  package var declaration: String
  package var date: CalendarDate
  package var headerCodes: [ReasonCode]
  package var claimed: Int64?
  package var awarded: Int64?
  package var listed: Int64
  /// `complete`, `rejected`, `listed-only`, or why it is held; nothing until it was looked at.
  package var standing: String?
  package var event: Int64
}

/// A listed line of a return beside what we declared, in cents.
package struct ListedLineRow: Sendable, Hashable {
  package var reference: String
  package var claimed: Int64
  package var awarded: Int64
  package var reasons: [ReasonCode]
  /// Nothing if the declaration has no line with this reference.
  package var lineClass: Int64?
  /// Of the return's file: the byte and line at which it stands.
  package var byte: Int64
  package var line: Int64
  /// What of it still waits on a suspense account.
  package var waiting: Int64
}

package struct PaymentRow: Sendable, Hashable {
  package var receipt: String
  package var bookedOn: CalendarDate
  package var cents: Int64
}

extension Books {
  /// Returns on a declaration that count, in the order in which they do.
  package func returnRows(
    on number: String, of payer: PayerCode, administration: String
  ) throws -> [ReturnRow] {
    try returnRows(
      " AND d.administration = \(administration) AND d.payer = \(payer.text) AND d.declaration = \(number)")
  }

  /// Returns that count and carry this number: as the payer's own, or as that of a declaration we do not hold.
  package func returnRows(named number: String, administration: String) throws -> [ReturnRow] {
    try returnRows(
      """
       AND d.administration = \(administration) AND (d.reference = \(number) OR (d.declaration = \(number)
      AND NOT EXISTS (SELECT 1 FROM declaration o WHERE o.administration = d.administration
      AND o.payer = d.payer AND o.number = d.declaration AND o.until IS NULL)))
      """)
  }

  private func returnRows(_ condition: SQLText) throws -> [ReturnRow] {
    let sql: SQLText =
      "SELECT d.id, d.reference, d.date, d.header_codes, d.claimed, d.awarded, d.listed, " + Self.standing
        + """
        , d.event, d.payer, d.declaration
        FROM remittance d LEFT JOIN answer_standing a ON a.remittance = d.id WHERE true
        """
    return try connection.rows(
      sql + Self.countsNow + condition + " ORDER BY d.date, d.reference, d.id"
    ) { row in
      try ReturnRow(
        id: row.int64(0), payer: row.code(9), reference: row.text(1), declaration: row.text(10),
        date: row.day(2), headerCodes: row.codes(3), claimed: row.centsIfAny(4),
        awarded: row.centsIfAny(5), listed: row.int64(6), standing: row.textIfAny(7), event: row.int64(8))
    }
  }

  /// The lines that a return lists, in its order.
  package func listedLineRows(
    ofReturn id: Int64, on declaration: DeclarationRow?
  ) throws -> [ListedLineRow] {
    let (subject, item) = (declaration?.id ?? -1, declaration?.item ?? "")
    return try connection.rows(
      """
      SELECT a.line, a.claimed, a.awarded, a.reasons, min(l.class), a.byte, a.line_number,
      coalesce((SELECT sum(s.amount) FROM standing s WHERE s.subject = \(subject) AND s.kind = 0
      AND s.role IN ('rejected', 'client-due') AND s.item = \(item) || '/' || a.line), 0)
      FROM award a LEFT JOIN line l ON l.reference = a.line AND l.declaration = \(subject)
      WHERE a.remittance = \(id) GROUP BY a.position ORDER BY a.position
      """
    ) { row in
      try ListedLineRow(
        reference: row.text(0), claimed: row.cents(1), awarded: row.cents(2),
        reasons: row.codes(3),
        lineClass: row.int64IfAny(4), byte: row.int64(5), line: row.int64(6), waiting: row.cents(7))
    }
  }

  /// What payments contributed to an item, oldest first.
  package func payments(ofItem item: String, administration: String) throws -> [PaymentRow] {
    try connection.rows(
      """
      SELECT r.reference, r.booked_on, p.cents FROM part p JOIN receipt r ON r.id = p.receipt
      WHERE p.item = \(item) AND r.administration = \(administration) ORDER BY r.booked_on, r.reference
      """
    ) { try PaymentRow(receipt: $0.text(0), bookedOn: $0.day(1), cents: $0.cents(2)) }
  }

  /// References of the entries that are about a case, or that rest on its document.
  package func entries(
    about subject: String, or kind: DocumentRow.Kind, _ id: Int64, administration: String
  ) throws -> [EntryRow] {
    let ids = try connection.rows(
      """
      SELECT id FROM entry WHERE administration = \(administration) AND subject = \(subject)
      UNION SELECT entry FROM ground WHERE kind = \(kind.rawValue) AND subject = \(id) ORDER BY 1
      """
    ) { try $0.int64(0) }
    return try ids.compactMap { try entryRow($0) }
  }

  /// Entries that rest on a document.
  package func entries(restingOn kind: DocumentRow.Kind, _ id: Int64) throws -> [EntryRow] {
    let ids = try connection.rows(
      "SELECT entry FROM ground WHERE kind = \(kind.rawValue) AND subject = \(id) ORDER BY 1"
    ) { try $0.int64(0) }
    return try ids.compactMap { try entryRow($0) }
  }

  /// What a decision to reverse this entry posted, in order: the reversal first where there is one, then what was
  /// taken back with it.
  package func entries(reversing reference: String, administration: String) throws -> [EntryRow] {
    let ids = try connection.rows(
      """
      SELECT e.id FROM decision d JOIN entry e ON e.event = d.event
      WHERE d.administration = \(administration) AND d.kind = 'reverse' AND d.entry = \(reference)
      ORDER BY e.reverses IS NOT \(reference), e.id
      """
    ) { try $0.int64(0) }
    return try ids.compactMap { try entryRow($0) }
  }

  /// What a decision posted, in order.
  package func entries(followingDecision id: Int64, administration: String) throws -> [EntryRow] {
    let ids = try connection.rows(
      """
      SELECT e.id FROM decision d JOIN entry e ON e.event = d.event
      WHERE d.administration = \(administration) AND d.id = \(id) ORDER BY e.id
      """
    ) { try $0.int64(0) }
    return try ids.compactMap { try entryRow($0) }
  }

  /// Entries that reverse this one.
  package func reversals(of reference: String, administration: String) throws -> [String] {
    try connection.rows(
      """
      SELECT reference FROM entry WHERE administration = \(administration) AND reverses = \(reference) ORDER BY id
      """
    ) { try $0.text(0) }
  }

  /// Lines and total of a declaration's lines that nobody approved.
  package func unapproved(ofDeclaration id: Int64) throws -> (lines: Int64, claimed: Int64) {
    try connection.first(
      """
      SELECT count(*), coalesce(sum(claimed), 0) FROM line WHERE declaration = \(id) AND approved = 0
      """
    ) { try ($0.int64(0), $0.int64(1)) } ?? (0, 0)
  }
}
