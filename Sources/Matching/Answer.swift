import Accounting
package import Care
package import Mapping

/// What a return says of a declaration as a whole, once the declaration is known: which of its lines are answered.
///
/// Dutch return files list only lines with remarks, so silence means yes; but only with proof (DESIGN.md section 4).
package enum AnswerStanding: Sendable, Hashable {
  /// Every line is answered: the listed ones as listed, the others in full.
  case complete
  /// Every line is rejected, listed or not.
  case rejected
  /// Only the listed lines are answered.
  case listedOnly
  /// Nothing of it is used until a person has looked.
  case held(Hold)

  package enum Hold: String, Sendable, CaseIterable {
    /// We hold no declaration of that number.
    case unknownDeclaration = "unknown-declaration"
    /// The return speaks of another total than we declared.
    case claimedTotalDiffers = "claimed-total-differs"
    /// Claimed minus awarded is not what the listed lines say.
    case awardedTotalDiffers = "awarded-total-differs"
    /// A listed line is not in the declaration, or stands there with another amount.
    case lineDiffers = "line-differs"
    /// A header code that neither assesses nor rejects, and not one line: nothing says what was answered.
    case headerUndecided = "header-undecided"
    /// A total of nothing and a rejecting code: which lines are rejected cannot be told.
    case nothingClaimed = "nothing-claimed"
  }

  package var isHeld: Bool { if case .held = self { true } else { false } }
}

/// The figures of a return that decide its standing.
package struct AnswerSummary: Sendable {
  package var payer: PayerCode
  package var headerCodes: [ReasonCode]
  /// The payer's totals; nothing where the format carries none, and then silence proves nothing.
  package var totals: (claimed: Int64, awarded: Int64)?
  /// The sum over listed lines of claimed − awarded.
  package var listedResidual: Int64
  /// Every listed line is found in the declaration exactly once, with the amount we claimed.
  package var listedLinesAgree: Bool
  /// Every line of the declaration is listed, and granted nothing.
  package var refusesEachLine: Bool
  package var listsNothing: Bool

  package init(
    payer: PayerCode, headerCodes: [ReasonCode], totals: (claimed: Int64, awarded: Int64)?,
    listedResidual: Int64, listedLinesAgree: Bool, refusesEachLine: Bool = false, listsNothing: Bool = false
  ) {
    self.payer = payer
    self.headerCodes = headerCodes
    self.totals = totals
    self.listedResidual = listedResidual
    self.listedLinesAgree = listedLinesAgree
    self.refusesEachLine = refusesEachLine
    self.listsNothing = listsNothing
  }

  /// - Parameter declared: the total of the declaration in cents; nothing while we do not know it.
  package func standing(declared: Int64?, under mapping: Mapping) -> AnswerStanding {
    guard let declared else { return .held(.unknownDeclaration) }
    guard listedLinesAgree else { return .held(.lineDiffers) }
    guard let totals else { return .listedOnly }
    guard totals.claimed == declared else { return .held(.claimedTotalDiffers) }
    if mapping.isRejecting(headerCodes, by: payer), totals.awarded == 0 {
      return totals.claimed == 0 ? .held(.nothingClaimed) : .rejected
    }
    // A canonical file without codes says the same line by line.
    if headerCodes.isEmpty, refusesEachLine, totals.awarded == 0, totals.claimed != 0 { return .rejected }
    guard totals.claimed - totals.awarded == listedResidual else { return .held(.awardedTotalDiffers) }
    // Without a header code silence proves nothing, unless the canonical file states totals without codes.
    if headerCodes.isEmpty || mapping.isAssessed(headerCodes, by: payer) { return .complete }
    return listsNothing ? .held(.headerUndecided) : .listedOnly
  }
}
