package import Accounting
package import Care
package import Posting
import SQLite

/// An item of a payer account.
package struct BookOpenItem: Sendable, Hashable {
  package var item: String
  package var subject: Subject
  /// After all payments, in cents; by sign rule 1 of POSTING.md.
  package var open: Int64
}

/// The payer accounts: what is open between a payer and us, item by item.
extension Books {
  /// Items of a payer that a payment of this day may see open, by name: those that are, and those that only a payment of
  /// that day or later has settled.
  /// - Parameter isNegativeOnly: only what the payer may want back.
  package func openItems(
    of payer: PayerCode, administration: String, on day: CalendarDate, isNegativeOnly: Bool = false,
    atMost limit: Int = .max
  ) throws -> [BookOpenItem] {
    try connection.rows(
      """
      SELECT item, kind, subject, open FROM open_item WHERE administration = \(administration)
      AND payer = \(payer.text) AND open <> 0 AND (NOT \(isNegativeOnly) OR open < 0)
      UNION SELECT item, kind, subject, open FROM open_item WHERE administration = \(administration)
      AND payer = \(payer.text) AND closed_on >= \(day.dayNumber) AND closed_on IS NOT NULL
      ORDER BY 1 LIMIT \(limit)
      """
    ) { row in
      try BookOpenItem(
        item: row.text(0), subject: Subject(kind: row.int64(1), id: row.int64(2)), open: row.cents(3))
    }
  }

  /// What awards have drawn down of an advance, and what was settled of it, in cents; of a settlement what it is for.
  package func drawnDown(_ item: String, administration: String) throws -> Int64 {
    try connection.first(
      """
      SELECT coalesce(sum(s.amount), 0) FROM standing s LEFT JOIN declaration d ON s.kind = 0 AND d.id = s.subject
      LEFT JOIN decision c ON s.kind = 3 AND c.id = s.subject
      WHERE s.item = \(item) AND s.role IN ('advance', 'settlement') AND s.kind IN (0, 3)
      AND coalesce(d.administration, c.administration) = \(administration)
      """
    ) { try $0.cents(0) } ?? 0
  }

  /// What is left of an advance, or of its settlement: below zero where we owe it (POSTING.md rule 1).
  package func advanceBalance(_ item: String, administration: String) throws -> Int64 {
    try connection.first(
      """
      SELECT coalesce(sum(s.amount), 0) FROM standing s
      LEFT JOIN declaration d ON s.kind = 0 AND d.id = s.subject
      LEFT JOIN receipt r ON s.kind = 1 AND r.id = s.subject
      LEFT JOIN decision c ON s.kind = 3 AND c.id = s.subject
      WHERE s.item = \(item) AND s.role IN ('advance', 'settlement')
      AND coalesce(d.administration, r.administration, c.administration) = \(administration)
      """
    ) { try $0.cents(0) } ?? 0
  }

  /// Advances, and settlements of them, of which something is left, by name.
  package func advanceRows(of administration: String) throws -> [(item: String, balance: Int64)] {
    try connection.rows(
      """
      SELECT s.item, sum(s.amount) FROM standing s
      LEFT JOIN declaration d ON s.kind = 0 AND d.id = s.subject
      LEFT JOIN receipt r ON s.kind = 1 AND r.id = s.subject
      LEFT JOIN decision c ON s.kind = 3 AND c.id = s.subject
      WHERE s.role IN ('advance', 'settlement')
      AND coalesce(d.administration, r.administration, c.administration) = \(administration)
      GROUP BY s.item HAVING sum(s.amount) <> 0 ORDER BY 1
      """
    ) { try ($0.text(0), $0.cents(1)) }
  }

  /// Where an advance or its settlement was posted; nothing where it has not been.
  package func advanceHome(_ item: String, administration: String) throws -> Spot? {
    let spot = try connection.first(
      """
      SELECT s.booker, s.role, s.account, s.cost_centre, s.item FROM standing s
      LEFT JOIN declaration d ON s.kind = 0 AND d.id = s.subject
      LEFT JOIN receipt r ON s.kind = 1 AND r.id = s.subject
      LEFT JOIN decision c ON s.kind = 3 AND c.id = s.subject
      WHERE s.item = \(item) AND s.role IN ('advance', 'settlement')
      AND coalesce(d.administration, r.administration, c.administration) = \(administration)
      ORDER BY s.mapping, s.since, s.account LIMIT 1
      """, read: Self.spot)
    return spot.map {
      var home = $0
      home.booker = .gateway
      return home
    }
  }

  /// What of a declaration's award was drawn from an advance instead of waiting for a payment, in cents.
  package func drawnFromAdvance(declaration id: Int64) throws -> Int64 {
    try connection.first(
      "SELECT coalesce(sum(amount), 0) FROM standing WHERE subject = \(id) AND kind = 0 AND role = 'advance'"
    ) { try $0.cents(0) } ?? 0
  }

  /// Brings the open item of a declaration up to what is granted, drawn from an advance and paid.
  package func refreshOpenItem(of declaration: BookDeclaration) throws {
    let worth = try connection.first(
      "SELECT total FROM award_total WHERE declaration = \(declaration.id) ORDER BY rank DESC LIMIT 1"
    ) { try $0.cents(0) }
    let drawn = try drawnFromAdvance(declaration: declaration.id)
    try setOpenItem(
      ItemName.declaration(declaration.payer, declaration.number), of: declaration.payer,
      declaration.administration, .declaration(declaration.id), worth: worth.map { $0 - drawn })
  }

  /// Brings the open item of a takeback up to what is taken back and settled; one that something else answers, or that
  /// cannot be posted, has none.
  package func refreshOpenItem(ofTakeback takeback: BookTakeback) throws {
    let counts = takeback.amount != 0 && takeback.answeredBy == nil && takeback.cause == nil
    let isWithdrawn =
      try decision(
        .withdraw, on: takeback.item, administration: takeback.administration, at: .max) != nil
    let worth =
      try isWithdrawn
      ? settled(takeback.item, administration: takeback.administration) : -takeback.amount
    try setOpenItem(
      takeback.item, of: takeback.payer, takeback.administration, .takeback(takeback.id),
      worth: counts ? worth : nil)
  }

  /// Items whose payments changed.
  func refreshOpenItems(_ items: [String], of administration: String) throws {
    for item in items {
      guard let parts = ItemName.parts(of: item) else { continue }
      switch parts.kind {
      case .takeback:
        if let takeback = try takeback(
          called: parts.reference, of: parts.payer, administration: administration)
        {
          try refreshOpenItem(ofTakeback: takeback)
        }
      case .declaration:
        let declaration = try connection.first(
          Self.declarationColumns + """
             WHERE administration = \(administration) AND payer = \(parts.payer.text)
            AND number = \(parts.reference) AND id IN
            (SELECT subject FROM open_item WHERE administration = \(administration) AND item = \(item) AND kind = 0)
            """, read: Self.declaration)
        if let declaration { try refreshOpenItem(of: declaration) }
      case .advance, .settlement, .specification, .interest, .paymentDifference, .account: continue
      }
    }
  }

  /// - Parameter worth: nothing where it is not granted, or not owed, any more; it stays while payments are on it.
  private func setOpenItem(
    _ item: String, of payer: PayerCode, _ administration: String, _ subject: Subject, worth: Int64?
  ) throws {
    let paid = try connection.first(
      """
      SELECT count(*), coalesce(sum(cents), 0), max(booked_on) FROM part
      WHERE administration = \(administration) AND item = \(item)
      """
    ) { try (count: $0.int64(0), cents: $0.int64(1), last: $0.int64IfAny(2)) }
    guard worth != nil || (paid?.count ?? 0) > 0 else {
      return try connection.execute(
        "DELETE FROM open_item WHERE administration = \(administration) AND item = \(item)")
    }
    let open = (worth ?? 0) - (paid?.cents ?? 0)
    try connection.execute(
      """
      INSERT INTO open_item VALUES (\(administration), \(item), \(payer.text), \(subject.kind), \(subject.id),
      \(open), \(open == 0 ? paid?.last : nil))
      ON CONFLICT DO UPDATE SET kind = excluded.kind, subject = excluded.subject, open = excluded.open,
      closed_on = excluded.closed_on
      """)
  }
}

extension Subject {
  init(kind: Int64, id: Int64) throws {
    switch kind {
    case 0: self = .declaration(id)
    case 1: self = .receipt(id)
    case 2: self = .takeback(id)
    case 3: self = .decision(id)
    default: throw BooksFailure.damaged("no case is of the kind \(kind)")
    }
  }
}
