package import Accounting
package import Mapping

/// The revenue side of a line: its account, cost centre, and the account of the VAT in it.
package struct RevenueSide: Sendable {
  package var revenue: Answer
  package var costCentre: CostCentre?
  package var vat: Answer

  /// The mapping has an account for all of it.
  package var isComplete: Bool { revenue.role != .noAccount }
}

extension Mapping {
  /// A line with VAT whose VAT has no account waits whole: VAT must never land on revenue (POSTING.md W15).
  package func revenueSide(of line: Circumstances, hasVAT: Bool) -> RevenueSide {
    let revenue = revenue(line)
    let vat = account(of: .vat)
    if revenue.role == .noAccount { return RevenueSide(revenue: revenue, vat: revenue) }
    if hasVAT, vat.role == .noAccount { return RevenueSide(revenue: vat, vat: vat) }
    return RevenueSide(revenue: revenue, costCentre: costCentre(of: revenue, for: line), vat: vat)
  }

  /// Cost centres belong to the result; balance sheet and suspense carry none.
  package func costCentre(of answer: Answer, for line: Circumstances) -> CostCentre? {
    guard chartAccount(answer.account)?.takesCostCentre == true else { return nil }
    return costCentre(line)
  }
}
