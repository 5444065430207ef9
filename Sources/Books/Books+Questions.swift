package import Accounting
package import Posting
import Care
import Matching
import SQLite

/// Small questions that posting asks.
extension Books {
  /// Entries of ours recorded after the first so many, and how many of them are delivered.
  package func entries(after count: Int) throws -> (recorded: Int, delivered: Int) {
    try connection.first(
      """
      SELECT count(*), coalesce(sum(state = 'delivered'), 0)
      FROM entry WHERE id > \(count) AND booker = 'gateway'
      """
    ) { try ($0.int(0), $0.int(1)) } ?? (0, 0)
  }

  /// How many items wait on suspense accounts.
  package func suspenseCount(of administration: String) throws -> Int {
    try connection.first(
      """
      SELECT count(*) FROM (SELECT p.role, p.item FROM standing p
      LEFT JOIN declaration d ON d.id = p.subject AND p.kind = 0
      LEFT JOIN receipt r ON r.id = p.subject AND p.kind = 1
      LEFT JOIN takeback b ON b.id = p.subject AND p.kind = 2
      LEFT JOIN decision c ON p.kind = 3 AND c.id = p.subject
      WHERE p.role IN ('receipts', 'rejected', 'takeback-open', 'client-due', 'no-account')
      AND coalesce(d.administration, r.administration, b.administration, c.administration) = \(administration)
      GROUP BY p.role, p.item HAVING sum(p.amount) <> 0)
      """
    ) { try $0.int(0) } ?? 0
  }

  /// Nothing waits for a loop; what waits for a person or for the outside world does not count.
  /// - Parameter administration: all of them where none is named.
  package func isSettled(_ administration: String? = nil) throws -> Bool {
    try connection.first(
      """
      SELECT NOT EXISTS (SELECT 1 FROM file WHERE state IN ('received', 'entering')
      AND administration = coalesce(\(administration), administration))
      AND NOT EXISTS (SELECT 1 FROM event WHERE phase < 3
      AND administration = coalesce(\(administration), administration))
      AND NOT EXISTS (SELECT 1 FROM entry WHERE state = 'prepared'
      AND administration = coalesce(\(administration), administration))
      AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.state IN ('intended', 'in-doubt') AND d.attempts = 0
      AND d.administration = coalesce(\(administration), d.administration)
      -- What stands behind one that was tried waits with it.
      AND NOT EXISTS (SELECT 1 FROM delivery e WHERE e.administration = d.administration AND e.id < d.id
      AND e.state IN ('intended', 'in-doubt') AND e.attempts > 0))
      """
    ) { try $0.bool(0) } ?? true
  }

  /// A mark that changes with everything that another process writes.
  package func writesOfOthers() throws -> Int64 {
    try connection.first("PRAGMA data_version") { try $0.int64(0) } ?? 0
  }

  package func firstEntryDate(of administration: String) throws -> CalendarDate? {
    try connection.first("SELECT min(date) FROM entry WHERE administration = \(administration)") { row in
      try row.dayIfAny(0)
    } ?? nil
  }

  /// The latest document date among the entries of a case.
  package func lastDocumentDate(ofSubject subject: String, administration: String) throws -> CalendarDate? {
    try connection.first(
      """
      SELECT max(document_date) FROM entry WHERE administration = \(administration) AND subject = \(subject)
      """
    ) { try $0.dayIfAny(0) } ?? nil
  }

  package func fileKind(ofEvent seq: Int64) throws -> String? {
    try connection.first(
      "SELECT f.kind FROM event e JOIN file f ON f.id = e.subject WHERE e.seq = \(seq) AND e.kind = 'file'"
    ) { try $0.textIfAny(0) } ?? nil
  }

  /// Whether the event is that of a file that contradicts another: it brought no facts, and withdrew some.
  package func holds(event seq: Int64) throws -> Bool {
    try connection.first("SELECT holds FROM event WHERE seq = \(seq)") { try $0.bool(0) } ?? false
  }

  /// The payer's number of the return that an event brought on this declaration.
  package func remittanceReference(ofEvent seq: Int64, on declaration: BookDeclaration) throws -> String? {
    try connection.first(
      """
      SELECT reference FROM remittance WHERE administration = \(declaration.administration)
      AND payer = \(declaration.payer.text) AND declaration = \(declaration.number) AND event = \(seq)
      ORDER BY date DESC, length(reference) DESC, reference DESC LIMIT 1
      """
    ) { try $0.text(0) }
  }

  /// Numbers by which payments name the returns that an event brought or took away, and the declarations these answer.
  package func namesOfReturns(ofEvent seq: Int64) throws -> [[String]] {
    try connection.rows(
      """
      SELECT r.name, r.declaration_name FROM remittance r WHERE (r.event = \(seq) OR r.until = \(seq)) AND EXISTS
      (SELECT 1 FROM receipt_name n WHERE n.name IN (r.name, r.declaration_name)) ORDER BY r.id
      """
    ) { try [$0.text(0), $0.text(1)] }
  }

  /// Touches a case unless this event brought it: then its turn comes anyway.
  package func touchOnce(declaration id: Int64, event: Int64) throws {
    try connection.execute(
      """
      INSERT OR IGNORE INTO touched SELECT id FROM declaration
      WHERE id = \(id) AND event < \(event) AND NOT EXISTS
      (SELECT 1 FROM remittance r WHERE r.event = \(event) AND r.administration = declaration.administration
      AND r.payer = declaration.payer AND r.declaration = declaration.number)
      """)
  }

  package func dirtyWithheldReceipts(ofEvent event: Int64) throws {
    try connection.execute(
      """
      INSERT OR IGNORE INTO dirty SELECT r.booked_on, r.reference, r.id FROM withheld w
      JOIN receipt r ON r.id = w.receipt WHERE w.event = \(event) OR w.until = \(event)
      """)
  }

  /// Where the item lives: the account and dimensions it was posted with.
  package func home(ofItem item: String, administration: String) throws -> Spot? {
    guard let declaration = try declarationID(ofItem: item, administration: administration) else {
      return nil
    }
    let spot = try connection.first(
      """
      SELECT booker, role, account, cost_centre, item FROM standing
      WHERE subject = \(declaration) AND kind = 0 AND role = 'debtor' AND item = \(item)
      ORDER BY amount <> 0 DESC, since LIMIT 1
      """, read: Self.spot)
    return spot.map { spot in
      var home = spot
      home.booker = .gateway
      return home
    }
  }

  private func declarationID(ofItem item: String, administration: String) throws -> Int64? {
    guard let slash = item.firstIndex(of: "/") else { return nil }
    return try connection.first(
      """
      SELECT id FROM declaration WHERE administration = \(administration)
      AND payer = \(String(item[..<slash])) AND number = \(String(item[item.index(after: slash)...]))
      ORDER BY until IS NULL DESC, id DESC LIMIT 1
      """
    ) { try $0.int64(0) }
  }

  /// The numbers by which payments may name an item: ours and those of the payer's answers.
  package func names(ofItem item: String, administration: String) throws -> [String] {
    if let parts = ItemName.parts(of: item), parts.kind == .takeback {
      return [Naming.normalised(parts.reference)]
    }
    guard let id = try declarationID(ofItem: item, administration: administration),
      let declaration = try declaration(id)
    else { return [] }
    let answers = try connection.rows(
      """
      SELECT name FROM remittance WHERE administration = \(administration) AND payer = \(declaration.payer.text)
      AND declaration = \(declaration.number)
      """
    ) { try $0.text(0) }
    return [declaration.name] + answers
  }

  /// The documents that make an item what a payment of this day sees, with their dates (rule 16).
  package func grounds(
    ofItem item: String, administration: String, on day: CalendarDate
  ) throws -> [(ground: NewEntry.Ground, date: CalendarDate)] {
    if let parts = ItemName.parts(of: item), parts.kind == .takeback,
      let takeback = try takeback(called: parts.reference, of: parts.payer, administration: administration)
    {
      return takeback.specifications.prefix(1).map { (.specification($0), takeback.announcedOn) }
    }
    guard let id = try declarationID(ofItem: item, administration: administration),
      let declaration = try declaration(id)
    else { return [] }
    let totals = try awardTotals(of: id)
    let before = totals.filter { $0.date <= day }
    let answers = (before.isEmpty ? Array(totals.prefix(1)) : before).map {
      (ground: NewEntry.Ground.remittance($0.remittance), date: $0.date)
    }
    return [(.declaration(id), declaration.submittedOn)] + answers
  }

  /// The entry that a decision reverses, if it is of this case; and of this kind, where a case has entries of several.
  package func reversedEntry(
    byDecision id: Int64, subject: String, kind: String?
  ) throws -> EntryReference? {
    let reference = try connection.first(
      """
      SELECT d.entry FROM decision d JOIN entry e
      ON e.administration = d.administration AND e.reference = d.entry
      WHERE d.id = \(id) AND d.kind = 'reverse' AND e.subject = \(subject)
      AND (\(kind) IS NULL OR e.kind = \(kind))
      """
    ) { try $0.reference(0) }
    return reference
  }
}

extension Books {
  /// What stands on accounts of suspense roles, over all bookers, as it was posted: debit minus credit, in cents.
  package func suspenseBalance(of administration: String) throws -> Int64 {
    try connection.first(
      """
      SELECT coalesce(sum(p.amount), 0) FROM entry e JOIN posting p ON p.entry = e.id
      WHERE e.administration = \(administration) AND p.account IN (SELECT DISTINCT account FROM standing
      WHERE role IN ('receipts', 'rejected', 'takeback-open', 'client-due', 'no-account'))
      """
    ) { try $0.int64(0) } ?? 0
  }

  /// The bank's own reference of a movement; empty where it gives none.
  package func bankReference(ofReceipt id: Int64) throws -> String {
    try connection.first("SELECT bank_reference FROM receipt WHERE id = \(id)") { try $0.text(0) } ?? ""
  }
}
