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
      text += "\(reading.format.name), \(reading.format.kind.rawValue)"
      if reading.format.isTest { text += ", a test message" }
      text += ", \(counted(reading.lines, "line")) in \(counted(reading.messages.count, "message"))\n\n"
      text += table(of: reading.messages)
    } else {
      text += "in no format that is known\n"
    }
    if facts > 0 { text += "\n" + lines.map(\.text).joined() + rest }
    if !findings.isEmpty { text += "\n" + findings.kept.map { "\($0)\n" }.joined() }
    if findings.dropped > 0 { text += "… and \(findings.dropped) more\n" }
    return text + (findings.hasErrors ? "\nThe file would be quarantined.\n" : "")
  }

  /// What is not shown, and how it can be.
  private var rest: String {
    guard lines.count < facts else { return "" }
    let most = min(facts, Command.mostInspected)
    var rest = "… \(lines.count) of \(counted(facts, "fact")) shown"
    if lines.count < most { rest += "; --lines \(most) shows \(most == facts ? "all" : "as many as can be")" }
    return rest + "\n"
  }

  private func table(of messages: [Message]) -> String {
    var table = TextTable(
      .left("message"), .left("payer"), .left("number"), .left("reference"), .left("date"), .right("lines"),
      .right("claimed"), .right("awarded"))
    for message in messages.prefix(50) {
      table.add(
        message.kind.rawValue, message.payer?.text ?? "", message.number, message.reference,
        message.date?.description ?? "", "\(message.lines)",
        message.claimed.map { readable($0.minorUnits) } ?? "",
        message.awarded.map { readable($0.minorUnits) } ?? "")
    }
    let rest = messages.count - 50
    return table.text + (rest > 0 ? "… and \(rest) more\n" : "")
  }
}
