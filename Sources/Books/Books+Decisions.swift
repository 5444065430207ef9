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

  /// Whether facts of its own event stand behind an entry: only those can be taken out of the set for it.
  package func restsOnFacts(_ entry: BookEntry) throws -> Bool {
    if entry.kind == "bank" || entry.kind == "explained" { return true }
    return try connection.first(
      """
      SELECT 1 FROM ground g LEFT JOIN remittance r ON g.kind = 'remittance' AND r.id = g.subject
      LEFT JOIN declaration d ON g.kind = 'declaration' AND d.id = g.subject
      WHERE g.entry = \(entry.id) AND (r.event = \(entry.event) OR d.event = \(entry.event)) LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// Whether anything that a reversal could take back still counts. A fact that gave way to another file, or was taken
  /// back with another entry, does not; nor does an explanation after which the money waits again.
  package func stillCounts(_ entry: BookEntry) throws -> Bool {
    let sql: SQLText =
      switch entry.kind {
      case "bank":
        """
        SELECT 1 FROM receipt WHERE administration = \(entry.administration) AND reference = \(entry.subject)
        AND until IS NULL LIMIT 1
        """
      case "explained":
        """
        SELECT 1 FROM receipt r WHERE r.administration = \(entry.administration) AND r.reference = \(entry.subject)
        AND r.until IS NULL AND (SELECT coalesce(sum(s.amount), 0) FROM standing s WHERE s.subject = r.id
        AND s.is_receipt = 1 AND s.role = 'receipts') = 0 LIMIT 1
        """
      default:
        """
        SELECT 1 FROM ground g LEFT JOIN remittance r ON g.kind = 'remittance' AND r.id = g.subject
        LEFT JOIN declaration d ON g.kind = 'declaration' AND d.id = g.subject
        WHERE g.entry = \(entry.id) AND ((r.event = \(entry.event) AND r.until IS NULL)
        OR (d.event = \(entry.event) AND d.until IS NULL)) LIMIT 1
        """
      }
    return try connection.first(sql) { _ in true } ?? false
  }

  /// Takes the facts behind an entry out of the set (POSTING.md rule 9).
  package func withholdFacts(behind entry: BookEntry, from event: Int64) throws {
    switch entry.kind {
    case "awarded", "reduced":
      try withholdAnswer(behind: entry, from: event)
    case "bank":
      try connection.execute(
        """
        UPDATE receipt SET until = \(event) WHERE administration = \(entry.administration)
        AND reference = \(entry.subject) AND until IS NULL
        """)
    case "explained":
      try connection.execute(
        """
        INSERT INTO withheld (receipt, event) SELECT id, \(event) FROM receipt
        WHERE administration = \(entry.administration) AND reference = \(entry.subject)
        """)
    default: try withholdOwnFacts(behind: entry, from: event)
    }
  }

  /// Of the facts an entry rests on, those that its own event brought.
  private func withholdOwnFacts(behind entry: BookEntry, from event: Int64) throws {
    try connection.execute(
      """
      UPDATE remittance SET until = \(event) WHERE until IS NULL AND event = \(entry.event) AND id IN
      (SELECT subject FROM ground WHERE entry = \(entry.id) AND kind = 'remittance')
      """)
    try connection.execute(
      """
      UPDATE declaration SET until = \(event) WHERE until IS NULL AND event = \(entry.event) AND id IN
      (SELECT subject FROM ground WHERE entry = \(entry.id) AND kind = 'declaration')
      """)
  }

  private func withholdAnswer(behind entry: BookEntry, from event: Int64) throws {
    guard try isAnswerOnHand(entry) else { return try withholdOwnFacts(behind: entry, from: event) }
    try connection.execute(
      """
      UPDATE remittance SET until = \(event) WHERE until IS NULL AND id IN
      (SELECT r.id FROM ground g JOIN remittance r ON r.id = g.subject
      WHERE g.entry = \(entry.id) AND g.kind = 'remittance' AND r.date = (SELECT max(o.date)
      FROM ground h JOIN remittance o ON o.id = h.subject WHERE h.entry = \(entry.id) AND h.kind = 'remittance'))
      """)
  }

  /// Whether an answer was posted with the declaration it had waited for: then the return is what is behind it, and
  /// not the declaration, which the same event brought.
  private func isAnswerOnHand(_ entry: BookEntry) throws -> Bool {
    try connection.first(
      """
      SELECT 1 FROM ground g JOIN declaration d ON d.id = g.subject
      WHERE g.entry = \(entry.id) AND g.kind = 'declaration' AND d.event = \(entry.event)
      AND d.payer || '/' || d.number = \(entry.subject) LIMIT 1
      """
    ) { _ in true } ?? false
  }
}
