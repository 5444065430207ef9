package import Accounting
import SQLite

/// Something that changes what must be posted, in the order in which it counts.
package struct BookEvent: Sendable, Hashable {
  package enum Kind: String, Sendable { case file, mapping, decision }

  /// How far posting has come with it. A restart goes on where it stood.
  package enum Phase: Int, Sendable {
    /// Its cases are not yet known.
    case new = 0
    /// Declarations are posted, in order of their number in the books.
    case declarations = 1
    /// Payments are judged, in order of booking date and reference.
    case receipts = 2
    case done = 3
  }

  package var seq: Int64
  package var administration: String
  package var kind: Kind
  /// The file, mapping or decision.
  package var subject: Int64
  package var recordedOn: CalendarDate
  /// The mapping in force.
  package var mapping: Int64
  package var phase: Phase

  package init(
    seq: Int64, administration: String, kind: Kind, subject: Int64, recordedOn: CalendarDate, mapping: Int64,
    phase: Phase
  ) {
    self.seq = seq
    self.administration = administration
    self.kind = kind
    self.subject = subject
    self.recordedOn = recordedOn
    self.mapping = mapping
    self.phase = phase
  }
}

extension Books {
  /// Makes an event. A file's is not ready until its last fact is in.
  /// - Parameter holds: the file brings no fact, and what it contradicts does not count any more.
  package func record(
    _ kind: BookEvent.Kind, _ subject: Int64, administration: String, on day: CalendarDate, mapping: Int64,
    isReady: Bool, holds: Bool = false
  ) throws -> Int64 {
    try connection.execute(
      """
      INSERT INTO event (administration, kind, subject, recorded_on, mapping, ready, holds) VALUES
      (\(administration), \(kind.rawValue), \(subject), \(day.dayNumber), \(mapping), \(isReady), \(holds))
      """)
    return connection.lastInsertRowID
  }

  package func makeReady(event: Int64) throws {
    try connection.execute("UPDATE event SET ready = 1 WHERE seq = \(event)")
  }

  /// The oldest event that is not posted, unless it is still being entered. Events of all administrations are posted in
  /// one order, which a replay repeats.
  package func nextEvent() throws -> BookEvent? {
    let oldest = try connection.first(
      """
      SELECT seq, administration, kind, subject, recorded_on, mapping, phase, ready FROM event
      WHERE phase < 3 ORDER BY seq LIMIT 1
      """
    ) { row in try (event: Self.event(row), isReady: row.bool(7)) }
    guard let oldest, oldest.isReady else { return nil }
    return oldest.event
  }

  /// The last event of each administration that has any, in the order of their numbers.
  package func lastEvents() throws -> [BookEvent] {
    try connection.rows(
      """
      SELECT seq, administration, kind, subject, recorded_on, mapping, phase FROM event
      WHERE seq IN (SELECT max(seq) FROM event GROUP BY administration) ORDER BY seq
      """, read: Self.event)
  }

  package func setPhase(_ phase: BookEvent.Phase, of event: Int64) throws {
    try connection.execute("UPDATE event SET phase = \(phase.rawValue) WHERE seq = \(event)")
  }

  /// The facts as they stood just before this event, under the mapping of the event before it.
  package func before(_ event: BookEvent) throws -> BookEvent {
    var before = event
    before.seq -= 1
    let mapping = try connection.first(
      """
      SELECT mapping FROM event WHERE administration = \(event.administration) AND seq < \(event.seq)
      ORDER BY seq DESC LIMIT 1
      """
    ) { try $0.int64(0) }
    before.mapping = mapping ?? event.mapping
    return before
  }

  static func event(_ row: borrowing Row) throws -> BookEvent {
    try BookEvent(
      seq: row.int64(0), administration: row.text(1), kind: row.choice(2), subject: row.int64(3),
      recordedOn: row.day(4), mapping: row.int64(5), phase: row.choice(6))
  }

  // MARK: Mapping versions

  /// The number of this version, recorded with an event if it is new to the administration.
  package func mappingVersion(
    digest: String, administration: String, on day: CalendarDate
  ) throws -> Int64 {
    let last = try connection.first(
      """
      SELECT id, digest FROM mapping WHERE administration = \(administration) ORDER BY id DESC LIMIT 1
      """
    ) { row in try (id: row.int64(0), digest: row.text(1)) }
    if let last, last.digest == digest { return last.id }
    try connection.execute(
      """
      INSERT INTO mapping (administration, digest, recorded_on)
      VALUES (\(administration), \(digest), \(day.dayNumber))
      """)
    let id = connection.lastInsertRowID
    _ = try record(.mapping, id, administration: administration, on: day, mapping: id, isReady: true)
    return id
  }

  package func mappingDigest(_ id: Int64) throws -> String? {
    try connection.first("SELECT digest FROM mapping WHERE id = \(id)") { try $0.text(0) }
  }

  package func mappingVersion(ofEvent seq: Int64) throws -> Int64? {
    try connection.first("SELECT mapping FROM event WHERE seq = \(seq)") { try $0.int64(0) }
  }

  /// Versions of an administration, oldest first.
  package func mappings(of administration: String) throws -> [(id: Int64, digest: String)] {
    try connection.rows(
      "SELECT id, digest FROM mapping WHERE administration = \(administration) ORDER BY id"
    ) { try ($0.int64(0), $0.text(1)) }
  }
}
