import Accounting
import Care

/// A command as it was typed, checked against what the command takes.
struct Invocation: Sendable {
  var command: String
  var operands: [String]
  /// By name, without the dashes; a flag has an empty value.
  var values: [String: String]

  var isJSON: Bool { values["json"] != nil }
  var workspace: String { values["workspace"] ?? "." }
  var administration: String? { values["administration"] }

  func has(_ flag: String) -> Bool { values[flag] != nil }
  func text(_ name: String) -> String? { values[name] }

  func day(_ name: String) throws(WrongUse) -> CalendarDate? {
    guard let text = values[name] else { return nil }
    guard let day = CalendarDate(iso: text) else {
      throw WrongUse("--\(name) is no day: \(text)", remedy: "write it as 2026-03-31")
    }
    return day
  }

  func payer() throws(WrongUse) -> PayerCode? {
    guard let text = values["payer"] else { return nil }
    guard let payer = PayerCode(text) else {
      throw WrongUse(
        "--payer is no payer: \(text)", remedy: "write the register and the number: uzovi-3311, gemeente-0384"
      )
    }
    return payer
  }

  func account() throws(WrongUse) -> AccountCode? {
    guard let text = values["account"] else { return nil }
    guard let account = AccountCode(text) else {
      throw WrongUse("--account is no ledger account: \(text)", remedy: "write the code as in chart.csv")
    }
    return account
  }

  /// One of a few words.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ type: Choice.Type = Choice.self
  ) throws(WrongUse) -> Choice? {
    guard let text = values[name] else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw .unknown(name, text, among: Choice.allCases.map(\.rawValue))
    }
    return choice
  }
}
