package import Accounting
import SQLite

/// What an entry rests on, with where it stands in the file that said it.
package struct DocumentRow: Sendable, Hashable {
  package enum Kind: String, Sendable {
    case declaration, remittance, receipt, specification, decision, mapping, file
  }

  package var kind: Kind
  package var id: Int64
  /// The declaration's number, the payer's number of a return, the bank line's reference, the mapping's digest; of a
  /// decision the entry it is about; the name of a file.
  package var reference: String
  package var payer: String?
  /// Of a return: the declaration that it answers.
  package var declaration: String?
  /// Its own date; of a decision or mapping the day on which it was recorded.
  package var date: CalendarDate
  /// Of a decision: why, and by whom.
  package var reason: String?
  package var by: String?
  /// Nothing for what stood in no file.
  package var source: Source?

  package struct Source: Sendable, Hashable {
    /// The number of the file in the books.
    package var file: Int64
    package var name: String
    /// SHA-256.
    package var digest: [UInt8]
    package var receivedOn: CalendarDate
    /// Offset of the first byte, counted from 0.
    package var byte: Int64
    /// Offset behind the last byte that is known to belong to it; `byte` where the format says no end.
    package var end: Int64
    /// Counted from 1.
    package var line: Int64
    package var lastLine: Int64
  }
}

extension Books {
  /// The documents and decisions that an entry rests on, in a fixed order.
  /// - Parameter isMeasured: also where each ends in its file, which asks all of its lines.
  package func documents(ofEntry id: Int64, isMeasured: Bool) throws -> [DocumentRow] {
    let grounds = try connection.rows(
      """
      SELECT kind, subject FROM ground WHERE entry = \(id) ORDER BY CASE kind WHEN 'declaration' THEN 0
      WHEN 'remittance' THEN 1 WHEN 'specification' THEN 2 WHEN 'receipt' THEN 3 WHEN 'decision' THEN 4 ELSE 5 END, subject
      """
    ) { try (kind: $0.text(0), subject: $0.int64(1)) }
    return try grounds.map { ground in
      guard let kind = DocumentRow.Kind(rawValue: ground.kind),
        let document = try document(kind, ground.subject, isMeasured: isMeasured)
      else { throw BooksFailure.damaged("entry \(id) rests on what is not there") }
      return document
    }
  }

  package func document(
    _ kind: DocumentRow.Kind, _ id: Int64, isMeasured: Bool = true
  ) throws -> DocumentRow? {
    switch kind {
    case .declaration:
      return try connection.first(
        """
        SELECT d.number, d.payer, NULL, d.submitted_on, f.id, f.name, f.digest, f.received_on, d.byte,
        max(d.byte, CASE WHEN \(isMeasured) THEN coalesce(
        (SELECT max(l.byte + l.length) FROM line l WHERE l.declaration = d.id), 0) ELSE 0 END),
        d.line_number,
        max(d.line_number, CASE WHEN \(isMeasured) THEN coalesce(
        (SELECT max(l.line_number) FROM line l WHERE l.declaration = d.id), 0) ELSE 0 END)
        FROM declaration d JOIN file f ON f.id = d.file WHERE d.id = \(id)
        """
      ) { try Self.document(kind, id, $0) }
    case .remittance:
      return try connection.first(
        """
        SELECT r.reference, r.payer, r.declaration, r.date, f.id, f.name, f.digest, f.received_on, r.byte,
        max(r.byte, CASE WHEN \(isMeasured) THEN coalesce(
        (SELECT max(a.byte + a.length) FROM award a WHERE a.remittance = r.id), 0) ELSE 0 END),
        r.line_number,
        max(r.line_number, CASE WHEN \(isMeasured) THEN coalesce(
        (SELECT max(a.line_number) FROM award a WHERE a.remittance = r.id), 0) ELSE 0 END)
        FROM remittance r JOIN file f ON f.id = r.file WHERE r.id = \(id)
        """
      ) { try Self.document(kind, id, $0) }
    case .receipt:
      return try connection.first(
        """
        SELECT r.reference, NULL, NULL, r.booked_on, f.id, f.name, f.digest, f.received_on, r.byte,
        r.byte + r.length, r.line_number, r.line_number
        FROM receipt r LEFT JOIN statement s ON s.id = r.statement
        LEFT JOIN specification p ON p.id = r.specification
        JOIN file f ON f.id = coalesce(s.file, p.file) WHERE r.id = \(id)
        """
      ) { try Self.document(kind, id, $0) }
    case .specification:
      return try connection.first(
        """
        SELECT s.reference, s.payer, NULL, s.date, f.id, f.name, f.digest, f.received_on, s.byte,
        max(s.byte, CASE WHEN \(isMeasured) THEN coalesce(
        (SELECT max(w.byte + w.length) FROM specification_row w WHERE w.specification = s.id), 0) ELSE 0 END),
        s.line_number,
        max(s.line_number, CASE WHEN \(isMeasured) THEN coalesce(
        (SELECT max(w.line_number) FROM specification_row w WHERE w.specification = s.id), 0) ELSE 0 END)
        FROM specification s JOIN file f ON f.id = s.file WHERE s.id = \(id)
        """
      ) { try Self.document(kind, id, $0) }
    case .decision:
      return try connection.first("SELECT entry, recorded_on, reason, by FROM decision WHERE id = \(id)") {
        try DocumentRow(
          kind: kind, id: id, reference: $0.text(0), date: $0.day(1), reason: $0.text(2),
          by: $0.text(3))
      }
    case .file:
      return try connection.first("SELECT name, received_on, digest, size FROM file WHERE id = \(id)") {
        try DocumentRow(
          kind: kind, id: id, reference: $0.text(0), date: $0.day(1),
          source: DocumentRow.Source(
            file: id, name: $0.text(0), digest: $0.blob(2), receivedOn: $0.day(1), byte: 0,
            end: $0.int64(3), line: 1, lastLine: 1))
      }
    case .mapping:
      return try connection.first("SELECT digest, recorded_on FROM mapping WHERE id = \(id)") {
        try DocumentRow(kind: kind, id: id, reference: $0.text(0), date: $0.day(1))
      }
    }
  }

  private static func document(_ kind: DocumentRow.Kind, _ id: Int64, _ row: borrowing Row) throws
    -> DocumentRow
  {
    try DocumentRow(
      kind: kind, id: id, reference: row.text(0), payer: row.textIfAny(1), declaration: row.textIfAny(2),
      date: row.day(3),
      source: DocumentRow.Source(
        file: row.int64(4), name: row.text(5), digest: row.blob(6), receivedOn: row.day(7),
        byte: row.int64(8), end: row.int64(9), line: row.int64(10), lastLine: row.int64(11)))
  }
}
