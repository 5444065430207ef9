import Accounting
import Mapping

/// What a payment was judged to be (contract section 4, `receipts`).
package enum Outcome: String, Sendable, CaseIterable {
  case unique, several, none, stopped, waiting, decided, notOurs = "not-ours"
}

/// The class of evidence (DESIGN.md section 4), strongest first.
package enum EvidenceClass: String, Sendable, CaseIterable {
  case specification = "A", namedInFull = "B", withTakebacks = "C", wholeAnswer = "D", combination = "E"
}

/// Why something waits on suspense (contract section 4).
package enum SuspenseCause: String, Sendable, CaseIterable {
  case noReturnYet = "no-return-yet", noSpecificationYet = "no-specification-yet"
  case unknownPayer = "unknown-payer", unknownDeclaration = "unknown-declaration"
  case severalExplanations = "several-explanations", noExplanation = "no-explanation"
  case stoppedLooking = "stopped-looking", amountDiffers = "amount-differs"
  case notFromAPayer = "not-from-a-payer", rejectedOpen = "rejected-open", takebackOpen = "takeback-open"
  case clientDue = "client-due", noAccount = "no-account", advanceYearUnclear = "advance-year-unclear"
  case duplicateSuspected = "duplicate-suspected", unapprovedProduction = "unapproved-production"
}

/// An open item as a payment sees it: a whole declaration with its award at the booking date, less what earlier
/// payments took.
package struct OpenItem: Sendable, Hashable {
  /// `payer/number`.
  package var item: String
  /// Our number, for people.
  package var number: String
  /// Awarded as it counts for this payment; nothing while unanswered.
  package var awarded: Int64?
  /// What payments before this one contributed to it.
  package var paidBefore: Int64

  package init(item: String, number: String, awarded: Int64?, paidBefore: Int64) {
    self.item = item
    self.number = number
    self.awarded = awarded
    self.paidBefore = paidBefore
  }

  package var open: Int64? { awarded.map { $0 - paidBefore } }
}

package struct Contribution: Sendable, Hashable {
  package var item: String
  /// Open before − open after, in cents (POSTING.md rule 1).
  package var cents: Int64

  package init(item: String, cents: Int64) {
    self.item = item
    self.cents = cents
  }
}

/// What was found out about one payment, with the reason.
package struct Verdict: Sendable, Hashable {
  package var outcome: Outcome
  package var evidence: EvidenceClass?
  /// What is posted; empty unless the class may post without a person.
  package var parts: [Contribution]
  /// What a person may choose from.
  package var candidates: [[Contribution]]
  /// Why it waits; nothing if it is posted.
  package var cause: SuspenseCause?
  /// One sentence for a controller.
  package var because: String

  package init(
    _ outcome: Outcome, _ evidence: EvidenceClass? = nil, parts: [Contribution] = [],
    candidates: [[Contribution]] = [], cause: SuspenseCause? = nil, because: String
  ) {
    self.outcome = outcome
    self.evidence = evidence
    self.parts = parts
    self.candidates = candidates
    self.cause = cause
    self.because = because
  }
}

/// What a payment's texts were found to name.
package struct NamedItems: Sendable {
  /// Declarations we know, each once.
  package var known: [OpenItem]
  /// Numbers that fit several declarations, or several numbers in the same words.
  package var ambiguous: [[OpenItem]]
  /// Numbers that a payer has answered, or announces here, and that we hold no declaration of.
  package var unknown: [String]

  package init(known: [OpenItem], ambiguous: [[OpenItem]], unknown: [String]) {
    self.known = known
    self.ambiguous = ambiguous
    self.unknown = unknown
  }

  package var isEmpty: Bool { known.isEmpty && ambiguous.isEmpty && unknown.isEmpty }
}

/// Explaining a payment from a known payer group: classes B and D. The strongest class that has an explanation
/// decides; that some set of open items happens to fit is not evidence.
package enum Explainer {
  /// - Parameters:
  ///   - amount: signed cents of the payment.
  ///   - named: what its texts name.
  ///   - wholeAnswers: open declarations of the group whose open amount is exactly the payment, asked only if nothing
  ///     is named.
  ///   - isBlind: whether the mapping of the item's payer allows class D to post.
  package static func judge(
    amount: Int64, named: NamedItems, wholeAnswers: () throws -> [OpenItem],
    isBlind: (OpenItem) -> Bool
  ) rethrows -> Verdict {
    if named.isEmpty {
      return wholeAnswer(amount, try wholeAnswers(), isBlind: isBlind)
    }
    if let number = named.unknown.first {
      return Verdict(
        .waiting, cause: .unknownDeclaration,
        because: "names \(number), which we have not declared as far as we know")
    }
    guard named.ambiguous.isEmpty else {
      return Verdict(
        .several, .namedInFull, candidates: choices(of: named, amount), cause: .severalExplanations,
        because: "a number in its text fits more than one declaration")
    }
    return namedInFull(amount, named.known)
  }

  /// Class B: the open amounts of all that is named give the amount.
  private static func namedInFull(_ amount: Int64, _ items: [OpenItem]) -> Verdict {
    let unanswered = items.filter { $0.awarded == nil }
    guard unanswered.isEmpty else {
      return Verdict(
        .waiting, .namedInFull, cause: .noReturnYet,
        because: "names \(list(unanswered)), not answered by its booking date")
    }
    let open = items.filter { $0.open != 0 }
    let total = open.reduce(0) { $0 + ($1.open ?? 0) }
    if !open.isEmpty, total == amount {
      return Verdict(
        .unique, .namedInFull,
        parts: open.map { Contribution(item: $0.item, cents: $0.open ?? 0) },
        because: "names \(list(open)), whose open amounts give the payment to the cent")
    }
    if items.count == 1, items[0].awarded == amount, items[0].paidBefore == amount {
      return Verdict(
        .none, cause: .duplicateSuspected, because: "names \(list(items)), paid in full before")
    }
    return Verdict(
      .none, cause: .amountDiffers,
      because: "names \(list(items)), of which \(Money(minorUnits: total).plain) is open")
  }

  /// Class D: nothing is named, and exactly one declaration's open amount is the payment.
  private static func wholeAnswer(
    _ amount: Int64, _ items: [OpenItem], isBlind: (OpenItem) -> Bool
  ) -> Verdict {
    let candidates = items.map { [Contribution(item: $0.item, cents: amount)] }
    switch items.count {
    case 0:
      return Verdict(
        .none, cause: .noExplanation, because: "names nothing, and no single open answer gives its amount")
    case 1 where isBlind(items[0]):
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

  /// A person chooses from a handful.
  private static let mostCandidates = 20

  private static func choices(of named: NamedItems, _ amount: Int64) -> [[Contribution]] {
    named.ambiguous.flatMap { $0 }.filter { $0.open == amount }.prefix(mostCandidates).map {
      [Contribution(item: $0.item, cents: amount)]
    }
  }

  private static func list(_ items: [OpenItem]) -> String {
    let numbers = items.map(\.number)
    guard numbers.count > 5 else { return numbers.joined(separator: ", ") }
    return numbers.prefix(5).joined(separator: ", ") + " and \(numbers.count - 5) more"
  }
}
