import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

/// Open items as one payment sees them, what its texts name of them, and the accounts on which they live.
struct ItemReading {
  let books: Books
  let shelf: MappingShelf
  let event: BookEvent

  var mapping: Mapping { get throws { try shelf.mapping(event.mapping) } }

  // MARK: Items

  func item(_ declaration: BookDeclaration, _ receipt: BookReceipt) throws -> OpenItem {
    let awarded = try books.awarded(declaration.id, on: receipt.bookedOn)
    let drawn = try books.drawnFromAdvance(declaration: declaration.id)
    let isDrawnWhole = try drawn != 0 && drawn == books.awardTotals(of: declaration.id).last?.total
    return try item(
      ItemName.declaration(declaration.payer, declaration.number), called: declaration.number, receipt,
      worth: isDrawnWhole ? 0 : awarded.map { $0 - drawn })
  }

  /// A takeback that something else answers lives there.
  func item(_ takeback: BookTakeback, _ receipt: BookReceipt) throws -> OpenItem {
    if let answer = takeback.answeredBy, let parts = ItemName.parts(of: answer),
      let declaration = try books.declaration(
        parts.reference, of: parts.payer, administration: receipt.administration, at: event.seq)
    {
      return try item(declaration, receipt)
    }
    return try item(
      takeback.item, called: takeback.key, receipt,
      worth: books.decision(
        .withdraw, on: takeback.item, administration: receipt.administration, at: event.seq) == nil
        ? -takeback.amount : books.settled(takeback.item, administration: receipt.administration))
  }

  func item(
    _ name: String, called number: String, _ receipt: BookReceipt, worth: Int64?
  ) throws -> OpenItem {
    OpenItem(
      item: name, number: number, awarded: worth,
      paidBefore: try books.paid(name, before: receipt.order, administration: receipt.administration))
  }

  // MARK: What payers want back

  /// What these payers have announced by the day of a payment, and it still sees open, oldest first: takebacks of their
  /// specifications, and declarations that were lowered or credited below what was paid.
  func takebacks(
    of payers: Set<PayerCode>, on receipt: BookReceipt
  ) throws -> [OpenTakeback] {
    var found: [OpenTakeback] = []
    for payer in payers.sorted() {
      for open in try books.openItems(
        of: payer, administration: receipt.administration, on: receipt.bookedOn, isNegativeOnly: true)
      {
        found += try openTakebacks(open, of: payer, receipt)
      }
    }
    return found.filter { $0.cents < 0 }
      .sorted { ($0.announcedOn, $0.item.item) < ($1.announcedOn, $1.item.item) }
  }

  /// None of what was announced after the payment.
  private func openTakebacks(
    _ open: BookOpenItem, of payer: PayerCode, _ receipt: BookReceipt
  ) throws -> [OpenTakeback] {
    switch open.subject {
    case .takeback(let id):
      guard let takeback = try books.takeback(id), takeback.announcedOn <= receipt.bookedOn else { return [] }
      let item = try item(takeback, receipt)
      return [
        OpenTakeback(
          item: item, cents: item.open ?? 0, payer: payer, scheme: try scheme(of: takeback),
          announcedOn: takeback.announcedOn)
      ]
    case .declaration(let id):
      guard let declaration = try books.declaration(id) else { return [] }
      return try reductions(of: declaration, receipt)
    case .receipt, .decision: return []
    }
  }

  /// What each return took back of a declaration, as far as it is open: what was recovered was the oldest of it.
  private func reductions(of declaration: BookDeclaration, _ receipt: BookReceipt) throws -> [OpenTakeback] {
    let item = try item(declaration, receipt)
    var left = item.open ?? 0
    guard left < 0 else { return [] }
    let totals = try books.awardTotals(of: declaration.id).filter { $0.date <= receipt.bookedOn }
    let scheme = try books.firstLineClass(of: declaration.id)?.scheme
    var found: [OpenTakeback] = []
    for (before, after) in zip([0] + totals.map(\.total), totals).reversed() where left < 0 {
      let taken = max(left, after.total - before)
      guard taken < 0 else { continue }
      found.append(
        OpenTakeback(
          item: item, cents: taken, payer: declaration.payer, scheme: scheme, announcedOn: after.date))
      left -= taken
    }
    return found
  }

  private func scheme(of takeback: BookTakeback) throws -> Scheme? {
    try books.scheme(ofTakeback: takeback, at: event.seq)
      ?? mapping.soleScheme(of: takeback.payer, on: takeback.announcedOn)
  }

  // MARK: Names

  /// What the texts of a payment name, and the stretches of text that may be numbers.
  func named(
    in receipt: BookReceipt, group: String?
  ) throws -> (named: NamedItems, stretches: [Naming.Stretch]) {
    guard receipt.specification == nil else {
      return (NamedItems(known: [], ambiguous: [], unknown: []), [])
    }
    let stretches = Naming.stretches(in: receipt.texts, endToEnd: receipt.endToEnd)
    let named = try Naming.resolve(
      stretches, fits: { try items(named: $0.number, group: group, receipt) },
      isForeign: { try isForeign($0.number, group: group, receipt) })
    return (named, stretches)
  }

  /// What a number in the text may mean: the declarations that carry it, each by itself; and, for a number of the
  /// payer's, all that its answer speaks of.
  private func items(
    named number: String, group: String?, _ receipt: BookReceipt
  ) throws -> [[OpenItem]] {
    let mapping = try mapping
    var meanings: [[OpenItem]] = []
    for declaration in try books.declarations(
      named: number, administration: receipt.administration, at: event.seq)
    where group == nil || mapping.group(of: declaration.payer) == group {
      meanings.append([try item(declaration, receipt)])
    }
    for takeback in try books.takebacks(named: number, administration: receipt.administration)
    where group == nil || mapping.group(of: takeback.payer) == group {
      meanings.append([try item(takeback, receipt)])
    }
    var answered: [PayerNumber: [OpenItem]] = [:]
    for remittance in try books.remittances(
      named: number, administration: receipt.administration, at: event.seq)
    where remittance.name == number && (group == nil || mapping.group(of: remittance.payer) == group) {
      guard
        let declaration = try books.declaration(
          remittance.declaration, of: remittance.payer, administration: receipt.administration, at: event.seq)
      else { continue }
      let item = try item(declaration, receipt)
      let key = PayerNumber(payer: remittance.payer, reference: remittance.reference)
      if !answered[key, default: []].contains(item) { answered[key, default: []].append(item) }
    }
    return meanings + answered.values
  }

  private struct PayerNumber: Hashable {
    var payer: PayerCode
    var reference: String
  }

  /// A payer of the group answered this number, and we hold no declaration for it.
  private func isForeign(_ number: String, group: String?, _ receipt: BookReceipt) throws -> Bool {
    let mapping = try mapping
    return try books.remittances(
      named: number, administration: receipt.administration, at: event.seq
    ).contains { remittance in
      guard group == nil || mapping.group(of: remittance.payer) == group else { return false }
      return try books.declaration(
        remittance.declaration, of: remittance.payer, administration: receipt.administration, at: event.seq)
        == nil
    }
  }

  // MARK: Accounts

  /// Where an item lives, or would: of what was granted and rejected again before it was declared, nothing was posted.
  /// Nothing while it waits for an account.
  func home(of item: String, _ receipt: BookReceipt) throws -> Spot? {
    guard let parts = ItemName.parts(of: item) else { return nil }
    switch parts.kind {
    case .declaration: return try home(ofDeclaration: parts.reference, of: parts.payer, receipt)
    case .takeback:
      guard
        let takeback = try books.takeback(
          called: parts.reference, of: parts.payer, administration: receipt.administration)
      else { return nil }
      return try books.posted(.takeback(takeback.id)).spots(.takeback).first
    case .interest: return try resultHome(.interest, item)
    case .paymentDifference: return try resultHome(.paymentDifference, item)
    case .advance: return try advanceHome(item, parts.payer, receipt)
    case .settlement: return try books.advanceHome(item, administration: receipt.administration)
    case .account:
      guard let account = AccountCode(parts.reference), try mapping.chartAccount(account) != nil else {
        return nil
      }
      return Spot(.gateway, .otherReceipt, account, item: item)
    case .specification: return nil
    }
  }

  private func home(
    ofDeclaration number: String, of payer: PayerCode, _ receipt: BookReceipt
  ) throws -> Spot? {
    let item = ItemName.declaration(payer, number)
    if let home = try books.home(ofItem: item, administration: receipt.administration) { return home }
    guard
      let declaration = try books.declaration(
        number, of: payer, administration: receipt.administration, at: event.seq),
      try !books.isWaiting(declaration: declaration.id)
    else { return nil }
    let pins = Pins(
      shelf: shelf, posted: try books.posted(.declaration(declaration.id)), now: event.mapping,
      decisions: Pins.Decisions(books: books, administration: receipt.administration, event: event.seq))
    return try pins.debtor(of: declaration, in: books).map {
      Spot(.gateway, .debtor, $0.account, item: item)
    }
  }

  private func advanceHome(_ item: String, _ payer: PayerCode, _ receipt: BookReceipt) throws -> Spot? {
    if let home = try books.advanceHome(item, administration: receipt.administration) { return home }
    guard let scheme = ItemName.scheme(ofAdvance: item),
      let account = try mapping.payer(payer, scheme, on: receipt.bookedOn)?.advance
    else { return nil }
    return Spot(.gateway, .advance, account, item: item)
  }

  /// Interest and differences keep no items.
  private func resultHome(_ role: Role, _ item: String) throws -> Spot? {
    let answer = try mapping.account(of: role)
    guard answer.role == role else { return nil }
    return Spot(.gateway, role, answer.account, item: item)
  }
}
