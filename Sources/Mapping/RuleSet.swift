package import Accounting
import Care

/// Rules of one question. They have no order: of those that match, the one that is narrower than all others answers.
package struct RuleSet<Outcome: Sendable & Hashable>: Sendable {
  package let rules: [Rule<Outcome>]
  // A revenue table names hundreds of services and a reason table hundreds of codes, while a case has one: the rules
  // that ask for an exact code, or else an exact service, are looked up, only the others are tried one by one.
  private let byCode: [String: [Int]]
  private let byService: [String: [Int]]
  private let others: [Int]

  package init(_ rules: [Rule<Outcome>]) {
    self.rules = rules
    var byCode: [String: [Int]] = [:]
    var byService: [String: [Int]] = [:]
    var others: [Int] = []
    for (index, rule) in rules.enumerated() {
      if case .exact(let code) = rule.conditions.code {
        byCode[code, default: []].append(index)
      } else if case .exact(let service) = rule.conditions.service {
        byService[service, default: []].append(index)
      } else {
        others.append(index)
      }
    }
    self.byCode = byCode
    self.byService = byService
    self.others = others
  }

  /// The rule that answers a case on a day; nothing where none matches.
  package func winner(for asked: Case, on day: CalendarDate) -> Rule<Outcome>? {
    var best: Rule<Outcome>?
    func consider(_ indices: [Int]) {
      for index in indices where rules[index].validity.contains(day) {
        let rule = rules[index]
        guard rule.conditions.admit(asked) else { continue }
        // Checked sets have one narrowest rule, and nothing is narrower than that: it stays once found.
        if let found = best, !rule.conditions.areWithin(found.conditions) { continue }
        best = rule
      }
    }
    if let code = asked.code, let indices = byCode[code.text] { consider(indices) }
    if let service = asked.line.service, let indices = byService[service.text] { consider(indices) }
    consider(others)
    return best
  }
}
