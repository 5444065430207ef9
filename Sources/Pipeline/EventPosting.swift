import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

/// What one event does to the ledger: the cases it touches, and the entry of each.
struct EventPosting {
  private let books: Books
  private let shelf: MappingShelf
  private let administration: PostingStep.Administration
  private let event: BookEvent
  private let succession: SuccessionReading
  private let formerSuccession: SuccessionReading

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

  func touch() throws {
    switch event.kind {
    case .file:
      try books.touchCases(ofFileEvent: event.seq)
      try books.dirtyReceipts(ofEvent: event.seq)
      try dirtyNamed()
    case .mapping:
      try books.touchWaitingCases(of: administration.id)
      try books.dirtyUnexplainedReceipts(of: administration.id)
    case .decision:
      try books.touchCases(ofFileEvent: event.seq)
      try books.dirtyReceipts(ofEvent: event.seq)
      try books.dirtyWithheldReceipts(ofEvent: event.seq)
    }
  }

  /// A return that changes no award may still change what a number means: it may be held, or speak of a declaration
  /// that we do not know, for which the payments that name it wait.
  private func dirtyNamed() throws {
    for names in try books.namesOfReturns(ofEvent: event.seq) {
      try books.dirtyReceipts(naming: names, administration: administration.id)
    }
  }

  // MARK: Declarations

  func post(declaration id: Int64) throws {
    guard let declaration = try books.declaration(id) else {
      throw BooksFailure.damaged("the queue names declaration \(id), which is not there")
    }
    // Entering may be ahead of posting: what a later file declares has its turn with that file.
    guard declaration.event <= event.seq else { return }
    let isNew = declaration.event == event.seq
    var posting = try difference(declaration)
    let isGone = try !books.isActive(declaration: id, at: event.seq)
    if isNew || isGone {
      // Lines that this declaration declares again leave their old account in the same entry, or come back to it.
      let namesakes = try books.namesakes(of: declaration, at: event.seq)
      let replacing = isGone ? try replacement(of: declaration) : []
      for relative in Set(try kin(of: declaration, sharing: posting.sharedKeys) + namesakes + replacing)
        .sorted()
      {
        // What came with the same file has an entry of its own (rule 4).
        guard let other = try books.declaration(relative),
          other.event < event.seq || (isGone && other.event == event.seq)
        else { continue }
        try posting.merge(difference(other))
      }
    } else if posting.answersChanged {
      for relative in try kin(of: declaration, sharing: posting.sharedKeys) {
        try books.touchOnce(declaration: relative, event: event.seq)
      }
    }
    try record(posting, of: declaration)
    if posting.answersChanged || isNew || isGone || event.kind != .file {
      try dirtyPayments(of: declaration)
    }
  }

  /// Declarations for whose lines this event changed by which line of equal care they are declared again.
  private func kin(of declaration: BookDeclaration, sharing keys: [Int64]) throws -> [Int64] {
    var kin: Set<Int64> = []
    for key in keys {
      let before = try formerSuccession.outcome(ofKey: key, declaration.payer)
      let now = try succession.outcome(ofKey: key, declaration.payer)
      guard before != now else { continue }
      let rejected = Set(before.successors.keys).union(now.successors.keys)
      kin.formUnion(
        rejected.filter { before.successors[$0] != now.successors[$0] }.map(\.declaration))
      kin.formUnion(before.ambiguous.symmetricDifference(now.ambiguous).map(\.declaration))
    }
    kin.remove(declaration.id)
    return kin.sorted()
  }

  private struct Difference {
    struct Part {
      var declaration: Int64
      var target: Standing
      var posted: PostedCase
      /// By item; for others it is the date of the entry.
      var since: [String: CalendarDate] = [:]

      var difference: Standing { target.minus(posted.standing) }
      var changesSomething: Bool { target != posted.standing }
    }

    var parts: [Part] = []
    var date: CalendarDate
    var grounds: [NewEntry.Ground]
    var recognitions: Set<Recognition>
    /// Of care that other declarations hold too.
    var sharedKeys: [Int64]
    var answersChanged: Bool

    mutating func merge(_ other: Difference) throws {
      guard other.parts.contains(where: \.changesSomething) else { return }
      parts += other.parts
      date = max(date, other.date)
      grounds += other.grounds
      recognitions.formUnion(other.recognitions)
      answersChanged = answersChanged || other.answersChanged
    }
  }

  /// What came under the number of a declaration that gave way: both are one entry, dated by the new one. Alone, what
  /// is taken back would stand on the invoice date of the old one, before it was rejected.
  private func replacement(of declaration: BookDeclaration) throws -> [Int64] {
    let now = try books.declaration(
      declaration.number, of: declaration.payer, administration: administration.id, at: event.seq)
    return now.map { [$0.id] } ?? []
  }

  private func difference(_ declaration: BookDeclaration) throws -> Difference {
    let posted = try books.posted(.declaration(declaration.id))
    let before = try books.awardTotals(of: declaration.id)
    let shared = try books.sharedKeys(of: declaration)
    guard try books.isActive(declaration: declaration.id, at: event.seq) else {
      try books.setAwardTotals([], of: declaration)
      try books.set(ambiguous: [], declaration: declaration.id)
      return Difference(
        parts: [Difference.Part(declaration: declaration.id, target: Standing(), posted: posted)],
        date: declaration.submittedOn,
        grounds: [.declaration(declaration.id)], recognitions: [], sharedKeys: shared,
        answersChanged: !before.isEmpty)
    }
    let reading = CaseReading(books: books, shelf: shelf, event: event, succession: succession)
    let result = try reading.read(declaration, posted: posted)
    try books.setWaiting(result.waiting?.rawValue, declaration: declaration.id)
    if result.totals != before { try books.setAwardTotals(result.totals, of: declaration) }
    try books.set(
      ambiguous: try succession.ambiguous(in: declaration, keys: shared), declaration: declaration.id)
    return Difference(
      parts: [
        Difference.Part(
          declaration: declaration.id, target: result.target, posted: posted, since: result.since)
      ], date: result.date, grounds: result.grounds, recognitions: result.recognitions,
      sharedKeys: shared, answersChanged: result.totals != before)
  }

  private func record(_ posting: Difference, of declaration: BookDeclaration) throws {
    var whole = Standing()
    for part in posting.parts { whole.add(part.difference) }
    let bookkeepingEvent = try kind(of: posting)
    let (date, grounds) = try resting(on: posting.date, posting.grounds)
    for booker in whole.bookers {
      try record(
        whole.of(booker), booker, bookkeepingEvent,
        journal: try shelf.mapping(event.mapping).journal(of: bookkeepingEvent), on: date,
        subject: DeclarationCase.item(declaration.payer, declaration.number),
        text: try text(bookkeepingEvent, declaration), grounds: grounds)
    }
    for part in posting.parts { try add(part, on: date) }
  }

  private func add(_ part: Difference.Part, on date: CalendarDate) throws {
    func since(_ spot: Spot) -> CalendarDate {
      Role.suspense.contains(spot.role) ? part.since[spot.item] ?? date : date
    }
    let subject = Subject.declaration(part.declaration)
    try books.add(part.difference, to: subject, under: event.mapping, since: since)
    for spot in part.target.amounts.keys where Role.suspense.contains(spot.role) {
      guard let kept = part.posted.marks[spot], part.posted.standing[spot] != 0,
        let day = part.since[spot.item],
        kept.since != day
      else { continue }
      try books.set(since: day, at: spot, of: subject)
    }
  }

  private func kind(of posting: Difference) throws -> Event {
    guard event.kind == .file else { return .decided }
    guard try books.fileKind(ofEvent: event.seq) == "declarations" else {
      return posting.recognitions == [.awarded] ? .awarded : .reduced
    }
    return .declared
  }

  private func text(_ kind: Event, _ declaration: BookDeclaration) throws -> String {
    let mapping = try shelf.mapping(event.mapping)
    let remittance = try books.remittanceReference(ofEvent: event.seq, on: declaration)
    return mapping.text(
      of: try wording(kind),
      [
        "declaration": declaration.number, "payer": declaration.payer.text,
        "payer-name": mapping.payerName(declaration.payer),
        "remittance": remittance ?? "", "date": event.recordedOn.description,
        "entry": try reversedEntry() ?? "",
      ])
  }

  /// An entry that nothing new has caused must not read as if something had: it says why it is there.
  private func wording(_ kind: Event) throws -> Wording {
    switch event.kind {
    case .decision: try reversedEntry() == nil ? .event(kind) : .reversed
    case .mapping: kind == .decided ? .remapped : .event(kind)
    case .file: try books.isHeld(fileOfEvent: event.seq) ? .held : .event(kind)
    }
  }

  private func reversedEntry() throws -> String? {
    guard event.kind == .decision, let decision = try books.decision(event.subject),
      decision.kind == "reverse"
    else { return nil }
    return decision.entry
  }

  private func dirtyPayments(of declaration: BookDeclaration) throws {
    let references = try books.remittances(
      on: declaration.number, of: declaration.payer, administration: administration.id, at: event.seq
    ).map(\.name)
    try books.dirtyReceipts(naming: [declaration.name] + references, administration: administration.id)
    if let group = try shelf.mapping(event.mapping).group(of: declaration.payer) {
      try books.dirtyUnnamedReceipts(ofGroup: group, administration: administration.id)
    }
  }

  // MARK: Payments

  func post(receipt id: Int64) throws {
    guard let receipt = try books.receipt(id) else {
      throw BooksFailure.damaged("the queue names receipt \(id), which is not there")
    }
    let posted = try books.posted(.receipt(id))
    guard receipt.isActive(at: event.seq) else { return try takeBack(receipt, posted) }
    let judgement = try ReceiptReading(books: books, shelf: shelf, event: event).judge(receipt)
    let before = try books.setVerdict(judgement.verdict, group: judgement.group, of: receipt, at: event.seq)
    if before != judgement.verdict.parts {
      try dirtyFollowers(
        of: receipt, items: (before + judgement.verdict.parts).map(\.item), group: judgement.group)
    }
    guard let bank = try judgement.bankCase(receipt, posted: posted, shelf: shelf, event: event) else {
      return
    }
    var standing = posted.standing
    if standing.isEmpty {
      // Every receipt is posted before it is explained.
      var unexplained = bank
      unexplained.parts = []
      standing = Targets.target(of: unexplained)
      try record(standing, of: receipt, .bank, on: receipt.bookedOn, grounds: [.receipt(id)])
    }
    let settled = judgement.verdict.parts.isEmpty ? before : judgement.verdict.parts
    let grounds = try settled.flatMap {
      try books.grounds(ofItem: $0.item, administration: administration.id, on: receipt.bookedOn)
    }
    let date = grounds.map(\.date).reduce(receipt.bookedOn, max)
    try record(
      Targets.target(of: bank).minus(standing), of: receipt, .explained, on: date,
      grounds: [.receipt(id)] + grounds.map(\.ground))
  }

  /// The explanation first, then the line that it explained: each has its own reversal.
  private func takeBack(_ receipt: BookReceipt, _ posted: PostedCase) throws {
    let before = try books.forgetVerdict(of: receipt)
    try dirtyFollowers(of: receipt, items: before.map(\.item), group: nil)
    let line = posted.bankLine(of: receipt.amount)
    let grounds: [NewEntry.Ground] = [.receipt(receipt.id)]
    try record(
      line.minus(posted.standing), of: receipt, .explained, on: receipt.bookedOn, grounds: grounds)
    try record(Standing().minus(line), of: receipt, .bank, on: receipt.bookedOn, grounds: grounds)
  }

  private func record(
    _ difference: Standing, of receipt: BookReceipt, _ kind: Event, on date: CalendarDate,
    grounds: [NewEntry.Ground]
  ) throws {
    guard !difference.isEmpty else { return }
    let (date, grounds) = try resting(on: date, grounds)
    let mapping = try shelf.mapping(event.mapping)
    let journal =
      kind == .bank
      ? mapping.ownAccount(receipt.account, on: receipt.bookedOn)?.journal ?? mapping.journal(of: .explained)
      : mapping.journal(of: kind)
    let group = mapping.group(ofIBAN: receipt.counterparty, on: receipt.bookedOn)
    let text = mapping.text(
      of: try wording(kind),
      [
        "receipt": receipt.reference, "date": receipt.bookedOn.description,
        "payer-name": group.map { mapping.groupName($0) } ?? "", "payer": group ?? "",
        "entry": try reversedEntry() ?? "",
      ])
    for booker in difference.bookers {
      try record(
        difference.of(booker), booker, kind, journal: journal, on: date, subject: receipt.reference,
        text: text, grounds: grounds)
    }
    // Money waits since it came, whatever was thought of it meanwhile.
    try books.add(difference, to: .receipt(receipt.id), under: event.mapping) { _ in receipt.bookedOn }
  }

  /// Payments judged after this one that share an item, or that may now explain by a whole answer.
  private func dirtyFollowers(of receipt: BookReceipt, items: [String], group: String?) throws {
    for item in Set(items).sorted() {
      let names = try books.names(ofItem: item, administration: administration.id)
      try books.dirtyReceipts(naming: names, administration: administration.id, after: receipt.order)
    }
    if let group, !items.isEmpty {
      try books.dirtyUnnamedReceipts(ofGroup: group, administration: administration.id, after: receipt.order)
    }
  }

  // MARK: Entries

  /// What is taken back because of a held file rests on that file too: it brought no fact that could be named.
  private func resting(
    on date: CalendarDate, _ grounds: [NewEntry.Ground]
  ) throws -> (CalendarDate, [NewEntry.Ground]) {
    let held: [NewEntry.Ground] =
      try event.kind == .file && books.isHeld(fileOfEvent: event.seq) ? [.file(event.subject)] : []
    return event.adding(to: date, grounds + held)
  }

  private func record(
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

extension PostedCase {
  /// What stood before a movement was explained: all of it on suspense, or on the account of what concerns no payer.
  fileprivate func bankLine(of amount: Int64) -> Standing {
    guard let bank = spots(.bank).first(where: { standing[$0] != 0 }),
      let waiting = spots(.receipts).first(where: { $0.booker == bank.booker }),
      spots(.otherReceipt).allSatisfy({ standing[$0] == 0 })
    else { return standing }
    var line = Standing()
    line.add(amount, to: bank)
    line.add(-amount, to: waiting)
    return line
  }
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
