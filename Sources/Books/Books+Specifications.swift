package import Accounting
package import Care
import Posting
import SQLite

/// A payer's account of one payment as the books know it.
package struct BookSpecification: Sendable, Hashable {
  package var id: Int64
  package var administration: String
  package var payer: PayerCode
  package var reference: String
  /// As payments name it.
  package var name: String
  package var date: CalendarDate
  /// Cents, signed like a receipt.
  package var payment: Int64
  package var file: Int64
  package var event: Int64
}

/// A row of it.
package struct BookSpecificationRow: Sendable, Hashable {
  package var kind: SpecificationRow.Kind
  package var declaration: String?
  /// Cents.
  package var amount: Int64
  /// The payer's own number of the takeback or advance.
  package var number: String?
  package var scheme: Scheme?
}

extension Books {
  static let specificationColumns: SQLText = """
    SELECT id, administration, payer, reference, name, date, payment, file, event FROM specification
    """

  static func specification(_ row: borrowing Row) throws -> BookSpecification {
    try BookSpecification(
      id: row.int64(0), administration: row.text(1), payer: row.code(2), reference: row.text(3),
      name: row.text(4), date: row.day(5), payment: row.cents(6), file: row.int64(7), event: row.int64(8))
  }

  package func specification(_ id: Int64) throws -> BookSpecification? {
    try connection.first(Self.specificationColumns + " WHERE id = \(id)", read: Self.specification)
  }

  /// Those that an event brought or took away.
  package func specifications(ofEvent event: Int64) throws -> [BookSpecification] {
    try connection.rows(
      Self.specificationColumns + " WHERE event = \(event) OR until = \(event) ORDER BY id",
      read: Self.specification)
  }

  /// Those of this payment that count for the event, dated from one day to another.
  package func specifications(
    paying amount: Int64, from first: CalendarDate, to last: CalendarDate, administration: String,
    at event: Int64
  ) throws -> [BookSpecification] {
    try connection.rows(
      Self.specificationColumns + """
         WHERE administration = \(administration) AND payment = \(amount)
        AND date BETWEEN \(first.dayNumber) AND \(last.dayNumber)
        AND event <= \(event) AND (until IS NULL OR until > \(event)) ORDER BY date, id
        """, read: Self.specification)
  }

  /// Those that count for the event and have a row on this item: on the declaration, or on a takeback that lives there.
  package func specifications(
    about item: String, administration: String, at event: Int64
  ) throws -> [BookSpecification] {
    guard let parts = ItemName.parts(of: item) else { return [] }
    let takebacks = try connection.rows(
      Self.takebackColumns + """
         WHERE administration = \(administration) AND payer = \(parts.payer.text)
        AND key = \(parts.reference) AND \(parts.kind == .takeback)
        """ + " UNION " + Self.takebackColumns
        + " WHERE administration = \(administration) AND answered_by = \(item)",
      read: Self.takeback)
    let told = try takebacks.flatMap(\.specifications).compactMap { try specification($0) }
    guard parts.kind == .declaration else { return told }
    return try told
      + connection.rows(
        Self.specificationColumns + """
           WHERE id IN (SELECT specification FROM specification_row WHERE declaration = \(parts.reference))
          AND administration = \(administration) AND payer = \(parts.payer.text)
          AND event <= \(event) AND (until IS NULL OR until > \(event)) ORDER BY id
          """, read: Self.specification)
  }

  package func rows(ofSpecification id: Int64) throws -> [BookSpecificationRow] {
    try connection.rows(
      """
      SELECT kind, declaration, amount, number, scheme FROM specification_row WHERE specification = \(id)
      ORDER BY position
      """
    ) { row in
      try BookSpecificationRow(
        kind: row.choice(0), declaration: row.textIfAny(1), amount: row.cents(2), number: row.textIfAny(3),
        scheme: row.codeIfAny(4))
    }
  }

  package func withhold(specification id: Int64, from event: Int64) throws {
    try connection.execute("UPDATE specification SET until = \(event) WHERE id = \(id) AND until IS NULL")
    try connection.execute(
      "UPDATE receipt SET until = \(event) WHERE specification = \(id) AND until IS NULL")
  }

  package func known(
    specification reference: String, dated date: CalendarDate, of payer: PayerCode, administration: String
  ) throws -> Known? {
    try connection.first(
      """
      SELECT id, digest FROM specification WHERE administration = \(administration) AND payer = \(payer.text)
      AND reference = \(reference) AND date = \(date.dayNumber) ORDER BY until IS NULL DESC, id DESC LIMIT 1
      """
    ) { try Known(id: $0.int64(0), digest: $0.blob(1)) }
  }
}
