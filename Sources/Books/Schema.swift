import SQLite

/// The tables. Three append-only kinds (what files said, what was decided, what was posted); beside them what is
/// derived from them, and queues that a restart finds as they were.
///
/// - A fact counts for an event `k` if `event <= k < until`. `until` is set when a fact is withdrawn (a conflicting
///   resend, a reversal) and never otherwise: nothing is edited.
/// - Amounts are whole cents, dates are days since 1970-01-01.
/// - No table holds a client number, a client's name or a birth date. `line.key` is a hash by which a line that is
///   declared again is recognised.
enum Schema {
  static let version: Int32 = 5

  static func prepare(_ connection: Connection) throws {
    switch try connection.userVersion() {
    case 0:
      try connection.transaction {
        try connection.run(script: tables)
        try connection.setUserVersion(version)
      }
    case Int(version): return
    case let other: throw BooksFailure.otherVersion(found: other, known: Int(version))
    }
  }

  private static let tables: StaticString = """
    CREATE TABLE administration (id TEXT PRIMARY KEY, currency TEXT NOT NULL) WITHOUT ROWID;

    -- What happened, in the order in which it counts. A file's event is made when its facts begin to be entered and
    -- is ready when the last of them is.
    CREATE TABLE event (
      seq INTEGER PRIMARY KEY, administration TEXT NOT NULL, kind TEXT NOT NULL, subject INTEGER NOT NULL,
      recorded_on INTEGER NOT NULL, mapping INTEGER, ready INTEGER NOT NULL, phase INTEGER NOT NULL DEFAULT 0,
      holds INTEGER NOT NULL DEFAULT 0);
    CREATE INDEX event_open ON event (seq) WHERE phase < 3;

    CREATE TABLE mapping (
      id INTEGER PRIMARY KEY, administration TEXT NOT NULL, digest TEXT NOT NULL, recorded_on INTEGER NOT NULL);

    CREATE TABLE file (
      id INTEGER PRIMARY KEY, administration TEXT NOT NULL, name TEXT NOT NULL, origin TEXT NOT NULL,
      digest BLOB NOT NULL, size INTEGER NOT NULL, received_on INTEGER NOT NULL, state TEXT NOT NULL,
      format TEXT, kind TEXT, lines INTEGER NOT NULL DEFAULT 0, findings TEXT NOT NULL DEFAULT '[]',
      event INTEGER, entered INTEGER NOT NULL DEFAULT 0, base INTEGER NOT NULL DEFAULT 0,
      duplicate_of INTEGER, skips BLOB, source TEXT);
    CREATE INDEX file_digest ON file (administration, digest);
    CREATE INDEX file_open ON file (administration, id) WHERE state IN ('received', 'entering');

    -- What a rule may ask about a line, once per distinct answer.
    CREATE TABLE class (
      id INTEGER PRIMARY KEY, payer TEXT NOT NULL, scheme TEXT NOT NULL, service TEXT NOT NULL,
      practitioner TEXT NOT NULL, location TEXT, stream TEXT, care_year INTEGER NOT NULL);
    CREATE INDEX class_service ON class (payer, service, practitioner);

    CREATE TABLE declaration (
      id INTEGER PRIMARY KEY, administration TEXT NOT NULL, payer TEXT NOT NULL, number TEXT NOT NULL,
      name TEXT NOT NULL, provider TEXT, submitted_on INTEGER NOT NULL, lines INTEGER NOT NULL,
      claimed INTEGER NOT NULL, digest BLOB NOT NULL, file INTEGER NOT NULL, byte INTEGER NOT NULL,
      line_number INTEGER NOT NULL, event INTEGER NOT NULL, until INTEGER);
    CREATE INDEX declaration_number ON declaration (administration, payer, number);
    CREATE INDEX declaration_name ON declaration (administration, name);
    CREATE INDEX declaration_event ON declaration (event);
    CREATE INDEX declaration_until ON declaration (until) WHERE until IS NOT NULL;
    -- Declarations that came under the number of one that was rejected as a whole, and the date and number of
    -- that return.
    CREATE TABLE replacement (
      declaration INTEGER PRIMARY KEY, rejected_on INTEGER NOT NULL, rejected_by TEXT NOT NULL, event INTEGER NOT NULL);
    CREATE INDEX replacement_event ON replacement (event);
    -- Held files, by the numbers that they contradict: a return on one of these may decide it.
    CREATE TABLE contested (
      administration TEXT NOT NULL, payer TEXT NOT NULL, number TEXT NOT NULL, file INTEGER NOT NULL,
      PRIMARY KEY (administration, payer, number, file)) WITHOUT ROWID;

    CREATE TABLE line (
      declaration INTEGER NOT NULL, position INTEGER NOT NULL, reference TEXT NOT NULL, key INTEGER NOT NULL,
      class INTEGER NOT NULL, from_day INTEGER NOT NULL, until_day INTEGER NOT NULL, quantity INTEGER NOT NULL,
      claimed INTEGER NOT NULL, vat INTEGER NOT NULL, previous TEXT, approved INTEGER NOT NULL,
      byte INTEGER NOT NULL, length INTEGER NOT NULL, line_number INTEGER NOT NULL,
      PRIMARY KEY (declaration, position)) WITHOUT ROWID;
    CREATE INDEX line_reference ON line (reference);
    CREATE INDEX line_key ON line (key);
    CREATE INDEX line_previous ON line (previous) WHERE previous IS NOT NULL;

    CREATE TABLE remittance (
      id INTEGER PRIMARY KEY, administration TEXT NOT NULL, payer TEXT NOT NULL, reference TEXT NOT NULL,
      name TEXT NOT NULL, date INTEGER NOT NULL, declaration TEXT NOT NULL, declaration_name TEXT NOT NULL,
      header_codes TEXT NOT NULL, claimed INTEGER, awarded INTEGER, listed INTEGER NOT NULL,
      listed_residual INTEGER NOT NULL, digest BLOB NOT NULL, file INTEGER NOT NULL, byte INTEGER NOT NULL,
      line_number INTEGER NOT NULL, event INTEGER NOT NULL, until INTEGER);
    CREATE INDEX remittance_declaration ON remittance (administration, payer, declaration);
    CREATE INDEX remittance_name ON remittance (administration, name);
    CREATE INDEX remittance_declaration_name ON remittance (administration, declaration_name);
    CREATE INDEX remittance_event ON remittance (event);
    CREATE INDEX remittance_until ON remittance (until) WHERE until IS NOT NULL;

    CREATE TABLE award (
      remittance INTEGER NOT NULL, position INTEGER NOT NULL, line TEXT NOT NULL, claimed INTEGER NOT NULL,
      awarded INTEGER NOT NULL, reasons TEXT NOT NULL, key INTEGER, byte INTEGER NOT NULL, length INTEGER NOT NULL,
      line_number INTEGER NOT NULL, PRIMARY KEY (remittance, position)) WITHOUT ROWID;

    CREATE TABLE statement (
      id INTEGER PRIMARY KEY, administration TEXT NOT NULL, account TEXT NOT NULL, identification TEXT NOT NULL,
      identity TEXT NOT NULL, source TEXT NOT NULL, opening INTEGER, closing INTEGER, digest BLOB NOT NULL,
      file INTEGER NOT NULL, event INTEGER NOT NULL, until INTEGER);
    CREATE INDEX statement_account ON statement (administration, account);
    CREATE INDEX statement_event ON statement (event);

    CREATE TABLE receipt (
      id INTEGER PRIMARY KEY, administration TEXT NOT NULL, reference TEXT NOT NULL, statement INTEGER NOT NULL,
      account TEXT NOT NULL, booked_on INTEGER NOT NULL, amount INTEGER NOT NULL, counterparty TEXT NOT NULL,
      name TEXT NOT NULL, texts TEXT NOT NULL, bank_reference TEXT NOT NULL, end_to_end TEXT NOT NULL,
      is_reversal INTEGER NOT NULL, byte INTEGER NOT NULL, length INTEGER NOT NULL,
      line_number INTEGER NOT NULL, event INTEGER NOT NULL, until INTEGER, specification INTEGER);
    CREATE INDEX receipt_reference ON receipt (administration, reference);
    CREATE UNIQUE INDEX receipt_counts ON receipt (administration, reference) WHERE until IS NULL;
    CREATE INDEX receipt_event ON receipt (event);
    CREATE INDEX receipt_until ON receipt (until) WHERE until IS NOT NULL;
    CREATE INDEX receipt_statement ON receipt (statement);
    CREATE INDEX receipt_amount ON receipt (administration, amount, booked_on);
    -- Statements that told a movement again which another had told before.
    CREATE TABLE retold (
      statement INTEGER NOT NULL, receipt INTEGER NOT NULL, PRIMARY KEY (statement, receipt)) WITHOUT ROWID;
    CREATE INDEX retold_receipt ON retold (receipt);

    -- A payer's account of one payment. One of 0.00, which no bank tells of, is judged as a receipt of its own:
    -- `receipt.specification` names it, and `receipt.statement` is 0.
    CREATE TABLE specification (
      id INTEGER PRIMARY KEY, administration TEXT NOT NULL, payer TEXT NOT NULL, reference TEXT NOT NULL,
      name TEXT NOT NULL, date INTEGER NOT NULL, payment INTEGER NOT NULL, digest BLOB NOT NULL, file INTEGER NOT NULL,
      byte INTEGER NOT NULL, line_number INTEGER NOT NULL, event INTEGER NOT NULL, until INTEGER);
    CREATE INDEX specification_reference ON specification (administration, payer, reference);
    CREATE INDEX specification_payment ON specification (administration, payment, date);
    CREATE INDEX specification_event ON specification (event);
    CREATE INDEX specification_until ON specification (until) WHERE until IS NOT NULL;
    -- `number` is the payer's own of a takeback or an advance, wherever the row has it.
    CREATE TABLE specification_row (
      specification INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, declaration TEXT,
      amount INTEGER NOT NULL, number TEXT, scheme TEXT, byte INTEGER NOT NULL, length INTEGER NOT NULL,
      line_number INTEGER NOT NULL, PRIMARY KEY (specification, position)) WITHOUT ROWID;
    CREATE INDEX specification_row_declaration ON specification_row (declaration) WHERE declaration IS NOT NULL;
    CREATE INDEX specification_row_number ON specification_row (number) WHERE number IS NOT NULL;

    -- Decided by a person. `entry` is what it is about, an entry, a receipt or an item; `content` what it says of it. One
    -- counts for an event `k` if `event <= k < until`, like a fact.
    CREATE TABLE decision (
      id INTEGER PRIMARY KEY, administration TEXT NOT NULL, kind TEXT NOT NULL, entry TEXT NOT NULL,
      content TEXT NOT NULL, reason TEXT NOT NULL, by TEXT NOT NULL, recorded_on INTEGER NOT NULL, event INTEGER NOT NULL,
      until INTEGER);
    CREATE INDEX decision_entry ON decision (administration, entry);
    -- An explanation that a person has taken back; until released, the payment waits.
    CREATE TABLE withheld (receipt INTEGER NOT NULL, event INTEGER NOT NULL, until INTEGER);

    -- Posted.
    CREATE TABLE entry (
      id INTEGER PRIMARY KEY, administration TEXT NOT NULL, reference TEXT NOT NULL, journal TEXT NOT NULL,
      year INTEGER NOT NULL, date INTEGER NOT NULL, document_date INTEGER NOT NULL, kind TEXT NOT NULL,
      text TEXT NOT NULL, booker TEXT NOT NULL, subject TEXT NOT NULL, event INTEGER NOT NULL,
      mapping INTEGER NOT NULL, reverses TEXT, digest BLOB NOT NULL, job INTEGER, state TEXT NOT NULL);
    CREATE UNIQUE INDEX entry_reference ON entry (administration, reference);
    CREATE INDEX entry_subject ON entry (administration, subject);
    CREATE INDEX entry_prepared ON entry (administration, id) WHERE state = 'prepared';
    CREATE TABLE posting (
      entry INTEGER NOT NULL, position INTEGER NOT NULL, account TEXT NOT NULL, cost_centre TEXT NOT NULL,
      item TEXT NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (entry, position)) WITHOUT ROWID;
    CREATE TABLE ground (
      entry INTEGER NOT NULL, kind TEXT NOT NULL, subject INTEGER NOT NULL,
      PRIMARY KEY (entry, kind, subject)) WITHOUT ROWID;
    CREATE TABLE number (
      administration TEXT NOT NULL, journal TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,
      PRIMARY KEY (administration, journal, year)) WITHOUT ROWID;

    -- Derived: what stands where, per case; `mapping` is the version that the spot was first posted under.
    CREATE TABLE standing (
      subject INTEGER NOT NULL, kind INTEGER NOT NULL, booker TEXT NOT NULL, role TEXT NOT NULL,
      account TEXT NOT NULL, cost_centre TEXT NOT NULL, item TEXT NOT NULL, amount INTEGER NOT NULL,
      mapping INTEGER NOT NULL, since INTEGER NOT NULL,
      PRIMARY KEY (subject, kind, booker, role, account, cost_centre, item)) WITHOUT ROWID;
    CREATE INDEX standing_suspense ON standing (role, item) WHERE role IN
      ('receipts', 'rejected', 'takeback-open', 'client-due', 'no-account');
    CREATE INDEX standing_advance ON standing (item) WHERE role IN ('advance', 'settlement');
    -- Derived: the granted total after each return that counts, in the order of the returns' own dates.
    CREATE TABLE award_total (
      declaration INTEGER NOT NULL, rank INTEGER NOT NULL, remittance INTEGER NOT NULL, date INTEGER NOT NULL,
      total INTEGER NOT NULL, complete INTEGER NOT NULL, PRIMARY KEY (declaration, rank)) WITHOUT ROWID;
    CREATE INDEX award_total_total ON award_total (total);
    CREATE INDEX award_total_again ON award_total (declaration) WHERE rank > 0;
    -- Derived: how each return stands.
    CREATE TABLE answer_standing (remittance INTEGER PRIMARY KEY, standing TEXT NOT NULL);
    -- Derived: listed lines that repeat the reference and amount of one of ours, but other care.
    CREATE TABLE other_care (
      remittance INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (remittance, position)) WITHOUT ROWID;
    -- Derived: lines that may declare any of several rejected lines again.
    CREATE TABLE ambiguous (
      declaration INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (declaration, position)) WITHOUT ROWID;
    CREATE TABLE waiting (declaration INTEGER PRIMARY KEY, cause TEXT NOT NULL);
    -- Derived: takebacks as specifications tell them, of nothing once none does; the number is for good. `answered_by`
    -- is the item that says the same, `cause` why it is not posted.
    CREATE TABLE takeback (
      id INTEGER PRIMARY KEY, administration TEXT NOT NULL, payer TEXT NOT NULL, key TEXT NOT NULL,
      name TEXT NOT NULL, declaration TEXT, scheme TEXT, amount INTEGER NOT NULL, announced_on INTEGER NOT NULL,
      specifications TEXT NOT NULL, contradicted INTEGER NOT NULL, answered_by TEXT, cause TEXT);
    CREATE UNIQUE INDEX takeback_key ON takeback (administration, payer, key);
    CREATE INDEX takeback_answered ON takeback (administration, answered_by) WHERE answered_by IS NOT NULL;
    CREATE INDEX takeback_name ON takeback (administration, name);
    CREATE INDEX takeback_declaration ON takeback (administration, payer, declaration) WHERE declaration IS NOT NULL;
    -- Derived: what each payment was judged to be, and of what it consists.
    CREATE TABLE verdict (
      receipt INTEGER PRIMARY KEY, outcome TEXT NOT NULL, evidence TEXT, payer_group TEXT, candidates TEXT NOT NULL,
      cause TEXT, because TEXT NOT NULL);
    CREATE INDEX verdict_group ON verdict (payer_group) WHERE payer_group IS NOT NULL;
    CREATE TABLE part (
      receipt INTEGER NOT NULL, item TEXT NOT NULL, cents INTEGER NOT NULL, booked_on INTEGER NOT NULL,
      reference TEXT NOT NULL, administration TEXT NOT NULL, PRIMARY KEY (receipt, item)) WITHOUT ROWID;
    CREATE INDEX part_item ON part (administration, item, booked_on, reference);
    -- Derived: the payer accounts. What is open after all payments, and on which day the last of them settled it; a
    -- payment before that day still sees it open. `kind` and `subject` as in `standing`.
    CREATE TABLE open_item (
      administration TEXT NOT NULL, item TEXT NOT NULL, payer TEXT NOT NULL, kind INTEGER NOT NULL,
      subject INTEGER NOT NULL, open INTEGER NOT NULL, closed_on INTEGER, PRIMARY KEY (administration, item)) WITHOUT ROWID;
    CREATE INDEX open_item_subject ON open_item (kind, subject);
    CREATE INDEX open_item_payer ON open_item (administration, payer, open) WHERE open <> 0;
    CREATE INDEX open_item_closed ON open_item (administration, payer, closed_on) WHERE closed_on IS NOT NULL;
    CREATE TABLE receipt_name (
      name TEXT NOT NULL, receipt INTEGER NOT NULL, PRIMARY KEY (name, receipt)) WITHOUT ROWID;

    -- Queues of the event that is being posted.
    CREATE TABLE touched (declaration INTEGER PRIMARY KEY);
    CREATE TABLE touched_takeback (takeback INTEGER PRIMARY KEY);
    CREATE TABLE dirty (
      booked_on INTEGER NOT NULL, reference TEXT NOT NULL, receipt INTEGER NOT NULL,
      PRIMARY KEY (booked_on, reference, receipt)) WITHOUT ROWID;

    -- Jobs and their way to the bookkeeping system.
    CREATE TABLE job (
      id INTEGER PRIMARY KEY, administration TEXT NOT NULL, name TEXT NOT NULL, day INTEGER NOT NULL);
    CREATE UNIQUE INDEX job_name ON job (administration, name);
    CREATE TABLE delivery (
      id INTEGER PRIMARY KEY, administration TEXT NOT NULL, destination TEXT NOT NULL, name TEXT NOT NULL,
      job INTEGER NOT NULL, first_entry INTEGER NOT NULL, last_entry INTEGER NOT NULL, entries INTEGER NOT NULL,
      mapping INTEGER NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '', attempts INTEGER NOT NULL);
    CREATE UNIQUE INDEX delivery_name ON delivery (destination, name);
    CREATE INDEX delivery_open ON delivery (administration, id) WHERE state IN ('intended', 'in-doubt');
    """
}
