import Findings
import YAML

extension SettingsReader {
  mutating func profiles(
    _ root: Outline
  ) -> (receipts: [Settings.Profile], specifications: [Settings.SpecificationProfile]) {
    guard let node = root["profiles"] else { return ([], []) }
    var ids = UniqueIDs()
    var receipts: [Settings.Profile] = []
    var specifications: [Settings.SpecificationProfile] = []
    for item in inspector.items(node, of: "profiles") {
      let kind = profileKind(of: item)
      let isShipped = Self.hasShippedName(item)
      let keys = Self.keys(of: kind, isShipped: isShipped)
      guard
        let outline = inspector.outline(
          item, of: "a profile", required: ["id", "kind"] + keys.required, optional: keys.optional)
      else { continue }
      let id = ids.next(of: outline, &inspector)
      switch kind {
      case .receipts: receipts += [receiptProfile(id, outline)].compactMap { $0 }
      case .specification:
        specifications += [specificationProfile(id, outline, isShipped: isShipped)].compactMap { $0 }
      }
    }
    return (receipts, specifications)
  }

  private static func keys(
    of kind: Settings.ProfileKind, isShipped: Bool
  ) -> (required: [String], optional: [String]) {
    let form = ["separator", "decimal", "encoding", "date", "columns"]
    return switch kind {
    case .receipts: (form, ["skip-first", "skip-last", "debit"])
    case .specification:
      (
        ["payer"] + (isShipped ? [] : form),
        ["skip-first", "skip-last", "file-name", "netted-sign"] + (isShipped ? form : [])
      )
    }
  }

  /// Read ahead of the other keys, for it decides which they are.
  private mutating func profileKind(of item: Node) -> Settings.ProfileKind {
    guard case .mapping(let pairs) = item.content, let pair = pairs.first(where: { $0.key == "kind" }),
      let text = inspector.text(pair.value)
    else { return .receipts }
    return inspector.choice(text)?.value ?? .receipts
  }

  private static func hasShippedName(_ item: Node) -> Bool {
    guard case .mapping(let pairs) = item.content, let pair = pairs.first(where: { $0.key == "id" }),
      case .scalar(let id) = pair.value.content
    else { return false }
    return Settings.SpecificationProfile.shipped.contains(id)
  }

  private mutating func receiptProfile(
    _ id: Placed<String>?, _ outline: Outline
  ) -> Settings.Profile? {
    let record = inspector.record(
      outline, keys: ["separator", "decimal", "encoding", "date", "skip-first", "skip-last", "debit"])
    let form = form(record, requiring: true)
    let columns = outline["columns"].flatMap { headers($0, debit: record.text("debit")) }
    guard let id, let separator = form.separator, let decimal = form.decimal, let encoding = form.encoding,
      let date = form.date, let columns
    else { return nil }
    return Settings.Profile(
      id: id.value, separator: separator, decimal: decimal, encoding: encoding,
      skipFirst: form.skipFirst ?? 0, skipLast: form.skipLast ?? 0, date: date, columns: columns,
      debit: record.text("debit")?.value)
  }

  /// How a table is written down. What is missing was reported where it is required.
  struct TableForm {
    var separator: UInt8?
    var decimal: UInt8?
    var encoding: Settings.Profile.Encoding?
    var date: String?
    var skipFirst: Int?
    var skipLast: Int?
  }

  mutating func form(_ record: Record, requiring isRequired: Bool) -> TableForm {
    var texts: [String: Placed<String>] = [:]
    for key in ["separator", "decimal", "encoding", "date"] {
      texts[key] = isRequired ? inspector.required(key, of: record) : record.text(key)
    }
    let encoding: Placed<Settings.Profile.Encoding>? = inspector.choice(texts["encoding"])
    let date = inspector.value(
      texts["date"], "date-form", "Write yyyy, MM and dd once each: dd-MM-yyyy"
    ) { Self.isDateForm($0) ? $0 : nil }
    return TableForm(
      separator: mark(texts["separator"], "separator", among: ",;\t|"),
      decimal: mark(texts["decimal"], "decimal", among: ".,"), encoding: encoding?.value, date: date?.value,
      skipFirst: count(record.text("skip-first")), skipLast: count(record.text("skip-last")))
  }

  private mutating func mark(_ text: Placed<String>?, _ kind: String, among marks: String) -> UInt8? {
    let shown = marks.map { $0 == "\t" ? "a tab" : String($0) }.joined(separator: " or ")
    let mark = inspector.value(text, kind, "Write \(shown), quoted") { text in
      text.utf8.count == 1 && marks.contains(text) ? text.utf8.first : nil
    }
    return mark?.value
  }

  private mutating func count(_ text: Placed<String>?) -> Int? {
    let count = inspector.value(text, "number", "Write a number of lines, at most 1000") { text -> Int? in
      guard text.utf8.allSatisfy({ (48...57).contains($0) }), let count = Int(text) else { return nil }
      return count <= 1_000 ? count : nil
    }
    return count?.value
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
