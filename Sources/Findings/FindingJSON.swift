/// Findings as the contract shows them (section 4): `{"rule","severity","file","line","column","byte","message","remedy"}`.
package enum FindingJSON {
  package static func list(_ findings: [Finding]) -> String {
    "[" + findings.map(object).joined(separator: ",") + "]"
  }

  package static func object(_ finding: Finding) -> String {
    func number(_ value: Int?) -> String { value.map(String.init) ?? "null" }
    return "{\"rule\":\(quoted(finding.rule)),\"severity\":\(quoted(finding.severity.rawValue)),"
      + "\"file\":\(quoted(finding.position.file)),\"line\":\(number(finding.position.line)),"
      + "\"column\":\(number(finding.position.column)),\"byte\":\(number(finding.position.byte)),"
      + "\"message\":\(quoted(finding.message)),\"remedy\":\(quoted(finding.remedy))}"
  }

  /// A JSON string (RFC 8259 section 7).
  package static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.isObeyed:
        for unit in String(scalar).utf16 {
          let hex = String(unit, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        }
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
