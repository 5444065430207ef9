package import Accounting
import SQLite

/// An entry as `reverse` looks at it.
package struct BookEntry: Sendable, Hashable {
  package var id: Int64
  package var administration: String
  package var reference: EntryReference
  package var kind: String
  package var booker: String
  package var subject: String
  package var event: Int64
  package var reverses: String?
}

/// A fact behind an entry, which its reversal takes out of the set.
package struct FactBehind: Sendable, Hashable {
  enum Fact: Sendable, Hashable {
    case declaration(Int64), remittance(Int64), specification(Int64), receipt(Int64)
    case explanation(ofReceipt: Int64)
  }

  var fact: Fact
  /// One that gave way to another file, or was taken back with another entry, does not.
  package var counts: Bool

  init(_ fact: Fact, counts: Bool) {
    self.fact = fact
    self.counts = counts
  }
}

/// What a person decided.
package struct BookDecision: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The facts behind an entry count no longer.
    case reverse
    /// Of what a payment consists.
    case parts
    /// A takeback is not accepted: it stays, and people are told.
    case contest
    /// A payer does not want it back after all.
    case withdraw
    /// Where the residual of a line goes.
    case destination
    /// What is left of an advance is settled, for its year.
    case settle
    /// An earlier decision does not count any more.
    case undo

    /// Whether it says something of what it is about.
    package var hasContent: Bool {
      switch self {
      case .parts, .destination, .settle: true
      case .reverse, .contest, .withdraw, .undo: false
      }
    }
  }

  package var id: Int64
  package var administration: String
  package var kind: Kind
  /// What it is about: an entry, a receipt's reference, the name of an item; of `undo` the number of a decision.
  package var entry: String
  /// What it says of it; empty where the kind says all.
  package var content: String
  package var reason: String
  package var by: String
  package var recordedOn: CalendarDate
}

extension Books {
  package func entry(_ reference: String, administration: String) throws -> BookEntry? {
    try connection.first(
      """
      SELECT id, administration, reference, kind, booker, subject, event, reverses FROM entry
      WHERE administration = \(administration) AND reference = \(reference)
      """
    ) { row in
      try BookEntry(
        id: row.int64(0), administration: row.text(1), reference: row.reference(2), kind: row.text(3),
        booker: row.text(4), subject: row.text(5), event: row.int64(6), reverses: row.textIfAny(7))
    }
  }

  package func isReversed(_ entry: BookEntry) throws -> Bool {
    try connection.first(
      """
      SELECT 1 FROM entry WHERE administration = \(entry.administration)
      AND reverses = \(entry.reference.text) LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// Records a decision with the event that makes it count.
  package func record(
    decision kind: BookDecision.Kind, on entry: String, content: String = "", reason: String, by: String,
    administration: String, on day: CalendarDate, mapping: Int64
  ) throws -> (decision: Int64, event: Int64) {
    let id = (try connection.first("SELECT max(id) FROM decision") { try $0.numberIfAny(0) ?? 0 } ?? 0) + 1
    let event = try record(
      .decision, id, administration: administration, on: day, mapping: mapping, isReady: true)
    try connection.execute(
      """
      INSERT INTO decision VALUES (\(id), \(administration), \(kind.rawValue), \(entry), \(content), \(reason),
      \(by), \(day.dayNumber), \(event), NULL)
      """)
    return (id, event)
  }

  package func decision(_ id: Int64) throws -> BookDecision? {
    try connection.first(Self.decisionColumns + " WHERE id = \(id)", read: Self.decision)
  }

  /// The last decision of a kind about something that counts for the event.
  package func decision(
    _ kind: BookDecision.Kind, on entry: String, administration: String, at event: Int64
  ) throws -> BookDecision? {
    try connection.first(
      Self.decisionColumns + """
         WHERE administration = \(administration) AND entry = \(entry) AND kind = \(kind.rawValue)
        AND event <= \(event) AND (until IS NULL OR until > \(event)) ORDER BY id DESC LIMIT 1
        """, read: Self.decision)
  }

  /// Decisions that count now, the oldest first.
  package func decisions(of administration: String) throws -> [BookDecision] {
    try connection.rows(
      Self.decisionColumns + " WHERE administration = \(administration) AND until IS NULL ORDER BY id",
      read: Self.decision)
  }

  package func counts(decision id: Int64) throws -> Bool {
    try connection.first("SELECT until IS NULL FROM decision WHERE id = \(id)") { try $0.bool(0) } ?? false
  }

  package func withhold(decision id: Int64, from event: Int64) throws {
    try connection.execute("UPDATE decision SET until = \(event) WHERE id = \(id) AND until IS NULL")
  }

  private static let decisionColumns: SQLText = """
    SELECT id, administration, kind, entry, content, reason, by, recorded_on FROM decision
    """

  private static func decision(_ row: borrowing Row) throws -> BookDecision {
    try BookDecision(
      id: row.int64(0), administration: row.text(1), kind: row.choice(2), entry: row.text(3),
      content: row.text(4), reason: row.text(5), by: row.text(6), recordedOn: row.day(7))
  }

  /// What a reversal of an entry takes out of the set, counting or not (POSTING.md rule 9); empty if the entry rests on
  /// no fact of its own, but followed from a mapping or a decision.
  package func facts(behind entry: BookEntry) throws -> [FactBehind] {
    switch entry.kind {
    case "bank":
      try connection.rows(
        """
        SELECT id, until IS NULL FROM receipt WHERE administration = \(entry.administration)
        AND reference = \(entry.subject)
        """
      ) { try FactBehind(.receipt($0.int64(0)), counts: $0.bool(1)) }
    case "explained":
      // After which the money waits again, an explanation does not count.
      try connection.rows(
        """
        SELECT r.id, r.until IS NULL AND (SELECT coalesce(sum(s.amount), 0) FROM standing s WHERE s.subject = r.id
        AND s.kind = 1 AND s.role = 'receipts') = 0
        FROM receipt r WHERE r.administration = \(entry.administration) AND r.reference = \(entry.subject)
        """
      ) { try FactBehind(.explanation(ofReceipt: $0.int64(0)), counts: $0.bool(1)) }
    case "takeback":
      try connection.rows(
        """
        SELECT s.id, s.until IS NULL FROM ground g JOIN specification s ON s.id = g.subject
        WHERE g.entry = \(entry.id) AND g.kind = 'specification'
        """
      ) { try FactBehind(.specification($0.int64(0)), counts: $0.bool(1)) }
    case "awarded", "reduced":
      try answersOnHand(entry) ?? ownFacts(behind: entry)
    default: try ownFacts(behind: entry)
    }
  }

  /// Of the facts an entry rests on, those that its own event brought. A mapping brings none: what it is the first to
  /// post is the declaration's own.
  private func ownFacts(behind entry: BookEntry) throws -> [FactBehind] {
    try connection.rows(
      """
      SELECT r.id, r.until IS NULL FROM ground g JOIN remittance r ON r.id = g.subject
      WHERE g.entry = \(entry.id) AND g.kind = 'remittance' AND r.event = \(entry.event)
      """
    ) { try FactBehind(.remittance($0.int64(0)), counts: $0.bool(1)) }
      + connection.rows(
        """
        SELECT d.id, d.until IS NULL FROM ground g JOIN declaration d ON d.id = g.subject
        WHERE g.entry = \(entry.id) AND g.kind = 'declaration' AND (d.event = \(entry.event)
        OR (\(entry.kind) = 'declared' AND \(try isOfMapping(entry))
        AND d.payer || '/' || d.number = \(entry.subject)))
        """
      ) { try FactBehind(.declaration($0.int64(0)), counts: $0.bool(1)) }
  }

  /// The latest returns, if an answer was posted with the declaration it had waited for: then they are what is behind
  /// it, and not the declaration, which the same event brought or let in.
  private func answersOnHand(_ entry: BookEntry) throws -> [FactBehind]? {
    let isOnHand = try connection.first(
      """
      SELECT 1 FROM ground g JOIN declaration d ON d.id = g.subject
      WHERE g.entry = \(entry.id) AND g.kind = 'declaration' AND (d.event = \(entry.event)
      OR \(try isOfMapping(entry))) AND d.payer || '/' || d.number = \(entry.subject) LIMIT 1
      """
    ) { _ in true }
    guard isOnHand == true else { return nil }
    return try connection.rows(
      """
      SELECT r.id, r.until IS NULL FROM ground g JOIN remittance r ON r.id = g.subject
      WHERE g.entry = \(entry.id) AND g.kind = 'remittance' AND r.date = (SELECT max(o.date)
      FROM ground h JOIN remittance o ON o.id = h.subject WHERE h.entry = \(entry.id) AND h.kind = 'remittance')
      """
    ) { try FactBehind(.remittance($0.int64(0)), counts: $0.bool(1)) }
  }

  private func isOfMapping(_ entry: BookEntry) throws -> Bool {
    try connection.first("SELECT kind = 'mapping' FROM event WHERE seq = \(entry.event)") {
      try $0.bool(0)
    } ?? false
  }

  /// Takes facts out of the set from an event on. What was out before stays out since then.
  package func withhold(_ facts: [FactBehind], from event: Int64) throws {
    for fact in facts {
      switch fact.fact {
      case .declaration(let id):
        try connection.execute(
          "UPDATE declaration SET until = \(event) WHERE id = \(id) AND until IS NULL")
      case .remittance(let id):
        try connection.execute(
          "UPDATE remittance SET until = \(event) WHERE id = \(id) AND until IS NULL")
      case .specification(let id): try withhold(specification: id, from: event)
      case .receipt(let id):
        try connection.execute("UPDATE receipt SET until = \(event) WHERE id = \(id) AND until IS NULL")
      case .explanation(let receipt):
        try connection.execute("INSERT INTO withheld (receipt, event) VALUES (\(receipt), \(event))")
      }
    }
  }

  // MARK: Release

  /// Brings back what the reversal of an entry took out of the set, from an event on: facts as versions of their own, so
  /// that what counted when stays readable.
  package func release(_ facts: [FactBehind], event: Int64) throws {
    for fact in facts {
      switch fact.fact {
      case .declaration(let id): _ = try revive(declaration: id, event: event)
      case .remittance(let id): try revive(remittance: id, event: event)
      case .specification(let id): try revive(specification: id, event: event)
      case .receipt(let id): try revive(receipt: id, event: event)
      case .explanation(let receipt):
        try connection.execute(
          "UPDATE withheld SET until = \(event) WHERE receipt = \(receipt) AND until IS NULL")
      }
    }
  }

  /// What a decision to reverse took out of the set.
  package func facts(withheldBy event: Int64) throws -> [FactBehind] {
    func ids(_ sql: SQLText) throws -> [Int64] { try connection.rows(sql) { try $0.int64(0) } }
    return try ids("SELECT id FROM declaration WHERE until = \(event) ORDER BY id")
      .map { FactBehind(.declaration($0), counts: false) }
      + ids("SELECT id FROM remittance WHERE until = \(event) ORDER BY id")
      .map { FactBehind(.remittance($0), counts: false) }
      + ids("SELECT id FROM specification WHERE until = \(event) ORDER BY id")
      .map { FactBehind(.specification($0), counts: false) }
      + ids("SELECT id FROM receipt WHERE until = \(event) AND specification IS NULL ORDER BY id")
      .map { FactBehind(.receipt($0), counts: false) }
      + ids("SELECT receipt FROM withheld WHERE event = \(event) AND until IS NULL ORDER BY receipt")
      .map { FactBehind(.explanation(ofReceipt: $0), counts: false) }
  }

  package func event(ofDecision id: Int64) throws -> Int64? {
    try connection.first("SELECT event FROM decision WHERE id = \(id)") { try $0.int64(0) }
  }

  private func revive(remittance id: Int64, event: Int64) throws {
    let new = try lastNumber(of: .remittance) + 1
    try connection.execute(
      """
      INSERT INTO remittance SELECT \(new), administration, payer, reference, name, date, declaration,
      declaration_name, header_codes, claimed, awarded, listed, listed_residual, digest, file, byte, line_number,
      \(event), NULL FROM remittance WHERE id = \(id)
      """)
    try connection.execute(
      """
      INSERT INTO award SELECT \(new), position, line, claimed, awarded, reasons, key, byte, length, line_number
      FROM award WHERE remittance = \(id)
      """)
  }

  private func revive(specification id: Int64, event: Int64) throws {
    let new = try lastNumber(of: .specification) + 1
    try connection.execute(
      """
      INSERT INTO specification SELECT \(new), administration, payer, reference, name, date, payment, digest, file,
      byte, line_number, \(event), NULL FROM specification WHERE id = \(id)
      """)
    try connection.execute(
      """
      INSERT INTO specification_row SELECT \(new), position, kind, declaration, amount, number, scheme, byte, length,
      line_number FROM specification_row WHERE specification = \(id)
      """)
    let own = try connection.first(
      "SELECT id FROM receipt WHERE specification = \(id) ORDER BY id DESC LIMIT 1"
    ) { try $0.int64(0) }
    if let own { try revive(receipt: own, event: event, specification: new) }
  }

  private func revive(receipt id: Int64, event: Int64, specification: Int64? = nil) throws {
    let new = try lastNumber(of: .receipt) + 1
    try connection.execute(
      """
      INSERT INTO receipt SELECT \(new), administration, reference, statement, account, booked_on, amount,
      counterparty, name, texts, bank_reference, end_to_end, is_reversal, byte, length, line_number, \(event), NULL,
      \(specification) FROM receipt WHERE id = \(id)
      """)
    try connection.execute(
      "INSERT INTO receipt_name SELECT name, \(new) FROM receipt_name WHERE receipt = \(id)")
    try connection.execute("INSERT INTO retold SELECT statement, \(new) FROM retold WHERE receipt = \(id)")
  }
}
