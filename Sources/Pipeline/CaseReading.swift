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
  let administration: String
  let event: BookEvent

  /// What became of reading a case.
  struct Result {
    /// Nothing if the case waits for an account or a recognition mode.
    var target: Standing
    var waiting: SuspenseCause?
    var totals: [Books.AwardTotal]
    /// Latest document date among what the target rests on.
    var date: CalendarDate
    var grounds: [NewEntry.Ground]
    var recognitions: Set<Recognition>
  }

  /// - Parameter posted: what stands on the case now; its accounts are kept.
  func read(_ declaration: BookDeclaration, posted: PostedCase) throws -> Result {
    let answers = try Answers(books, of: declaration, at: event, shelf)
    for (remittance, standing) in answers.standings {
      try books.setStanding(standing.name, ofRemittance: remittance.id)
    }
    let pins = Pins(shelf: shelf, posted: posted, now: event.mapping)
    let base = try pins.base()
    var lines: [DeclaredLine] = []
    var waiting: SuspenseCause?
    var date = declaration.submittedOn
    var grounds: [NewEntry.Ground] = [.declaration(declaration.id)]
    var recognitions: Set<Recognition> = []
    let item = DeclarationCase.item(declaration.payer, declaration.number)

    func add(_ share: Share) throws {
      let lineClass = try books.lineClass(share.lineClass)
      guard let mode = base.recognition(of: lineClass.scheme, on: declaration.submittedOn),
        let payer = base.payer(declaration.payer, lineClass.scheme, on: declaration.submittedOn)
      else {
        waiting = .noAccount
        return
      }
      recognitions.insert(mode)
      // Rules are dated by the entry they make; in the usual order that is the invoice for what is posted when
      // declared, and the first return for what is posted when awarded.
      let recognisedOn =
        mode == .awarded ? (answers.firstDate ?? declaration.submittedOn) : declaration.submittedOn
      var asked = Circumstances(
        payer: declaration.payer, scheme: lineClass.scheme, service: lineClass.service,
        practitioner: lineClass.practitioner, location: lineClass.location, stream: lineClass.stream,
        careYear: lineClass.careYear < declaration.submittedOn.year ? .earlier : .current, date: recognisedOn)
      let debtor =
        pins.account(of: .debtor, item: item)
        ?? Answer(role: .debtor, account: payer.debtor, because: payer.name)
      let revenue = try pins.revenue(asked, hasVAT: share.vat != 0)
      asked.date = share.answeredOn ?? recognisedOn
      let destination = try pins.destination(asked, share, item: "\(item)/\(share.reference)")
      var advance: DeclaredLine.AdvanceAccount?
      if base.isAdvance(declaration.payer, lineClass.scheme, on: declaration.submittedOn),
        let account = payer.advance
      {
        advance = DeclaredLine.AdvanceAccount(
          account: account, item: "\(declaration.payer.text)/advance/\(lineClass.careYear)")
      }
      lines.append(
        DeclaredLine(
          reference: share.reference, declarationItem: item, recognition: mode, claimed: share.claimed,
          vat: share.vat, awarded: share.awarded, isRedeclared: share.isRedeclared, debtor: debtor,
          revenue: revenue.revenue, revenueCostCentre: revenue.costCentre, vatAnswer: revenue.vat,
          destination: destination.answer, destinationCostCentre: destination.costCentre, advance: advance))
    }

    let succession = SuccessionReading(
      books: books, shelf: shelf, administration: administration, event: event)
    try answers.shares(of: declaration) { share in
      var share = share
      if !share.reference.isEmpty, let line = share.line, share.claimed > 0, let awarded = share.awarded,
        awarded != share.claimed
      {
        if let successor = try succession.successor(of: line, in: declaration, isRejected: awarded == 0) {
          share.isRedeclared = true
          date = max(date, successor.submittedOn)
          grounds.append(.declaration(successor.id))
        }
      }
      try add(share)
    }
    for (remittance, standing) in answers.standings where !standing.isHeld {
      date = max(date, remittance.date)
      grounds.append(.remittance(remittance.id))
    }
    let target =
      waiting == nil
      ? Targets.target(
        of: DeclarationCase(payer: declaration.payer, number: declaration.number, lines: lines))
      : posted.standing
    return Result(
      target: target, waiting: waiting, totals: answers.totals, date: date, grounds: grounds,
      recognitions: recognitions)
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

/// A line, or the lines of one class that share one fate, on its way to `DeclaredLine`. Amounts in cents.
struct Share {
  /// Empty for a sum.
  var reference = ""
  var line: BookLine?
  var lineClass: Int64
  var claimed: Int64
  var vat: Int64 = 0
  var awarded: Int64?
  var reasons: [ReasonCode] = []
  var answeredOn: CalendarDate?
  /// The event that brought the return: its mapping decides the destination.
  var answeredIn: Int64?
  var isRedeclared = false
}
