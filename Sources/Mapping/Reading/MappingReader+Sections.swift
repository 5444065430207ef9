import Accounting
import Care
import Findings
import YAML

extension MappingReader {
  mutating func readSuspense(_ root: Outline) {
    guard let node = root["suspense"],
      let outline = inspector.outline(node, of: "suspense", required: Role.suspense.map(\.rawValue))
    else { return }
    for role in Role.suspense {
      guard let node = outline[role.rawValue],
        let record = inspector.record(
          node, of: "a suspense account", required: ["account", "due", "cleared-by"], optional: ["owner"])
      else { continue }
      let account = account(
        inspector.required("account", of: record), for: role.rawValue, onBalanceSheet: true, isSuspense: true)
      let due = inspector.value(
        inspector.required("due", of: record), "term", "Write the number of days: 14 days", Self.days)
      let clearedBy = inspector.required("cleared-by", of: record)
      guard let account, let due, let clearedBy else { continue }
      parts.suspense[role] = SuspenseAccount(
        account: account, owner: record.text("owner")?.value ?? "", dueDays: due.value,
        clearedBy: clearedBy.value)
    }
  }

  private static func days(_ text: String) -> Int? {
    let words = text.split(separator: " ")
    guard words.count == 2, words[1] == "days" || words[1] == "day" else { return nil }
    guard words[0].utf8.allSatisfy({ (48...57).contains($0) }), let days = Int(words[0]) else { return nil }
    return (1...3_650).contains(days) ? days : nil
  }

  mutating func readRecognition(_ root: Outline) {
    guard let node = root["recognition"] else { return }
    var keys: [(key: Scheme, validity: Validity, position: Position)] = []
    for item in inspector.items(node, of: "recognition") {
      guard
        let record = inspector.record(
          item, of: "a recognition", required: ["scheme", "mode", "from", "because"], optional: ["until"])
      else { continue }
      let scheme = knownScheme(inspector.required("scheme", of: record))
      let mode: Placed<Recognition>? = inspector.choice(inspector.required("mode", of: record))
      let validity = validity(of: record)
      let because = inspector.required("because", of: record)
      guard let scheme, let mode, let validity, let because else { continue }
      keys.append((scheme, validity, record.position))
      parts.recognitions[scheme, default: []].append(
        Dated(value: mode.value, validity: validity, because: because.value))
    }
    rejectOverlaps(keys) { "the recognition of \($0)" }
    warnOfUnrecognisedSchemes(root)
  }

  private mutating func warnOfUnrecognisedSchemes(_ root: Outline) {
    // With a faulty row among them, what is missing is not known.
    guard !inspector.findings.hasErrors, let knownSchemes else { return }
    for scheme in knownSchemes.sorted() where parts.recognitions[scheme] == nil {
      inspector.report(
        "no-recognition", .warning, at: root.position(ofKey: "recognition"),
        "nothing says when the receivable of \(scheme) comes into being; its declarations will wait",
        remedy: "Add a row with scheme: \(scheme) and a mode")
    }
  }

  mutating func readAdvances(_ root: Outline) {
    guard let node = root["advances"] else { return }
    var keys: [(key: PayerInScheme, validity: Validity, position: Position)] = []
    for item in inspector.items(node, of: "advances") {
      guard
        let record = inspector.record(
          item, of: "an advance", required: ["payer", "scheme", "from", "because"], optional: ["until"])
      else { continue }
      let payer = knownPayer(inspector.required("payer", of: record), by: "this advance")
      let scheme = knownScheme(inspector.required("scheme", of: record))
      let validity = validity(of: record)
      _ = inspector.required("because", of: record)
      guard let payer, let scheme, let validity else { continue }
      requireAdvanceAccounts(payer, scheme, at: record.position(of: "payer"))
      let key = PayerInScheme(payer: payer, scheme: scheme)
      keys.append((key, validity, record.position))
      parts.advances[key, default: []].append(validity)
    }
    rejectOverlaps(keys) { "the advance of \($0.payer) in \($0.scheme)" }
  }

  private mutating func requireAdvanceAccounts(_ payer: PayerCode, _ scheme: Scheme, at position: Position) {
    let rows = payers.map(\.value).filter { $0.payer == payer && $0.scheme == scheme }
    if rows.isEmpty || rows.contains(where: { $0.advance == nil || $0.settlement == nil }) {
      inspector.report(
        "no-advance-account", at: position,
        "payers.csv gives \(payer) in the scheme \(scheme) no accounts for advance and settlement",
        remedy: "Fill in the columns advance and settlement of that row")
    }
  }

  mutating func readTolerance(_ root: Outline) {
    guard let node = root["tolerance"] else { return }
    var keys: [(key: PayerCode?, validity: Validity, position: Position)] = []
    for item in inspector.items(node, of: "tolerance") {
      guard
        let record = inspector.record(
          item, of: "a tolerance", required: ["payer", "money", "percent", "because"],
          optional: ["from", "until"])
      else { continue }
      let who = inspector.required("payer", of: record)
      let payer = who?.value == "*" ? nil : knownPayer(who, by: "this tolerance")
      let money = inspector.money(inspector.required("money", of: record))
      let percent = inspector.value(
        inspector.required("percent", of: record), "percentage", "Write it with two decimals: 0.10"
      ) { text in
        Money(strict: text).flatMap { (0...10_000).contains($0.minorUnits) ? $0.minorUnits : nil }
      }
      if let money, money.value.isNegative {
        inspector.report(
          "bad-money", at: money.position, "a tolerance is not negative", remedy: "Leave out the minus")
      }
      let because = inspector.required("because", of: record)
      // Without a beginning it holds from the first day that can be written.
      let validity = record.text("from") == nil ? Validity(from: Self.firstDay) : validity(of: record)
      guard let who, let money, let percent, let because, let validity else { continue }
      guard who.value == "*" || payer != nil else { continue }
      keys.append((payer, validity, record.position))
      parts.tolerances[payer, default: []].append(
        Dated(
          value: Tolerance(money: money.value, basisPoints: percent.value, because: because.value),
          validity: validity, because: because.value))
    }
    rejectOverlaps(keys) { "the tolerance of \($0?.text ?? "all payers")" }
  }

  private static let firstDay = CalendarDate(dayNumber: -25_567)  // 1900-01-01

  mutating func readJournals(_ root: Outline) {
    let events = Event.allCases.filter { $0 != .bank }
    guard let node = root["journals"],
      let record = inspector.record(node, of: "journals", required: events.map(\.rawValue))
    else { return }
    for event in events {
      parts.journals[event] = inspector.journal(inspector.required(event.rawValue, of: record))?.value
    }
  }

  mutating func readTexts(_ root: Outline) {
    var texts = Self.usualTexts.mapValues { Placed($0, at: root.position) }
    if let node = root["texts"],
      let record = inspector.record(
        node, of: "texts", required: [], optional: Wording.all.map(\.name))
    {
      for wording in Wording.all {
        texts[wording] = inspector.required(wording.name, of: record) ?? texts[wording]
      }
    }
    for (wording, text) in texts.sorted(by: { $0.key.name < $1.key.name }) {
      do {
        parts.texts[wording] = try TextTemplate(text.value)
      } catch {
        let known = TextTemplate.allowedParts
        inspector.report(
          "unknown-part", at: text.position, "a text has no part \(quoted(error.part))",
          remedy: nearestName(to: error.part, among: known).map { "Did you mean {\($0)}?" }
            ?? "Parts are " + known.map { "{\($0)}" }.joined(separator: ", "))
      }
    }
  }

  private static let usualTexts: [Wording: String] = [
    .event(.declared): "Declaration {declaration} {payer-name}",
    .event(.awarded): "Award {declaration} {remittance}",
    .event(.reduced): "Reduction {declaration} {remittance}",
    .event(.takeback): "Takeback {declaration} {payer-name}",
    .event(.bank): "Receipt {receipt} {payer-name}",
    .event(.explained): "Settlement {receipt} {payer-name}",
    .event(.decided): "Decision {declaration} {receipt}",
    .reversed: "Reversal of {entry}: {declaration} {receipt}",
    .held: "Taken back, two versions differ: {declaration} {receipt}",
    .remapped: "After a changed mapping: {declaration} {receipt}",
  ]

  mutating func readHeaderCodes(_ root: Outline) {
    guard let node = root["header-codes"],
      let outline = inspector.outline(
        node, of: "header-codes", required: [], optional: ["assessed", "rejecting", "payers"])
    else { return }
    parts.headerCodes = headerCodes(outline, besides: .usual)
    guard let payers = outline["payers"] else { return }
    guard case .mapping(let pairs) = payers.content else {
      inspector.reportShape(payers, "header-codes of payers are written under the payer's code")
      return
    }
    for pair in pairs {
      let payer = knownPayer(
        Placed(pair.key, at: inspector.position(pair.mark)), by: "this list of header codes")
      guard
        let lists = inspector.outline(
          pair.value, of: "a payer's header-codes", required: [], optional: ["assessed", "rejecting"])
      else { continue }
      let codes = headerCodes(lists, besides: parts.headerCodes)
      if let payer { parts.headerCodesByPayer[payer] = codes }
    }
  }

  /// Lists that are written replace the usual ones; a code that is moved to one list leaves the other.
  private mutating func headerCodes(_ outline: Outline, besides usual: HeaderCodes) -> HeaderCodes {
    let assessed = outline["assessed"].map { codes($0) }
    let rejecting = outline["rejecting"].map { codes($0) }
    if let assessed, let rejecting {
      let values = Set(assessed.map(\.value))
      for code in rejecting where values.contains(code.value) {
        inspector.report(
          "contradicting-codes", at: code.position, "code \(code.value) is listed as assessed too",
          remedy: "Keep it in one of the lists")
      }
    }
    let assessedCodes = assessed.map { Set($0.map(\.value)) }
    let rejectingCodes = rejecting.map { Set($0.map(\.value)) }
    return HeaderCodes(
      assessed: assessedCodes ?? usual.assessed.subtracting(rejectingCodes ?? []),
      rejecting: rejectingCodes ?? usual.rejecting.subtracting(assessedCodes ?? []))
  }

  private mutating func codes(_ node: Node) -> [Placed<ReasonCode>] {
    inspector.texts(node, of: "a list of codes").compactMap { inspector.reasonCode($0) }
  }
}
