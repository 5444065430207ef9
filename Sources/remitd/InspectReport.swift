import JSON
import Accounting
import Care
import Decoding
import Findings
import Pipeline
import Reports

/// What `inspect` found in a file.
struct InspectReport: Report {
  var name: String
  /// Nothing where no decoder reads the file.
  var reading: FirstReading?
  var lines: [FactLine] = []
  var findings = FindingList()

  init(name: String) { self.name = name }

  /// All that the file states, shown or not.
  private var facts: Int { reading?.facts ?? 0 }

  var json: JSON {
    [
      "name": .text(name), "format": .text(reading?.format.name),
      "kind": .text(reading?.format.kind.rawValue), "test": .bool(reading?.format.isTest ?? false),
      "lines": .number(reading?.lines ?? 0), "quarantined": .bool(findings.hasErrors),
      "messages": .array((reading?.messages ?? []).map(Self.message)),
      "facts": .array(lines.map(\.json)), "fact_count": .number(facts),
      "findings": .findings(findings.kept),
    ]
  }

  private static func message(_ message: Message) -> JSON {
    [
      "kind": .text(message.kind.rawValue), "payer": .text(message.payer?.text),
      "number": .text(message.number), "reference": .text(message.reference), "date": .day(message.date),
      "lines": .number(Int64(message.lines)), "claimed": .text(message.claimed?.plain),
      "awarded": .text(message.awarded?.plain),
    ]
  }

  var text: String {
    var text = "\(name): "
    if let reading {
      text += "\(reading.format.name), \(told(reading.format.kind.rawValue))"
      if reading.format.isTest { text += ", " + told("a test message") }
      text += ", "
      text += told("{1} in {2}", told(reading.lines, "line"), told(reading.messages.count, "message"))
      text += "\n\n" + table(of: reading.messages)
    } else {
      text += told("in no format that is known") + "\n"
    }
    if facts > 0 { text += "\n" + lines.map(\.text).joined() + rest }
    if !findings.isEmpty { text += "\n" + findings.kept.map { "\($0)\n" }.joined() }
    if findings.dropped > 0 { text += told("… and {1} more", "\(findings.dropped)") + "\n" }
    return text + (findings.hasErrors ? "\n" + told("The file would be quarantined.") + "\n" : "")
  }

  /// What is not shown, and how it can be.
  private var rest: String {
    guard lines.count < facts else { return "" }
    let most = min(facts, Command.mostInspected)
    var rest = told("… {1} of {2} shown", "\(lines.count)", told(facts, "fact"))
    if lines.count < most {
      rest += "; "
      rest += told(most == facts ? "--lines {1} shows all" : "--lines {1} shows as many as can be", "\(most)")
    }
    return rest + "\n"
  }

  private func table(of messages: [Message]) -> String {
    var table = TextTable(
      .left(told("message")), .left(told("payer")), .left(told("number")), .left(told("reference")),
      .left(told("date")), .right(told("lines")), .right(told("claimed")), .right(told("awarded")))
    for message in messages.prefix(50) {
      table.add(
        told(message.kind.rawValue), message.payer?.text ?? "", message.number, message.reference,
        message.date?.description ?? "", "\(message.lines)",
        message.claimed.map { readable($0.minorUnits) } ?? "",
        message.awarded.map { readable($0.minorUnits) } ?? "")
    }
    let rest = messages.count - 50
    return table.text + (rest > 0 ? told("… and {1} more", "\(rest)") + "\n" : "")
  }
}
