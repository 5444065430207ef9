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
    case declaration(Int64), remittance(Int64), receipt(Int64), explanation(ofReceipt: Int64)
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
  package var id: Int64
  package var administration: String
  package var kind: String
  package var entry: String
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
    decision kind: String, on entry: String, reason: String, by: String, administration: String,
    on day: CalendarDate, mapping: Int64
  ) throws -> (decision: Int64, event: Int64) {
    let id = (try connection.first("SELECT max(id) FROM decision") { try $0.numberIfAny(0) ?? 0 } ?? 0) + 1
    let event = try record(
      .decision, id, administration: administration, on: day, mapping: mapping, isReady: true)
    try connection.execute(
      """
      INSERT INTO decision VALUES (\(id), \(administration), \(kind), \(entry), \(reason), \(by),
      \(day.dayNumber), \(event))
      """)
    return (id, event)
  }

  package func decision(_ id: Int64) throws -> BookDecision? {
    try connection.first(
      "SELECT id, administration, kind, entry, reason, by, recorded_on FROM decision WHERE id = \(id)"
    ) { row in
      try BookDecision(
        id: row.int64(0), administration: row.text(1), kind: row.text(2), entry: row.text(3),
        reason: row.text(4),
        by: row.text(5), recordedOn: row.day(6))
    }
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
      case .receipt(let id):
        try connection.execute("UPDATE receipt SET until = \(event) WHERE id = \(id) AND until IS NULL")
      case .explanation(let receipt):
        try connection.execute("INSERT INTO withheld (receipt, event) VALUES (\(receipt), \(event))")
      }
    }
  }
}
