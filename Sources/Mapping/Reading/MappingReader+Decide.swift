import Accounting
import Care
import Findings
import YAML

extension MappingReader {
  /// What `decide:` gives, whole.
  struct Decided {
    var revenue: RuleSet<AccountOrSuspense>
    var difference: RuleSet<Destination>
    var revenueCorrection: RuleSet<AccountOrSuspense>
    var costCentre: RuleSet<CostCentre?>
    var examples: [Example]
  }

  private static let singleRoles: [Role] = [
    .paymentDifference, .interest, .settledOtherwise, .clientInvoice, .vat,
  ]

  mutating func readDecide(_ root: Outline) -> Decided? {
    guard let node = root["decide"],
      let outline = inspector.outline(
        node, of: "decide", required: ["revenue", "difference", "revenue-correction"],
        optional: ["cost-centre"] + Self.singleRoles.map(\.rawValue))
    else { return nil }
    readSingleRoles(outline)
    let line: [ConditionName] = ConditionName.allCases.filter { $0 != .code && $0 != .awarded }
    let revenue = readAccountQuestion("revenue", outline, asking: line, otherwise: \.revenueOtherwise)
    let difference = readDifference(outline)
    let correction = readAccountQuestion(
      "revenue-correction", outline, asking: line, otherwise: \.revenueCorrectionOtherwise)
    let costCentre = readCostCentre(outline, asking: line)
    let examples = ["revenue", "difference", "revenue-correction", "cost-centre"].flatMap { question in
      readExamples(of: question, outline)
    }
    return Decided(
      revenue: RuleSet(revenue), difference: RuleSet(difference), revenueCorrection: RuleSet(correction),
      costCentre: RuleSet(costCentre), examples: examples)
  }

  private mutating func readSingleRoles(_ outline: Outline) {
    for role in Self.singleRoles {
      guard let node = outline[role.rawValue],
        let record = inspector.record(node, of: role.rawValue, required: ["account", "because"])
      else { continue }
      let account = account(inspector.required("account", of: record), for: role.rawValue)
      let because = inspector.required("because", of: record)
      guard let account, let because else { continue }
      parts.roles[role] = Answer(role: role, account: account, because: because.value)
    }
  }

  private mutating func question(_ name: String, _ decide: Outline, also: [String] = []) -> Outline? {
    guard let node = decide[name] else { return nil }
    return inspector.outline(
      node, of: name, required: ["otherwise"], optional: ["table", "rules", "examples"] + also)
  }

  private mutating func readAccountQuestion(
    _ name: String, _ decide: Outline, asking names: [ConditionName],
    otherwise place: WritableKeyPath<Mapping.Parts, Otherwise<AccountOrSuspense>?>
  ) -> [Rule<AccountOrSuspense>] {
    guard let question = question(name, decide) else { return [] }
    let rules = rules(
      question, name, asking: names, answer: ["account"], orInstead: ["suspense"]
    ) { reader, record in
      reader.accountOrSuspense(record, for: name)
    }
    if let node = question["otherwise"],
      let record = inspector.record(
        node, of: "otherwise", required: ["because"], optional: ["account", "suspense"])
    {
      let outcome = accountOrSuspense(record, for: name)
      let because = inspector.required("because", of: record)
      if let outcome, let because {
        parts[keyPath: place] = Otherwise(outcome: outcome, because: because.value)
      }
    }
    return rules
  }

  private mutating func readDifference(_ decide: Outline) -> [Rule<Destination>] {
    guard let question = question("difference", decide, also: ["accounts"]) else { return [] }
    let rules = rules(
      question, "difference", asking: ConditionName.allCases, answer: ["destination"]
    ) { reader, record in
      reader.destination(record)
    }
    if let node = question["otherwise"],
      let record = inspector.record(node, of: "otherwise", required: ["destination", "because"])
    {
      let harmless: [Destination] = [.undecided, .redeclare, .otherPayer]
      let text = inspector.required("destination", of: record)
      let destination: Placed<Destination>? = inspector.choice(text)
      let because = inspector.required("because", of: record)
      if let destination, !harmless.contains(destination.value) {
        inspector.report(
          "otherwise-decides", at: destination.position,
          "a rejection that nobody looked at cannot become \(destination.value.rawValue)",
          remedy: "Use undecided: a person looks at it")
      }
      if let destination, let because {
        parts.differenceOtherwise = Otherwise(outcome: destination.value, because: because.value)
      }
    }
    readDestinationAccounts(question, used: rules)
    return rules
  }

  private mutating func destination(_ record: Record) -> Destination? {
    let text = inspector.required("destination", of: record)
    guard let destination: Placed<Destination> = inspector.choice(text) else { return nil }
    switch destination.value {
    case .writeOff:
      inspector.report(
        "write-off-by-rule", at: destination.position, "no rule writes money off; only a person does",
        remedy: "Use undecided, or not-chargeable where the contract says so")
      return nil
    case .client, .ownContribution:
      if let because = record.text("because"), !because.value.contains(where: \.isNumber) {
        inspector.report(
          "missing-citation", at: because.position,
          "a client is charged only where a text allows it, and because names none",
          remedy: "Name the article, agreement or letter with its number or date")
      }
    case .redeclare, .otherPayer, .tariffDifference, .notChargeable, .undecided: break
    }
    return destination.value
  }

  /// Destinations that wait do so on the suspense account of their role; the others have an account.
  private mutating func readDestinationAccounts(_ question: Outline, used rules: [Rule<Destination>]) {
    for destination in Destination.allCases where Role.suspense.contains(destination.role) {
      parts.destinations[destination] = .suspense(destination.role)
    }
    guard let node = question["accounts"] else {
      if question["otherwise"] != nil {
        inspector.report(
          "missing-key", at: question.position, "difference does not say accounts",
          remedy: "Add the key accounts with tariff-difference, not-chargeable and write-off")
      }
      return
    }
    let own = Destination.allCases.filter { !Role.suspense.contains($0.role) }
    guard
      let outline = inspector.outline(
        node, of: "accounts", required: own.map(\.rawValue),
        optional: Destination.allCases.filter { Role.suspense.contains($0.role) }.map(\.rawValue))
    else { return }
    for destination in Destination.allCases {
      guard let node = outline[destination.rawValue] else { continue }
      if own.contains(destination) {
        guard let record = inspector.record(node, of: destination.rawValue, required: ["account"]) else {
          continue
        }
        let text = inspector.required("account", of: record)
        if let account = account(text, for: destination.rawValue) {
          parts.destinations[destination] = .account(account)
        }
      } else if let record = inspector.record(node, of: destination.rawValue, required: ["suspense"]) {
        let text = inspector.required("suspense", of: record)
        let _: Placed<Role>? = inspector.choice(text, among: [destination.role])
      }
    }
  }

  private mutating func readCostCentre(
    _ decide: Outline, asking names: [ConditionName]
  ) -> [Rule<CostCentre?>] {
    guard let question = question("cost-centre", decide) else { return [] }
    let rules = rules(question, "cost-centre", asking: names, answer: ["value"]) { reader, record in
      reader.costCentreValue(record)
    }
    if let node = question["otherwise"],
      let record = inspector.record(node, of: "otherwise", required: ["value", "because"])
    {
      let because = inspector.required("because", of: record)
      if let outcome = costCentreValue(record), let because {
        parts.costCentreOtherwise = Otherwise(outcome: outcome, because: because.value)
      }
    }
    return rules
  }

  /// The outer nothing: not readable. The inner: no cost centre, written as an empty text.
  private mutating func costCentreValue(_ record: Record) -> CostCentre?? {
    guard let text = record.fields["value"] else { return .none }
    if text.value.isEmpty { return .some(.none) }
    guard let costCentre = inspector.costCentre(text) else { return .none }
    return .some(costCentre.value)
  }

  private mutating func accountOrSuspense(_ record: Record, for purpose: String) -> AccountOrSuspense? {
    switch (record.text("account"), record.text("suspense")) {
    case (let account?, nil):
      return self.account(account, for: purpose).map { .account($0) }
    case (nil, let suspense?):
      // What has no account waits as such: on another role it would be counted with items of another kind.
      let role: Placed<Role>? = inspector.choice(suspense, among: [.noAccount])
      return role.map { .suspense($0.value) }
    case (.some, let suspense?):
      inspector.report(
        "account-and-suspense", at: suspense.position, "both an account and a suspense role are given",
        remedy: "Keep one of them")
    case (nil, nil):
      inspector.report(
        "missing-value", at: record.position(of: "account"),
        "neither an account nor a suspense role is given",
        remedy: "Write account, or suspense: no-account")
    }
    return nil
  }

  /// The rules of a question, from its table and from its list, checked against one another.
  private mutating func rules<Outcome: Sendable & Hashable>(
    _ question: Outline, _ name: String, asking names: [ConditionName], answer: [String],
    orInstead: [String] = [], outcome: (inout MappingReader, Record) -> Outcome?
  ) -> [Rule<Outcome>] {
    var rules: [Rule<Outcome>] = []
    if let node = question["table"] {
      // A table without any condition is one row for all, which `otherwise` says better; so no column is required.
      let records = rows(
        node, required: answer + ["from", "because"], optional: names.map(\.rawValue) + ["until"])
      for record in records ?? [] {
        if let rule = rule(record, conditionsOf: record, asking: names, outcome) { rules.append(rule) }
      }
    }
    if let node = question["rules"] {
      for item in inspector.items(node, of: "rules") {
        let answers = orInstead.isEmpty ? answer : []
        guard
          let rule = inspector.outline(
            item, of: "a rule", required: ["when"] + answers + ["from", "because"],
            optional: (orInstead.isEmpty ? [] : answer + orInstead) + ["until"]),
          let when = rule["when"],
          let conditions = inspector.record(
            when, of: "when", required: [], optional: names.map(\.rawValue))
        else { continue }
        let record = inspector.record(rule, keys: answer + orInstead + ["from", "until", "because"])
        if let rule = self.rule(record, conditionsOf: conditions, asking: names, outcome) {
          rules.append(rule)
        }
      }
    }
    inspector.report(RuleSet(rules).conflicts(in: name))
    let shipped = shippedRules(of: name, asking: names, answer: answer) { reader, record in
      reader.rule(record, conditionsOf: record, asking: names, outcome)
    }
    rejectHiddenOverrides(rules, of: shipped, in: name, asking: names)
    return rules + shipped
  }

  private mutating func rule<Outcome: Sendable & Hashable>(
    _ record: Record, conditionsOf asked: Record, asking names: [ConditionName],
    _ outcome: (inout MappingReader, Record) -> Outcome?
  ) -> Rule<Outcome>? {
    let conditions = conditions(asked, asking: names)
    let answer = outcome(&self, record)
    let validity = validity(of: record)
    let because = inspector.required("because", of: record)
    guard let conditions, let answer, let validity, let because else { return nil }
    return Rule(conditions, validity, answer, because: because.value, at: record.position)
  }

  private mutating func conditions(_ record: Record, asking names: [ConditionName]) -> Conditions? {
    var conditions = Conditions()
    var isReadable = true
    for name in names {
      guard record.fields[name.rawValue] != nil else { continue }
      guard let text = inspector.required(name.rawValue, of: record) else {
        isReadable = false
        continue
      }
      if text.value == "*" { continue }
      if !read(name, text, into: &conditions) { isReadable = false }
    }
    guard isReadable else { return nil }
    return agreeing(conditions, record)
  }

  /// False where the text is no condition; the reason is among the findings.
  private mutating func read(
    _ name: ConditionName, _ text: Placed<String>, into conditions: inout Conditions
  ) -> Bool {
    func exact(_ value: String?, _ place: WritableKeyPath<Conditions, Pattern>) -> Bool {
      guard let value else { return false }
      conditions[keyPath: place] = .exact(value)
      return true
    }
    switch name {
    case .payer:
      guard let payer = knownPayer(text, by: "this rule") else { return false }
      conditions.who = .payer(payer, of: parts.groups[payer])
      return true
    case .group:
      guard let group = knownGroup(text, by: "this rule") else { return false }
      if case .anyone = conditions.who { conditions.who = .group(group) }
      return true
    case .scheme: return exact(knownScheme(text)?.text, \.scheme)
    case .service: return readService(text, into: &conditions)
    case .practitioner:
      let shape = "A practitioner is 1 to 20 letters or digits"
      let code = inspector.value(text, "practitioner", shape) { $0.isCode(1...20, also: "") ? $0 : nil }
      return exact(code?.value, \.practitioner)
    case .location: return exact(text.value, \.location)
    case .stream: return exact(text.value, \.stream)
    case .code: return exact(inspector.reasonCode(text)?.value.text, \.code)
    case .careYear:
      let year: Placed<CareYear>? = inspector.choice(text)
      return exact(year?.value.rawValue, \.careYear)
    case .awarded:
      let granted: Placed<Granted>? = inspector.choice(text)
      return exact(granted?.value.rawValue, \.granted)
    }
  }

  /// `Z051`, or `Z05*` for all that begin alike.
  private mutating func readService(_ text: Placed<String>, into conditions: inout Conditions) -> Bool {
    if text.value.hasSuffix("*") {
      let start = text.map { String($0.dropLast()) }
      guard let service = inspector.service(start) else { return false }
      conditions.service = .prefix(service.value.text)
    } else {
      guard let service = inspector.service(text) else { return false }
      conditions.service = .exact(service.value.text)
    }
    return true
  }

  /// A rule whose conditions exclude one another would never be missed, and never be right.
  private mutating func agreeing(_ conditions: Conditions, _ record: Record) -> Conditions? {
    guard case .payer(let payer, let group) = conditions.who else { return conditions }
    if let asked = record.text("group"), asked.value != "*", let group, group != asked.value {
      inspector.report(
        "never-matches", at: asked.position, "payer \(payer) belongs to the group \(group)",
        remedy: "Ask for the payer or for the group")
      return nil
    }
    if case .exact(let scheme) = conditions.scheme, let rows = parts.payers[payer],
      !rows.contains(where: { $0.value.scheme.text == scheme })
    {
      inspector.report(
        "never-matches", at: record.position(of: "scheme"),
        "payers.csv has no row for \(payer) in the scheme \(scheme)",
        remedy: "Correct the scheme, or add the row to payers.csv")
      return nil
    }
    return conditions
  }
}
