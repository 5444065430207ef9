package import Accounting
package import Care
package import Matching
import Posting
import SQLite

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
  /// As the payer says, or that of its declaration.
  package var scheme: Scheme?
}

extension Books {
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
        isWithdrawn: decided == .withdraw, isContested: decided == .contest,
        scheme: scheme(ofTakeback: takeback))
    }
  }

  /// As the payer says, or that of the declaration on which it is taken back.
  package func scheme(ofTakeback takeback: BookTakeback, at event: Int64 = .max) throws -> Scheme? {
    if let scheme = takeback.scheme { return scheme }
    let declaration = try takeback.declaration.flatMap {
      try self.declaration($0, of: takeback.payer, administration: takeback.administration, at: event)
    }
    return try declaration.flatMap { try firstLineClass(of: $0.id)?.scheme }
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
