/// A statement that somebody wrote in a source file. What is interpolated is bound as a value and never becomes
/// SQL; a plain `String` does not fit.
///
///     var sql: SQLText = "SELECT reference FROM entries WHERE administration = \(administration)"
///     if let from { sql += " AND date >= \(from)" }
package struct SQLText: Sendable, ExpressibleByStringInterpolation {
  /// With a question mark for each value.
  package private(set) var text: String
  package private(set) var values: [(any Bindable)?]

  package init(stringLiteral text: StaticString) {
    self.text = text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    values = []
  }

  package init(stringInterpolation parts: Parts) {
    text = parts.text
    values = parts.values
  }

  package static func + (left: SQLText, right: SQLText) -> SQLText {
    var whole = left
    whole += right
    return whole
  }

  package static func += (left: inout SQLText, right: SQLText) {
    left.text += right.text
    left.values += right.values
  }

  package struct Parts: StringInterpolationProtocol {
    var text = ""
    var values: [(any Bindable)?] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 2 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: StaticString) {
      literal.withUTF8Buffer { text += String(decoding: $0, as: UTF8.self) }
    }

    package mutating func appendInterpolation(_ value: (any Bindable)?) {
      text += "?"
      values.append(value)
    }

    /// `(?, ?, ?)`: one value each.
    package mutating func appendInterpolation(oneOf list: [any Bindable]) {
      text += "(" + Array(repeating: "?", count: list.count).joined(separator: ", ") + ")"
      values += list
    }

    package mutating func appendInterpolation(_ part: SQLText) {
      text += part.text
      values += part.values
    }
  }
}
