package import Accounting
package import Care
import SQLite

/// Lines of one class on one day, for which a mapping has one answer.
package struct DeclaredClass: Sendable {
  package var lineClass: LineClass
  package var submittedOn: CalendarDate
  package var lines: Int64
}

/// Lines of one class that one kind of answer did not grant in full.
package struct ReducedClass: Sendable {
  package var lineClass: LineClass
  package var submittedOn: CalendarDate
  package var answeredOn: CalendarDate
  package var codes: [ReasonCode]
  /// Nothing of the lines was granted.
  package var isRejected: Bool
  package var lines: Int64
}

/// What mappings were asked about: all facts that count, summed as far as they are asked alike.
extension Books {
  package func declaredClasses(
    of administration: String, each: (DeclaredClass) throws -> Void
  ) throws {
    try connection.query(
      """
      SELECT l.class, d.submitted_on, count(*) FROM declaration d CROSS JOIN line l ON l.declaration = d.id
      WHERE d.administration = \(administration) AND d.until IS NULL AND l.approved = 1
      GROUP BY l.class, d.submitted_on ORDER BY 1, 2
      """
    ) { row in
      try each(
        DeclaredClass(lineClass: lineClass(row.int64(0)), submittedOn: row.day(1), lines: row.int64(2)))
    }
  }

  /// By what returns list; what they reject as a whole and do not list has the codes of their headers.
  package func reducedClasses(
    of administration: String, each: (ReducedClass) throws -> Void
  ) throws {
    try connection.query(
      """
      SELECT l.class, d.submitted_on, r.date, a.reasons, a.awarded = 0, count(*)
      FROM declaration d CROSS JOIN remittance r ON r.administration = d.administration AND r.payer = d.payer
      AND r.declaration = d.number AND r.until IS NULL
      CROSS JOIN award a ON a.remittance = r.id AND a.awarded <> a.claimed
      CROSS JOIN line l ON l.reference = a.line AND l.declaration = d.id
      WHERE d.administration = \(administration) AND d.until IS NULL
      GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
      """
    ) { row in
      try each(
        ReducedClass(
          lineClass: lineClass(row.int64(0)), submittedOn: row.day(1), answeredOn: row.day(2),
          codes: row.codes(3), isRejected: row.bool(4), lines: row.int64(5)))
    }
    try connection.query(
      """
      SELECT l.class, d.submitted_on, r.date, r.header_codes, count(*)
      FROM declaration d CROSS JOIN remittance r ON r.administration = d.administration AND r.payer = d.payer
      AND r.declaration = d.number AND r.until IS NULL
      JOIN answer_standing s ON s.remittance = r.id AND s.standing = 'rejected'
      CROSS JOIN line l ON l.declaration = d.id
      WHERE d.administration = \(administration) AND d.until IS NULL AND l.approved = 1
      AND l.reference NOT IN (SELECT a.line FROM award a WHERE a.remittance = r.id)
      GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
      """
    ) { row in
      try each(
        ReducedClass(
          lineClass: lineClass(row.int64(0)), submittedOn: row.day(1), answeredOn: row.day(2),
          codes: row.codes(3), isRejected: true, lines: row.int64(4)))
    }
  }
}
