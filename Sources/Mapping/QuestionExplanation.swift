import Accounting
package import Care

/// How one question of a mapping was answered for one case: every rule that was looked at, and which one it was.
package struct QuestionExplanation: Sendable, Hashable {
  /// `revenue`, `cost-centre`, `difference`, `revenue-correction`.
  package var question: String
  package var asked: Case
  package var considerations: [Consideration]
  /// `account 8010`, `suspense no-account 2190`, `destination redeclare`.
  package var answer: String
  package var because: String
  /// No rule answered, so `otherwise` did.
  package var isOtherwise: Bool
}

extension Mapping {
  /// Why a line stands on the revenue account it stands on, and on which cost centre.
  package func explainRevenue(_ line: Circumstances) -> [QuestionExplanation] {
    let revenue = explainAccount("revenue", line, by: revenueRules, answeredBy: self.revenue(line))
    guard chartAccount(self.revenue(line).account)?.takesCostCentre == true else { return [revenue] }
    return [revenue, explainCostCentre(line)]
  }

  /// Why what a payer takes back goes to the account it goes to.
  package func explainRevenueCorrection(_ line: Circumstances) -> QuestionExplanation {
    explainAccount(
      "revenue-correction", line, by: revenueCorrectionRules, answeredBy: revenueCorrection(line))
  }

  /// Why a residual has the destination it has: each code is asked by itself.
  package func explainDifference(
    _ line: Circumstances, codes: [ReasonCode], granted: Granted
  ) -> [QuestionExplanation] {
    let decided = destination(line, codes: codes, granted: granted)
    let account = account(of: decided.destination)
    let answer = "destination \(decided.destination.rawValue), \(said(account))"
    let asked = codes.isEmpty ? [nil] : codes.map { Optional($0) }
    return asked.map { code in
      let asked = Case(line, group: group(of: line.payer), code: code, granted: granted)
      let considerations = differenceRules.considerations(for: asked, on: line.date) {
        "destination \($0.rawValue)"
      }
      return QuestionExplanation(
        question: "difference", asked: asked, considerations: considerations, answer: answer,
        because: decided.because, isOtherwise: considerations.first?.fate != .answers)
    }
  }

  private func explainAccount(
    _ question: String, _ line: Circumstances, by rules: RuleSet<AccountOrSuspense>, answeredBy answer: Answer
  ) -> QuestionExplanation {
    let asked = Case(line, group: group(of: line.payer))
    let considerations = rules.considerations(for: asked, on: line.date) { outcome in
      switch outcome {
      case .account(let account): "account \(account)"
      case .suspense(let role): "suspense \(role.rawValue)"
      }
    }
    return QuestionExplanation(
      question: question, asked: asked, considerations: considerations, answer: said(answer),
      because: answer.because, isOtherwise: considerations.first?.fate != .answers)
  }

  private func explainCostCentre(_ line: Circumstances) -> QuestionExplanation {
    func said(_ costCentre: CostCentre?) -> String {
      costCentre.map { "cost centre \($0)" } ?? "no cost centre"
    }
    let asked = Case(line, group: group(of: line.payer))
    let considerations = costCentreRules.considerations(for: asked, on: line.date, saying: said)
    let isOtherwise = considerations.first?.fate != .answers
    return QuestionExplanation(
      question: "cost-centre", asked: asked, considerations: considerations, answer: said(costCentre(line)),
      because: isOtherwise ? parts.costCentreOtherwise?.because ?? "" : considerations[0].because,
      isOtherwise: isOtherwise)
  }

  private func said(_ answer: Answer) -> String {
    let name = chartAccount(answer.account).map { " (\($0.name))" } ?? ""
    guard Role.suspense.contains(answer.role) else { return "account \(answer.account)\(name)" }
    return "account \(answer.account)\(name), suspense \(answer.role.rawValue)"
  }
}
