import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

extension EventPosting {
  private var takebacks: TakebackReading { TakebackReading(books: books, shelf: shelf, event: event) }

  /// What specifications of this event say, and what they no longer say.
  func touchTakebacks() throws {
    for specification in try books.specifications(ofEvent: event.seq) {
      for changed in try takebacks.derive(from: specification) {
        try books.touch(takeback: changed)
        // What answers this one answers no other any more.
        if let takeback = try books.takeback(changed), let declaration = takeback.declaration {
          try books.touchTakebacks(on: declaration, of: takeback.payer, administration: administration.id)
        }
      }
      try dirtyPayments(near: specification)
    }
  }

  /// A lowered award, or a credit line, may answer what payers take back on these declarations.
  func touchTakebacks(on declaration: BookDeclaration) throws {
    for number in try [declaration.number] + books.credited(by: declaration) {
      try books.touchTakebacks(on: number, of: declaration.payer, administration: administration.id)
    }
  }

  func post(takeback id: Int64) throws {
    guard let takeback = try books.takeback(id) else {
      throw BooksFailure.damaged("the queue names takeback \(id), which is not there")
    }
    let posted = try books.posted(.takeback(id))
    let state = try state(of: takeback, posted)
    try books.set(answeredBy: state.answeredBy, cause: state.cause?.rawValue, takeback: takeback)
    try record(state, of: takeback, posted)
    if let group = try shelf.mapping(event.mapping).group(of: takeback.payer) {
      try books.dirtyReceipts(
        naming: [Naming.normalised(takeback.key)], administration: administration.id)
      try books.dirtyReceipts(settling: takeback.item, administration: administration.id)
      try books.dirtyReceipts(
        ofGroup: group, administration: administration.id,
        from: takeback.announcedOn.adding(days: -SpecificationReading.mostDays))
    }
  }

  // MARK: Where it stands

  private struct TakebackState {
    var target: Standing
    var answeredBy: String?
    var cause: SuspenseCause?
    var date: CalendarDate
    var grounds: [NewEntry.Ground]
  }

  private func state(of takeback: BookTakeback, _ posted: PostedCase) throws -> TakebackState {
    var state = TakebackState(
      target: Standing(), date: takeback.announcedOn,
      grounds: takeback.specifications.prefix(1).map { .specification($0) })
    guard takeback.amount != 0 else { return state }
    var takeback = takeback
    if let decision = try books.decision(
      .withdraw, on: takeback.item, administration: administration.id, at: event.seq)
    {
      // Of what was withheld before, the payer has the money: that stays.
      takeback.amount = -(try books.settled(takeback.item, administration: administration.id))
      state.date = max(state.date, decision.recordedOn)
      state.grounds.append(.decision(decision.id))
      guard takeback.amount != 0 else { return state }
    }
    switch try takebacks.answer(to: takeback) {
    case .answered(let reduction):
      state.answeredBy = reduction.item
      state.date = max(state.date, reduction.date)
      state.grounds.append(reduction.ground)
    case .differs(let reduction):
      state.cause = .amountDiffers
      state.date = max(state.date, reduction.date)
      state.grounds.append(reduction.ground)
    case .nothing where try takeback.isContradicted || exceedsItsDeclaration(takeback):
      state.cause = .amountDiffers
    case .nothing:
      if let target = try target(of: takeback, posted) {
        state.target = target
      } else {
        state.target = posted.standing
        state.cause = .noAccount
      }
    }
    return state
  }

  /// Nobody can want back more than was ever granted.
  private func exceedsItsDeclaration(_ takeback: BookTakeback) throws -> Bool {
    guard let number = takeback.declaration,
      let declaration = try books.declaration(
        number, of: takeback.payer, administration: administration.id, at: event.seq),
      let most = try books.awardTotals(of: declaration.id).map(\.total).max()
    else { return false }
    return takeback.amount > most
  }

  /// Nothing while the mapping has no takeback account for the payer under the scheme.
  private func target(of takeback: BookTakeback, _ posted: PostedCase) throws -> Standing? {
    let versions = Set(posted.marks.values.map(\.mapping)).sorted() + [event.mapping]
    let mapping = try shelf.mapping(versions[0])
    let declaration = try takeback.declaration.flatMap {
      try books.declaration(
        $0, of: takeback.payer, administration: administration.id, at: event.seq)
    }
    let lineClass = try declaration.flatMap { try books.firstLineClass(of: $0.id) }
    guard
      let scheme = takeback.scheme ?? lineClass?.scheme
        ?? mapping.soleScheme(of: takeback.payer, on: takeback.announcedOn),
      let payer = mapping.payer(takeback.payer, scheme, on: takeback.announcedOn),
      let account = posted.spots(.takeback).first?.account ?? payer.takeback
    else { return nil }
    let day = declaration?.submittedOn ?? takeback.announcedOn
    let line = Circumstances(
      payer: takeback.payer, scheme: scheme, service: lineClass?.service,
      practitioner: lineClass?.practitioner ?? "", location: lineClass?.location, stream: lineClass?.stream,
      careYear: (lineClass?.careYear ?? day.year) < takeback.announcedOn.year ? .earlier : .current,
      date: takeback.announcedOn)
    let isPostedElsewhere = mapping.recognition(of: scheme, on: day) == Recognition.none
    let counter: Answer =
      isPostedElsewhere
      ? mapping.account(of: .takebackOpen as Role) : mapping.revenueCorrection(line)
    let costCentre = mapping.costCentre(of: counter, for: line)
    return Targets.target(
      of: TakebackCase(
        item: takeback.item, amount: takeback.amount, account: account, counter: counter,
        costCentre: costCentre, isAnswered: false))
  }

  private func record(_ state: TakebackState, of takeback: BookTakeback, _ posted: PostedCase) throws {
    // An earlier specification that comes later corrects since when it waits.
    for spot in state.target.amounts.keys {
      guard let kept = posted.marks[spot], posted.standing[spot] != 0, kept.since != takeback.announcedOn
      else { continue }
      try books.set(since: takeback.announcedOn, at: spot, of: .takeback(takeback.id))
    }
    let difference = state.target.minus(posted.standing)
    guard !difference.isEmpty else { return }
    var date = state.date
    if !posted.isEmpty {
      let last = try books.lastDocumentDate(ofSubject: takeback.item, administration: administration.id)
      date = max(date, last ?? date)
    }
    let (day, grounds) = try resting(on: date, state.grounds)
    let mapping = try shelf.mapping(event.mapping)
    let text = mapping.text(
      of: try wording(.takeback),
      [
        "declaration": takeback.declaration ?? takeback.key, "payer": takeback.payer.text,
        "payer-name": mapping.payerName(takeback.payer), "date": takeback.announcedOn.description,
        "entry": try reversedEntry() ?? "",
      ])
    for booker in difference.bookers {
      try record(
        difference.of(booker), booker, .takeback, journal: mapping.journal(of: .takeback), on: day,
        subject: takeback.item, text: text, grounds: grounds)
    }
    try books.add(difference, to: .takeback(takeback.id), under: event.mapping) { _ in takeback.announcedOn }
  }

  // MARK: Payments

  /// Payments that a specification may describe as well as this one: with it, or without it, it is proven otherwise.
  func dirtyRivals(of receipt: BookReceipt) throws {
    let days = SpecificationReading.mostDays
    guard
      try !books.specifications(
        paying: receipt.amount, from: receipt.bookedOn.adding(days: -days),
        to: receipt.bookedOn.adding(days: days), administration: administration.id, at: event.seq
      ).isEmpty
    else { return }
    try books.dirtyReceipts(
      of: receipt.amount, from: receipt.bookedOn.adding(days: -2 * days),
      to: receipt.bookedOn.adding(days: 2 * days), administration: administration.id)
    try books.undirty(receipt: receipt.id)
  }

  /// Payments whose specification is about an item, whether or not they name it.
  func dirtyPayments(specifying item: String, after order: ReceiptOrder? = nil) throws {
    let days = SpecificationReading.mostDays
    for specification in try books.specifications(
      about: item, administration: administration.id, at: event.seq)
    {
      try books.dirtyReceipts(
        of: specification.payment, from: specification.date.adding(days: -days),
        to: specification.date.adding(days: days), administration: administration.id, after: order)
    }
  }

  /// Payments that a specification may describe, or before which it announces something.
  private func dirtyPayments(near specification: BookSpecification) throws {
    guard let group = try shelf.mapping(event.mapping).group(of: specification.payer) else { return }
    try books.dirtyReceipts(
      ofGroup: group, administration: administration.id,
      from: specification.date.adding(days: -SpecificationReading.mostDays))
  }
}
