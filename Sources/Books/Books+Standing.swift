package import Accounting
import Care
package import Mapping
package import Posting
import SQLite

/// What is posted on a case, with the mapping version under which each spot was first posted (rule 3).
package struct PostedCase: Sendable {
  package struct Mark: Sendable, Hashable {
    package var mapping: Int64
    /// The date of the document since which money stands there.
    package var since: CalendarDate
  }

  package var standing = Standing()
  /// Also of spots that have come back to nothing: the account of an item is remembered.
  package var marks: [Spot: Mark] = [:]

  package init() {}

  package var isEmpty: Bool { marks.isEmpty }

  /// The spots of a role, in a fixed order.
  package func spots(_ role: Role) -> [Spot] { marks.keys.filter { $0.role == role }.sorted() }
}

/// What a case is in the books.
package enum Subject: Sendable, Hashable {
  case declaration(Int64)
  case receipt(Int64)
  case takeback(Int64)
  /// A person's, that posts something of its own.
  case decision(Int64)

  var id: Int64 {
    switch self {
    case .declaration(let id), .receipt(let id), .takeback(let id), .decision(let id): id
    }
  }

  var name: String {
    switch self {
    case .declaration(let id): "declaration \(id)"
    case .receipt(let id): "receipt \(id)"
    case .takeback(let id): "takeback \(id)"
    case .decision(let id): "decision \(id)"
    }
  }

  /// As the table of what stands has it.
  var kind: Int64 {
    switch self {
    case .declaration: 0
    case .receipt: 1
    case .takeback: 2
    case .decision: 3
    }
  }
}

extension Books {
  package func posted(_ subject: Subject) throws -> PostedCase {
    var posted = PostedCase()
    try connection.query(
      """
      SELECT booker, role, account, cost_centre, item, amount, mapping, since FROM standing
      WHERE subject = \(subject.id) AND kind = \(subject.kind)
      """
    ) { row in
      let spot = try Self.spot(row)
      posted.standing.add(try row.cents(5), to: spot)
      posted.marks[spot] = try PostedCase.Mark(mapping: row.int64(6), since: row.day(7))
    }
    // An entry of ours always balances; the difference to what does not could not be posted.
    for booker in posted.standing.bookers {
      guard posted.standing.of(booker).amounts.values.reduce(0, +) == 0 else {
        throw BooksFailure.damaged("what stands on \(subject.name) does not balance")
      }
    }
    return posted
  }

  /// Adds a difference to what stands. A spot keeps the mapping it was first posted under, also when it came back to
  /// nothing in between (rule 3); since when money stands there it keeps while it has any.
  package func add(
    _ difference: Standing, to subject: Subject, under mapping: Int64, since date: (Spot) -> CalendarDate
  ) throws {
    let upsert = try connection.prepare(
      """
      INSERT INTO standing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET amount = amount + excluded.amount,
      since = CASE WHEN amount = 0 THEN excluded.since ELSE since END
      """)
    for (spot, cents) in difference.amounts {
      try upsert.bind(subject.id)
      try upsert.bind(subject.kind)
      try upsert.bind(spot.booker.rawValue)
      try upsert.bind(spot.role.rawValue)
      try upsert.bind(spot.account.text)
      try upsert.bind(spot.costCentre?.text ?? "")
      try upsert.bind(spot.item)
      try upsert.bind(cents)
      try upsert.bind(mapping)
      try upsert.bind(Int64(date(spot).dayNumber))
      try upsert.run()
    }
  }

  /// Corrects since when money has been standing there: an earlier document came later.
  package func set(since date: CalendarDate, at spot: Spot, of subject: Subject) throws {
    try connection.execute(
      """
      UPDATE standing SET since = \(date.dayNumber) WHERE subject = \(subject.id)
      AND kind = \(subject.kind) AND booker = \(spot.booker.rawValue) AND role = \(spot.role.rawValue)
      AND account = \(spot.account.text) AND cost_centre = \(spot.costCentre?.text ?? "") AND item = \(spot.item)
      """)
  }

  /// Keeps which lines of a declaration may declare any of several rejected lines again.
  package func set(ambiguous positions: [Int64], declaration id: Int64) throws {
    try connection.execute("DELETE FROM ambiguous WHERE declaration = \(id)")
    for position in positions { try connection.execute("INSERT INTO ambiguous VALUES (\(id), \(position))") }
  }

  static func spot(_ row: borrowing Row) throws -> Spot {
    try Spot(
      row.choice(0), row.choice(1), row.code(2), costCentre: row.codeUnlessEmpty(3), item: row.text(4))
  }

  // MARK: Queues of an event

  /// Puts the declarations into the queue of which an event's facts speak, whether it brought them or took them away.
  package func touchCases(ofEvent event: Int64) throws {
    try connection.execute(
      """
      INSERT OR IGNORE INTO touched SELECT id FROM declaration WHERE event = \(event) OR until = \(event)
      UNION SELECT declaration FROM replacement WHERE event = \(event)
      """)
    try connection.execute(
      """
      INSERT OR IGNORE INTO touched SELECT d.id FROM remittance r JOIN declaration d
      ON d.administration = r.administration AND d.payer = r.payer AND d.number = r.declaration
      WHERE r.event = \(event) OR r.until = \(event)
      """)
  }

  /// Puts every declaration, takeback and movement into the queues.
  package func touchAll(of administration: String) throws {
    try connection.execute(
      "INSERT OR IGNORE INTO touched SELECT id FROM declaration WHERE administration = \(administration)")
    try connection.execute(
      """
      INSERT OR IGNORE INTO touched_takeback SELECT id FROM takeback WHERE administration = \(administration)
      """)
    try connection.execute(
      """
      INSERT OR IGNORE INTO dirty SELECT booked_on, reference, id FROM receipt
      WHERE administration = \(administration)
      """)
  }

  package func touch(declaration id: Int64) throws {
    try connection.execute("INSERT OR IGNORE INTO touched VALUES (\(id))")
  }

  package func nextTouched() throws -> Int64? {
    try connection.first("SELECT declaration FROM touched ORDER BY declaration LIMIT 1") { try $0.int64(0) }
  }

  package func untouch(declaration id: Int64) throws {
    try connection.execute("DELETE FROM touched WHERE declaration = \(id)")
  }

  /// Puts the movements that an event brought, or took away, into the queue.
  package func dirtyReceipts(ofEvent event: Int64) throws {
    try connection.execute(
      """
      INSERT OR IGNORE INTO dirty SELECT booked_on, reference, id FROM receipt
      WHERE event = \(event) OR until = \(event)
      """)
  }

  package func dirty(receipt id: Int64) throws {
    try connection.execute(
      "INSERT OR IGNORE INTO dirty SELECT booked_on, reference, id FROM receipt WHERE id = \(id)")
  }

  /// Payments whose text has one of these numbers.
  package func dirtyReceipts(
    naming names: [String], administration: String, after order: ReceiptOrder? = nil
  ) throws {
    for name in Set(names) where !name.isEmpty {
      try connection.execute(
        """
        INSERT OR IGNORE INTO dirty SELECT r.booked_on, r.reference, r.id FROM receipt_name n
        JOIN receipt r ON r.id = n.receipt
        WHERE n.name = \(name) AND r.administration = \(administration)
        AND (r.booked_on, r.reference) > (\(order?.bookedOn.dayNumber ?? Int32.min), \(order?.reference ?? ""))
        """)
    }
  }

  /// Payments of a payer group that are not explained, or by a whole answer only: what they may be changes with any item
  /// of the group.
  package func dirtyUnnamedReceipts(
    ofGroup group: String, administration: String, after order: ReceiptOrder? = nil
  ) throws {
    try connection.execute(
      """
      INSERT OR IGNORE INTO dirty SELECT r.booked_on, r.reference, r.id FROM verdict v
      JOIN receipt r ON r.id = v.receipt
      WHERE v.payer_group = \(group)
      AND (v.evidence = 'D' OR NOT EXISTS (SELECT 1 FROM part p WHERE p.receipt = v.receipt))
      AND r.administration = \(administration)
      AND (r.booked_on, r.reference) > (\(order?.bookedOn.dayNumber ?? Int32.min), \(order?.reference ?? ""))
      """)
  }

  package func nextDirty() throws -> Int64? {
    try connection.first("SELECT receipt FROM dirty ORDER BY booked_on, reference LIMIT 1") {
      try $0.int64(0)
    }
  }

  package func undirty(receipt id: Int64) throws {
    try connection.execute(
      """
      DELETE FROM dirty WHERE receipt = \(id) AND (booked_on, reference) =
      (SELECT booked_on, reference FROM receipt WHERE id = \(id))
      """)
  }

  // MARK: Answers

  package struct AwardTotal: Sendable, Hashable {
    package var remittance: Int64
    package var date: CalendarDate
    /// What is granted in all after this return, in cents.
    package var total: Int64
    /// Every line is answered.
    package var isComplete: Bool

    package init(remittance: Int64, date: CalendarDate, total: Int64, isComplete: Bool) {
      self.remittance = remittance
      self.date = date
      self.total = total
      self.isComplete = isComplete
    }
  }

  package func awardTotals(of declaration: Int64) throws -> [AwardTotal] {
    try connection.rows(
      """
      SELECT remittance, date, total, complete FROM award_total WHERE declaration = \(declaration) ORDER BY rank
      """
    ) { row in
      try AwardTotal(
        remittance: row.int64(0), date: row.day(1), total: row.cents(2), isComplete: row.bool(3))
    }
  }

  package func setAwardTotals(_ totals: [AwardTotal], of declaration: BookDeclaration) throws {
    try connection.execute("DELETE FROM award_total WHERE declaration = \(declaration.id)")
    for (rank, total) in totals.enumerated() {
      try connection.execute(
        """
        INSERT INTO award_total VALUES (\(declaration.id), \(rank), \(total.remittance),
        \(total.date.dayNumber), \(total.total), \(total.isComplete))
        """)
    }
    try refreshOpenItem(of: declaration)
  }

  /// A declaration that gave way or was taken back has neither answers nor an open item.
  package func removeAwardTotals(of declaration: Int64) throws {
    try connection.execute("DELETE FROM award_total WHERE declaration = \(declaration)")
    try connection.execute("DELETE FROM open_item WHERE kind = 0 AND subject = \(declaration)")
  }

  package func setStanding(_ standing: String, ofRemittance id: Int64) throws {
    try connection.execute(
      """
      INSERT INTO answer_standing VALUES (\(id), \(standing))
      ON CONFLICT DO UPDATE SET standing = excluded.standing
      """)
  }

  /// Keeps which listed lines of a return speak of other care than the lines of ours that they name.
  package func set(otherCare positions: [Int64], remittance id: Int64) throws {
    try connection.execute("DELETE FROM other_care WHERE remittance = \(id)")
    for position in positions { try connection.execute("INSERT INTO other_care VALUES (\(id), \(position))") }
  }

  /// Says how a return stands that nobody asks any more, unless that was said while it was asked.
  package func setStandingIfNone(_ standing: String, ofRemittance id: Int64) throws {
    try connection.execute("INSERT OR IGNORE INTO answer_standing VALUES (\(id), \(standing))")
  }

  package func standing(ofRemittance id: Int64) throws -> String? {
    try connection.first("SELECT standing FROM answer_standing WHERE remittance = \(id)") { try $0.text(0) }
  }

  package func setWaiting(_ cause: String?, declaration id: Int64) throws {
    if let cause {
      try connection.execute(
        "INSERT INTO waiting VALUES (\(id), \(cause)) ON CONFLICT DO UPDATE SET cause = excluded.cause")
    } else {
      try connection.execute("DELETE FROM waiting WHERE declaration = \(id)")
    }
  }

  package func isWaiting(declaration id: Int64) throws -> Bool {
    try connection.first("SELECT 1 FROM waiting WHERE declaration = \(id)") { _ in true } ?? false
  }
}
