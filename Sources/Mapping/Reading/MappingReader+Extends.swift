import Care
import Findings
import YAML

extension MappingReader {
  /// What a mapping builds on: rows that its own may narrow, and that it overrides one by one.
  struct Base {
    /// `home-care@1`.
    var name: String
    var tables: [String: [UInt8]]
    var overrides: [Override] = []
  }

  struct Override {
    var table: Placed<String>
    /// The conditions of the row as they stand in it: `*,0551,zero`.
    var row: Placed<String>
    var isUsed = false
  }

  /// The tables of a set, by the question whose rules they hold.
  private static let tableOfQuestion = ["revenue": "revenue.csv", "difference": "reasons.csv"]

  mutating func readExtends(_ root: Outline) {
    guard let node = root["extends"], let name = inspector.text(node) else {
      if let node = root["overrides"] {
        inspector.report(
          "missing-key", at: inspector.position(node.mark),
          "overrides override nothing: the mapping builds on no set",
          remedy: "Add extends: with the set, or remove overrides")
      }
      return
    }
    guard let shipped = ShippedTables.tables(of: name.value) else {
      return inspector.report(
        "unknown-base", at: name.position, "no set of tables is called \(quoted(name.value))",
        remedy: Inspector.suggestion(for: name.value, among: ShippedTables.names))
    }
    // An archived mapping brings what it was built on.
    var base = Base(
      name: name.value,
      tables: Dictionary(uniqueKeysWithValues: shipped.map { ($0, tables["\(name.value)/\($0)"] ?? $1) }))
    for item in root["overrides"].map({ inspector.items($0, of: "overrides") }) ?? [] {
      guard let record = inspector.record(item, of: "an override", required: ["table", "row", "because"])
      else {
        continue
      }
      let table = inspector.required("table", of: record)
      let row = inspector.required("row", of: record)
      _ = inspector.required("because", of: record)
      if let table, base.tables[table.value] == nil {
        inspector.reportUnknown("table", table, among: base.tables.keys.sorted())
      } else if let table, let row {
        base.overrides.append(Override(table: table, row: row))
      }
    }
    self.base = base
  }

  /// The shipped rules of a question, without those that are overridden and those of schemes under which nobody pays.
  mutating func shippedRules<Outcome: Sendable & Hashable>(
    of question: String, asking names: [ConditionName], answer: [String],
    _ rule: (inout MappingReader, Record) -> Rule<Outcome>?
  ) -> [Rule<Outcome>] {
    guard let base, let file = Self.tableOfQuestion[question], let bytes = base.tables[file] else {
      return []
    }
    let records = inspector.records(
      of: bytes, file: "\(base.name)/\(file)", required: answer + ["from", "because"],
      optional: names.map(\.rawValue) + ["until"])
    var rules: [Rule<Outcome>] = []
    for record in records ?? [] {
      let row = names.compactMap { record.fields[$0.rawValue]?.value }.joined(separator: ",")
      if override(row, in: file) { continue }
      if let scheme = record.text("scheme"), scheme.value != "*", let knownSchemes,
        !knownSchemes.contains(where: { $0.text == scheme.value })
      {
        continue
      }
      if var read = rule(&self, record) {
        read.isShipped = true
        rules.append(read)
      }
    }
    return rules
  }

  private mutating func override(_ row: String, in file: String) -> Bool {
    guard let index = base?.overrides.firstIndex(where: { $0.table.value == file && $0.row.value == row })
    else {
      return false
    }
    base?.overrides[index].isUsed = true
    return true
  }

  /// A row of one's own is narrower than a shipped one, or names it among the overrides: what is shipped later then
  /// changes nothing of it.
  mutating func rejectHiddenOverrides<Outcome: Sendable & Hashable>(
    _ own: [Rule<Outcome>], of shipped: [Rule<Outcome>], in question: String, asking names: [ConditionName]
  ) {
    guard let base, let file = Self.tableOfQuestion[question] else { return }
    for rule in own {
      for other in shipped where rule.validity.intersection(other.validity) != nil {
        guard let cases = rule.conditions.intersection(other.conditions) else { continue }
        let isNarrower = cases == rule.conditions && rule.conditions != other.conditions
        // A broader row of one's own answers what no shipped one does, and overrides nothing.
        let isBroader = cases == other.conditions && rule.conditions != other.conditions
        guard !isNarrower, !isBroader else { continue }
        inspector.report(
          "hidden-override", at: rule.position,
          "the rule for \(rule.conditions) is not narrower than the shipped one for \(other.conditions) at \(other.position)",
          remedy: "Make it narrower, or say that you mean it, under overrides: "
            + "{ table: \(file), row: \"\(base.row(of: other.conditions, names))\", because: … }")
      }
    }
  }

  /// Overrides that meet no shipped row: it is called otherwise, or a later version has it no more.
  mutating func rejectUnusedOverrides() {
    guard let base else { return }
    for override in base.overrides where !override.isUsed {
      inspector.report(
        "unknown-override", at: override.row.position,
        "\(override.table.value) of \(base.name) has no row for \(quoted(override.row.value))",
        remedy: "Write the conditions as they stand in the row: \"*,0551,zero\"; or remove the override")
    }
  }
}

extension MappingReader.Base {
  /// The conditions of a rule as its row has them.
  fileprivate func row(of conditions: Conditions, _ names: [ConditionName]) -> String {
    let patterns: [ConditionName: Pattern] = [
      .scheme: conditions.scheme, .service: conditions.service, .code: conditions.code,
      .careYear: conditions.careYear, .awarded: conditions.granted,
    ]
    // The shipped tables of reasons and revenue ask for these.
    let columns: [ConditionName] =
      tables["reasons.csv"] != nil && names.contains(.code)
      ? [.scheme, .code, .awarded] : [.scheme, .service, .careYear]
    return columns.compactMap { patterns[$0]?.text }.joined(separator: ",")
  }
}
