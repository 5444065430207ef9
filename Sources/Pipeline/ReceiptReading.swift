import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

/// Gathers the evidence for one payment and has it judged. Pure judgement is in Matching; this reads what it asks for.
struct ReceiptReading {
  let items: ItemReading

  private var books: Books { items.books }
  private var event: BookEvent { items.event }

  init(books: Books, shelf: MappingShelf, event: BookEvent) {
    items = ItemReading(books: books, shelf: shelf, event: event)
  }

  func judge(_ receipt: BookReceipt) throws -> Judgement {
    let mapping = try items.mapping
    let group = try group(of: receipt, mapping)
    if let decided = try decided(receipt, group: group, mapping) { return decided }
    let (named, stretches) = try items.named(in: receipt, group: group)
    guard let group else { return try judgeUnknown(receipt, named, mapping) }
    if try books.isExplanationWithheld(of: receipt.id, at: event.seq) {
      return Judgement(
        verdict: Verdict(
          .none, cause: .noExplanation, because: "its explanation was taken back and waits for a release"),
        group: group, concernsPayer: true, homes: [:])
    }
    if let verdict = try takenBack(receipt) { return try settled(verdict, receipt, group: group) }
    let specified = SpecificationReading(items: items, receipt: receipt, group: group)
    let evidence = try specified.evidence(naming: named, stretches)
    if let verdict = Explainer.specified(evidence) {
      var judgement = try settled(verdict, receipt, group: group)
      if case .one(let claim) = evidence { judgement.specification = claim.id }
      return judgement
    }
    if named.isEmpty, let verdict = try AdvanceReading(items: items, receipt: receipt, group: group).verdict()
    {
      return try settled(verdict, receipt, group: group)
    }
    var verdict = try Explainer.judge(
      try atHand(receipt, named, mapping),
      wholeAnswers: { try wholeAnswers(receipt, group: group, mapping) },
      isBlind: { item in
        ItemName.payer(of: item.item).map { mapping.isBlind($0, on: receipt.bookedOn) } ?? false
      },
      takebacks: { named in
        guard receipt.amount > 0 else { return [] }
        return try items.takebacks(of: Set(named.compactMap { ItemName.payer(of: $0.item) }), on: receipt)
      },
      isUnsettled: { day in
        try books.hasUnexplainedReceipt(
          ofGroup: group, administration: receipt.administration, from: day, before: receipt.order)
      },
      combinations: { amount, named in
        try CombinationReading(items: items, receipt: receipt, group: group).sets(of: amount, besides: named)
      })
    if verdict.cause == .unknownDeclaration, let number = named.unknown.first,
      try books.isHeld(declarationNamed: number, administration: receipt.administration, at: event.seq)
    {
      verdict.because = "names \(number), which is held: it came twice, with other content"
    }
    return try settled(verdict, receipt, group: group)
  }

  /// The bank takes an earlier movement back: whatever that settled is open again.
  private func takenBack(_ receipt: BookReceipt) throws -> Verdict? {
    guard receipt.isReversal else { return nil }
    let earlier = try books.receipts(
      of: -receipt.amount, from: receipt.bookedOn.adding(days: -Self.mostDaysToTakeBack),
      to: receipt.bookedOn, administration: receipt.administration, at: event.seq
    ).filter {
      $0.account == receipt.account && $0.counterparty == receipt.counterparty && $0.order < receipt.order
    }
    guard let taken = earlier.last else { return nil }
    guard earlier.count == 1 else {
      return Verdict(
        .none, cause: .severalExplanations,
        because:
          "takes back one of \(earlier.count) earlier payments of this amount; the bank does not say which")
    }
    let parts = try books.parts(of: taken.id)
    guard !parts.isEmpty else {
      return Verdict(
        .none, cause: .noExplanation, because: "takes back \(taken.reference), which is not explained either")
    }
    return Verdict(
      .unique, .namedInFull, parts: parts.map { Contribution(item: $0.item, cents: -$0.cents) },
      because: "takes back \(taken.reference): what that paid is open again")
  }

  /// Banks take a payment back within weeks (SEPA: 13 months at the very most, for what was never authorised).
  private static let mostDaysToTakeBack = 400

  /// What a person has said of it outranks every rule, and every file that comes later.
  private func decided(
    _ receipt: BookReceipt, group: String?, _ mapping: Mapping
  ) throws -> Judgement? {
    guard
      let decision = try books.decision(
        .parts, on: receipt.reference, administration: receipt.administration, at: event.seq),
      try !books.isExplanationWithheld(of: receipt.id, at: event.seq, since: decision.id)
    else { return nil }
    let parts = try DecidedParts.parts(decision.content)
    let who =
      group ?? parts.lazy.compactMap { ItemName.payer(of: $0.item) }.first.flatMap { mapping.group(of: $0) }
    var judgement = try settled(
      Verdict(
        .decided, parts: parts,
        cause: parts.reduce(0) { $0 + $1.cents } == receipt.amount ? nil : .amountDiffers,
        because: "is what \(decision.by) decided: \(decision.reason)"),
      receipt, group: who)
    judgement.decision = decision.id
    return judgement
  }

  private func atHand(
    _ receipt: BookReceipt, _ named: NamedItems, _ mapping: Mapping
  ) throws -> PaymentAtHand {
    var payment = PaymentAtHand(
      amount: receipt.amount, named: named, speaksOfOffset: Naming.speaksOfOffset(receipt.texts),
      claimsWhole: Naming.claimsWhole(receipt.texts))
    // What a payer is allowed is its own: nothing where a payment names the items of several.
    let payers = Set(named.known.compactMap { ItemName.payer(of: $0.item) })
    guard payers.count == 1, let payer = payers.first else { return payment }
    payment.tolerance = mapping.tolerance(of: payer, on: receipt.bookedOn)?.cents(of: receipt.amount) ?? 0
    payment.difference = ItemName.paymentDifference(payer, receipt.reference)
    payment.mayLeaveRest = mapping.mayLeaveRest(payer, on: receipt.bookedOn)
    return payment
  }

  /// By the account the money came from; of a payment of 0.00 by who specified it.
  private func group(of receipt: BookReceipt, _ mapping: Mapping) throws -> String? {
    guard let specification = try receipt.specification.flatMap(books.specification) else {
      return mapping.group(ofIBAN: receipt.counterparty, on: receipt.bookedOn)
    }
    return mapping.group(of: specification.payer)
  }

  /// Money from an account that no payer is known to use. A right number or name is a question for a person.
  private func judgeUnknown(
    _ receipt: BookReceipt, _ named: NamedItems, _ mapping: Mapping
  ) throws -> Judgement {
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
  private func settled(_ verdict: Verdict, _ receipt: BookReceipt, group: String?) throws -> Judgement {
    var homes: [String: Spot] = [:]
    for part in verdict.parts {
      guard let home = try items.home(of: part.item, receipt) else {
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

  private func wholeAnswers(_ receipt: BookReceipt, group: String, _ mapping: Mapping) throws -> [OpenItem] {
    try books.declarations(openFor: receipt, at: event.seq)
      .filter { mapping.group(of: $0.payer) == group }
      .map { try items.item($0, receipt) }
  }
}
