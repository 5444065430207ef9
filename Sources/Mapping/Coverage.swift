import Accounting
package import Care
package import Findings

/// Which rules of a mapping were ever the answer: in its worked examples, and to facts. A rule that never was may be
/// mistyped, out of date, or only unlucky.
package struct Coverage: Sendable {
  package struct Row: Sendable, Hashable {
    package var question: String
    package var conditions: Conditions
    package var validity: Validity
    package var position: Position
    /// How many examples it answers.
    package fileprivate(set) var examples = 0
    /// How many lines of declarations it answers.
    package fileprivate(set) var lines: Int64 = 0

    package var isHit: Bool { examples > 0 || lines > 0 }
  }

  private enum Source {
    case example
    case lines(Int64)
  }

  private let mapping: Mapping
  /// Every rule, in the order of questions and files.
  package private(set) var rows: [Row] = []
  private var places: [Position: Int] = [:]

  /// With the examples counted.
  package init(of mapping: Mapping) {
    self.mapping = mapping
    add("revenue", mapping.revenueRules)
    add("difference", mapping.differenceRules)
    add("revenue-correction", mapping.revenueCorrectionRules)
    add("cost-centre", mapping.costCentreRules)
    for example in mapping.examples { count(example.given) }
  }

  private mutating func add<Outcome>(_ question: String, _ rules: RuleSet<Outcome>) {
    // What is shipped is not theirs to cover.
    for rule in rules.rules where !rule.isShipped {
      places[rule.position] = rows.count
      rows.append(
        Row(
          question: question, conditions: rule.conditions, validity: rule.validity, position: rule.position))
    }
  }

  // MARK: Counting

  /// Lines that were declared, all of one kind.
  package mutating func count(_ line: Circumstances, lines: Int64) { countRevenue(line, .lines(lines)) }

  /// Lines that were not granted in full.
  package mutating func count(
    _ line: Circumstances, codes: [ReasonCode], granted: Granted, lines: Int64
  ) {
    countDifference(line, codes, granted, .lines(lines))
  }

  private mutating func count(_ given: Example.Given) {
    guard let payer = given.payer, let scheme = given.scheme else { return }
    let line = Circumstances(
      payer: payer, scheme: scheme, service: given.service, practitioner: given.practitioner ?? "",
      location: given.location, stream: given.stream, careYear: given.careYear, date: given.date)
    switch given.event {
    case .declared, .awarded, .reduced:
      countRevenue(line, .example)
      guard let claimed = given.claimed, let awarded = given.awarded, awarded != claimed else { return }
      countDifference(line, given.codes, awarded.isZero ? .zero : .part, .example)
    case .takeback:
      hit(mapping.revenueCorrectionRules, Case(line, group: mapping.group(of: payer)), .example)
      countCostCentre(of: mapping.revenueCorrection(line), line, .example)
    case .bank, .explained, .decided: return
    }
  }

  private mutating func countRevenue(_ line: Circumstances, _ source: Source) {
    hit(mapping.revenueRules, Case(line, group: mapping.group(of: line.payer)), source)
    countCostCentre(of: mapping.revenue(line), line, source)
  }

  private mutating func countDifference(
    _ line: Circumstances, _ codes: [ReasonCode], _ granted: Granted, _ source: Source
  ) {
    for code in codes {
      hit(
        mapping.differenceRules,
        Case(line, group: mapping.group(of: line.payer), code: code, granted: granted), source)
    }
    let decided = mapping.destination(line, codes: codes, granted: granted)
    countCostCentre(of: mapping.account(of: decided.destination), line, source)
  }

  /// Only accounts of the result have one.
  private mutating func countCostCentre(of answer: Answer, _ line: Circumstances, _ source: Source) {
    guard mapping.chartAccount(answer.account)?.takesCostCentre == true else { return }
    hit(mapping.costCentreRules, Case(line, group: mapping.group(of: line.payer)), source)
  }

  private mutating func hit<Outcome>(_ rules: RuleSet<Outcome>, _ asked: Case, _ source: Source) {
    guard let winner = rules.winner(for: asked, on: asked.line.date), let row = places[winner.position]
    else { return }
    switch source {
    case .example: rows[row].examples += 1
    case .lines(let count): rows[row].lines += count
    }
  }
}
