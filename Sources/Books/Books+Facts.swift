package import Accounting
package import Care
import Matching
import SQLite

/// A declaration as the books know it.
package struct BookDeclaration: Sendable, Hashable {
  package var id: Int64
  package var administration: String
  package var payer: PayerCode
  package var number: String
  package var name: String
  package var submittedOn: CalendarDate
  package var lines: Int64
  /// Cents.
  package var claimed: Int64
  package var file: Int64
  package var event: Int64
}

/// A return as the books know it, with its totals in cents.
package struct BookRemittance: Sendable, Hashable {
  package var id: Int64
  package var payer: PayerCode
  package var reference: String
  package var name: String
  package var date: CalendarDate
  package var declaration: String
  package var headerCodes: [ReasonCode]
  package var claimed: Int64?
  package var awarded: Int64?
  package var listed: Int64
  package var listedResidual: Int64
  package var file: Int64
  package var event: Int64
}

/// Lines of one declaration that a rule cannot tell apart, in cents.
package struct ClassSum: Sendable {
  package var lineClass: Int64
  package var count: Int64
  package var claimed: Int64
}

/// One line of a declaration, in cents.
package struct BookLine: Sendable, Hashable {
  package var declaration: Int64
  package var position: Int64
  package var reference: String
  package var key: Int64
  package var lineClass: Int64
  package var claimed: Int64
  package var vat: Int64
  package var previous: String?
  package var isApproved: Bool
}

/// A listed award beside the line it speaks of.
package struct ListedAward: Sendable {
  /// Counts from 1 in its return.
  package var position: Int64
  package var reference: String
  package var claimed: Int64
  package var awarded: Int64
  package var reasons: [ReasonCode]
  /// Nothing if no line of the declaration has this reference.
  package var line: BookLine?
  /// By which the care is recognised that the payer says it answers; see `BookLine.key`.
  package var key: Int64?

  /// The payer's line has the reference of ours, but another client, service or day.
  package var isOtherCare: Bool {
    if let key, let line { key != line.key } else { false }
  }
}

extension Books {
  enum FactTable { case declaration, remittance, statement, receipt, specification }

  func lastNumber(of table: FactTable) throws -> Int64 {
    let sql: SQLText =
      switch table {
      case .declaration: "SELECT max(id) FROM declaration"
      case .remittance: "SELECT max(id) FROM remittance"
      case .statement: "SELECT max(id) FROM statement"
      case .receipt: "SELECT max(id) FROM receipt"
      case .specification: "SELECT max(id) FROM specification"
      }
    return try connection.first(sql) { try $0.numberIfAny(0) ?? 0 } ?? 0
  }

  /// The number in the books after which the facts of a file of this kind are counted.
  package func base(forKind kind: String) throws -> Int64 {
    switch kind {
    case "declarations": try lastNumber(of: .declaration)
    case "awards": try lastNumber(of: .remittance)
    case "specifications": try lastNumber(of: .specification)
    default: try lastNumber(of: .statement)
    }
  }

  /// A movement that another statement told before. One whose statements all contradict others is not told any more;
  /// one that a person has reversed is, and stays reversed.
  func toldReceipt(_ reference: String, administration: String) throws -> Int64? {
    try connection.first(
      """
      SELECT r.id FROM receipt r LEFT JOIN event e ON e.seq = r.until
      WHERE r.administration = \(administration) AND r.reference = \(reference)
      AND (r.until IS NULL OR e.kind <> 'file') ORDER BY r.until IS NULL DESC, r.id DESC LIMIT 1
      """
    ) { try $0.int64(0) }
  }

  func retell(receipt: Int64, statement: Int64) throws {
    try connection.execute("INSERT OR IGNORE INTO retold VALUES (\(statement), \(receipt))")
  }

  // MARK: Classes

  func number(of lineClass: LineClass) throws -> Int64 {
    if let known = classes[lineClass] { return known }
    let kept = try connection.first(
      """
      SELECT id FROM class WHERE payer = \(lineClass.payer.text) AND scheme = \(lineClass.scheme.text)
      AND service = \(lineClass.service.text) AND practitioner = \(lineClass.practitioner)
      AND location IS \(lineClass.location) AND stream IS \(lineClass.stream)
      AND care_year = \(lineClass.careYear)
      """
    ) { try $0.int64(0) }
    if let kept {
      classes[lineClass] = kept
      return kept
    }
    try connection.execute(
      """
      INSERT INTO class (payer, scheme, service, practitioner, location, stream, care_year)
      VALUES (\(lineClass.payer.text), \(lineClass.scheme.text), \(lineClass.service.text),
      \(lineClass.practitioner), \(lineClass.location), \(lineClass.stream), \(lineClass.careYear))
      """)
    let id = connection.lastInsertRowID
    classes[lineClass] = id
    return id
  }

  /// Forgets copies of classes: a transaction that made some was rolled back.
  package func forgetClasses() {
    classes = [:]
    classesByID = [:]
  }

  package func lineClass(_ id: Int64) throws -> LineClass {
    if let known = classesByID[id] { return known }
    let kept = try connection.first(
      "SELECT payer, scheme, service, practitioner, location, stream, care_year FROM class WHERE id = \(id)"
    ) { row in
      try LineClass(
        payer: row.code(0), scheme: row.code(1), service: row.code(2),
        practitioner: row.text(3), location: row.textIfAny(4), stream: row.textIfAny(5),
        careYear: row.int(6))
    }
    guard let kept else { throw BooksFailure.damaged("a line names class \(id), which is not there") }
    classesByID[id] = kept
    return kept
  }

  // MARK: Declarations

  /// The declaration of this number that counts for the event; nothing if none does, or it is withheld.
  package func declaration(
    _ number: String, of payer: PayerCode, administration: String, at event: Int64
  ) throws -> BookDeclaration? {
    try connection.first(
      Self.declarationColumns + """
         WHERE administration = \(administration) AND payer = \(payer.text) AND number = \(number)
        AND event <= \(event) AND (until IS NULL OR until > \(event)) ORDER BY id DESC LIMIT 1
        """, read: Self.declaration)
  }

  /// Whether a declaration of this number, as payments name it, came and none of that number counts: two versions of it
  /// contradict each other.
  package func isHeld(declarationNamed name: String, administration: String, at event: Int64) throws -> Bool {
    let counts = try connection.rows(
      """
      SELECT until IS NULL OR until > \(event) FROM declaration
      WHERE administration = \(administration) AND name = \(name) AND event <= \(event)
      """
    ) { try $0.bool(0) }
    return !counts.isEmpty && !counts.contains(true)
  }

  package func declaration(_ id: Int64) throws -> BookDeclaration? {
    try connection.first(Self.declarationColumns + " WHERE id = \(id)", read: Self.declaration)
  }

  package func isActive(declaration id: Int64, at event: Int64) throws -> Bool {
    try connection.first(
      """
      SELECT 1 FROM declaration WHERE id = \(id) AND event <= \(event)
      AND (until IS NULL OR until > \(event))
      """
    ) { _ in true } ?? false
  }

  /// Declarations whose number, brought to the form in which payments name it, is this.
  package func declarations(
    named name: String, administration: String, at event: Int64
  ) throws -> [BookDeclaration] {
    try connection.rows(
      Self.declarationColumns + """
         WHERE administration = \(administration) AND name = \(name)
        AND event <= \(event) AND (until IS NULL OR until > \(event)) ORDER BY id
        """, read: Self.declaration)
  }

  static let declarationColumns: SQLText = """
    SELECT id, administration, payer, number, name, submitted_on, lines, claimed, file, event FROM declaration
    """

  static func declaration(_ row: borrowing Row) throws -> BookDeclaration {
    try BookDeclaration(
      id: row.int64(0), administration: row.text(1), payer: row.code(2), number: row.text(3),
      name: row.text(4), submittedOn: row.day(5), lines: row.int64(6), claimed: row.cents(7),
      file: row.int64(8), event: row.int64(9))
  }

  // MARK: Lines

  /// Approved lines without VAT, summed by class.
  package func classSums(of declaration: Int64) throws -> [ClassSum] {
    try connection.rows(
      """
      SELECT class, count(*), sum(claimed) FROM line
      WHERE declaration = \(declaration) AND approved = 1 AND vat = 0 GROUP BY class ORDER BY class
      """
    ) { try ClassSum(lineClass: $0.int64(0), count: $0.int64(1), claimed: $0.cents(2)) }
  }

  /// Approved lines that contain VAT: each is posted by itself.
  package func linesWithVAT(of declaration: Int64) throws -> [BookLine] {
    try connection.rows(
      Self.lineColumns + """
         WHERE declaration = \(declaration) AND approved = 1 AND vat <> 0 ORDER BY position
        """, read: Self.line)
  }

  package func approvedLines(of declaration: Int64, each: (BookLine) throws -> Void) throws {
    try connection.query(
      Self.lineColumns + " WHERE declaration = \(declaration) AND approved = 1 ORDER BY position"
    ) { row in try each(Self.line(row)) }
  }

  /// What a rule may ask about the first approved line; nothing if no line is approved.
  package func firstLineClass(of declaration: Int64) throws -> LineClass? {
    let first = try connection.first(
      "SELECT class FROM line WHERE declaration = \(declaration) AND approved = 1 ORDER BY position LIMIT 1"
    ) { try $0.int64(0) }
    return try first.map { try lineClass($0) }
  }

  /// The total of approved lines, which is what the payer was asked for.
  package func approvedTotal(of declaration: Int64) throws -> Int64 {
    try connection.first(
      "SELECT coalesce(sum(claimed), 0) FROM line WHERE declaration = \(declaration) AND approved = 1"
    ) { try $0.cents(0) } ?? 0
  }

  package func approvedCount(of declaration: Int64) throws -> Int64 {
    try connection.first("SELECT count(*) FROM line WHERE declaration = \(declaration) AND approved = 1") {
      try $0.int64(0)
    } ?? 0
  }

  /// Lines of other declarations of the payer with this reference, that count for the event, by invoice date.
  package func lines(
    referenced reference: String, of payer: PayerCode, administration: String, besides declaration: Int64,
    at event: Int64
  ) throws -> [BookLine] {
    try lines(where: "l.reference = \(reference)", of: payer, administration, besides: declaration, at: event)
  }

  /// Lines that name this reference as the line they declare again or credit, by invoice date.
  package func lines(
    succeeding reference: String, of payer: PayerCode, administration: String, besides declaration: Int64,
    at event: Int64
  ) throws -> [BookLine] {
    try lines(where: "l.previous = \(reference)", of: payer, administration, besides: declaration, at: event)
  }

  private func lines(
    where condition: SQLText, of payer: PayerCode, _ administration: String, besides declaration: Int64,
    at event: Int64
  ) throws -> [BookLine] {
    try connection.rows(
      Self.lineColumnsJoined + " WHERE " + condition + """
         AND l.declaration <> \(declaration) AND l.approved = 1
        AND d.payer = \(payer.text) AND d.administration = \(administration)
        AND d.event <= \(event) AND (d.until IS NULL OR d.until > \(event))
        ORDER BY d.submitted_on, length(d.number), d.number, l.position
        """, read: Self.line)
  }

  /// A line among those of equal care, with its declaration.
  package struct AlikeLine: Sendable {
    package var line: BookLine
    package var submittedOn: CalendarDate
    package var number: String
    /// A return speaks of its declaration, whatever it says.
    package var isAnswered: Bool
  }

  /// Lines of equal payer, client, service and dates, that count for the event.
  package func lines(
    withKey key: Int64, of payer: PayerCode, administration: String, at event: Int64
  ) throws -> [AlikeLine] {
    try connection.rows(
      """
      SELECT l.declaration, l.position, l.reference, l.key, l.class, l.claimed, l.vat, l.previous, l.approved,
      d.submitted_on, d.number, EXISTS (SELECT 1 FROM remittance r WHERE r.administration = d.administration
      AND r.payer = d.payer AND r.declaration = d.number)
      FROM line l CROSS JOIN declaration d ON d.id = l.declaration
      WHERE l.key = \(key) AND l.approved = 1
      AND d.payer = \(payer.text) AND d.administration = \(administration)
      AND d.event <= \(event) AND (d.until IS NULL OR d.until > \(event))
      """
    ) { row in
      try AlikeLine(
        line: Self.line(row), submittedOn: row.day(9), number: row.text(10), isAnswered: row.bool(11))
    }
  }

  /// The keys of this declaration's lines that lines of other declarations of the payer share: one may declare the
  /// other again.
  package func sharedKeys(of declaration: BookDeclaration) throws -> [Int64] {
    try connection.rows(
      """
      SELECT own.key FROM (SELECT DISTINCT key FROM line WHERE declaration = \(declaration.id)) own
      WHERE EXISTS (SELECT 1 FROM line o CROSS JOIN declaration d ON d.id = o.declaration
      WHERE o.key = own.key AND o.declaration <> \(declaration.id)
      AND d.administration = \(declaration.administration) AND d.payer = \(declaration.payer.text)) ORDER BY 1
      """
    ) { try $0.int64(0) }
  }

  /// Other declarations whose lines are named otherwise since this one came, or went: those that its lines name, and
  /// those for which its references make a name known or ambiguous. A reference that several others use already names
  /// nothing before and after.
  package func namesakes(of declaration: BookDeclaration, at event: Int64) throws -> [Int64] {
    var found: Set<Int64> = []
    let named = try connection.rows(
      "SELECT DISTINCT previous FROM line WHERE declaration = \(declaration.id) AND previous IS NOT NULL"
    ) { try $0.text(0) }
    for reference in named {
      let others = try declarations(using: reference, besides: declaration, at: event)
      if others.count == 1 { found.formUnion(others) }
    }
    let namers = try connection.rows(
      """
      SELECT DISTINCT l.reference, p.declaration, p.key FROM line l
      CROSS JOIN line p ON p.previous = l.reference CROSS JOIN declaration d ON d.id = p.declaration
      WHERE l.declaration = \(declaration.id) AND p.declaration <> \(declaration.id) AND p.claimed > 0
      AND d.administration = \(declaration.administration) AND d.payer = \(declaration.payer.text)
      """
    ) { try (reference: $0.text(0), declaration: $0.int64(1), key: $0.int64(2)) }
    for (reference, namers) in Dictionary(grouping: namers, by: \.reference) {
      let others = try declarations(using: reference, besides: declaration, at: event)
      for namer in namers {
        let predecessors = others.filter { $0 != namer.declaration }
        guard predecessors.count <= 1 else { continue }
        found.formUnion(predecessors)
        found.formUnion(try declarations(withKey: namer.key, of: declaration))
      }
    }
    found.remove(declaration.id)
    return found.sorted()
  }

  /// Up to three declarations of the payer with a line of this reference: more tell nothing more.
  private func declarations(
    using reference: String, besides declaration: BookDeclaration, at event: Int64
  ) throws -> [Int64] {
    try connection.rows(
      """
      SELECT DISTINCT l.declaration FROM line l CROSS JOIN declaration d ON d.id = l.declaration
      WHERE l.reference = \(reference) AND l.declaration <> \(declaration.id) AND l.approved = 1
      AND d.payer = \(declaration.payer.text) AND d.administration = \(declaration.administration)
      AND d.event <= \(event) AND (d.until IS NULL OR d.until > \(event)) LIMIT 3
      """
    ) { try $0.int64(0) }
  }

  private func declarations(withKey key: Int64, of declaration: BookDeclaration) throws -> [Int64] {
    try connection.rows(
      """
      SELECT DISTINCT l.declaration FROM line l CROSS JOIN declaration d ON d.id = l.declaration
      WHERE l.key = \(key) AND d.payer = \(declaration.payer.text)
      AND d.administration = \(declaration.administration)
      """
    ) { try $0.int64(0) }
  }

  static let lineColumns: SQLText = """
    SELECT declaration, position, reference, key, class, claimed, vat, previous, approved FROM line
    """

  /// CROSS JOIN keeps the order of the tables (sqlite.org/lang_select.html): lines by their index, then whose they
  /// are. Left to itself the planner walks through all declarations of the payer.
  static let lineColumnsJoined: SQLText = """
    SELECT l.declaration, l.position, l.reference, l.key, l.class, l.claimed, l.vat, l.previous, l.approved
    FROM line l CROSS JOIN declaration d ON d.id = l.declaration
    """

  static func line(_ row: borrowing Row) throws -> BookLine {
    try BookLine(
      declaration: row.int64(0), position: row.int64(1), reference: row.text(2), key: row.int64(3),
      lineClass: row.int64(4), claimed: row.cents(5), vat: row.cents(6), previous: row.textIfAny(7),
      isApproved: row.bool(8))
  }

  // MARK: Returns

  /// Returns on a declaration that count for the event, by their own date, then the payer's number: of two numbers the
  /// longer one is the later, else the one that sorts behind.
  package func remittances(
    on number: String, of payer: PayerCode, administration: String, at event: Int64
  ) throws -> [BookRemittance] {
    try connection.rows(
      Self.remittanceColumns + """
         WHERE administration = \(administration) AND payer = \(payer.text) AND declaration = \(number)
        AND event <= \(event) AND (until IS NULL OR until > \(event))
        ORDER BY date, length(reference), reference, id
        """, read: Self.remittance)
  }

  package func remittance(_ id: Int64) throws -> BookRemittance? {
    try connection.first(Self.remittanceColumns + " WHERE id = \(id)", read: Self.remittance)
  }

  /// Returns that carry this number, as the payer's own or as that of the declaration they answer.
  package func remittances(
    named name: String, administration: String, at event: Int64
  ) throws -> [BookRemittance] {
    try connection.rows(
      Self.remittanceColumns + """
         WHERE administration = \(administration) AND name = \(name)
        AND event <= \(event) AND (until IS NULL OR until > \(event))
        UNION
        """ + Self.remittanceColumns + """
           WHERE administration = \(administration) AND declaration_name = \(name)
          AND event <= \(event) AND (until IS NULL OR until > \(event)) ORDER BY id
          """, read: Self.remittance)
  }

  static let remittanceColumns: SQLText = """
     SELECT id, payer, reference, name, date, declaration, header_codes, claimed, awarded, listed,
    listed_residual, file, event FROM remittance
    """

  static func remittance(_ row: borrowing Row) throws -> BookRemittance {
    try BookRemittance(
      id: row.int64(0), payer: row.code(1), reference: row.text(2), name: row.text(3),
      date: row.day(4), declaration: row.text(5), headerCodes: row.codes(6),
      claimed: row.centsIfAny(7), awarded: row.centsIfAny(8), listed: row.int64(9),
      listedResidual: row.cents(10), file: row.int64(11), event: row.int64(12))
  }

  /// The listed awards of a return, each beside the line of the declaration that it names, in the order of the return.
  /// A reference that the declaration uses twice gives the award twice.
  /// - Parameter declaration: nothing for one that is not in the books.
  package func awards(of remittance: Int64, on declaration: Int64? = nil) throws -> [ListedAward] {
    try connection.rows(
      """
      SELECT l.declaration, l.position, l.reference, l.key, l.class, l.claimed, l.vat, l.previous, l.approved,
      a.line, a.claimed, a.awarded, a.reasons, a.position, a.key
      FROM award a LEFT JOIN line l ON l.reference = a.line AND l.declaration = \(declaration)
      WHERE a.remittance = \(remittance) ORDER BY a.position, l.position
      """
    ) { row in
      try ListedAward(
        position: row.int64(13), reference: row.text(9), claimed: row.cents(10), awarded: row.cents(11),
        reasons: row.codes(12), line: row.isNull(0) ? nil : Self.line(row),
        key: row.isNull(14) ? nil : row.int64(14))
    }
  }

  // MARK: Identity

  /// A message of the same identity that counts now, and whether it says the same.
  package struct Known: Sendable {
    package var id: Int64
    package var digest: [UInt8]
  }

  /// - Parameter digest: of several versions the one that says the same is known, whether or not it gave way.
  package func known(
    declaration number: String, of payer: PayerCode, digest: [UInt8], administration: String
  ) throws -> Known? {
    try connection.first(
      """
      SELECT id, digest FROM declaration WHERE administration = \(administration) AND payer = \(payer.text)
      AND number = \(number) ORDER BY digest = \(digest) DESC, until IS NULL DESC, id DESC LIMIT 1
      """
    ) { try Known(id: $0.int64(0), digest: $0.blob(1)) }
  }

  package func known(
    remittance reference: String, on declaration: String, dated date: CalendarDate, of payer: PayerCode,
    administration: String
  ) throws -> Known? {
    try connection.first(
      """
      SELECT id, digest FROM remittance WHERE administration = \(administration) AND payer = \(payer.text)
      AND declaration = \(declaration) AND reference = \(reference) AND date = \(date.dayNumber)
      ORDER BY until IS NULL DESC, id DESC LIMIT 1
      """
    ) { try Known(id: $0.int64(0), digest: $0.blob(1)) }
  }

  /// - Parameter identity: empty where the bank gives none; then only a statement that says the same is known.
  package func known(
    statement identity: String, account: String, digest: [UInt8], administration: String
  )
    throws -> Known?
  {
    try connection.first(
      """
      SELECT id, digest FROM statement WHERE administration = \(administration) AND account = \(account)
      AND (digest = \(digest) OR (identity = \(identity) AND identity <> ''))
      ORDER BY digest = \(digest) DESC, until IS NULL DESC, id DESC LIMIT 1
      """
    ) { try Known(id: $0.int64(0), digest: $0.blob(1)) }
  }

  /// Takes a fact out of the set, from this event on.
  package func withhold(declaration id: Int64, from event: Int64) throws {
    try connection.execute("UPDATE declaration SET until = \(event) WHERE id = \(id) AND until IS NULL")
  }

  package func withhold(remittance id: Int64, from event: Int64) throws {
    try connection.execute("UPDATE remittance SET until = \(event) WHERE id = \(id) AND until IS NULL")
  }

  /// Takes a statement out of the set, and its movements unless another statement that counts tells them too.
  package func withhold(statement id: Int64, from event: Int64) throws {
    try connection.execute("UPDATE statement SET until = \(event) WHERE id = \(id) AND until IS NULL")
    try connection.execute(
      """
      UPDATE receipt SET until = \(event) WHERE until IS NULL AND id IN
      (SELECT id FROM receipt WHERE statement = \(id)
      UNION SELECT receipt FROM retold WHERE statement = \(id))
      AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.id = receipt.statement AND s.until IS NULL)
      AND NOT EXISTS (SELECT 1 FROM retold t JOIN statement s ON s.id = t.statement
      WHERE t.receipt = receipt.id AND s.until IS NULL)
      """)
  }

  package func withhold(receipt id: Int64, from event: Int64) throws {
    try connection.execute("UPDATE receipt SET until = \(event) WHERE id = \(id) AND until IS NULL")
  }
}
