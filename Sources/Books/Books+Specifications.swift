package import Accounting
package import Care
package import Matching
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

/// A takeback as the books derive it.
package struct BookTakeback: Sendable, Hashable {
  package var id: Int64
  package var administration: String
  package var payer: PayerCode
  package var key: String
  package var declaration: String?
  package var scheme: Scheme?
  /// Cents, positive; nothing is left of one that no specification tells any more.
  package var amount: Int64
  package var announcedOn: CalendarDate
  /// In order.
  package var specifications: [Int64]
  package var isContradicted: Bool
  /// The item that says the same: a lowered award, or a credit line of ours.
  package var answeredBy: String?
  /// Why it is not posted.
  package var cause: String?

  package var item: String { ItemName.takeback(payer, key) }
}

/// A takeback as lists show it.
package struct TakebackRow: Sendable, Hashable {
  package var takeback: BookTakeback
  /// What payments contributed to it, in cents; below zero, as it is itself.
  package var settled: Int64
  /// A person has said that the payer does not want it back, or that we do not accept it.
  package var isWithdrawn: Bool
  package var isContested: Bool
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

  // MARK: Takebacks

  /// What specifications that count for the event say of takebacks of these numbers or on these declarations. What an
  /// advance's number stands on is none.
  package func mentions(
    numbers: Set<String>, declarations: Set<String>, of payer: PayerCode, administration: String,
    at event: Int64
  ) throws -> [TakebackMention] {
    var found: Set<TakebackMention> = []
    for number in numbers {
      found.formUnion(
        try mentions(where: "w.number = \(number)", of: payer, administration, at: event))
    }
    for declaration in declarations {
      found.formUnion(
        try mentions(where: "w.declaration = \(declaration)", of: payer, administration, at: event))
    }
    return Array(found)
  }

  private func mentions(
    where condition: SQLText, of payer: PayerCode, _ administration: String, at event: Int64
  ) throws -> [TakebackMention] {
    try connection.rows(
      """
      SELECT w.kind, s.id, s.date, s.reference, w.position, w.number, w.declaration, w.scheme, w.amount
      FROM specification_row w CROSS JOIN specification s ON s.id = w.specification
      """ + " WHERE " + condition + """
         AND w.kind IN ('takeback', 'ceiling', 'offset') AND s.administration = \(administration)
        AND s.payer = \(payer.text) AND s.event <= \(event) AND (s.until IS NULL OR s.until > \(event))
        AND NOT EXISTS (SELECT 1 FROM specification_row a JOIN specification o ON o.id = a.specification
        WHERE a.number = w.number AND a.kind = 'advance' AND o.administration = s.administration
        AND o.payer = s.payer AND o.event <= \(event) AND (o.until IS NULL OR o.until > \(event)))
        """
    ) { row in
      let kind: SpecificationRow.Kind = try row.choice(0)
      return try TakebackMention(
        kind: kind.announces ? .announcement : .offset, specification: row.int64(1), date: row.day(2),
        specificationReference: row.text(3), position: row.int64(4), number: row.textIfAny(5),
        declaration: row.textIfAny(6), scheme: row.codeIfAny(7), amount: -row.cents(8))
    }
  }

  /// Whether a payer has paid an advance of this number.
  package func isAdvance(
    _ number: String, of payer: PayerCode, administration: String, at event: Int64
  ) throws -> Bool {
    try connection.first(
      """
      SELECT 1 FROM specification_row a CROSS JOIN specification s ON s.id = a.specification
      WHERE a.number = \(number) AND a.kind = 'advance' AND s.administration = \(administration)
      AND s.payer = \(payer.text) AND s.event <= \(event) AND (s.until IS NULL OR s.until > \(event)) LIMIT 1
      """
    ) { _ in true } ?? false
  }

  static let takebackColumns: SQLText = """
    SELECT id, administration, payer, key, declaration, scheme, amount, announced_on, specifications, contradicted,
    answered_by, cause FROM takeback
    """

  static func takeback(_ row: borrowing Row) throws -> BookTakeback {
    try BookTakeback(
      id: row.int64(0), administration: row.text(1), payer: row.code(2), key: row.text(3),
      declaration: row.textIfAny(4), scheme: row.codeIfAny(5), amount: row.cents(6), announcedOn: row.day(7),
      specifications: row.text(8).split(separator: " ").compactMap { Int64($0) },
      isContradicted: row.bool(9), answeredBy: row.textIfAny(10), cause: row.textIfAny(11))
  }

  package func takeback(_ id: Int64) throws -> BookTakeback? {
    try connection.first(Self.takebackColumns + " WHERE id = \(id)", read: Self.takeback)
  }

  package func takeback(
    called key: String, of payer: PayerCode, administration: String
  ) throws -> BookTakeback? {
    try connection.first(
      Self.takebackColumns + """
         WHERE administration = \(administration) AND payer = \(payer.text) AND key = \(key)
        """, read: Self.takeback)
  }

  /// In the order in which they were announced.
  package func takebacks(
    on declaration: String, of payer: PayerCode, administration: String
  ) throws -> [BookTakeback] {
    try connection.rows(
      Self.takebackColumns + """
         WHERE administration = \(administration) AND payer = \(payer.text) AND declaration = \(declaration)
        ORDER BY announced_on, key
        """, read: Self.takeback)
  }

  /// Those that something is open of, or was, and that nothing else answers, oldest first, with what payments settled of
  /// them in cents. Days of the filter are those of the first announcement.
  package func takebackRows(
    of administration: String, _ filter: DeclarationFilter = DeclarationFilter()
  ) throws -> [TakebackRow] {
    var sql: SQLText =
      Self.takebackColumns + """
         WHERE administration = \(administration) AND amount <> 0 AND answered_by IS NULL
        """
    if let payer = filter.payer { sql += " AND payer = \(payer.text)" }
    if let number = filter.number { sql += " AND key = \(number)" }
    if let from = filter.from { sql += " AND announced_on >= \(from.dayNumber)" }
    if let until = filter.until { sql += " AND announced_on <= \(until.dayNumber)" }
    sql += " ORDER BY announced_on, payer, key"
    return try connection.rows(sql, read: Self.takeback).map { takeback in
      let decided = try [BookDecision.Kind.withdraw, .contest].first {
        try decision($0, on: takeback.item, administration: administration, at: .max) != nil
      }
      return try TakebackRow(
        takeback: takeback, settled: settled(takeback.item, administration: administration),
        isWithdrawn: decided == .withdraw, isContested: decided == .contest)
    }
  }

  /// What payments contributed to an item, in cents.
  package func settled(_ item: String, administration: String) throws -> Int64 {
    try connection.first(
      "SELECT coalesce(sum(cents), 0) FROM part WHERE administration = \(administration) AND item = \(item)"
    ) { try $0.cents(0) } ?? 0
  }

  /// Keeps a takeback as it is told now. What follows from other facts, `answered_by` and `cause`, stays.
  /// - Returns: its number in the books, and whether anything changed.
  package func keep(
    _ takeback: Takeback, of payer: PayerCode, administration: String
  ) throws -> (id: Int64, isChanged: Bool) {
    let specifications = takeback.specifications.map(String.init).joined(separator: " ")
    let before = try self.takeback(called: takeback.key, of: payer, administration: administration)
    try connection.execute(
      """
      INSERT INTO takeback (administration, payer, key, name, declaration, scheme, amount, announced_on, specifications,
      contradicted) VALUES (\(administration), \(payer.text), \(takeback.key),
      \(Naming.normalised(takeback.key)), \(takeback.declaration), \(takeback.scheme?.text), \(takeback.amount), \(takeback.announcedOn.dayNumber), \(specifications),
      \(takeback.isContradicted))
      ON CONFLICT DO UPDATE SET declaration = excluded.declaration, scheme = excluded.scheme,
      amount = excluded.amount, announced_on = excluded.announced_on, specifications = excluded.specifications,
      contradicted = excluded.contradicted
      """)
    guard let now = try self.takeback(called: takeback.key, of: payer, administration: administration) else {
      throw BooksFailure.damaged("takeback \(takeback.key) was kept and is not there")
    }
    return (now.id, before != now)
  }

  /// No specification tells it any more: it is of nothing, and keeps its number in the books.
  package func forget(takeback id: Int64) throws {
    try connection.execute(
      "UPDATE takeback SET amount = 0, specifications = '', contradicted = 0 WHERE id = \(id)")
  }

  /// Keeps where a takeback stands.
  package func set(answeredBy item: String?, cause: String?, takeback: BookTakeback) throws {
    try connection.execute(
      "UPDATE takeback SET answered_by = \(item), cause = \(cause) WHERE id = \(takeback.id)")
    var kept = takeback
    kept.answeredBy = item
    kept.cause = cause
    try refreshOpenItem(ofTakeback: kept)
  }

  /// Those whose number, brought to the form in which payments name it, is this, and of which something was taken back.
  package func takebacks(named name: String, administration: String) throws -> [BookTakeback] {
    try connection.rows(
      Self.takebackColumns + """
         WHERE administration = \(administration) AND name = \(name) AND amount <> 0 ORDER BY id
        """, read: Self.takeback)
  }

  // MARK: Queues of an event

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

  // MARK: What answers a takeback

  /// Declarations of ours that credit lines of this one, with what they credit of it; by invoice date.
  package func credits(
    of declaration: BookDeclaration, at event: Int64
  ) throws -> [(declaration: Int64, number: String, date: CalendarDate, amount: Int64)] {
    try connection.rows(
      """
      SELECT d.id, d.number, d.submitted_on, -sum(c.claimed) FROM line l
      CROSS JOIN line c ON c.previous = l.reference AND c.claimed < 0 AND c.approved = 1
      CROSS JOIN declaration d ON d.id = c.declaration
      WHERE l.declaration = \(declaration.id) AND d.id <> \(declaration.id)
      AND d.administration = \(declaration.administration) AND d.payer = \(declaration.payer.text)
      AND d.event <= \(event) AND (d.until IS NULL OR d.until > \(event))
      GROUP BY d.id ORDER BY d.submitted_on, d.number
      """
    ) { try ($0.int64(0), $0.text(1), $0.day(2), $0.cents(3)) }
  }

  /// Declarations whose lines this one credits.
  package func credited(by declaration: BookDeclaration) throws -> [String] {
    try connection.rows(
      """
      SELECT DISTINCT d.number FROM line c CROSS JOIN line l ON l.reference = c.previous
      CROSS JOIN declaration d ON d.id = l.declaration
      WHERE c.declaration = \(declaration.id) AND c.claimed < 0 AND c.previous IS NOT NULL
      AND d.administration = \(declaration.administration) AND d.payer = \(declaration.payer.text)
      """
    ) { try $0.text(0) }
  }
}
