import Accounting
package import JSON

/// How a partner wants an entry: a JSON value whose texts have parts in braces, `{reference}`. A part with `:number`
/// becomes a number; an object with `for-each: postings` stands once for every posting.
package struct EntryForm: Sendable, Hashable {
  /// Parts that say something of the entry.
  package static let entryParts: Set<String> = [
    "reference", "date", "year", "month", "journal", "text", "currency", "reversal-of",
  ]
  /// Parts that say something of one posting; they stand inside `for-each: postings`.
  package static let postingParts: Set<String> = [
    "account", "account-name", "debit", "credit", "amount", "side", "cost-centre", "item", "relation",
    "number",
  ]
  package static let repeating = "for-each"

  private let form: JSON

  /// - Parameter form: checked when the settings were read; parts that are not known stay as they are.
  package init(_ form: JSON) { self.form = form }

  /// What is sent where the settings have no form of their own; docs/destinations.md describes it.
  package static let usual = EntryForm([
    "reference": "{reference}", "date": "{date}", "journal": "{journal}", "text": "{text}",
    "currency": "{currency}", "reversal_of": "{reversal-of}",
    "postings": [
      [
        "for-each": "postings", "account": "{account}", "debit": "{debit}", "credit": "{credit}",
        "cost_centre": "{cost-centre}", "item": "{item}", "relation": "{relation}",
      ]
    ],
  ])

  func filled(with entry: OutgoingEntry, _ chart: LedgerChart) throws(JournalFailure) -> JSON {
    let date = entry.entry.date
    let parts = [
      "reference": entry.reference.text, "date": date.description, "year": String(date.year),
      "month": String(date.components.month), "journal": entry.journal.text,
      "text": oneLine(entry.entry.text),
      "currency": entry.entry.currency.code, "reversal-of": entry.reversalOf?.text ?? "",
    ]
    var postings: [[String: String]] = []
    for (index, posting) in entry.entry.postings.enumerated() {
      let amount = posting.amount.money.plain
      postings.append(
        parts.merging([
          "account": posting.account.text, "account-name": try chart.account(posting.account, of: entry).name,
          "debit": posting.side == .debit ? amount : "0.00",
          "credit": posting.side == .credit ? amount : "0.00",
          "amount": posting.signed.plain, "side": posting.side == .debit ? "debit" : "credit",
          "cost-centre": posting.costCentre?.text ?? "", "item": posting.item ?? "",
          "relation": entry.relation(of: posting) ?? "", "number": String(index + 1),
        ]) { $1 })
    }
    return Self.filled(form, with: parts, postings)
  }

  private static func filled(
    _ value: JSON, with parts: [String: String], _ postings: [[String: String]]
  ) -> JSON {
    switch value {
    case .text(let text): return filled(text, with: parts)
    case .array(let values):
      return .array(
        values.flatMap { value -> [JSON] in
          guard case .object(let members) = value, members.contains(where: { $0.key == repeating }) else {
            return [filled(value, with: parts, postings)]
          }
          let each = JSON.object(members.filter { $0.key != repeating })
          return postings.map { filled(each, with: $0, []) }
        })
    case .object(let members):
      return .object(members.map { JSON.Member(key: $0.key, value: filled($0.value, with: parts, postings)) })
    case .null, .bool, .number, .numeral: return value
    }
  }

  private static func filled(_ text: String, with parts: [String: String]) -> JSON {
    // A text that is one part and nothing else may be a number.
    if text.hasPrefix("{"), text.hasSuffix(":number}"), let part = parts[String(text.dropFirst().dropLast(8))]
    {
      // JSON knows no leading zeros, and no words.
      return part.isEmpty ? .null : isNumber(part) ? .numeral(part) : .text(part)
    }
    return .text(replacing(parts, in: text))
  }

  private static func isNumber(_ text: String) -> Bool {
    text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?/) != nil
  }

  static func replacing(_ parts: [String: String], in text: String) -> String {
    var filled = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      filled += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      filled += parts[name] ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }
}
