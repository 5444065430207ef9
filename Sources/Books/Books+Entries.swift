package import Accounting
import Crypto
package import Posting
import SQLite

/// A journal entry on its way into the books.
package struct NewEntry: Sendable {
  /// What an entry rests on: the rows that `explain` goes back to.
  package enum Ground: Sendable, Hashable {
    case declaration(Int64), remittance(Int64), receipt(Int64), decision(Int64), mapping(Int64)
    case specification(Int64)
    /// A file that contradicts what was known.
    case file(Int64)

    var kind: String {
      switch self {
      case .declaration: "declaration"
      case .remittance: "remittance"
      case .receipt: "receipt"
      case .decision: "decision"
      case .mapping: "mapping"
      case .file: "file"
      case .specification: "specification"
      }
    }

    var subject: Int64 {
      switch self {
      case .declaration(let id), .remittance(let id), .receipt(let id), .decision(let id), .mapping(let id),
        .file(let id), .specification(let id):
        id
      }
    }
  }

  package var administration: String
  package var entry: JournalEntry
  /// The latest document date; differs from the entry's date if that day was closed.
  package var documentDate: CalendarDate
  package var journal: JournalCode
  /// `declared`, `awarded`, `bank` …
  package var kind: String
  package var booker: Booker
  /// The declaration `payer/number` or the bank line's reference.
  package var subject: String
  package var event: Int64
  package var mapping: Int64
  package var mappingDigest: String
  package var reverses: EntryReference?
  package var grounds: [Ground]

  package init(
    administration: String, entry: JournalEntry, documentDate: CalendarDate, journal: JournalCode,
    kind: String,
    booker: Booker, subject: String, event: Int64, mapping: Int64, mappingDigest: String,
    reverses: EntryReference?, grounds: [Ground]
  ) {
    self.administration = administration
    self.entry = entry
    self.documentDate = documentDate
    self.journal = journal
    self.kind = kind
    self.booker = booker
    self.subject = subject
    self.event = event
    self.mapping = mapping
    self.mappingDigest = mappingDigest
    self.reverses = reverses
    self.grounds = grounds
  }
}

extension Books {
  /// Records an entry and gives it its number in the same transaction, so that numbers have no gaps (rule 11).
  @discardableResult
  package func record(_ new: NewEntry) throws -> EntryReference {
    precondition(isInTransaction, "an entry, its number and what it rests on are recorded together")
    let reference = try reference(for: new)
    let isOurs = new.booker == .gateway
    let last = try connection.first("SELECT id, digest FROM entry ORDER BY id DESC LIMIT 1") {
      try (id: $0.number(0), digest: $0.blob(1))
    }
    let id = (last?.id ?? 0) + 1
    let digest = EntryBytes.digest(of: new, reference: reference, after: last?.digest ?? [])
    try connection.execute(
      """
      INSERT INTO entry VALUES (\(id), \(new.administration), \(reference.text), \(new.journal.text),
      \(new.entry.date.year), \(new.entry.date.dayNumber), \(new.documentDate.dayNumber), \(new.kind),
      \(new.entry.text), \(new.booker.rawValue), \(new.subject), \(new.event), \(new.mapping),
      \(new.reverses?.text), \(digest), NULL, \(isOurs ? "prepared" : "expected"))
      """)
    for (position, posting) in new.entry.postings.enumerated() {
      try connection.execute(
        """
        INSERT INTO posting VALUES (\(id), \(position), \(posting.account.text),
        \(posting.costCentre?.text ?? ""), \(posting.item ?? ""), \(posting.signed.minorUnits))
        """)
    }
    for ground in Set(new.grounds) {
      try connection.execute("INSERT INTO ground VALUES (\(id), \(ground.kind), \(ground.subject))")
    }
    return reference
  }

  private func reference(for new: NewEntry) throws -> EntryReference {
    if let reversed = new.reverses {
      let earlier = try connection.first(
        """
        SELECT count(*) FROM entry WHERE administration = \(new.administration)
        AND reference LIKE \(reversed.stem + "-R%")
        """
      ) { try $0.int(0) }
      // Where the suffix does not fit, the reversal is numbered like any entry; it is linked all the same.
      if let reference = reversed.reversal((earlier ?? 0) + 1) { return reference }
    }
    let year = new.entry.date.year
    try connection.execute(
      """
      INSERT INTO number VALUES (\(new.administration), \(new.journal.text), \(year), 1)
      ON CONFLICT DO UPDATE SET last = last + 1
      """)
    let number = try connection.first(
      """
      SELECT last FROM number WHERE administration = \(new.administration)
      AND journal = \(new.journal.text) AND year = \(year)
      """
    ) { row in
      let number = try row.int(0)
      guard (1...999_999_999).contains(number) else { throw row.damaged(0, "no number of an entry") }
      return number
    }
    return EntryReference(journal: new.journal, year: year, number: number ?? 1)
  }
}

/// The bytes that an entry is, for its digest: the digest of the entry before it stands in front, so that none can be
/// changed, taken out or put in without every later digest showing it.
package enum EntryBytes {
  static func digest(of new: NewEntry, reference: EntryReference, after previous: [UInt8]) -> [UInt8] {
    digest(
      fields: [
        new.administration, reference.text, new.journal.text, new.entry.date.description,
        new.documentDate.description, new.kind, new.entry.text, new.booker.rawValue, new.subject,
        new.mappingDigest, new.reverses?.text ?? "",
      ],
      postings: new.entry.postings.map { posting in
        [
          posting.account.text, posting.costCentre?.text ?? "", posting.item ?? "",
          String(posting.signed.minorUnits),
        ]
      }, after: previous)
  }

  static func digest(fields: [String], postings: [[String]], after previous: [UInt8]) -> [UInt8] {
    let body = ([fields] + postings).map { $0.joined(separator: "\u{1F}") }.joined(separator: "\u{1E}")
    return SHA256.digest(previous + Array(body.utf8)).bytes
  }
}
