package import Accounting
package import Care
package import Mapping

/// A declaration with its lines, answers and successors: one case of POSTING.md.
package struct DeclarationCase: Sendable {
  package var payer: PayerCode
  package var number: String
  package var lines: [DeclaredLine]

  package init(payer: PayerCode, number: String, lines: [DeclaredLine]) {
    self.payer = payer
    self.number = number
    self.lines = lines
  }

  /// The item that the declaration is on debtors.
  package var item: String { ItemName.declaration(payer, number) }

  /// The item that a line is on `rejected` and `client-due`; `no-account` waits per declaration.
  func item(of line: DeclaredLine) -> String {
    line.destination.role == .noAccount ? item : "\(item)/\(line.reference)"
  }

  func debtor(of line: DeclaredLine, _ booker: Booker) -> Spot {
    Spot(booker, line.debtor.role, line.debtor.account, item: item)
  }
}

/// One line, or several lines of one declaration that share every answer and are alike to the ledger: the amounts are
/// then sums. Lines that keep items of their own are never summed.
package struct DeclaredLine: Sendable {
  /// Our line reference; empty for a sum.
  package var reference: String
  package var declarationItem: String
  package var recognition: Recognition
  /// Signed cents, VAT included.
  package var claimed: Int64
  /// The VAT in `claimed`.
  package var vat: Int64
  /// What the payer grants in all; nothing while unanswered.
  package var awarded: Int64?
  /// A later line of ours declares the same care again.
  package var isRedeclared: Bool
  package var debtor: Answer
  package var revenue: Answer
  package var revenueCostCentre: CostCentre?
  package var vatAnswer: Answer
  package var destination: Answer
  package var destinationCostCentre: CostCentre?
  package var advance: AdvanceAccount?

  package struct AdvanceAccount: Sendable {
    package var account: AccountCode
    /// See `ItemName.advance`.
    package var item: String

    package init(account: AccountCode, item: String) {
      self.account = account
      self.item = item
    }
  }

  package init(
    reference: String, declarationItem: String, recognition: Recognition, claimed: Int64, vat: Int64,
    awarded: Int64?, isRedeclared: Bool, debtor: Answer, revenue: Answer, revenueCostCentre: CostCentre?,
    vatAnswer: Answer, destination: Answer, destinationCostCentre: CostCentre?, advance: AdvanceAccount?
  ) {
    self.reference = reference
    self.declarationItem = declarationItem
    self.recognition = recognition
    self.claimed = claimed
    self.vat = vat
    self.awarded = awarded
    self.isRedeclared = isRedeclared
    self.debtor = debtor
    self.revenue = revenue
    self.revenueCostCentre = revenueCostCentre
    self.vatAnswer = vatAnswer
    self.destination = destination
    self.destinationCostCentre = destinationCostCentre
    self.advance = advance
  }

  /// Claimed − awarded; nothing is residual while the payer has not answered.
  package var residual: Int64 { awarded.map { claimed - $0 } ?? 0 }

  /// The VAT in a part of the claim, in proportion, towards zero: the last cent stays with revenue.
  func vatShare(of part: Int64) -> Int64 {
    guard vat != 0, claimed != 0, part != 0 else { return 0 }
    let product = vat.magnitude.multipliedFullWidth(by: part.magnitude)
    let share = Int64(claimed.magnitude.dividingFullWidth(product).quotient)
    return (part < 0) == (claimed < 0) ? (vat < 0 ? -share : share) : (vat < 0 ? share : -share)
  }

  func spot(_ answer: Answer, _ booker: Booker, item: String) -> Spot {
    let costCentre: CostCentre? =
      switch answer.role {
      case .revenue: revenueCostCentre
      case .tariffDifference, .notChargeable, .writeOff: destinationCostCentre
      default: nil
      }
    return Spot(booker, answer.role, answer.account, costCentre: costCentre, item: item)
  }
}
