import Mapping
import SQLite

/// What must be equal whatever the order in which files arrived (POSTING.md rule 10): balances per account and
/// dimensions, open items, suspense items, outcomes. Lines of text, sorted, so that a difference reads by itself.
package struct EndState: Sendable, Hashable {
  package var lines: [String]

  /// Lines that only one of both has, marked `-` and `+`.
  package func difference(to other: EndState) -> [String] {
    let (mine, theirs) = (Set(lines), Set(other.lines))
    return mine.subtracting(theirs).sorted().map { "- " + $0 }
      + theirs.subtracting(mine).sorted().map { "+ " + $0 }
  }
}

extension Books {
  package func endState(of administration: String) throws -> EndState {
    var lines: [String] = []
    try connection.query(
      """
      SELECT e.booker, p.account, p.cost_centre, sum(p.amount) FROM entry e JOIN posting p ON p.entry = e.id
      WHERE e.administration = \(administration) GROUP BY 1, 2, 3 HAVING sum(p.amount) <> 0
      """
    ) { row in
      try lines.append("balance \(row.text(0)) \(row.text(1)) \(row.text(2)) \(row.cents(3))")
    }
    try connection.query(
      """
      SELECT p.account, p.item, sum(p.amount) FROM entry e JOIN posting p ON p.entry = e.id
      WHERE e.administration = \(administration) AND p.item <> '' GROUP BY 1, 2 HAVING sum(p.amount) <> 0
      """
    ) { row in
      try lines.append("item \(row.text(0)) \(row.text(1)) \(row.cents(2))")
    }
    try connection.query(
      """
      SELECT item, open FROM open_item WHERE administration = \(administration)
      """
    ) { row in
      try lines.append("open \(row.text(0)) \(row.cents(1))")
    }
    try connection.query(
      """
      SELECT r.reference, r.amount, v.outcome, coalesce(v.evidence, ''), coalesce(v.cause, '')
      FROM receipt r JOIN verdict v ON v.receipt = r.id WHERE r.administration = \(administration)
      """
    ) { row in
      try lines.append("receipt \(row.text(0)) \(row.cents(1)) \(row.text(2)) \(row.text(3)) \(row.text(4))")
    }
    try connection.query(
      """
      SELECT r.reference, p.item, p.cents FROM part p JOIN receipt r ON r.id = p.receipt
      WHERE r.administration = \(administration)
      """
    ) { row in
      try lines.append("part \(row.text(0)) \(row.text(1)) \(row.cents(2))")
    }
    try connection.query(
      """
      SELECT d.payer, d.number, w.cause FROM waiting w JOIN declaration d ON d.id = w.declaration
      WHERE d.administration = \(administration)
      """
    ) { row in
      try lines.append("waiting \(row.text(0)) \(row.text(1)) \(row.text(2))")
    }
    try connection.query(
      """
      SELECT payer, key, amount, coalesce(answered_by, ''), coalesce(cause, '') FROM takeback
      WHERE administration = \(administration) AND amount <> 0
      """
    ) { row in
      try lines.append(
        "takeback \(row.text(0)) \(row.text(1)) \(row.cents(2)) \(row.text(3)) \(row.text(4))")
    }
    for row in try suspenseRows(of: administration) {
      lines.append("suspense \(row.role.rawValue) \(row.item) \(row.amount) since \(row.since)")
    }
    try connection.query(
      """
      SELECT d.payer, d.number, a.position FROM ambiguous a JOIN declaration d ON d.id = a.declaration
      WHERE d.administration = \(administration)
      """
    ) { row in
      try lines.append("ambiguous \(row.text(0)) \(row.text(1)) \(row.int64(2))")
    }
    try connection.query(
      """
      SELECT r.payer, r.reference, o.position FROM other_care o JOIN remittance r ON r.id = o.remittance
      WHERE r.administration = \(administration)
      """
    ) { row in
      try lines.append("other care \(row.text(0)) \(row.text(1)) \(row.int64(2))")
    }
    return EndState(lines: lines.sorted())
  }

  /// The sums that stand per role and item must be those that were posted, account by account. What differs, as text.
  package func contradictions(in administration: String) throws -> [String] {
    var posted: [String: Int64] = [:]
    try connection.query(
      """
      SELECT e.booker, p.account, p.cost_centre, p.item, sum(p.amount) FROM entry e JOIN posting p ON p.entry = e.id
      WHERE e.administration = \(administration) GROUP BY 1, 2, 3, 4
      """
    ) { row in
      try posted["\(row.text(0)) \(row.text(1)) \(row.text(2)) \(row.text(3))"] = row.cents(4)
    }
    try connection.query(
      """
      SELECT s.booker, s.account, s.cost_centre, s.item, sum(s.amount) FROM standing s
      LEFT JOIN declaration d ON d.id = s.subject AND s.kind = 0
      LEFT JOIN receipt r ON r.id = s.subject AND s.kind = 1
      LEFT JOIN takeback b ON b.id = s.subject AND s.kind = 2
      LEFT JOIN decision c ON s.kind = 3 AND c.id = s.subject
      WHERE coalesce(d.administration, r.administration, b.administration, c.administration) = \(administration) GROUP BY 1, 2, 3, 4
      """
    ) { row in
      try posted["\(row.text(0)) \(row.text(1)) \(row.text(2)) \(row.text(3))", default: 0] -= row.cents(4)
    }
    return posted.filter { $0.value != 0 }.map { "\($0.key): posted differs from standing by \($0.value)" }
      .sorted()
  }
}
