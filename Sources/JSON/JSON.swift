package import Accounting
package import Findings

/// A JSON value whose members keep the order they are written in, so that equal answers are equal bytes.
///
///     let answer: JSON = ["account": .text("1310"), "balance": .amount(-1250)]
package enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Int64)
  /// A number that is no whole one or too large, as it was written.
  case numeral(String)
  case text(String)
  case array([JSON])
  case object([Member])

  package struct Member: Sendable, Hashable {
    package var key: String
    package var value: JSON

    package init(key: String, value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// Cents as the contract has amounts: `"-12.50"`.
  package static func amount(_ cents: Int64) -> JSON { .text(Money(minorUnits: cents).plain) }

  /// `null` where there is none.
  package static func amount(_ cents: Int64?) -> JSON { cents.map { .amount($0) } ?? .null }

  /// An ISO day.
  package static func day(_ day: CalendarDate) -> JSON { .text(day.description) }
  package static func day(_ day: CalendarDate?) -> JSON { day.map { .day($0) } ?? .null }
  package static func text(_ text: String?) -> JSON { text.map { .text($0) } ?? .null }
  package static func number(_ number: Int?) -> JSON { number.map { .number(Int64($0)) } ?? .null }
  package static func texts(_ texts: some Sequence<String>) -> JSON { .array(texts.map { .text($0) }) }

  /// A finding as the contract shows it everywhere.
  package static func finding(_ finding: Finding) -> JSON {
    [
      "rule": .text(finding.rule), "severity": .text(finding.severity.rawValue),
      "file": .text(finding.position.file), "line": .number(finding.position.line),
      "column": .number(finding.position.column), "byte": .number(finding.position.byte),
      "message": .text(finding.message), "remedy": .text(finding.remedy),
      "line_text": .text(finding.line),
      "also": .array(
        finding.also.map { other in
          [
            "file": .text(other.position.file), "line": .number(other.position.line),
            "column": .number(other.position.column),
          ]
        }),
    ]
  }

  package static func findings(_ findings: some Sequence<Finding>) -> JSON {
    .array(findings.map { .finding($0) })
  }

  /// The value of a member; nothing where this is no object or has no such key.
  package subscript(_ key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByStringLiteral {
  package init(arrayLiteral values: JSON...) { self = .array(values) }
  package init(stringLiteral text: String) { self = .text(text) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral members: (String, JSON)...) {
    self = .object(members.map { Member(key: $0.0, value: $0.1) })
  }
}

extension JSON {
  /// On one line (RFC 8259).
  package var line: String {
    var line = ""
    write(to: &line)
    return line
  }

  package func write(to line: inout some TextOutputStream) {
    switch self {
    case .null: line.write("null")
    case .bool(let value): line.write(value ? "true" : "false")
    case .number(let value): line.write(String(value))
    case .numeral(let value): line.write(value)
    case .text(let value): line.write(FindingJSON.quoted(value))
    case .array(let values):
      line.write("[")
      for (index, value) in values.enumerated() {
        if index > 0 { line.write(",") }
        value.write(to: &line)
      }
      line.write("]")
    case .object(let members):
      line.write("{")
      for (index, member) in members.enumerated() {
        if index > 0 { line.write(",") }
        line.write(FindingJSON.quoted(member.key) + ":")
        member.value.write(to: &line)
      }
      line.write("}")
    }
  }
}

extension JSON {
  /// Why bytes are no JSON document.
  package struct Fault: Error, Sendable, Hashable {
    package var byte: Int
    package var problem: String
  }

  /// Strictly: one document, nothing behind it, no key twice in an object, at most 64 levels.
  package init(reading bytes: [UInt8]) throws(Fault) {
    var reader = JSONReader(bytes)
    self = try reader.document()
  }

  /// The text that this is; nothing of any other value.
  package var text: String? { if case .text(let text) = self { text } else { nil } }
  package var number: Int64? { if case .number(let number) = self { number } else { nil } }
  package var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
  package var list: [JSON]? { if case .array(let values) = self { values } else { nil } }
  package var isNull: Bool { self == .null }

  /// A number or a text as it was written: systems write amounts as either.
  package var written: String? {
    switch self {
    case .text(let text), .numeral(let text): text
    case .number(let number): String(number)
    case .null, .bool, .array, .object: nil
    }
  }
}
