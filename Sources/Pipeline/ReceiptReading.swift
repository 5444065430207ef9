import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

/// What a movement on our account was judged to be, and how it is booked.
struct Judgement {
  var verdict: Verdict
  /// The payer group, known by the account the money came from.
  var group: String?
  /// Concerns a payer, or may: on an account booked by the bookkeeping nothing else is ours (rule 8).
  var concernsPayer: Bool
  var homes: [String: Spot]

  /// Our account has no row in the mapping for the day of the booking.
  mutating func wait(forTheAccount account: String) {
    verdict = Verdict(
      .waiting, cause: .noAccount,
      because: "our account \(account) has no row in bank-accounts.csv for that day; nothing of it is posted")
  }

  /// Nothing while the own account is not in the mapping.
  func bankCase(
    _ receipt: BookReceipt, posted: PostedCase, shelf: MappingShelf, event: BookEvent
  ) throws -> BankCase? {
    // An item keeps its accounts (rule 3): the first version that has an answer gives it.
    let versions = Set(posted.marks.values.map(\.mapping)).sorted() + [event.mapping]
    let mapping = try shelf.mapping(versions[0])
    guard let own = mapping.ownAccount(receipt.account, on: receipt.bookedOn),
      let waiting = mapping.suspense(.receipts)
    else { return nil }
    let kept = posted.spots(.receipts).first?.account ?? waiting.account
    let isOurs = own.bookedBy == .gateway || concernsPayer
    var other: Answer?
    if !concernsPayer, own.bookedBy == .gateway {
      let text = receipt.texts.joined(separator: " ")
      for version in versions where other == nil {
        other = try shelf.mapping(version).otherReceipt(
          iban: receipt.counterparty, text: text, on: receipt.bookedOn)
      }
    }
    let parts = try verdict.parts.map { part -> BankCase.Part in
      guard let home = homes[part.item] else {
        throw BooksFailure.damaged("item \(part.item) is explained and stands on no account")
      }
      return BankCase.Part(
        role: home.role, item: part.item, account: home.account, costCentre: home.costCentre,
        contribution: part.cents)
    }
    return BankCase(
      reference: receipt.reference, amount: receipt.amount, own: own, receipts: kept, isOurs: isOurs,
      other: other,
      parts: parts)
  }
}

/// Gathers the evidence for one payment and has it judged. Pure judgement is in Matching; this reads what it asks for.
struct ReceiptReading {
  let books: Books
  let shelf: MappingShelf
  let event: BookEvent

  func judge(_ receipt: BookReceipt) throws -> Judgement {
    let mapping = try shelf.mapping(event.mapping)
    let group = mapping.group(ofIBAN: receipt.counterparty, on: receipt.bookedOn)
    let stretches = Naming.stretches(in: receipt.texts + [receipt.endToEnd])
    let named = try Naming.resolve(
      stretches,
      fits: { try items(named: $0.number, group: group, mapping, receipt) },
      isForeign: { try isForeign($0.number, group: group, mapping, receipt) })
    guard let group else { return try judgeUnknown(receipt, named, mapping) }
    if try books.isExplanationWithheld(of: receipt.id, at: event.seq) {
      return Judgement(
        verdict: Verdict(
          .none, cause: .noExplanation, because: "its explanation was taken back and waits for a release"),
        group: group, concernsPayer: true, homes: [:])
    }
    var verdict = try Explainer.judge(
      amount: receipt.amount, named: named,
      wholeAnswers: { try wholeAnswers(receipt, group: group, mapping) },
      isBlind: { mapping.isBlind(payer(of: $0.item), on: receipt.bookedOn) })
    if verdict.cause == .unknownDeclaration, let number = named.unknown.first,
      try books.isHeld(declarationNamed: number, administration: receipt.administration, at: event.seq)
    {
      verdict.because = "names \(number), which is held: it came twice, with other content"
    }
    return try settled(verdict, receipt, group: group)
  }

  /// Money from an account that no payer is known to use. A right number or name is a question for a person.
  private func judgeUnknown(_ receipt: BookReceipt, _ named: NamedItems, _ mapping: Mapping) throws
    -> Judgement
  {
    let known = named.known + named.ambiguous.flatMap { $0 }
    guard !known.isEmpty || mapping.group(named: receipt.name) != nil else {
      return Judgement(
        verdict: Verdict(
          .notOurs, cause: .notFromAPayer,
          because: "comes from no payer's account and names no declaration of ours"),
        group: nil, concernsPayer: false, homes: [:])
    }
    let open = known.filter { $0.open.map { $0 != 0 } ?? false }
    return Judgement(
      verdict: Verdict(
        .several, known.isEmpty ? nil : .namedInFull,
        candidates: open.isEmpty ? [] : [open.map { Contribution(item: $0.item, cents: $0.open ?? 0) }],
        cause: .unknownPayer,
        because: receipt.counterparty.isEmpty
          ? "comes from an account that the bank does not name"
          : "comes from \(receipt.counterparty), which is not in payer-ibans.csv"),
      group: nil, concernsPayer: true, homes: [:])
  }

  /// A verdict may post only what stands on an account already: a declaration whose own posting waits holds its money
  /// back too.
  private func settled(_ verdict: Verdict, _ receipt: BookReceipt, group: String) throws -> Judgement {
    var homes: [String: Spot] = [:]
    for part in verdict.parts {
      guard let home = try home(of: part.item, receipt) else {
        return Judgement(
          verdict: Verdict(
            .waiting, verdict.evidence, cause: .noAccount,
            because: "pays \(part.item), which waits for an account"),
          group: group, concernsPayer: true, homes: [:])
      }
      homes[part.item] = home
    }
    return Judgement(verdict: verdict, group: group, concernsPayer: true, homes: homes)
  }

  /// Where an item lives, or would: of what was granted and rejected again before it was declared, nothing was posted.
  private func home(of item: String, _ receipt: BookReceipt) throws -> Spot? {
    if let home = try books.home(ofItem: item, administration: receipt.administration) { return home }
    guard
      let declaration = try books.declaration(
        String(item.drop { $0 != "/" }.dropFirst()), of: payer(of: item),
        administration: receipt.administration, at: event.seq),
      try !books.isWaiting(declaration: declaration.id)
    else { return nil }
    let pins = Pins(
      shelf: shelf, posted: try books.posted(.declaration(declaration.id)), now: event.mapping)
    return try pins.debtor(of: declaration, in: books).map {
      Spot(.gateway, .debtor, $0.account, item: item)
    }
  }

  // MARK: Evidence

  /// What a number in the text may mean: the declarations that carry it, each by itself; and, for a number of the
  /// payer's, all that its answer speaks of.
  private func items(
    named number: String, group: String?, _ mapping: Mapping, _ receipt: BookReceipt
  ) throws -> [[OpenItem]] {
    var meanings: [[OpenItem]] = []
    for declaration in try books.declarations(
      named: number, administration: receipt.administration, at: event.seq)
    where group == nil || mapping.group(of: declaration.payer) == group {
      meanings.append([try openItem(declaration, receipt)])
    }
    var answered: [PayerNumber: [OpenItem]] = [:]
    for remittance in try books.remittances(
      named: number, administration: receipt.administration, at: event.seq)
    where remittance.name == number && (group == nil || mapping.group(of: remittance.payer) == group) {
      guard
        let declaration = try books.declaration(
          remittance.declaration, of: remittance.payer, administration: receipt.administration, at: event.seq)
      else { continue }
      let item = try openItem(declaration, receipt)
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
  private func isForeign(
    _ number: String, group: String?, _ mapping: Mapping, _ receipt: BookReceipt
  ) throws -> Bool {
    try books.remittances(named: number, administration: receipt.administration, at: event.seq).contains {
      remittance in
      guard group == nil || mapping.group(of: remittance.payer) == group else { return false }
      return try books.declaration(
        remittance.declaration, of: remittance.payer, administration: receipt.administration, at: event.seq)
        == nil
    }
  }

  private func wholeAnswers(_ receipt: BookReceipt, group: String, _ mapping: Mapping) throws -> [OpenItem] {
    try books.declarations(openFor: receipt, at: event.seq)
      .filter { mapping.group(of: $0.payer) == group }
      .map { try openItem($0, receipt) }
  }

  private func payer(of item: String) -> PayerCode {
    guard let payer = PayerCode(String(item.prefix { $0 != "/" })) else {
      preconditionFailure("an item begins with its payer")
    }
    return payer
  }

  private func openItem(_ declaration: BookDeclaration, _ receipt: BookReceipt) throws -> OpenItem {
    let item = DeclarationCase.item(declaration.payer, declaration.number)
    return OpenItem(
      item: item, number: declaration.number,
      awarded: try books.awarded(declaration.id, on: receipt.bookedOn),
      paidBefore: try books.paid(item, before: receipt.order, administration: receipt.administration))
  }
}
