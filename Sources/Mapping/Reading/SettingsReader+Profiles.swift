import Findings
import YAML

extension SettingsReader {
  mutating func profiles(_ root: Outline) -> [Settings.Profile] {
    let required = ["id", "kind", "separator", "decimal", "encoding", "date", "columns"]
    let optional = ["skip-first", "skip-last", "debit"]
    let records = records(root, "profiles", of: "a profile", required: required, optional: optional)
    return records.compactMap { id, outline -> Settings.Profile? in
      let keys = (required + optional).filter { $0 != "id" && $0 != "columns" }
      let record = inspector.record(outline, keys: keys)
      let kind: Placed<Settings.Profile.Kind>? = inspector.choice(inspector.required("kind", of: record))
      let separator = mark(inspector.required("separator", of: record), "separator", among: ",;\t|")
      let decimal = mark(inspector.required("decimal", of: record), "decimal", among: ".,")
      let encoding: Placed<Settings.Profile.Encoding>? = inspector.choice(
        inspector.required("encoding", of: record))
      let date = inspector.value(
        inspector.required("date", of: record), "date-form", "Write yyyy, MM and dd once each: dd-MM-yyyy"
      ) { Self.isDateForm($0) ? $0 : nil }
      let skipFirst = count(record.text("skip-first"))
      let skipLast = count(record.text("skip-last"))
      let columns = outline["columns"].flatMap { headers($0, debit: record.text("debit")) }
      guard let id, let kind, let separator, let decimal, let encoding, let date, let columns else {
        return nil
      }
      return Settings.Profile(
        id: id.value, kind: kind.value, separator: separator, decimal: decimal, encoding: encoding.value,
        skipFirst: skipFirst, skipLast: skipLast, date: date.value, columns: columns,
        debit: record.text("debit")?.value)
    }
  }

  private mutating func mark(_ text: Placed<String>?, _ kind: String, among marks: String) -> UInt8? {
    let shown = marks.map { $0 == "\t" ? "a tab" : String($0) }.joined(separator: " or ")
    let mark = inspector.value(text, kind, "Write \(shown), quoted") { text in
      text.utf8.count == 1 && marks.contains(text) ? text.utf8.first : nil
    }
    return mark?.value
  }

  private mutating func count(_ text: Placed<String>?) -> Int {
    let count = inspector.value(text, "number", "Write a number of lines, at most 1000") { text -> Int? in
      guard text.utf8.allSatisfy({ (48...57).contains($0) }), let count = Int(text) else { return nil }
      return count <= 1_000 ? count : nil
    }
    return count?.value ?? 0
  }

  private static func isDateForm(_ text: String) -> Bool {
    var rest = text
    for part in ["yyyy", "MM", "dd"] {
      guard let range = rest.firstRange(of: part) else { return false }
      rest.replaceSubrange(range, with: "")
    }
    return rest.utf8.count <= 4 && rest.allSatisfy { "-/. ".contains($0) }
  }

  private mutating func headers(
    _ node: Node, debit: Placed<String>?
  ) -> [Settings.Profile.Column: [String]]? {
    typealias Column = Settings.Profile.Column
    let required: [Column] = [.date, .amount]
    let names = required.map(\.rawValue)
    guard
      let outline = inspector.outline(
        node, of: "columns", required: names,
        optional: Column.allCases.map(\.rawValue).filter { !names.contains($0) })
    else { return nil }
    var columns: [Column: [String]] = [:]
    for column in Column.allCases {
      guard let value = outline[column.rawValue] else { continue }
      let headers: [Placed<String>]
      if case .sequence = value.content, column == .text {
        headers = inspector.texts(value, of: "text")
      } else {
        headers = [inspector.text(value)].compactMap { $0 }
      }
      for header in headers where header.value.isEmpty {
        inspector.report(
          "missing-value", at: header.position, "\(column.rawValue) names no column",
          remedy: "Write the header as it stands in the file")
      }
      columns[column] = headers.map(\.value)
    }
    if columns[.sign] != nil, debit == nil {
      inspector.report(
        "missing-key", at: outline.position(ofKey: "sign"), "a profile with a sign column does not say debit",
        remedy: "Add debit: with what the column says of money that leaves")
    }
    return columns
  }
}
