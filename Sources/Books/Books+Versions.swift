package import Accounting
package import Care
import SQLite

/// A line of a declaration as far as two versions of it can be compared.
package struct ComparedLine: Sendable, Hashable {
  package var isApproved: Bool
  /// Everything else that the line says; the client by the hash that the books keep.
  private var key: Int64
  private var lineClass: LineClass
  private var days: [Int32]
  private var amounts: [Int64]
  private var previous: String?

  package init(_ line: DeclarationLine, payer: PayerCode) {
    isApproved = line.approved
    key = LineKey.of(line, payer: payer)
    lineClass = LineClass(
      payer: payer, scheme: line.scheme, service: line.service, practitioner: line.practitioner,
      location: line.location, stream: line.stream, careYear: line.from.year)
    days = [line.from.dayNumber, line.until.dayNumber].map { Int32($0) }
    amounts = [line.quantity, line.claimed.minorUnits, line.vat.minorUnits]
    previous = line.previous
  }

  fileprivate init(_ row: borrowing Row, _ lineClass: LineClass) throws {
    isApproved = try row.bool(9)
    key = try row.int64(2)
    self.lineClass = lineClass
    days = [try row.day(3).dayNumber, try row.day(4).dayNumber]
    amounts = [try row.int64(5), try row.cents(6), try row.cents(7)]
    previous = try row.textIfAny(8)
  }

  /// Whether both say the same, approved or not.
  package func saysSame(as other: ComparedLine) -> Bool {
    var one = self
    one.isApproved = other.isApproved
    return one == other
  }
}

/// The return that rejected a declaration as a whole, after which it may be sent again under its number. Of several in
/// a row the first: what was sent again may have been rejected as well.
package struct WholeRejection: Sendable, Hashable {
  package var date: CalendarDate
  /// The payer's number of the return.
  package var reference: String

  package init(date: CalendarDate, reference: String) {
    self.date = date
    self.reference = reference
  }

  package init(_ remittance: BookRemittance) {
    self.init(date: remittance.date, reference: remittance.reference)
  }

  /// Whether a return speaks of the version that gave way: it is dated before the other one was submitted, or does not
  /// come after the rejection in the order of returns.
  package func isOfTheRejected(_ remittance: BookRemittance, replacedOn submission: CalendarDate) -> Bool {
    if remittance.date < submission { return true }
    let length = (remittance.reference.utf8.count, reference.utf8.count)
    return (remittance.date, length.0, remittance.reference) <= (date, length.1, reference)
  }
}

/// Versions of one declaration, of which at most one counts.
extension Books {
  /// The lines of a declaration by our reference.
  package func comparedLines(of declaration: Int64) throws -> [String: ComparedLine] {
    var lines: [String: ComparedLine] = [:]
    try connection.query(
      """
      SELECT reference, class, key, from_day, until_day, quantity, claimed, vat, previous, approved FROM line
      WHERE declaration = \(declaration)
      """
    ) { row in lines[try row.text(0)] = try ComparedLine(row, try lineClass(row.int64(1))) }
    return lines
  }

  /// The rejection as a whole after which a declaration took the place of another; nothing of one that replaced none.
  package func rejection(before declaration: Int64, at event: Int64) throws -> WholeRejection? {
    try connection.first(
      "SELECT rejected_on, rejected_by FROM replacement WHERE declaration = \(declaration) AND event <= \(event)"
    ) { try WholeRejection(date: $0.day(0), reference: $0.text(1)) }
  }

  /// From this event on the declaration takes the place of one that was rejected as a whole.
  package func markReplacement(
    declaration id: Int64, after rejection: WholeRejection, event: Int64
  ) throws {
    try connection.execute(
      """
      INSERT OR IGNORE INTO replacement VALUES (\(id), \(rejection.date.dayNumber), \(rejection.reference),
      \(event))
      """)
  }

  /// Lets a declaration count again that was withdrawn, under a new number in the books.
  package func revive(declaration id: Int64, event: Int64) throws -> Int64 {
    let new = try lastNumber(of: .declaration) + 1
    try connection.execute(
      """
      INSERT INTO declaration SELECT \(new), administration, payer, number, name, provider, submitted_on, lines,
      claimed, digest, file, byte, line_number, \(event), NULL FROM declaration WHERE id = \(id)
      """)
    try connection.execute(
      """
      INSERT INTO line SELECT \(new), position, reference, key, class, from_day, until_day, quantity, claimed, vat,
      previous, approved, byte, length, line_number FROM line WHERE declaration = \(id)
      """)
    return new
  }

  /// Whether it counts now.
  package func counts(declaration id: Int64) throws -> Bool {
    try connection.first("SELECT until IS NULL FROM declaration WHERE id = \(id)") { try $0.bool(0) } ?? false
  }

  /// Remembers that a held file contradicts what is known of this number.
  package func contest(
    _ number: String, of payer: PayerCode, administration: String, file: Int64
  ) throws {
    try connection.execute(
      """
      INSERT OR IGNORE INTO contested VALUES (\(administration), \(payer.text), \(number), \(file))
      """)
  }

  /// Files that were held and are to be looked at again, oldest first.
  package func reopenedFiles() throws -> [Int64] {
    try connection.rows("SELECT id FROM file WHERE state = 'received' ORDER BY id") { try $0.int64(0) }
  }

  /// Held files that a return of this event may decide are looked at again.
  package func reopenContested(byEvent event: Int64) throws {
    try connection.execute(
      """
      UPDATE file SET state = 'received' WHERE state = 'held' AND id IN
      (SELECT c.file FROM remittance r JOIN contested c ON c.administration = r.administration
      AND c.payer = r.payer AND c.number = r.declaration WHERE r.event = \(event))
      """)
  }
}
