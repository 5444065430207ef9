import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

/// Puts a declaration together as Posting wants it: its lines with what each was answered, which were declared again,
/// and the accounts of the mapping versions the case is pinned to (POSTING.md rule 3).
struct CaseReading {
  let books: Books
  let shelf: MappingShelf
  let event: BookEvent
  let succession: SuccessionReading

  /// What became of reading a case.
  struct Result {
    /// What stands already if the case waits for an account or a recognition mode.
    var target: Standing
    var waiting: SuspenseCause?
    var totals: [Books.AwardTotal]
    /// Latest document date among what the target rests on.
    var date: CalendarDate
    var grounds: [NewEntry.Ground]
    var recognitions: Set<Recognition>
    /// Since when items have been waiting, by item: the dates of documents, whatever came first.
    var since: [String: CalendarDate] = [:]
    /// The payer's number of the latest return that counts.
    var lastReturn: String?

    fileprivate mutating func rest(on ground: NewEntry.Ground, _ date: CalendarDate) {
      grounds.append(ground)
      self.date = max(self.date, date)
    }
  }

  /// - Parameter posted: what stands on the case now; its accounts are kept.
  /// - Parameter day: as if returns dated later had not come.
  func read(
    _ declaration: BookDeclaration, posted: PostedCase, until day: CalendarDate? = nil
  ) throws -> Result {
    let answers = try Answers(books, of: declaration, at: event, shelf, until: day)
    for (remittance, standing) in answers.standings {
      try books.setStanding(standing.name, ofRemittance: remittance.id)
      try books.set(otherCare: answers.otherCare[remittance.id] ?? [], remittance: remittance.id)
    }
    for remittance in answers.superseded {
      try books.setStandingIfNone(AnswerStanding.rejected.name, ofRemittance: remittance.id)
    }
    let reading = try LineReading(
      books, of: declaration, firstAnswered: answers.firstDate,
      pins: Pins(
        shelf: shelf, posted: posted, now: event.mapping,
        decisions: Pins.Decisions(books: books, administration: declaration.administration, event: event.seq))
    )
    var lines: [DeclaredLine] = []
    var result = Result(
      target: posted.standing, totals: answers.totals, date: declaration.submittedOn,
      grounds: [.declaration(declaration.id)], recognitions: [])
    try answers.shares(of: declaration) { share in
      var share = share
      if let successor = try successor(of: share, in: declaration) {
        share.isRedeclared = true
        result.rest(on: .declaration(successor.id), successor.submittedOn)
      }
      guard let line = try reading.line(share) else {
        result.waiting = .noAccount
        return
      }
      result.recognitions.insert(line.recognition)
      lines.append(line)
      let item = line.declarationItem
      if let day = share.residualSince { result.since["\(item)/\(share.reference)"] = day }
      let recognised = line.recognition == .awarded ? answers.firstDate : declaration.submittedOn
      if let day = recognised { result.since[item] = min(result.since[item] ?? day, day) }
    }
    for (remittance, standing) in answers.standings where !standing.isHeld {
      result.rest(on: .remittance(remittance.id), remittance.date)
      result.lastReturn = remittance.reference
    }
    if result.waiting == nil {
      result.target = Targets.target(
        of: DeclarationCase(payer: declaration.payer, number: declaration.number, lines: lines))
    }
    return result
  }

  /// The declaration that declares a line again which was not granted in full.
  private func successor(of share: Share, in declaration: BookDeclaration) throws -> BookDeclaration? {
    guard !share.reference.isEmpty, let line = share.line, share.claimed > 0, let awarded = share.awarded,
      awarded != share.claimed
    else { return nil }
    return try succession.successor(of: line, in: declaration, isRejected: awarded == 0)
  }
}

extension AnswerStanding {
  /// As the books and `status` name it.
  var name: String {
    switch self {
    case .complete: "complete"
    case .rejected: "rejected"
    case .listedOnly: "listed-only"
    case .held(let hold): hold.rawValue
    }
  }
}
