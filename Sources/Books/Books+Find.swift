package import Accounting
import Matching
import SQLite

/// Something that carries a number.
package struct NumberedThing: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    case declaration, line, `return`, answer, receipt, payment, specification, takeback, entry, file
  }

  package var kind: Kind
  /// As lists name it, so that `explain` takes it.
  package var reference: String
  /// The number itself, where that is another one: a line's, a bank's.
  package var number: String
  package var payer: String?
  package var date: CalendarDate?
  /// In cents.
  package var amount: Int64?
  /// One that gave way or was taken back does not count.
  package var counts: Bool
}

extension Books {
  /// Whatever carries a number: as it is, or without padding and separators as payers write it. In the order of kinds.
  package func things(numbered number: String, of administration: String) throws -> [NumberedThing] {
    let name = Naming.normalised(number)
    return try declarations(number, name, administration) + lines(number, administration)
      + returns(number, name, administration) + answers(number, administration)
      + receipts(number, administration) + payments(naming: name, administration)
      + specifications(number, name, administration) + takebacks(number, name, administration)
      + entries(number, administration) + files(number, administration)
  }

  private func declarations(
    _ number: String, _ name: String, _ administration: String
  ) throws -> [NumberedThing] {
    try connection.rows(
      """
      SELECT payer, number, submitted_on, claimed, until IS NULL FROM declaration
      WHERE administration = \(administration) AND (name = \(name) OR name = \(number)) ORDER BY id LIMIT 50
      """
    ) { row in
      try NumberedThing(
        kind: .declaration, reference: "\(row.text(0))/\(row.text(1))", number: row.text(1),
        payer: row.text(0),
        date: row.day(2), amount: row.cents(3), counts: row.bool(4))
    }
  }

  private func lines(_ number: String, _ administration: String) throws -> [NumberedThing] {
    try connection.rows(
      """
      SELECT d.payer, d.number, l.reference, d.submitted_on, l.claimed, d.until IS NULL FROM line l
      CROSS JOIN declaration d ON d.id = l.declaration AND d.administration = \(administration)
      WHERE l.reference = \(number) ORDER BY d.id LIMIT 50
      """
    ) { row in
      try NumberedThing(
        kind: .line, reference: "\(row.text(0))/\(row.text(1))/\(row.text(2))", number: row.text(2),
        payer: row.text(0), date: row.day(3), amount: row.cents(4), counts: row.bool(5))
    }
  }

  private func returns(
    _ number: String, _ name: String, _ administration: String
  ) throws -> [NumberedThing] {
    try connection.rows(
      """
      SELECT payer, reference, date, awarded, until IS NULL FROM remittance
      WHERE administration = \(administration) AND (name IN (\(name), \(number))
      OR declaration_name IN (\(name), \(number))) ORDER BY id LIMIT 50
      """
    ) { row in
      try NumberedThing(
        kind: .return, reference: row.text(1), number: row.text(1), payer: row.text(0), date: row.day(2),
        amount: row.centsIfAny(3), counts: row.bool(4))
    }
  }

  /// What returns list under one of our lines.
  private func answers(_ number: String, _ administration: String) throws -> [NumberedThing] {
    try connection.rows(
      """
      SELECT r.payer, r.reference, a.line, r.date, a.awarded, r.until IS NULL FROM remittance r
      CROSS JOIN award a ON a.remittance = r.id AND a.line = \(number)
      WHERE r.administration = \(administration) AND r.declaration IN
      (SELECT d.number FROM line l CROSS JOIN declaration d ON d.id = l.declaration WHERE l.reference = \(number))
      ORDER BY r.date, r.id LIMIT 50
      """
    ) { row in
      try NumberedThing(
        kind: .answer, reference: row.text(1), number: row.text(2), payer: row.text(0), date: row.day(3),
        amount: row.cents(4), counts: row.bool(5))
    }
  }

  private func receipts(_ number: String, _ administration: String) throws -> [NumberedThing] {
    try connection.rows(
      """
      SELECT reference, bank_reference, booked_on, amount, until IS NULL FROM receipt
      WHERE administration = \(administration) AND (reference = \(number) OR bank_reference = \(number)
      OR end_to_end = \(number)) ORDER BY id LIMIT 50
      """
    ) { row in
      try NumberedThing(
        kind: .receipt, reference: row.text(0), number: row.text(1), payer: nil, date: row.day(2),
        amount: row.cents(3), counts: row.bool(4))
    }
  }

  /// Payments whose text names it.
  private func payments(naming name: String, _ administration: String) throws -> [NumberedThing] {
    try connection.rows(
      """
      SELECT r.reference, r.booked_on, r.amount, r.until IS NULL FROM receipt_name n
      CROSS JOIN receipt r ON r.id = n.receipt AND r.administration = \(administration)
      WHERE n.name = \(name) ORDER BY r.id LIMIT 50
      """
    ) { row in
      try NumberedThing(
        kind: .payment, reference: row.text(0), number: name, payer: nil, date: row.day(1),
        amount: row.cents(2), counts: row.bool(3))
    }
  }

  /// What a payer calls its own account of a payment.
  private func specifications(
    _ number: String, _ name: String, _ administration: String
  ) throws -> [NumberedThing] {
    try connection.rows(
      """
      SELECT payer, reference, date, payment, until IS NULL FROM specification
      WHERE administration = \(administration) AND (name = \(name) OR reference = \(number)) ORDER BY id LIMIT 50
      """
    ) { row in
      try NumberedThing(
        kind: .specification, reference: row.text(1), number: row.text(1), payer: row.text(0),
        date: row.day(2),
        amount: row.cents(3), counts: row.bool(4))
    }
  }

  /// Under the payer's own number of a takeback, as `open-items` lists it.
  private func takebacks(
    _ number: String, _ name: String, _ administration: String
  ) throws -> [NumberedThing] {
    try connection.rows(
      """
      SELECT payer, key, announced_on, -amount FROM takeback
      WHERE administration = \(administration) AND (name = \(name) OR key = \(number)) ORDER BY id LIMIT 50
      """
    ) { row in
      try NumberedThing(
        kind: .takeback, reference: row.text(1), number: row.text(1), payer: row.text(0), date: row.day(2),
        amount: row.cents(3), counts: true)
    }
  }

  private func entries(_ number: String, _ administration: String) throws -> [NumberedThing] {
    try connection.rows(
      """
      SELECT e.reference, e.date, (SELECT sum(amount) FROM posting WHERE entry = e.id AND amount > 0) FROM entry e
      WHERE e.administration = \(administration) AND (e.reference = \(number) OR e.reverses = \(number))
      ORDER BY e.id LIMIT 50
      """
    ) { row in
      try NumberedThing(
        kind: .entry, reference: row.text(0), number: row.text(0), payer: nil, date: row.day(1),
        amount: row.cents(2), counts: true)
    }
  }

  private func files(_ number: String, _ administration: String) throws -> [NumberedThing] {
    guard number.utf8.count >= 4 else { return [] }
    return try connection.rows(
      """
      SELECT name, received_on FROM file WHERE administration = \(administration)
      AND instr(name, \(number)) > 0 ORDER BY id LIMIT 50
      """
    ) { row in
      try NumberedThing(
        kind: .file, reference: row.text(0), number: row.text(0), payer: nil, date: row.day(1), amount: nil,
        counts: true)
    }
  }

  /// Every number by which something can be asked for, lines excepted, for a look at those that are nearly it.
  package func numbers(
    of administration: String,
    each: (NumberedThing.Kind, _ reference: String, _ number: String) throws -> Void
  ) throws {
    try connection.query(
      """
      SELECT DISTINCT 'declaration', payer || '/' || number, number FROM declaration WHERE administration = \(administration)
      UNION ALL SELECT DISTINCT 'return', reference, reference FROM remittance WHERE administration = \(administration)
      UNION ALL SELECT DISTINCT 'specification', reference, reference FROM specification
      WHERE administration = \(administration)
      UNION ALL SELECT 'takeback', key, key FROM takeback WHERE administration = \(administration)
      UNION ALL SELECT DISTINCT 'receipt', reference, reference FROM receipt WHERE administration = \(administration)
      UNION ALL SELECT 'entry', reference, reference FROM entry WHERE administration = \(administration)
      """
    ) { row in
      try each(row.choice(0), row.text(1), row.text(2))
    }
  }
}
