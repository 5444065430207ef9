import Accounting
import Findings
import Tables
import YAML

extension SettingsReader {
  mutating func specificationProfile(
    _ id: Placed<String>?, _ outline: Outline, isShipped: Bool
  ) -> Settings.SpecificationProfile? {
    let record = inspector.record(
      outline,
      keys: [
        "payer", "separator", "decimal", "encoding", "date", "skip-first", "skip-last", "file-name",
        "netted-sign",
      ])
    let payer = inspector.payer(inspector.required("payer", of: record))
    let form = form(record, requiring: !isShipped)
    let fileName = inspector.value(
      record.text("file-name"), "file-name",
      "Write what files are called, with {specification}, {date} or both: {specification}_{date}",
      FileNameForm.init)
    let sign: Placed<Settings.SpecificationProfile.Sign>? = inspector.choice(record.text("netted-sign"))
    let columns = outline["columns"].flatMap { specificationHeaders($0) }
    let isFaulty = record.text("file-name") != nil && fileName == nil
    if let columns, !isShipped, !isFaulty {
      requireSources(columns, fileName?.value, at: outline.position(ofKey: "columns"))
    }
    guard let id, let payer else { return nil }
    let isWhole =
      columns != nil && form.separator != nil && form.decimal != nil && form.encoding != nil
      && form.date != nil
    guard isShipped || isWhole else { return nil }
    return Settings.SpecificationProfile(
      id: id.value, payer: payer.value, separator: form.separator, decimal: form.decimal,
      encoding: form.encoding, skipFirst: form.skipFirst, skipLast: form.skipLast, date: form.date,
      columns: columns, fileName: fileName?.value.pattern, nettedSign: sign?.value)
  }

  private mutating func specificationHeaders(
    _ node: Node
  ) -> [Settings.SpecificationProfile.Column: String]? {
    typealias Column = Settings.SpecificationProfile.Column
    let required: [Column] = [.declaration, .amount]
    let optional = Column.allCases.filter { !required.contains($0) }
    guard
      let outline = inspector.outline(
        node, of: "columns", required: required.map(\.rawValue), optional: optional.map(\.rawValue))
    else { return nil }
    var columns: [Column: String] = [:]
    for column in Column.allCases {
      guard let node = outline[column.rawValue], let header = inspector.text(node) else { continue }
      if header.value.isEmpty {
        inspector.report(
          "missing-value", at: header.position, "\(column.rawValue) names no column",
          remedy: "Write the header as it stands in the file")
      }
      columns[column] = header.value
    }
    let saysWhat = [Column.nettedWith, .nettedDeclaration].first { columns[$0] != nil }
    if let saysWhat, columns[.nettedAmount] == nil {
      inspector.report(
        "missing-key", at: outline.position(ofKey: saysWhat.rawValue),
        "columns that say what is netted do not say netted-amount",
        remedy: "Add netted-amount: with the column that says how much is netted")
    }
    guard required.allSatisfy({ columns[$0] != nil }) else { return nil }
    return columns
  }

  /// A specification without number or date cannot be told from another one.
  private mutating func requireSources(
    _ columns: [Settings.SpecificationProfile.Column: String], _ fileName: FileNameForm?,
    at position: Position
  ) {
    if columns[.specification] == nil, !(fileName?.saysSpecification ?? false) {
      inspector.report(
        "missing-key", at: position, "nothing says which number a specification has",
        remedy: "Name its column as specification, or write file-name: with {specification}")
    }
    if columns[.date] == nil, !(fileName?.saysDate ?? false) {
      inspector.report(
        "missing-key", at: position, "nothing says of which day a specification is",
        remedy: "Name its column as date, or write file-name: with {date}")
    }
  }
}
