import Accounting
import Care
package import Findings
package import Mapping

/// Runs the worked examples of a mapping through the posting targets: what an implementer wrote beside a rule must be
/// what the rule does. `check` shows the findings.
package enum ExampleRun {
  package static func findings(of mapping: Mapping) -> [Finding] {
    mapping.examples.compactMap { finding(for: $0, under: mapping) }
  }

  /// The examples that expect something else than the mapping gives, each with what it gives, as `expect` writes it.
  package static func differing(in mapping: Mapping) -> [(example: Example, postings: [String])] {
    mapping.examples.compactMap { example in
      guard case .success(let standing) = standing(of: example.given, under: mapping) else { return nil }
      let posted = sums(standing)
      return posted == expectation(of: example) ? nil : (example, postings(posted))
    }
  }

  private static func finding(for example: Example, under mapping: Mapping) -> Finding? {
    let standing: Standing
    switch self.standing(of: example.given, under: mapping) {
    case .failure(let gap):
      return Finding(
        "example-incomplete", at: example.position, "the example \"\(example.title)\" \(gap.sentence)",
        remedy: gap.remedy)
    case .success(let known): standing = known
    }
    let posted = sums(standing)
    let expected = expectation(of: example)
    guard posted != expected else { return nil }
    return Finding(
      "example-differs", at: place(of: example, expected, posted),
      message(example.title, expected, posted),
      remedy: "correct the rule, or the example if the rule is right", also: [example.position])
  }

  /// What is expected and does come of the mapping is left out.
  private static func message(_ title: String, _ expected: [Side: Int64], _ posted: [Side: Int64]) -> String {
    let missing = postings(expected.filter { posted[$0.key] != $0.value }).joined(separator: ", ")
    let other = postings(posted.filter { expected[$0.key] != $0.value }).joined(separator: ", ")
    return switch (missing.isEmpty, other.isEmpty) {
    case (false, false): "the example \"\(title)\" expects \(missing), the mapping gives \(other)"
    case (false, true): "the example \"\(title)\" expects \(missing), which the mapping does not give"
    case (true, _): "the example \"\(title)\" does not expect \(other), which the mapping gives"
    }
  }

  /// The first word of an expected posting that is another one in the posting that the mapping gives in its place.
  private static func place(
    of example: Example, _ expected: [Side: Int64], _ posted: [Side: Int64]
  ) -> Position {
    let wrong = example.expected.first {
      let side = Side(account: $0.account, costCentre: $0.costCentre)
      return expected[side] != posted[side]
    }
    guard let wrong else { return example.expectation }
    func equalWords(_ others: [String], _ words: [String]) -> Int {
      zip(others, words).count { $0 == $1 }
    }
    let words = self.words(of: wrong)
    let nearest = postings(posted.filter { expected[$0.key] != $0.value })
      .map { $0.split(separator: " ").map(String.init) }
      .max { equalWords($0, words) < equalWords($1, words) }
    guard let nearest, nearest.first == words.first else { return wrong.words[0] }
    let first = words.indices.first { !nearest.indices.contains($0) || nearest[$0] != words[$0] }
    // What is missing is missing at the end.
    return first.map { wrong.words[$0] } ?? wrong.words.last ?? example.expectation
  }

  private static func words(of posting: Example.ExpectedPosting) -> [String] {
    ["\(posting.side.rawValue)", posting.account.text, posting.amount.money.plain]
      + (posting.costCentre.map { ["cost-centre", "\($0)"] } ?? [])
  }

  /// What stands on accounts after the event of an example, by the rules of a mapping that need not be its own; nothing
  /// where the mapping cannot play it.
  package static func played(_ example: Example, under mapping: Mapping) -> Standing? {
    switch standing(of: example.given, under: mapping) {
    case .success(let standing): standing
    case .failure: nil
    }
  }

  // MARK: What the mapping gives

  private struct Gap: Error {
    var sentence: String
    var remedy: String
  }

  private static func standing(of given: Example.Given, under mapping: Mapping) -> Result<Standing, Gap> {
    do throws(Gap) {
      switch given.event {
      case .declared:
        return .success(try declaration(given, awarded: nil, mapping))
      case .awarded, .reduced:
        let before = try declaration(given, awarded: nil, mapping)
        return .success(
          try declaration(given, awarded: given.awarded ?? given.claimed, mapping).minus(before))
      case .takeback: return .success(try takeback(given, mapping))
      case .explained: return .success(try explained(given, mapping))
      case .bank, .decided:
        throw Gap(
          sentence: "is of an event no mapping decides",
          remedy: "use declared, awarded, takeback or explained")
      }
    } catch {
      return .failure(error)
    }
  }

  private static func declaration(
    _ given: Example.Given, awarded: Money?, _ mapping: Mapping
  ) throws(Gap) -> Standing {
    guard let payer = given.payer, let scheme = given.scheme, let service = given.service,
      let claimed = given.claimed
    else { throw Gap(sentence: "lacks payer, scheme, service or claimed", remedy: "write them under given") }
    guard let mode = mapping.recognition(of: scheme, on: given.date) else {
      throw Gap(
        sentence: "is of scheme \(scheme), which has no recognition", remedy: "add a row under recognition")
    }
    guard let accounts = mapping.payer(payer, scheme, on: given.date) else {
      throw Gap(sentence: "is of \(payer) and \(scheme), which payers.csv does not have", remedy: "add a row")
    }
    let asked = Circumstances(
      payer: payer, scheme: scheme, service: service, practitioner: given.practitioner ?? "",
      location: given.location, stream: given.stream, careYear: given.careYear, date: given.date)
    let item = ItemName.declaration(payer, "example")
    let side = mapping.revenueSide(of: asked, hasVAT: given.vat.map { !$0.isZero } ?? false)
    let decided = mapping.destination(
      asked, codes: given.codes, granted: awarded?.isZero == true ? .zero : .part)
    let destination = mapping.account(of: decided.destination)
    var advance: DeclaredLine.AdvanceAccount?
    if mapping.isAdvance(payer, scheme, on: given.date), let account = accounts.advance {
      advance = DeclaredLine.AdvanceAccount(account: account, item: "\(payer)/advance")
    }
    let line = DeclaredLine(
      reference: "line", declarationItem: item, recognition: mode, claimed: claimed.minorUnits,
      vat: given.vat?.minorUnits ?? 0, awarded: awarded?.minorUnits, isRedeclared: false,
      debtor: Answer(role: .debtor, account: accounts.debtor, because: accounts.name), revenue: side.revenue,
      revenueCostCentre: side.costCentre, vatAnswer: side.vat, destination: destination,
      destinationCostCentre: mapping.costCentre(of: destination, for: asked), advance: advance)
    return Targets.target(of: DeclarationCase(payer: payer, number: "example", lines: [line])).of(.gateway)
  }

  private static func takeback(_ given: Example.Given, _ mapping: Mapping) throws(Gap) -> Standing {
    guard let payer = given.payer, let scheme = given.scheme, let amount = given.amount else {
      throw Gap(sentence: "lacks payer, scheme or amount", remedy: "write them under given")
    }
    guard let account = mapping.payer(payer, scheme, on: given.date)?.takeback else {
      throw Gap(
        sentence: "is of \(payer), which has no takeback account",
        remedy: "fill the column of payers.csv, or add it where the table has none")
    }
    let asked = Circumstances(
      payer: payer, scheme: scheme, service: given.service, practitioner: given.practitioner ?? "",
      location: given.location, stream: given.stream, careYear: given.careYear, date: given.date)
    let waits = mapping.recognition(of: scheme, on: given.date) == Recognition.none
    let counter = waits ? mapping.account(of: .takebackOpen) : mapping.revenueCorrection(asked)
    return Targets.target(
      of: TakebackCase(
        item: "example", amount: amount.minorUnits, account: account, counter: counter,
        costCentre: mapping.costCentre(of: counter, for: asked), isAnswered: false)
    ).of(.gateway)
  }

  private static func explained(_ given: Example.Given, _ mapping: Mapping) throws(Gap) -> Standing {
    guard let receipt = given.receipt, let waiting = mapping.suspense(.receipts) else {
      throw Gap(sentence: "lacks the receipt's amount", remedy: "write receipt under given")
    }
    var standing = Standing()
    standing.add(receipt.minorUnits, to: Spot(.gateway, .receipts, waiting.account, item: "example"))
    for (number, part) in given.parts.enumerated() {
      let (role, account) = try home(of: part, on: given.date, mapping)
      standing.add(-part.amount.minorUnits, to: Spot(.gateway, role, account, item: "part \(number)"))
    }
    return standing
  }

  private static func home(
    of part: Example.Part, on date: CalendarDate, _ mapping: Mapping
  ) throws(Gap) -> (Role, AccountCode) {
    let row = mapping.payers.first { $0.value.payer == part.payer && $0.validity.contains(date) }?.value
    let found: (Role, AccountCode?) =
      switch part.kind {
      case .award: (.debtor, row?.debtor)
      case .takeback: (.takeback, row?.takeback)
      case .advance: (.advance, row?.advance)
      case .settlement: (.settlement, row?.settlement)
      case .interest: (.interest, mapping.account(of: .interest).account)
      case .paymentDifference: (.paymentDifference, mapping.account(of: .paymentDifference).account)
      }
    guard let account = found.1 else {
      throw Gap(
        sentence: "has a part \(part.kind.rawValue) of \(part.payer), which has no such account",
        remedy: "fill the column of payers.csv, or add it where the table has none")
    }
    return (found.0, account)
  }

  // MARK: Comparing

  private struct Side: Hashable {
    var account: AccountCode
    var costCentre: CostCentre?
  }

  private static func expectation(of example: Example) -> [Side: Int64] {
    var expected: [Side: Int64] = [:]
    for posting in example.expected {
      let side = Side(account: posting.account, costCentre: posting.costCentre)
      let cents = posting.amount.money.minorUnits
      expected[side, default: 0] += posting.side == .debit ? cents : -cents
    }
    return expected.filter { $0.value != 0 }
  }

  private static func sums(_ standing: Standing) -> [Side: Int64] {
    var sums: [Side: Int64] = [:]
    for (spot, cents) in standing.amounts {
      sums[Side(account: spot.account, costCentre: spot.costCentre), default: 0] += cents
    }
    return sums.filter { $0.value != 0 }
  }

  /// Debits first, by account.
  private static func postings(_ sums: [Side: Int64]) -> [String] {
    sums
      .sorted { ($0.value < 0 ? 1 : 0, $0.key.account.text) < ($1.value < 0 ? 1 : 0, $1.key.account.text) }
      .map { side, cents in
        let amount = Money(minorUnits: abs(cents)).plain
        let costCentre = side.costCentre.map { " cost-centre \($0)" } ?? ""
        return "\(cents > 0 ? "debit" : "credit") \(side.account) \(amount)\(costCentre)"
      }
  }
}
