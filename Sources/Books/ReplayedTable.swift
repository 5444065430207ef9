import SQLite

/// A table that a replay makes anew, and how its rows are compared with those that were kept.
struct ReplayedTable {
  var name: String
  /// The rows of the replay and the kept ones, with the columns that a replay derives.
  var replayed: SQLText
  var kept: SQLText
  /// The administration that a row `t` belongs to; NULL where that cannot be told, and then it concerns all.
  var owner: SQLText
  /// What the facts of these rows are called where entries rest on them, and the column that counts them.
  var ground: (kind: String, id: SQLText)?

  /// Rows that only one of both has, as `t`.
  var difference: SQLText {
    "(SELECT * FROM (" + replayed + " EXCEPT " + kept + ") UNION ALL SELECT * FROM (" + kept + " EXCEPT "
      + replayed + ")) t"
  }

  func difference(of administration: String?) -> SQLText {
    difference + " WHERE " + owner + " IS NULL OR \(administration) IS NULL OR " + owner
      + " = \(administration)"
  }
}

extension ReplayedTable {
  /// Columns whose values nothing but the books states: a replay takes them over, so it cannot prove them. The one
  /// place where they are named; a test alters every column of every table and holds this list against what is found.
  static let unproven: [(table: String, column: String, because: String)] = [
    ("file", "name", "who gave the file said so; the archive keeps bytes under their digest"),
    ("file", "origin", "who gave the file said so"),
    ("file", "source", "tells apart files that lay in an inbox, and they are gone"),
    ("file", "received_on", "the day of the machine"),
    ("file", "findings", "a later version may word them otherwise: rules and places are compared"),
    ("event", "recorded_on", "the day of the machine; what is dated by it is compared"),
    ("decision", "reason", "a person said so"),
    ("decision", "by", "a person said so"),
    ("entry", "job", "delivery decides, and the bookkeeping system has the other half of it"),
    ("entry", "state", "delivery decides"),
    ("job", "id", "delivery decides"), ("job", "administration", "delivery decides"),
    ("job", "name", "delivery decides"), ("job", "day", "delivery decides"),
    ("delivery", "id", "delivery decides"), ("delivery", "administration", "delivery decides"),
    ("delivery", "destination", "delivery decides"), ("delivery", "name", "delivery decides"),
    ("delivery", "job", "delivery decides"), ("delivery", "first_entry", "delivery decides"),
    ("delivery", "last_entry", "delivery decides"), ("delivery", "entries", "delivery decides"),
    ("delivery", "mapping", "delivery decides"), ("delivery", "digest", "delivery decides"),
    ("delivery", "state", "delivery decides"), ("delivery", "detail", "delivery decides"),
    ("delivery", "attempts", "delivery decides"),
  ]

  /// Files of which no event came (duplicate, held, quarantined) were judged by what was known at a moment that
  /// nobody recorded: of them the bytes are compared, not the judgement.
  private static let fileColumns: SQLText = """
    id, administration, name, origin, digest, size, received_on, state, format, kind, lines, event, entered, base,
    duplicate_of, skips,
    (SELECT group_concat(json_array(j.value ->> 'rule', j.value ->> 'severity', j.value ->> 'line',
     j.value ->> 'column', j.value ->> 'byte')) FROM json_each(findings) j)
    """

  private static let entryColumns: SQLText = """
    id, administration, reference, journal, year, date, document_date, kind, text, booker, subject, event, mapping,
    reverses, digest
    """

  private static let ofItself: SQLText = "t.administration"
  private static let ofDeclaration: SQLText =
    "(SELECT d.administration FROM kept.declaration d WHERE d.id = t.declaration)"
  private static let ofRemittance: SQLText =
    "(SELECT r.administration FROM kept.remittance r WHERE r.id = t.remittance)"
  private static let ofSpecification: SQLText =
    "(SELECT s.administration FROM kept.specification s WHERE s.id = t.specification)"
  private static let ofReceipt: SQLText =
    "(SELECT r.administration FROM kept.receipt r WHERE r.id = t.receipt)"
  private static let ofSubject: SQLText = """
    CASE t.kind WHEN 0 THEN (SELECT d.administration FROM kept.declaration d WHERE d.id = t.subject)
    WHEN 1 THEN (SELECT r.administration FROM kept.receipt r WHERE r.id = t.subject)
    WHEN 2 THEN (SELECT b.administration FROM kept.takeback b WHERE b.id = t.subject)
    WHEN 3 THEN (SELECT c.administration FROM kept.decision c WHERE c.id = t.subject) END
    """
  private static let ofAll: SQLText = "NULL"

  /// Tables whose rows entries rest on: a difference is told by the entries.
  static let facts: [ReplayedTable] = [
    whole("declaration", "main.declaration", "kept.declaration", ofItself, ("declaration", "t.id")),
    whole("line", "main.line", "kept.line", ofDeclaration, ("declaration", "t.declaration")),
    whole("remittance", "main.remittance", "kept.remittance", ofItself, ("remittance", "t.id")),
    whole("award", "main.award", "kept.award", ofRemittance, ("remittance", "t.remittance")),
    whole("specification", "main.specification", "kept.specification", ofItself, ("specification", "t.id")),
    whole(
      "specification_row", "main.specification_row", "kept.specification_row", ofSpecification,
      ("specification", "t.specification")),
    whole("receipt", "main.receipt", "kept.receipt", ofItself, ("receipt", "t.id")),
    whole("verdict", "main.verdict", "kept.verdict", ofReceipt, ("receipt", "t.receipt")),
    whole("part", "main.part", "kept.part", ofReceipt, ("receipt", "t.receipt")),
  ]

  static let entries = ReplayedTable(
    name: "entry", replayed: "SELECT " + entryColumns + " FROM main.entry",
    kept: "SELECT " + entryColumns + " FROM kept.entry", owner: ofItself)

  /// Tables of which each row belongs to one entry.
  static let ofEntries: [ReplayedTable] = [
    whole("posting", "main.posting", "kept.posting", ofAll),
    whole("ground", "main.ground", "kept.ground", ofAll),
  ]

  /// All others; a difference is told by the table.
  static let others: [ReplayedTable] = [
    whole("administration", "main.administration", "kept.administration", "t.id"),
    whole("event", "main.event", "kept.event WHERE phase = 3", ofItself),
    whole("mapping", "main.mapping", "kept.mapping", ofItself),
    ReplayedTable(
      name: "file", replayed: "SELECT " + fileColumns + " FROM main.file",
      kept: "SELECT " + fileColumns
        + " FROM kept.file WHERE id IN (SELECT subject FROM kept.event WHERE kind = 'file' AND phase = 3)",
      owner: ofItself),
    whole("class", "main.class", "kept.class", ofAll),
    whole("statement", "main.statement", "kept.statement", ofItself),
    whole("replacement", "main.replacement", "kept.replacement", ofDeclaration),
    whole("contested", "main.contested", "kept.contested", ofItself),
    whole("retold", "main.retold", "kept.retold", ofReceipt),
    whole("decision", "main.decision", "kept.decision", ofItself),
    whole("withheld", "main.withheld", "kept.withheld", ofReceipt),
    whole("number", "main.number", "kept.number", ofItself),
    whole("standing", "main.standing", "kept.standing", ofSubject),
    whole("award_total", "main.award_total", "kept.award_total", ofDeclaration),
    whole("answer_standing", "main.answer_standing", "kept.answer_standing", ofRemittance),
    whole("takeback", "main.takeback", "kept.takeback", ofItself),
    whole("waiting", "main.waiting", "kept.waiting", ofDeclaration),
    whole("open_item", "main.open_item", "kept.open_item", ofItself),
    whole("other_care", "main.other_care", "kept.other_care", ofRemittance),
    whole("ambiguous", "main.ambiguous", "kept.ambiguous", ofDeclaration),
    whole("receipt_name", "main.receipt_name", "kept.receipt_name", ofReceipt),
  ]

  private static func whole(
    _ name: String, _ replayed: SQLText, _ kept: SQLText, _ owner: SQLText,
    _ ground: (kind: String, id: SQLText)? = nil
  ) -> ReplayedTable {
    ReplayedTable(
      name: name, replayed: "SELECT * FROM " + replayed, kept: "SELECT * FROM " + kept, owner: owner,
      ground: ground)
  }
}
