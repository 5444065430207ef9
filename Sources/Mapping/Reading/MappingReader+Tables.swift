import Accounting
import Care
import Findings
import YAML

extension MappingReader {
  /// Copied rows are more frequent than accounts that pass to somebody else.
  private static let accountTwice = "Remove one of them, or end the earlier one with until"

  mutating func readTables(_ root: Outline) {
    guard let node = root["tables"],
      let outline = inspector.outline(
        node, of: "tables", required: ["chart", "payers", "payer-ibans", "bank-accounts"],
        optional: ["bank-others"])
    else { return }
    readChart(outline["chart"])
    readPayers(outline["payers"])
    readPayerIBANs(outline["payer-ibans"])
    readOwnAccounts(outline["bank-accounts"])
    readOthers(outline["bank-others"])
    warnOfGroupsWithoutAccount()
  }

  /// Money of such a group would be taken for money that comes from no payer.
  private mutating func warnOfGroupsWithoutAccount() {
    // With a faulty row among them, what is missing is not known.
    guard !inspector.findings.hasErrors else { return }
    let paying = Set(parts.groupsByIBAN.values.flatMap { $0.map(\.value) })
    for (group, position) in groupPlaces.sorted(by: { $0.key < $1.key }) where !paying.contains(group) {
      inspector.report(
        "group-without-iban", .warning, at: position,
        "no account in payer-ibans.csv belongs to \(group): its payments will wait as unknown",
        remedy: "Add the IBAN it pays from; any of its statements names it")
    }
  }

  /// The rows of a table that a key names. Nothing where there is no such table.
  mutating func rows(_ node: Node?, required: [String], optional: [String] = []) -> [Record]? {
    guard let node, let name = inspector.path(inspector.text(node)) else { return nil }
    guard let bytes = tables[name.value] else {
      inspector.report(
        "missing-table", at: name.position, "there is no file \(quoted(name.value)) beside the mapping",
        remedy: "Add the file, or correct its name")
      return nil
    }
    return inspector.records(
      of: bytes, file: path(ofTable: name.value), required: required, optional: optional)
  }

  /// As findings call a table: it lies beside the mapping.
  func path(ofTable name: String) -> String {
    let folder = inspector.file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return (folder.map(String.init) + [name]).joined(separator: "/")
  }

  private mutating func readChart(_ node: Node?) {
    guard let records = rows(node, required: ["account", "name", "kind"]) else { return }
    var chart: [ChartAccount] = []
    var seen: [AccountCode: Position] = [:]
    for record in records {
      let code = inspector.accountCode(inspector.required("account", of: record))
      let name = inspector.required("name", of: record)
      let kind: Placed<ChartAccount.Kind>? = inspector.choice(inspector.required("kind", of: record))
      guard let code else { continue }
      if let first = seen[code.value] {
        inspector.report(
          "duplicate-row", at: code.position, "account \(code.value) stands already at \(first)",
          remedy: "Remove one of them", also: [first])
        continue
      }
      seen[code.value] = code.position
      // A row with a bad name or kind still names its account, so that others may use it without a second finding.
      chart.append(
        ChartAccount(account: code.value, name: name?.value ?? "", kind: kind?.value ?? .assets))
    }
    self.chart = chart
    parts.accounts = Dictionary(chart.map { ($0.account, $0) }) { first, _ in first }
  }

  private mutating func readPayers(_ node: Node?) {
    let required = ["payer", "name", "group", "scheme", "debtor", "from", "because"]
    let optional = [
      "takeback", "advance", "settlement", "relation", "award-by", "partial", "blind", "until",
    ]
    guard let records = rows(node, required: required, optional: optional) else { return }
    rememberNames(records)
    var keys: [(key: PayerInScheme, validity: Validity, position: Position)] = []
    var groups: [PayerCode: (group: String, position: Position)] = [:]
    for record in records {
      guard let row = payerRow(record) else { continue }
      payers.append(row)
      let payer = row.value
      keys.append((PayerInScheme(payer: payer.payer, scheme: payer.scheme), row.validity, record.position))
      if let first = groups[payer.payer], first.group != payer.group {
        inspector.report(
          "group-differs", at: record.position(of: "group"),
          "payer \(payer.payer) belongs to the group \(first.group) at \(first.position)",
          remedy: "A payer belongs to one group in all its rows", also: [first.position])
      }
      groups[payer.payer] = groups[payer.payer] ?? (payer.group, record.position(of: "group"))
    }
    rejectOverlaps(keys) { "payer \($0.payer) in the scheme \($0.scheme)" }
    parts.payers = Dictionary(grouping: payers, by: \.value.payer)
    parts.groups = groups.mapValues(\.group)
    groupPlaces = Dictionary(groups.values.map { ($0.group, $0.position) }) { first, _ in first }
    parts.names = payers.map { (WordSequence($0.value.name), $0.value.group) }
  }

  private mutating func rememberNames(_ records: [Record]) {
    func all<Name: Hashable>(_ column: String, _ make: (String) -> Name?) -> Set<Name>? {
      let names = records.map { record in record.text(column).flatMap { make($0.value) } }
      return names.contains(nil) ? nil : Set(names.compactMap { $0 })
    }
    knownPayers = all("payer", PayerCode.init)
    knownGroups = all("group") { $0 }
    knownSchemes = all("scheme", Scheme.init)
  }

  private mutating func payerRow(_ record: Record) -> Dated<PayerAccounts>? {
    let payer = inspector.payer(inspector.required("payer", of: record))
    let name = inspector.required("name", of: record)
    let group = inspector.label(inspector.required("group", of: record))
    let scheme = inspector.scheme(inspector.required("scheme", of: record))
    let debtor = account(inspector.required("debtor", of: record), for: "a debtor", onBalanceSheet: true)
    let takeback = account(record.text("takeback"), for: "a takeback", onBalanceSheet: true)
    let advance = account(record.text("advance"), for: "an advance", onBalanceSheet: true)
    let settlement = account(record.text("settlement"), for: "a settlement", onBalanceSheet: true)
    let relation = inspector.value(
      record.text("relation"), "relation", "A relation code has 1 to 20 letters, digits, or . _ -"
    ) { $0.isCode(1...20, also: "._-") ? $0 : nil }
    let awardBy: Placed<PayerAccounts.AwardBy>? = inspector.choice(record.text("award-by"))
    let partial = inspector.flag(record.text("partial"), otherwise: false)
    let blind = inspector.flag(record.text("blind"), otherwise: false)
    let validity = validity(of: record)
    let because = inspector.required("because", of: record)
    guard let payer, let name, let group, let scheme, let debtor, let validity, let because else {
      return nil
    }
    return Dated(
      value: PayerAccounts(
        payer: payer.value, name: name.value, group: group.value, scheme: scheme.value, debtor: debtor,
        takeback: takeback, advance: advance, settlement: settlement, relation: relation?.value,
        awardBy: awardBy?.value ?? .return, partial: partial, blind: blind),
      validity: validity, because: because.value)
  }

  private mutating func readPayerIBANs(_ node: Node?) {
    guard let records = rows(node, required: ["iban", "group", "from", "because"], optional: ["until"])
    else { return }
    var keys: [(key: String, validity: Validity, position: Position)] = []
    for record in records {
      let iban = inspector.iban(inspector.required("iban", of: record))
      let group = knownGroup(inspector.required("group", of: record), by: "this row")
      let validity = validity(of: record)
      let because = inspector.required("because", of: record)
      guard let iban, let group, let validity, let because else { continue }
      keys.append((iban.value, validity, record.position))
      parts.groupsByIBAN[iban.value, default: []].append(
        Dated(value: group, validity: validity, because: because.value))
    }
    rejectOverlaps(keys, remedy: Self.accountTwice) { "account \($0)" }
  }

  private mutating func readOwnAccounts(_ node: Node?) {
    let required = ["iban", "account", "journal", "booked-by", "statements", "from", "because"]
    guard let records = rows(node, required: required, optional: ["until"]) else { return }
    var keys: [(key: String, validity: Validity, position: Position)] = []
    for record in records {
      let iban = inspector.accountNumber(inspector.required("iban", of: record))
      let account = account(
        inspector.required("account", of: record), for: "a bank account", onBalanceSheet: true)
      let journal = inspector.journal(inspector.required("journal", of: record))
      let bookedBy: Placed<BankBooking>? = inspector.choice(inspector.required("booked-by", of: record))
      let statements = inspector.required("statements", of: record)
      if let statements, !OwnAccount.statementFormats.contains(statements.value) {
        inspector.reportUnknown("value", statements, among: OwnAccount.statementFormats)
      }
      let validity = validity(of: record)
      let because = inspector.required("because", of: record)
      if let iban, parts.groupsByIBAN[iban.value] != nil {
        inspector.report(
          "payer-iban", at: iban.position, "account \(iban.value) stands in payer-ibans.csv too",
          remedy: "An account is a payer's or our own; remove one of the rows")
      }
      guard let iban, let account, let journal, let bookedBy, let statements, let validity, let because
      else { continue }
      keys.append((iban.value, validity, record.position))
      ownAccounts.append(
        Dated(
          value: OwnAccount(
            iban: iban.value, account: account, journal: journal.value, bookedBy: bookedBy.value,
            statements: statements.value),
          validity: validity, because: because.value))
    }
    rejectOverlaps(keys, remedy: Self.accountTwice) { "account \($0)" }
    parts.ownAccounts = Dictionary(grouping: ownAccounts, by: \.value.iban)
  }

  private mutating func readOthers(_ node: Node?) {
    let required = ["iban", "text", "account", "from", "because"]
    guard node != nil, let records = rows(node, required: required, optional: ["until"]) else { return }
    var keys: [(key: [String], validity: Validity, position: Position)] = []
    for record in records {
      let iban = inspector.iban(record.text("iban"))
      let words = record.text("text").map { WordSequence($0.value) }
      let account = account(inspector.required("account", of: record), for: "another receipt")
      let validity = validity(of: record)
      let because = inspector.required("because", of: record)
      if record.text("iban") == nil, words?.words.isEmpty ?? true {
        inspector.report(
          "missing-value", at: record.position(of: "iban"),
          "the row has neither an account nor words in text",
          remedy: "Fill in iban, text, or both")
        continue
      }
      if let iban, parts.groupsByIBAN[iban.value] != nil {
        inspector.report(
          "payer-iban", at: iban.position, "account \(iban.value) stands in payer-ibans.csv too",
          remedy: "Money from a payer is a receipt; remove one of the rows")
      }
      guard let account, let validity, let because, (iban == nil) == (record.text("iban") == nil) else {
        continue
      }
      keys.append(([iban?.value ?? ""] + (words?.words ?? []), validity, record.position))
      parts.others.append(
        OtherReceiptRow(
          iban: iban?.value, words: words, account: account, validity: validity, because: because.value))
    }
    rejectOverlaps(keys) { _ in "a bank line of this account and text" }
  }
}

extension OwnAccount {
  /// What `statements` may say: the formats in which a bank's statements are read. `csv` is a table in any profile;
  /// the name of a shipped profile is that profile alone.
  package static let statementFormats = ["camt.053", "csv", "ing-nl"]

  /// Whether statements of this account come in this format: `camt.053`, or the name of a table's profile.
  package func takes(_ source: String) -> Bool {
    statements == source || (statements == "csv" && source != "camt.053")
  }
}
