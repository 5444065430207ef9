import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

extension EventPosting {
  func post(declaration id: Int64) throws {
    guard let declaration = try books.declaration(id) else {
      throw BooksFailure.damaged("the queue names declaration \(id), which is not there")
    }
    // Entering may be ahead of posting: what a later file declares has its turn with that file.
    guard declaration.event <= event.seq else { return }
    let isNew = declaration.event == event.seq
    let isGone = try !books.isActive(declaration: id, at: event.seq)
    let isFirst = try books.posted(.declaration(id)).isEmpty
    let stages = isFirst && !isGone ? try answersOnHand(declaration) : []
    // What waited for the declaration is answered in entries of its own, each with its own date (rules 4 and 5).
    var posting = try difference(declaration, until: stages.first)
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
    }
    try record(posting, of: declaration, isFirst: isFirst)
    for stage in stages.indices {
      posting = try difference(declaration, until: stage + 1 < stages.count ? stages[stage + 1] : nil)
      try record(posting, of: declaration, isFirst: isFirst, isAnswer: true)
    }
    if !isNew, !isGone, posting.answersChanged {
      for relative in try kin(of: declaration, sharing: posting.sharedKeys) {
        try books.touchOnce(declaration: relative, event: event.seq)
      }
    }
    if posting.answersChanged || isNew || isGone || event.kind != .file {
      try dirtyPayments(of: declaration)
      try touchTakebacks(on: declaration)
      try dirtyPaymentsWithholding(declaration)
    }
  }

  /// The days up to which a declaration that is posted for the first time is posted one after the other: none of its
  /// answers, then one more return each. The last return is left out: after it everything counts.
  private func answersOnHand(_ declaration: BookDeclaration) throws -> [CalendarDate] {
    let answers = try Answers(books, of: declaration, at: event, shelf)
    let days = Set(answers.standings.filter { !$0.standing.isHeld }.map(\.remittance.date)).sorted()
    guard let first = days.first else { return [] }
    return [first.adding(days: -1)] + days.dropLast()
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
    /// The payer's number of the latest return that counts.
    var lastReturn: String?

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

  /// - Parameter day: as if later returns had not come yet; what is derived from all of them is not written then.
  private func difference(
    _ declaration: BookDeclaration, until day: CalendarDate? = nil
  ) throws -> Difference {
    let posted = try books.posted(.declaration(declaration.id))
    let before = try books.awardTotals(of: declaration.id)
    let shared = try books.sharedKeys(of: declaration)
    guard try books.isActive(declaration: declaration.id, at: event.seq) else {
      try books.removeAwardTotals(of: declaration.id)
      try books.set(ambiguous: [], declaration: declaration.id)
      return Difference(
        parts: [Difference.Part(declaration: declaration.id, target: Standing(), posted: posted)],
        date: try notBefore(declaration.submittedOn, declaration),
        grounds: [.declaration(declaration.id)], recognitions: [], sharedKeys: shared,
        answersChanged: !before.isEmpty)
    }
    let reading = CaseReading(books: books, shelf: shelf, event: event, succession: succession)
    let result = try reading.read(declaration, posted: posted, until: day)
    if day == nil { try keep(result, of: declaration, before: before, shared) }
    return Difference(
      parts: [
        Difference.Part(
          declaration: declaration.id, target: result.target, posted: posted, since: result.since)
      ], date: posted.isEmpty ? result.date : try notBefore(result.date, declaration),
      grounds: result.grounds,
      recognitions: result.recognitions, sharedKeys: shared, answersChanged: result.totals != before,
      lastReturn: result.lastReturn)
  }

  /// What follows from all answers together.
  private func keep(
    _ result: CaseReading.Result, of declaration: BookDeclaration, before: [Books.AwardTotal],
    _ shared: [Int64]
  ) throws {
    try books.setWaiting(result.waiting?.rawValue, declaration: declaration.id)
    if result.totals != before { try books.setAwardTotals(result.totals, of: declaration) }
    try books.set(
      ambiguous: try succession.ambiguous(in: declaration, keys: shared), declaration: declaration.id)
  }

  /// What is taken back cannot be older than the entry that posted it.
  private func notBefore(_ date: CalendarDate, _ declaration: BookDeclaration) throws -> CalendarDate {
    let subject = ItemName.declaration(declaration.payer, declaration.number)
    return max(
      date, try books.lastDocumentDate(ofSubject: subject, administration: administration.id) ?? date)
  }

  /// - Parameters:
  ///   - isFirst: nothing of the declaration stood before: a mapping that has its account at last is no fact, and does
  ///     not date it.
  ///   - isAnswer: it is what a return did that had waited for the declaration.
  private func record(
    _ posting: Difference, of declaration: BookDeclaration, isFirst: Bool, isAnswer: Bool = false
  ) throws {
    var whole = Standing()
    for part in posting.parts { whole.add(part.difference) }
    let bookkeepingEvent = try kind(of: posting, isFirst: isFirst, isAnswer: isAnswer)
    var (date, grounds) = try resting(on: posting.date, posting.grounds)
    if isFirst, event.kind == .mapping { date = posting.date }
    for booker in whole.bookers {
      try record(
        whole.of(booker), booker, bookkeepingEvent,
        journal: try shelf.mapping(event.mapping).journal(of: bookkeepingEvent), on: date,
        subject: ItemName.declaration(declaration.payer, declaration.number),
        text: try text(bookkeepingEvent, declaration, isAnswer ? posting.lastReturn : nil), grounds: grounds)
    }
    for part in posting.parts { try add(part, on: date) }
  }

  private func add(_ part: Difference.Part, on date: CalendarDate) throws {
    func since(_ spot: Spot) -> CalendarDate {
      Role.suspense.contains(spot.role) ? part.since[spot.item] ?? date : date
    }
    let subject = Subject.declaration(part.declaration)
    try books.add(part.difference, to: subject, under: event.mapping, since: since)
    if part.difference.amounts.keys.contains(where: { $0.role == .advance }),
      let declaration = try books.declaration(part.declaration)
    {
      try books.refreshOpenItem(of: declaration)
    }
    for spot in part.target.amounts.keys where Role.suspense.contains(spot.role) {
      guard let kept = part.posted.marks[spot], part.posted.standing[spot] != 0,
        let day = part.since[spot.item],
        kept.since != day
      else { continue }
      try books.set(since: day, at: spot, of: subject)
    }
  }

  private func kind(of posting: Difference, isFirst: Bool, isAnswer: Bool) throws -> Event {
    let answered: Event = posting.recognitions == [.awarded] ? .awarded : .reduced
    if isAnswer { return answered }
    switch event.kind {
    case .file: return try books.fileKind(ofEvent: event.seq) == "declarations" ? .declared : answered
    case .mapping: return isFirst ? .declared : .decided
    case .decision: return .decided
    }
  }

  private func text(
    _ kind: Event, _ declaration: BookDeclaration, _ lastReturn: String?
  ) throws -> String {
    let mapping = try shelf.mapping(event.mapping)
    let remittance =
      try lastReturn ?? books.remittanceReference(ofEvent: event.seq, on: declaration)
    return mapping.text(
      of: try wording(kind),
      [
        "declaration": declaration.number, "payer": declaration.payer.text,
        "payer-name": mapping.payerName(declaration.payer),
        "remittance": remittance ?? "", "date": event.recordedOn.description,
        "entry": try reversedEntry() ?? "",
      ])
  }

  /// What is granted less of than before, or was never granted, may be withheld from payments that do not name it.
  private func dirtyPaymentsWithholding(_ declaration: BookDeclaration) throws {
    try books.dirtyReceipts(
      settling: ItemName.declaration(declaration.payer, declaration.number), administration: administration.id
    )
    let totals = try books.awardTotals(of: declaration.id)
    let lowered = zip(totals, totals.dropFirst()).filter { $0.total > $1.total }.map(\.1.date)
    let credited = totals.filter { $0.total < 0 }.map(\.date)
    guard let day = (lowered + credited).min(),
      let group = try shelf.mapping(event.mapping).group(of: declaration.payer)
    else { return }
    try books.dirtyReceipts(ofGroup: group, administration: administration.id, from: day)
  }

  private func dirtyPayments(of declaration: BookDeclaration) throws {
    let references = try books.remittances(
      on: declaration.number, of: declaration.payer, administration: administration.id, at: event.seq
    ).map(\.name)
    try books.dirtyReceipts(naming: [declaration.name] + references, administration: administration.id)
    try dirtyPayments(specifying: ItemName.declaration(declaration.payer, declaration.number))
    guard let group = try shelf.mapping(event.mapping).group(of: declaration.payer) else { return }
    try dirtyUnnamedPayments(of: group)
  }
}
