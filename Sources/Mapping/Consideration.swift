package import Accounting
import Care
package import Findings

/// A rule as it was looked at for one case: whether it answers, and if not, why not.
package struct Consideration: Sendable, Hashable {
  package enum Fate: Sendable, Hashable {
    /// It is narrower than all others that match.
    case answers
    /// It matches, and one that matches is narrower.
    case isBroader
    /// It would match on other days.
    case holdsOnOtherDays
    /// It asks for something else than the case has.
    case asksOtherwise([ConditionName])
  }

  package var conditions: Conditions
  package var validity: Validity
  /// As a person says it: `account 8010`, `destination redeclare`, `cost centre 100`.
  package var outcome: String
  package var because: String
  package var position: Position
  package var fate: Fate
}

extension Conditions {
  /// What a case does not have that these ask for; empty where they admit it.
  package func disagreements(with asked: Case) -> [ConditionName] {
    let line = asked.line
    let answers: [(ConditionName, Bool)] = [
      (who.asksFor, who.admits(line.payer, of: asked.group)),
      (.scheme, scheme.admits(line.scheme.text)), (.service, service.admits(line.service?.text)),
      (.practitioner, practitioner.admits(line.practitioner)), (.location, location.admits(line.location)),
      (.stream, stream.admits(line.stream)), (.code, code.admits(asked.code?.text)),
      (.careYear, careYear.admits(line.careYear.rawValue)),
      (.awarded, granted.admits(asked.granted?.rawValue)),
    ]
    return answers.filter { !$0.1 }.map(\.0)
  }
}

extension Who {
  fileprivate var asksFor: ConditionName { if case .group = self { .group } else { .payer } }
}

extension RuleSet {
  /// Every rule as it was looked at for a case: the one that answers, then those that match and are broader, then those
  /// of other days, then the others, those first that ask for least else; within each in the order of the files.
  package func considerations(
    for asked: Case, on day: CalendarDate, saying outcome: (Outcome) -> String
  ) -> [Consideration] {
    let winner = winner(for: asked, on: day)
    let considered = rules.map { rule in
      Consideration(
        conditions: rule.conditions, validity: rule.validity, outcome: outcome(rule.outcome),
        because: rule.because, position: rule.position, fate: fate(of: rule, for: asked, on: day, winner))
    }
    return considered.enumerated()
      .sorted { ($0.element.fate.rank, $0.offset) < ($1.element.fate.rank, $1.offset) }
      .map(\.element)
  }

  private func fate(
    of rule: Rule<Outcome>, for asked: Case, on day: CalendarDate, _ winner: Rule<Outcome>?
  ) -> Consideration.Fate {
    let disagreements = rule.conditions.disagreements(with: asked)
    guard disagreements.isEmpty else { return .asksOtherwise(disagreements) }
    guard rule.validity.contains(day) else { return .holdsOnOtherDays }
    return rule.position == winner?.position && rule.conditions == winner?.conditions ? .answers : .isBroader
  }
}

extension Consideration.Fate {
  fileprivate var rank: Int {
    switch self {
    case .answers: 0
    case .isBroader: 1
    case .holdsOnOtherDays: 2
    case .asksOtherwise(let names): 2 + names.count
    }
  }
}
