import JSON
import Accounting
import Books
import Care
import Findings
import Mapping
import Pipeline
import Reports

/// What `mapping explain` says: the questions that were asked, with the rules that were looked at.
struct MappingExplanation: Report {
  private struct Asked {
    /// Nothing for a case that was only described.
    var declaration: String?
    var lines: LineExplanation?
    var answers: [LineExplanation.Answered]
  }

  /// Of rules that ask for something else in one way only a few are shown as well: one of them may be what was meant.
  private static let shownNear = 5
  /// Shows every rule.
  var isWhole = false

  private var asked: [Asked] = []
  private var gaps: [MappingGap] = []

  var isEmpty: Bool { asked.isEmpty }

  mutating func add(_ lines: LineExplanation, of declaration: BookDeclaration) {
    asked.append(
      Asked(
        declaration: "\(declaration.payer)/\(declaration.number)", lines: lines, answers: lines.answers))
  }

  mutating func add(_ questions: [QuestionExplanation], of mapping: Mapping) {
    asked.append(
      Asked(answers: questions.map { LineExplanation.Answered(mapping.digest, $0) }))
  }

  mutating func add(gaps: [MappingGap]) { self.gaps += gaps }

  // MARK: JSON

  var json: JSON {
    [
      "explained": .array(
        asked.map { asked in
          [
            "declaration": .text(asked.declaration), "lines": .texts(asked.lines?.lines ?? []),
            "claimed": .amount(asked.lines?.claimed), "awarded": .amount(asked.lines?.awarded),
            "recognition": .text(asked.lines?.recognition?.rawValue),
            "debtor": .text(asked.lines?.debtor?.account.text), "questions": .array(asked.answers.map(json)),
          ]
        }),
      "missing": .texts(gaps.map(\.remedy)),
    ]
  }

  private func json(_ answered: LineExplanation.Answered) -> JSON {
    let question = answered.question
    return [
      "question": .text(question.question), "mapping": .text(answered.mapping),
      "case": .text(Self.said(question.asked)), "date": .day(question.asked.line.date),
      "answer": .text(question.answer), "because": .text(question.because),
      "otherwise": .bool(question.isOtherwise),
      "rules": .array(
        shown(question.considerations).map { rule in
          [
            "file": .text(rule.position.file), "line": .number(rule.position.line),
            "conditions": .text(rule.conditions.description), "validity": .text(rule.validity.description),
            "outcome": .text(rule.outcome), "because": .text(rule.because),
            "fate": .text(Self.fate(rule.fate)),
          ]
        }),
      "other_rules": .number(question.considerations.count - shown(question.considerations).count),
    ]
  }

  // MARK: Text

  var text: String {
    var text = asked.map(text).joined(separator: "\n")
    for gap in gaps { text += "\nIt would wait: \(gap.remedy).\n" }
    return text
  }

  private func text(_ asked: Asked) -> String {
    var text = Self.heading(asked)
    for (index, answered) in asked.answers.enumerated() {
      let question = answered.question
      if index == 0 { text += "Mapping version \(answered.mapping.prefix(12)).\n" }
      text += "\n\(question.question) of \(Self.said(question.asked)), on \(question.asked.line.date)\n"
      text += "  \(question.answer)" + (question.because.isEmpty ? "\n" : ": \(question.because)\n")
      text += rules(question)
    }
    return text
  }

  private static func heading(_ asked: Asked) -> String {
    guard let declaration = asked.declaration, let lines = asked.lines else { return "" }
    var text = declaration
    if lines.lines.isEmpty {
      text += ", lines that no return lists"
    } else {
      let shown = lines.lines.prefix(5).joined(separator: ", ")
      text += (lines.lines.count == 1 ? ", line " : ", lines ") + shown
      if lines.lines.count > 5 { text += " and \(lines.lines.count - 5) more" }
    }
    text += ": \(readable(lines.claimed)) claimed"
    if let awarded = lines.awarded { text += ", \(readable(awarded)) granted" }
    text += ".\n"
    if let recognition = lines.recognition {
      text += "Receivable \(Self.said(recognition)) (recognition \(recognition.rawValue))"
      text += lines.debtor.map { ", on debtor account \($0.account): \($0.because)" } ?? ""
      text += ".\n"
    }
    return text
  }

  private static func said(_ recognition: Recognition) -> String {
    switch recognition {
    case .submitted: "from the day it is declared"
    case .awarded: "from the day it is granted"
    case .none: "kept by the care system"
    }
  }

  private func rules(_ question: QuestionExplanation) -> String {
    let shown = shown(question.considerations)
    var table = TextTable(
      .left("  rule"), .left("for"), .left("holds"), .left("says"), .left("because"), .left(""))
    for rule in shown {
      let place = "\(rule.position.file.split(separator: "/").last ?? ""):\(rule.position.line ?? 0)"
      table.add(
        "  \(place)", rule.conditions.description, rule.validity.description, rule.outcome, rule.because,
        Self.fate(rule.fate))
    }
    let others = question.considerations.count - shown.count
    return (shown.isEmpty ? "" : table.text)
      + (question.isOtherwise ? "  No rule answers, so `otherwise` does.\n" : "")
      + (others == 0 ? "" : "  \(counted(others, "other rule")) for something else.\n")
  }

  private func shown(_ considerations: [Consideration]) -> [Consideration] {
    if isWhole { return considerations }
    let matching = considerations.filter { if case .asksOtherwise = $0.fate { false } else { true } }
    let near = considerations.filter { rule in
      // Tables hold hundreds of services and codes, of which each asks for another.
      guard case .asksOtherwise(let names) = rule.fate else { return false }
      return names.count == 1 && !names.contains(.service) && !names.contains(.code)
    }
    return matching + near.prefix(Self.shownNear)
  }

  private static func fate(_ fate: Consideration.Fate) -> String {
    switch fate {
    case .answers: "answers"
    case .isBroader: "matches, and is broader"
    case .holdsOnOtherDays: "holds on other days"
    case .asksOtherwise(let names): "asks for another " + names.map(\.rawValue).joined(separator: " and ")
    }
  }

  private static func said(_ asked: Case) -> String {
    let line = asked.line
    var parts = ["payer \(line.payer)", "scheme \(line.scheme)"]
    if let group = asked.group { parts[0] += " (group \(group))" }
    if let service = line.service { parts.append("service \(service)") }
    if !line.practitioner.isEmpty { parts.append("practitioner \(line.practitioner)") }
    if let location = line.location { parts.append("location \(location)") }
    if let stream = line.stream { parts.append("stream \(stream)") }
    parts.append("care-year \(line.careYear.rawValue)")
    if let code = asked.code { parts.append("code \(code)") }
    if let granted = asked.granted { parts.append("awarded \(granted.rawValue)") }
    return parts.joined(separator: ", ")
  }
}
