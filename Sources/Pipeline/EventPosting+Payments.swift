import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

extension EventPosting {
  func post(receipt id: Int64) throws {
    guard let receipt = try books.receipt(id) else {
      throw BooksFailure.damaged("the queue names receipt \(id), which is not there")
    }
    let posted = try books.posted(.receipt(id))
    guard receipt.isActive(at: event.seq) else { return try takeBack(receipt, posted) }
    var judgement = try ReceiptReading(books: books, shelf: shelf, event: event).judge(receipt)
    let bank = try judgement.bankCase(receipt, posted: posted, shelf: shelf, event: event)
    // What cannot be posted settles nothing either.
    if bank == nil { judgement.wait(forTheAccount: receipt.account) }
    let wasUnexplained = try books.isUnexplained(receipt: id)
    if try !books.isJudged(receipt: id) { try dirtyRivals(of: receipt) }
    let before = try books.setVerdict(judgement.verdict, group: judgement.group, of: receipt)
    if before != judgement.verdict.parts {
      try dirtyFollowers(
        of: receipt, parts: before + judgement.verdict.parts, group: judgement.group)
    }
    if wasUnexplained != judgement.verdict.parts.isEmpty {
      try dirtyGroup(judgement.group, after: receipt)
    }
    guard let bank else { return }
    // What named a declaration that is withdrawn concerns no payer any more: nothing of it is expected.
    guard bank.isOurs else { return try takeBackEntries(of: receipt, posted, explainedBy: before) }
    var standing = posted.standing
    if standing.isEmpty {
      // Every receipt is posted before it is explained.
      var unexplained = bank
      unexplained.parts = []
      standing = Targets.target(of: unexplained)
      try record(standing, of: receipt, .bank, on: receipt.bookedOn, grounds: [.receipt(id)])
    }
    let settled = judgement.verdict.parts.isEmpty ? before : judgement.verdict.parts
    var grounds = try settled.flatMap {
      try books.grounds(ofItem: $0.item, administration: administration.id, on: receipt.bookedOn)
    }
    if let specification = try judgement.specification.flatMap(books.specification) {
      grounds.append((.specification(specification.id), specification.date))
    }
    if let decision = try judgement.decision.flatMap(books.decision) {
      grounds.append((.decision(decision.id), decision.recordedOn))
    }
    var date = grounds.map(\.date).reduce(receipt.bookedOn, max)
    // What is taken back is not older than what posted it.
    if !before.isEmpty { date = max(date, try lastDocumentDate(of: receipt)) }
    try record(
      Targets.target(of: bank).minus(standing), of: receipt, .explained, on: date,
      grounds: [.receipt(id)] + grounds.map(\.ground))
  }

  /// The explanation first, then the line that it explained: each has its own reversal.
  private func takeBack(_ receipt: BookReceipt, _ posted: PostedCase) throws {
    let wasUnexplained = try books.isUnexplained(receipt: receipt.id)
    let before = try books.forgetVerdict(of: receipt)
    let group = try shelf.mapping(event.mapping).group(ofIBAN: receipt.counterparty, on: receipt.bookedOn)
    try dirtyFollowers(of: receipt, parts: before, group: group)
    if wasUnexplained { try dirtyGroup(group, after: receipt) }
    try dirtyRivals(of: receipt)
    try takeBackEntries(of: receipt, posted, explainedBy: before)
  }

  private func takeBackEntries(
    of receipt: BookReceipt, _ posted: PostedCase, explainedBy before: [Contribution]
  ) throws {
    let line = posted.bankLine(of: receipt.amount)
    let grounds: [NewEntry.Ground] = [.receipt(receipt.id)]
    let date = try lastDocumentDate(of: receipt)
    // What it settled is open again: the story of those documents goes on with this entry.
    let settled = try before.flatMap {
      try books.grounds(ofItem: $0.item, administration: administration.id, on: receipt.bookedOn)
    }
    try record(
      line.minus(posted.standing), of: receipt, .explained, on: date,
      grounds: grounds + settled.map(\.ground))
    try record(Standing().minus(line), of: receipt, .bank, on: date, grounds: grounds)
  }

  /// The date of the last document on which anything posted of a receipt rests.
  private func lastDocumentDate(of receipt: BookReceipt) throws -> CalendarDate {
    let last = try books.lastDocumentDate(ofSubject: receipt.reference, administration: administration.id)
    return max(receipt.bookedOn, last ?? receipt.bookedOn)
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
    let specified = try receipt.specification.flatMap(books.specification)
    let group =
      specified.flatMap { mapping.group(of: $0.payer) }
      ?? mapping.group(ofIBAN: receipt.counterparty, on: receipt.bookedOn)
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

  /// While a payment is not explained, nobody knows what it withheld, and later ones may not withhold it.
  private func dirtyGroup(_ group: String?, after receipt: BookReceipt) throws {
    guard let group else { return }
    try books.dirtyReceipts(
      ofGroup: group, administration: administration.id, from: receipt.bookedOn, after: receipt.order)
  }

  /// Payments judged after this one that share an item, or that may now explain by a whole answer.
  private func dirtyFollowers(of receipt: BookReceipt, parts: [Contribution], group: String?) throws {
    for item in Set(parts.map(\.item)).sorted() {
      let names = try books.names(ofItem: item, administration: administration.id)
      try books.dirtyReceipts(naming: names, administration: administration.id, after: receipt.order)
      try dirtyPayments(specifying: item, after: receipt.order)
    }
    if !parts.isEmpty {
      try books.dirtyReversals(of: receipt)
    }
    guard let group, !parts.isEmpty else { return }
    try dirtyUnnamedPayments(of: group, after: receipt.order)
    // What was withheld here cannot be withheld again.
    if parts.contains(where: { $0.cents < 0 }) {
      try books.dirtyReceipts(
        ofGroup: group, administration: administration.id, from: receipt.bookedOn, after: receipt.order)
    }
  }
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
