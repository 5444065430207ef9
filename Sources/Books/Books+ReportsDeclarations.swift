package import Accounting
package import Care
import SQLite

/// A declaration that counts, as lists show it. Amounts in cents.
package struct DeclarationRow: Sendable, Hashable {
  package var id: Int64
  package var payer: PayerCode
  package var number: String
  package var submittedOn: CalendarDate
  package var lines: Int64
  /// The total of approved lines.
  package var claimed: Int64
  /// The name of its file.
  package var file: String
  /// In the order of their names.
  package var schemes: [String]
  /// What is granted in all; nothing while no return counts.
  package var awarded: Int64?
  /// Every line is answered.
  package var isAnswered: Bool
  /// Returns that count.
  package var returns: Int64
  /// What payments contributed to it, and what its award drew from an advance.
  package var paid: Int64
  /// Why it is not posted; nothing if it is.
  package var waiting: String?

  /// `payer/number`, as postings and payments name it.
  package var item: String { "\(payer.text)/\(number)" }
}

/// What a list of declarations is narrowed to; nothing narrows nothing. Days are invoice dates and count themselves.
package struct DeclarationFilter: Sendable, Hashable {
  package var payer: PayerCode?
  package var number: String?
  package var from: CalendarDate?
  package var until: CalendarDate?

  package init(
    payer: PayerCode? = nil, number: String? = nil, from: CalendarDate? = nil, until: CalendarDate? = nil
  ) {
    self.payer = payer
    self.number = number
    self.from = from
    self.until = until
  }
}

extension Books {
  /// Declarations that count now, by invoice date, payer and number.
  package func declarationRows(
    of administration: String, _ filter: DeclarationFilter = DeclarationFilter()
  ) throws -> [DeclarationRow] {
    var sql: SQLText = """
      SELECT d.id, d.payer, d.number, d.submitted_on, d.lines, d.claimed, f.name,
      (SELECT total FROM award_total a WHERE a.declaration = d.id ORDER BY rank DESC LIMIT 1),
      (SELECT complete FROM award_total a WHERE a.declaration = d.id ORDER BY rank DESC LIMIT 1),
      (SELECT count(*) FROM award_total a WHERE a.declaration = d.id),
      (SELECT coalesce(sum(p.cents), 0) FROM part p JOIN receipt r ON r.id = p.receipt
       WHERE p.item = d.payer || '/' || d.number AND r.administration = d.administration)
      + (SELECT coalesce(sum(s.amount), 0) FROM standing s
       WHERE s.subject = d.id AND s.kind = 0 AND s.role = 'advance'),
      w.cause
      FROM declaration d JOIN file f ON f.id = d.file LEFT JOIN waiting w ON w.declaration = d.id
      WHERE d.administration = \(administration)
      """
    sql += Self.countsNow
    if let payer = filter.payer { sql += " AND d.payer = \(payer.text)" }
    if let number = filter.number { sql += " AND d.number = \(number)" }
    if let from = filter.from { sql += " AND d.submitted_on >= \(from.dayNumber)" }
    if let until = filter.until { sql += " AND d.submitted_on <= \(until.dayNumber)" }
    sql += " ORDER BY d.submitted_on, d.payer, d.number, d.id"
    var rows = try connection.rows(sql) { row in
      try DeclarationRow(
        id: row.int64(0), payer: row.code(1), number: row.text(2),
        submittedOn: row.day(3),
        lines: row.int64(4), claimed: row.cents(5), file: row.text(6), schemes: [],
        awarded: row.centsIfAny(7), isAnswered: (row.int64IfAny(8) ?? 0) != 0, returns: row.int64(9),
        paid: row.cents(10), waiting: row.textIfAny(11))
    }
    for index in rows.indices { rows[index].schemes = try schemes(ofDeclaration: rows[index].id).map(\.text) }
    return rows
  }

  /// The facts of a file count once its last batch is in; until then those that it replaces do.
  static let countsNow: SQLText = """
     AND (SELECT ready FROM event e WHERE e.seq = d.event) = 1
    AND (d.until IS NULL OR (SELECT ready FROM event e WHERE e.seq = d.until) = 0)
    """

  /// Of its lines, in the order of the alphabet.
  func schemes(ofDeclaration id: Int64) throws -> [Scheme] {
    try connection.rows(
      """
      SELECT DISTINCT c.scheme FROM (SELECT DISTINCT class FROM line WHERE declaration = \(id)) l
      JOIN class c ON c.id = l.class ORDER BY 1
      """
    ) { try $0.code(0) }
  }
}
