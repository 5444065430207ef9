import Accounting
import Care
import Findings
import YAML

/// Reads one mapping: first the tables that others refer to, then what refers to them.
struct MappingReader {
  var inspector: Inspector
  var parts = Mapping.Parts()
  let tables: [String: [UInt8]]

  /// What the mapping builds on, if anything.
  var base: Base?
  /// Nothing while the chart could not be read: then no account is called unknown.
  var chart: [ChartAccount]?
  var payers: [Dated<PayerAccounts>] = []
  /// What payers.csv names, also in rows with a mistake elsewhere: one mistake is one finding. Nothing while the table or
  /// that column could not be read: then none is called unknown.
  var knownPayers: Set<PayerCode>?
  var knownGroups: Set<String>?
  /// Where each payer group is first named.
  var groupPlaces: [String: Position] = [:]
  var knownSchemes: Set<Scheme>?
  var ownAccounts: [Dated<OwnAccount>] = []
  var accountUses: [AccountUse] = []
  /// The last day on which anything begins: what examples without a date are played on.
  var lastBeginning: CalendarDate?

  /// An account, and what for: a suspense account serves one purpose.
  struct AccountUse {
    let account: Placed<AccountCode>
    let purpose: String
    let isSuspense: Bool
  }

  init(file: String, tables: [String: [UInt8]]) {
    inspector = Inspector(file: file)
    self.tables = tables
  }

  /// Nothing where so little could be read that no mapping can be made; else the caller looks at the findings.
  mutating func read(_ yaml: [UInt8], digest: String) -> Mapping? {
    guard let node = inspector.document(yaml),
      let root = inspector.outline(
        node, of: "a mapping",
        required: ["mapping", "tables", "recognition", "journals", "suspense", "decide"],
        optional: [
          "extends", "overrides", "advances", "texts", "tolerance", "header-codes", "closed-until",
        ])
    else { return nil }
    let texts = inspector.record(root, keys: ["mapping", "closed-until"])
    let name = inspector.label(inspector.required("mapping", of: texts))
    let closedUntil = inspector.date(texts.text("closed-until"))
    readExtends(root)
    readTables(root)
    readSuspense(root)
    readRecognition(root)
    readAdvances(root)
    readTolerance(root)
    readJournals(root)
    readTexts(root)
    readHeaderCodes(root)
    let decided = readDecide(root)
    rejectSharedSuspenseAccounts()
    rejectUnusedOverrides()
    guard let name, let decided, !inspector.findings.hasErrors else { return nil }
    return Mapping(
      name: name.value, digest: digest, closedUntil: closedUntil?.value, chart: chart ?? [],
      payers: payers, ownAccounts: ownAccounts, examples: decided.examples,
      revenueRules: decided.revenue, revenueCorrectionRules: decided.revenueCorrection,
      differenceRules: decided.difference, costCentreRules: decided.costCentre, parts: parts)
  }
}

extension MappingReader {
  mutating func validity(of record: Record) -> Validity? {
    let validity = inspector.validity(of: record)
    if let validity { lastBeginning = max(lastBeginning ?? validity.from, validity.from) }
    return validity
  }

  /// An account that stands in the chart. One that is kept by item, or holds money, belongs to the balance sheet.
  mutating func account(
    _ text: Placed<String>?, for purpose: String, onBalanceSheet: Bool = false, isSuspense: Bool = false
  ) -> AccountCode? {
    guard let code = inspector.accountCode(text) else { return nil }
    guard let chart else { return code.value }
    guard let found = parts.accounts[code.value] else {
      let known = chart.map(\.account.text)
      inspector.report(
        "unknown-account", at: code.position, "account \(code.value) does not stand in the chart",
        remedy: Self.remedy(forAccount: code.value.text, among: known))
      return nil
    }
    if onBalanceSheet, found.kind == .income || found.kind == .expenses {
      inspector.report(
        "wrong-kind", at: code.position,
        "account \(code.value) is of kind \(found.kind.rawValue), and \(purpose) belongs on the balance sheet",
        remedy: "Use an account of kind assets or liabilities")
    }
    accountUses.append(AccountUse(account: code, purpose: purpose, isSuspense: isSuspense))
    return code.value
  }

  private static func remedy(forAccount code: String, among known: [String]) -> String {
    if let alike = Lookalike(of: code, among: known) {
      return "Did you mean \(alike.name)? \(alike.remark.prefix(1).uppercased() + alike.remark.dropFirst())"
    }
    if let repair = Repair.of(code, isGood: known.contains) { return repair.question }
    guard let nearest = nearestName(to: code, among: known) else { return "Add it to the chart" }
    return "Did you mean \(nearest)? Else add it to the chart"
  }

  /// What waits in suspense is listed item by item, and the list must equal the account: nothing else may stand on it.
  private mutating func rejectSharedSuspenseAccounts() {
    let suspense = accountUses.filter(\.isSuspense)
    let first = Dictionary(suspense.map { ($0.account.value, $0) }) { first, _ in first }
    for use in accountUses {
      guard let owner = first[use.account.value], owner.account.position != use.account.position else {
        continue
      }
      guard owner.purpose != use.purpose || !use.isSuspense else { continue }
      inspector.report(
        "suspense-account-shared", at: use.account.position,
        "account \(use.account.value) is the suspense account of \(owner.purpose) at \(owner.account.position)",
        remedy: "Give \(use.purpose) an account of its own", also: [owner.account.position])
    }
  }

  /// Rows of one key hold one after another, never at the same time.
  mutating func rejectOverlaps<Key: Hashable>(
    _ rows: [(key: Key, validity: Validity, position: Position)],
    remedy: String = "End the earlier one with until, the day before the later one begins",
    of what: (Key) -> String
  ) {
    for (key, same) in Dictionary(grouping: rows, by: \.key) where same.count > 1 {
      let sorted = same.sorted {
        ($0.validity.from, $0.position.line ?? 0) < ($1.validity.from, $1.position.line ?? 0)
      }
      for (before, after) in zip(sorted, sorted.dropFirst()) {
        guard let days = before.validity.intersection(after.validity) else { continue }
        let isWrittenInOrder =
          (before.position.line ?? 0, before.position.column ?? 0)
          <= (after.position.line ?? 0, after.position.column ?? 0)
        let (first, second) = isWrittenInOrder ? (before, after) : (after, before)
        inspector.report(
          "overlapping-validity", at: second.position,
          "\(what(key)) is answered here and at \(first.position), both \(days)",
          remedy: remedy, also: [first.position])
      }
    }
  }

  /// A scheme under which some payer pays.
  mutating func knownScheme(_ text: Placed<String>?) -> Scheme? {
    known(inspector.scheme(text), among: knownSchemes, "scheme") { "no payer has the scheme \($0)" }
  }

  /// - Parameter place: what names it: `this example`. Whoever removes a payer has to remove that too, and no other
  ///   payer's number is what was meant.
  mutating func knownPayer(_ text: Placed<String>?, by place: String) -> PayerCode? {
    known(
      inspector.payer(text), among: knownPayers, "payer",
      orElse: "If the payer is gone, remove \(place) too. Else add it to payers.csv"
    ) { "payer \($0) does not stand in payers.csv, and \(place) names it" }
  }

  mutating func knownGroup(_ text: Placed<String>?, by place: String) -> String? {
    known(
      inspector.label(text), among: knownGroups, "group",
      orElse: "If its payers are gone from payers.csv, remove \(place) too"
    ) { "no payer belongs to the group \(quoted($0)), and \(place) names it" }
  }

  /// - Parameter names: nothing where they could not all be read: what is missing is not known then.
  private mutating func known<Name: Hashable & CustomStringConvertible>(
    _ name: Placed<Name>?, among names: Set<Name>?, _ kind: String, orElse wayOut: String? = nil,
    otherwise message: (Name) -> String
  ) -> Name? {
    guard let name else { return nil }
    if let names, !names.contains(name.value) {
      inspector.report(
        "unknown-\(kind)", at: name.position, message(name.value),
        remedy: remedy(for: name.value.description, among: names.map(\.description).sorted(), wayOut))
      return nil
    }
    return name.value
  }

  private func remedy(for name: String, among known: [String], _ wayOut: String?) -> String {
    if let repair = Repair.of(name, isGood: known.contains) { return repair.question }
    let suggestion = Inspector.suggestion(for: name, among: known)
    guard let wayOut else {
      return suggestion.hasPrefix("Known are ")
        ? "If its payers are gone from payers.csv, remove this too. " + suggestion : suggestion
    }
    // The nearest of a few numbers is mostly another payer.
    guard !suggestion.hasPrefix("Remove"), !name.contains(where: \.isNumber) else {
      return known.isEmpty ? wayOut : wayOut + ". Known are \(known.prefix(12).joined(separator: ", "))"
    }
    return wayOut + ". " + suggestion
  }
}
