package import Accounting

/// A payment from a known payer group, as far as it can be read without asking what is open.
package struct PaymentAtHand: Sendable {
  /// Signed cents.
  package var amount: Int64
  package var named: NamedItems
  /// A word of its text says that something was withheld.
  package var speaksOfOffset: Bool
  /// How many cents it may differ from what it names.
  package var tolerance: Int64
  /// The item that such a difference is.
  package var difference: String
  /// It may pay a part of the one thing that it names.
  package var mayLeaveRest: Bool

  package init(
    amount: Int64, named: NamedItems, speaksOfOffset: Bool = false, tolerance: Int64 = 0,
    difference: String = "", mayLeaveRest: Bool = false
  ) {
    self.amount = amount
    self.named = named
    self.speaksOfOffset = speaksOfOffset
    self.tolerance = tolerance
    self.difference = difference
    self.mayLeaveRest = mayLeaveRest
  }
}

/// What some set of open items gives: a question for a person, never proof (class E).
package struct Combinations: Sendable, Hashable {
  package var sets: [[Contribution]]
  /// A bound was reached: there may be others.
  package var isStopped: Bool

  package static let none = Combinations(sets: [], isStopped: false)

  package init(sets: [[Contribution]], isStopped: Bool) {
    self.sets = sets
    self.isStopped = isStopped
  }
}

/// Explaining a payment from a known payer group. Hypotheses are tried by class of evidence, the strongest first; the
/// first class that has an explanation decides. That some set of open items happens to fit is not evidence.
package enum Explainer {
  /// Classes B to E; a specification stands before them.
  ///
  /// - Parameters:
  ///   - wholeAnswers: open declarations of the group whose open amount is exactly the payment, asked only if nothing
  ///     is named.
  ///   - isBlind: whether the mapping of the item's payer allows class D to post.
  ///   - takebacks: what the payers of these items have announced and is still open, oldest first.
  ///   - isUnsettled: whether an earlier payment of the group is not explained, from a day on or at all: it may have
  ///     settled what is still taken to be open.
  ///   - combinations: sets of open items besides these that give an amount.
  package static func judge(
    _ payment: PaymentAtHand, wholeAnswers: () throws -> [OpenItem],
    isBlind: (OpenItem) throws -> Bool, takebacks: ([OpenItem]) throws -> [OpenTakeback],
    isUnsettled: (_ since: CalendarDate?) throws -> Bool,
    combinations: (_ amount: Int64, _ besides: [OpenItem]) throws -> Combinations
  ) rethrows -> Verdict {
    let named = payment.named
    if named.isEmpty {
      let verdict = try wholeAnswer(
        payment.amount, wholeAnswers(), isBlind: { try isBlind($0) && !isUnsettled(nil) })
      guard verdict.evidence == nil else { return verdict }
      return combined(try combinations(payment.amount, []))
    }
    if let number = named.unknown.first {
      return Verdict(
        .waiting, cause: .unknownDeclaration,
        because: "names \(number), which we have not declared as far as we know")
    }
    guard named.ambiguous.isEmpty else {
      return Verdict(
        .several, .namedInFull, candidates: choices(of: named, payment.amount), cause: .severalExplanations,
        because: "a number in its text fits more than one declaration")
    }
    return try judgeNamed(payment, takebacks, isUnsettled, combinations)
  }

  // MARK: Something is named

  private static func judgeNamed(
    _ payment: PaymentAtHand, _ takebacks: ([OpenItem]) throws -> [OpenTakeback],
    _ isUnsettled: (CalendarDate?) throws -> Bool, _ combinations: (Int64, [OpenItem]) throws -> Combinations
  ) rethrows -> Verdict {
    let items = payment.named.known
    let unanswered = items.filter { $0.awarded == nil }
    guard unanswered.isEmpty else {
      return Verdict(
        .waiting, .namedInFull, cause: .noReturnYet,
        because: "names \(list(unanswered)), not answered by its booking date")
    }
    let open = items.filter { $0.open != 0 }
    let total = open.reduce(0) { $0 + ($1.open ?? 0) }
    if !open.isEmpty, total == payment.amount {
      return Verdict(
        .unique, .namedInFull, parts: open.map(whole),
        because: "names \(list(open)), whose open amounts give the payment to the cent")
    }
    if !open.isEmpty, total > payment.amount,
      let verdict = try netted(open, withheld: total - payment.amount, try takebacks(items), isUnsettled)
    {
      return verdict
    }
    if let verdict = withinTolerance(payment, open, total) ?? part(of: payment, open) { return verdict }
    return try differing(payment, open, total, combinations)
  }

  /// Class C: what is named, less announced takebacks that are still open.
  private static func netted(
    _ open: [OpenItem], withheld: Int64, _ takebacks: [OpenTakeback],
    _ isUnsettled: (CalendarDate?) throws -> Bool
  ) rethrows -> Verdict? {
    let ways = Offsetting.ways(
      of: withheld, from: takebacks.filter { takeback in !open.contains { $0.item == takeback.item.item } })
    guard let way = ways.first else { return nil }
    func parts(_ way: [OpenTakeback]) -> [Contribution] {
      way.reduce(into: open.map(whole)) { parts, takeback in
        if let known = parts.firstIndex(where: { $0.item == takeback.item.item }) {
          parts[known].cents += takeback.cents
        } else {
          parts.append(Contribution(item: takeback.item.item, cents: takeback.cents))
        }
      }
    }
    let candidates = ways.prefix(mostCandidates).map(parts)
    let names = list(way.map(\.item))
    guard try !isUnsettled(ways.joined().map(\.announcedOn).min()) else {
      return Verdict(
        .none, .withTakebacks, candidates: candidates, cause: .noSpecificationYet,
        because: "names \(list(open)), and would be that less the announced \(names); but an earlier payment of this "
          + "payer is not explained, and may have withheld the same")
    }
    guard ways.count == 1 else {
      return Verdict(
        .several, .withTakebacks, candidates: candidates, cause: .severalExplanations,
        because: "names \(list(open)); more than one set of announced takebacks gives what was withheld")
    }
    return Verdict(
      .unique, .withTakebacks, parts: parts(way),
      because: "names \(list(open)), less the announced \(names), to the cent")
  }

  /// The tolerance of class B, where nothing explains the payment exactly.
  private static func withinTolerance(
    _ payment: PaymentAtHand, _ open: [OpenItem], _ total: Int64
  ) -> Verdict? {
    let difference = payment.amount - total
    guard !open.isEmpty, difference != 0, abs(difference) <= payment.tolerance else { return nil }
    return Verdict(
      .unique, .namedInFull,
      parts: open.map(whole) + [Contribution(item: payment.difference, cents: difference)],
      because:
        "names \(list(open)), and differs by \(Money(minorUnits: difference).plain), within the tolerance")
  }

  private static func part(of payment: PaymentAtHand, _ open: [OpenItem]) -> Verdict? {
    guard payment.mayLeaveRest, open.count == 1, let left = open[0].open, left > payment.amount,
      payment.amount > 0
    else { return nil }
    return Verdict(
      .unique, .namedInFull, parts: [Contribution(item: open[0].item, cents: payment.amount)],
      because: "names \(list(open)) and pays a part of it, as this payer does")
  }

  /// What is named does not give the amount.
  private static func differing(
    _ payment: PaymentAtHand, _ open: [OpenItem], _ total: Int64,
    _ combinations: (Int64, [OpenItem]) throws -> Combinations
  ) rethrows -> Verdict {
    let items = payment.named.known
    if items.count == 1, items[0].awarded == payment.amount, items[0].paidBefore == payment.amount {
      return Verdict(
        .none, cause: .duplicateSuspected, because: "names \(list(items)), paid in full before")
    }
    let others = try combinations(payment.amount - total, items)
    let candidates = others.sets.map { open.map(whole) + $0 }
    if payment.speaksOfOffset, total > payment.amount {
      return Verdict(
        .waiting, candidates: candidates, cause: .noSpecificationYet,
        because:
          "names \(list(items)), of which \(Money(minorUnits: total).plain) is open, and says that something "
          + "was withheld; no specification tells what")
    }
    return Verdict(
      .none, candidates: candidates, cause: .amountDiffers,
      because: "names \(list(items)), of which \(Money(minorUnits: total).plain) is open")
  }

  // MARK: Nothing is named

  /// Class D: nothing is named, and exactly one declaration's open amount is the payment.
  private static func wholeAnswer(
    _ amount: Int64, _ items: [OpenItem], isBlind: (OpenItem) throws -> Bool
  ) rethrows -> Verdict {
    let candidates = items.map { [Contribution(item: $0.item, cents: amount)] }
    switch items.count {
    case 0:
      return Verdict(
        .none, cause: .noExplanation, because: "names nothing, and no single open answer gives its amount")
    case 1 where try isBlind(items[0]):
      return Verdict(
        .unique, .wholeAnswer, parts: candidates[0],
        because: "names nothing; \(list(items)) alone is open for this amount, and this payer pays so")
    case 1:
      return Verdict(
        .unique, .wholeAnswer, candidates: candidates, cause: .noExplanation,
        because: "names nothing; \(list(items)) is open for this amount, which is not proof with this payer")
    default:
      return Verdict(
        .several, .wholeAnswer, candidates: Array(candidates.prefix(mostCandidates)),
        cause: .severalExplanations,
        because: "names nothing; \(items.count) declarations are open for exactly this amount")
    }
  }

  /// Class E.
  private static func combined(_ combinations: Combinations) -> Verdict {
    let candidates = Array(combinations.sets.prefix(mostCandidates))
    if combinations.isStopped {
      return Verdict(
        .stopped, .combination, candidates: candidates, cause: .stoppedLooking,
        because: "names nothing; more is open than can be searched through")
    }
    switch combinations.sets.count {
    case 0:
      return Verdict(
        .none, cause: .noExplanation, because: "names nothing, and no set of what is open gives its amount")
    case 1:
      return Verdict(
        .unique, .combination, candidates: candidates, cause: .noExplanation,
        because: "names nothing; one set of what is open gives its amount, which is not proof")
    default:
      return Verdict(
        .several, .combination, candidates: candidates, cause: .severalExplanations,
        because: "names nothing; several sets of what is open give its amount")
    }
  }

  /// A person chooses from a handful.
  static let mostCandidates = 20

  private static func choices(of named: NamedItems, _ amount: Int64) -> [[Contribution]] {
    named.ambiguous.flatMap { $0 }.filter { $0.open == amount }.prefix(mostCandidates).map {
      [Contribution(item: $0.item, cents: amount)]
    }
  }

  private static func whole(_ item: OpenItem) -> Contribution {
    Contribution(item: item.item, cents: item.open ?? 0)
  }

  private static func list(_ items: [OpenItem]) -> String {
    let numbers = items.map(\.number)
    guard numbers.count > 5 else { return numbers.joined(separator: ", ") }
    return numbers.prefix(5).joined(separator: ", ") + " and \(numbers.count - 5) more"
  }
}
