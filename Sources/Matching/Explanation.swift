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
