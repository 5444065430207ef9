import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

/// What one event does to the ledger: the cases it touches, and the entry of each.
struct EventPosting {
  let books: Books
  let shelf: MappingShelf
  let administration: PostingStep.Administration
  let event: BookEvent
  let succession: SuccessionReading
  let formerSuccession: SuccessionReading
  let unnamed = UnnamedPayments()

  init(
    _ event: BookEvent, of administration: PostingStep.Administration, _ books: Books, _ shelf: MappingShelf
  ) throws {
    self.event = event
    self.administration = administration
    self.books = books
    self.shelf = shelf
    succession = SuccessionReading(books, shelf, at: event)
    formerSuccession = SuccessionReading(books, shelf, at: try books.before(event))
  }

  /// Payments of a payer group that name nothing may be explained by any of its answers. The queue is emptied in the
  /// order of the payments, so what was put into it once in a phase is in it for all payments behind the one at hand.
  final class UnnamedPayments {
    private var groups: Set<String> = []

    fileprivate func isFirst(_ group: String) -> Bool { groups.insert(group).inserted }
  }

  func dirtyUnnamedPayments(of group: String, after order: ReceiptOrder? = nil) throws {
    guard unnamed.isFirst(group) else { return }
    try books.dirtyUnnamedReceipts(ofGroup: group, administration: administration.id, after: order)
  }

  func touch() throws {
    switch event.kind {
    case .file, .decision:
      try books.touchCases(ofEvent: event.seq)
      try books.dirtyReceipts(ofEvent: event.seq)
      try books.dirtyWithheldReceipts(ofEvent: event.seq)
      try dirtyNamed()
      try touchTakebacks()
      if event.kind == .decision { try touchDecided() }
    case .mapping:
      // Accounts stay what they were (rule 3), but who pays from which account, which codes assess and what waits for
      // a row may be otherwise, and which case asked for it is written nowhere.
      try books.touchAll(of: administration.id)
    }
  }

  /// A return that changes no award may still change what a number means: it may be held, or speak of a declaration
  /// that we do not know, for which the payments that name it wait.
  private func dirtyNamed() throws {
    for names in try books.namesOfReturns(ofEvent: event.seq) {
      try books.dirtyReceipts(naming: names, administration: administration.id)
    }
  }

  /// An entry that nothing new has caused must not read as if something had: it says why it is there.
  func wording(_ kind: Event) throws -> Wording {
    switch event.kind {
    case .decision: try reversedEntry() == nil ? .event(kind) : .reversed
    case .mapping: kind == .decided ? .remapped : .event(kind)
    case .file: try books.holds(event: event.seq) ? .held : .event(kind)
    }
  }

  func reversedEntry() throws -> String? {
    guard event.kind == .decision, let decision = try books.decision(event.subject),
      decision.kind == .reverse
    else { return nil }
    return decision.entry
  }

  /// What is taken back because of a held file rests on that file too: it brought no fact that could be named.
  func resting(
    on date: CalendarDate, _ grounds: [NewEntry.Ground]
  ) throws -> (CalendarDate, [NewEntry.Ground]) {
    let held: [NewEntry.Ground] =
      try event.kind == .file && books.holds(event: event.seq) ? [.file(event.subject)] : []
    return event.adding(to: date, grounds + held)
  }

  func record(
    _ difference: Standing, _ booker: Booker, _ kind: Event, journal: JournalCode,
    on documentDate: CalendarDate, subject: String, text: String, grounds: [NewEntry.Ground]
  ) throws {
    let postings = EntryDraft.postings(of: difference, in: administration.currency)
    guard !postings.isEmpty else { return }
    let mapping = try shelf.mapping(event.mapping)
    let entry = try JournalEntry(on: mapping.openDay(from: documentDate), text, postings)
    try books.record(
      NewEntry(
        administration: administration.id, entry: entry, documentDate: documentDate,
        journal: booker == .gateway ? journal : Self.expected, kind: kind.rawValue, booker: booker,
        subject: subject, event: event.seq, mapping: event.mapping, mappingDigest: mapping.digest,
        reverses: try reversed(subject, kind, booker), grounds: grounds))
  }

  /// The entry that a decision reverses, if this is the difference that follows from it.
  private func reversed(_ subject: String, _ kind: Event, _ booker: Booker) throws -> EntryReference? {
    guard event.kind == .decision, booker == .gateway else { return nil }
    return try books.reversedEntry(
      byDecision: event.subject, subject: subject, kind: kind == .decided ? nil : kind.rawValue)
  }

  /// Entries of the other systems are counted in a journal of their own, so that ours have no gaps.
  private static let expected: JournalCode = {
    guard let code = JournalCode("EXP") else { preconditionFailure("three capitals are a journal code") }
    return code
  }()
}

extension BookEvent {
  /// What follows from a decision or a mapping rests on it too, and is not older than it.
  fileprivate func adding(
    to date: CalendarDate, _ grounds: [NewEntry.Ground]
  ) -> (date: CalendarDate, grounds: [NewEntry.Ground]) {
    switch kind {
    case .file: (date, grounds)
    case .decision: (max(date, recordedOn), grounds + [.decision(subject)])
    case .mapping: (max(date, recordedOn), grounds + [.mapping(subject)])
    }
  }
}

extension Mapping {
  /// The day itself, or the first open day after a closed period (rule 5).
  func openDay(from date: CalendarDate) -> CalendarDate {
    guard let closed = closedUntil, date <= closed else { return date }
    return closed.adding(days: 1)
  }
}
