package import Findings

extension RuleSet {
  /// Rules that would leave a case without one narrowest answer, each pair once, at the place of the later rule.
  /// Stops once a list would drop what is found.
  package func conflicts(in what: String) -> [Finding] {
    var periods: [Conditions: [Validity]] = [:]
    for rule in rules { periods[rule.conditions, default: []].append(rule.validity) }
    var findings: [Finding] = []
    for (index, later) in rules.enumerated() {
      for earlier in rules[..<index] {
        guard findings.count < FindingList.limit else { return findings }
        guard let cases = later.conditions.intersection(earlier.conditions),
          let days = later.validity.intersection(earlier.validity)
        else { continue }
        if later.conditions == earlier.conditions {
          findings.append(Self.duplicate(later, of: earlier, days))
        } else if cases != later.conditions, cases != earlier.conditions,
          !days.isCovered(by: periods[cases, default: []])
        {
          findings.append(Self.ambiguous(later, earlier, cases, days, in: what))
        }
      }
    }
    return findings
  }

  private static func duplicate(
    _ later: Rule<Outcome>, of earlier: Rule<Outcome>, _ days: Validity
  ) -> Finding {
    Finding(
      "duplicate-rule", at: later.position,
      "the rule for \(later.conditions) stands already at \(earlier.position), and both hold \(days)",
      remedy: "keep one of them, or end the earlier one with until", also: [earlier.position])
  }

  private static func ambiguous(
    _ later: Rule<Outcome>, _ earlier: Rule<Outcome>, _ cases: Conditions, _ days: Validity,
    in what: String
  ) -> Finding {
    Finding(
      "ambiguous-rules", at: later.position,
      "the rule for \(later.conditions) and that for \(earlier.conditions) at \(earlier.position) both match "
        + "\(cases) (\(days)), and neither is narrower",
      remedy: "narrow one of them, or add a rule to \(what) for exactly their overlap: \(cases)",
      also: [earlier.position])
  }
}
