import Accounting
import Care
import Findings
import Mapping
import Posting

extension Template {
  /// The template as somebody wishes it. Its worked examples follow: where an answer changes what comes of one, what it
  /// expects is written anew, and says so.
  /// - Returns: the files, and how many examples were written anew.
  func fulfilling(_ wishes: Wishes) throws(WrongUse) -> (template: Template, examples: Int) {
    var template = self
    if wishes.accounts == .rgs {
      template = AccountTranslation(table: text(of: Self.referenceAccounts)).applied(to: template)
    }
    let before = try template.mapping()
    template = try template.renumbered(by: wishes, before)
    template = try template.recognising(wishes.recognition, before)
    template = template.bankingAt(wishes.iban, bookedBy: wishes.bookedBy).signed(wishes)
    return try template.withExamplesThatHold()
  }

  // MARK: Accounts

  private func renumbered(by wishes: Wishes, _ mapping: Mapping) throws(WrongUse) -> Template {
    var codes = wishes.ledger
    let chart = mapping.chart.map(\.account.text)
    for account in codes.keys where !chart.contains(account) {
      throw .unknown("account in the template's chart", account, among: chart)
    }
    for (role, code) in wishes.suspense {
      guard let account = mapping.suspense(role)?.account.text else { continue }
      if let other = codes[account], other != code {
        throw WrongUse(
          "account \(account) is to be \(other) and, as the suspense account \(role.rawValue), \(code)",
          remedy: "name it once")
      }
      codes[account] = code
    }
    return AccountTranslation(codes).applied(to: self)
  }

  // MARK: Recognition

  private func recognising(
    _ modes: [String?: Recognition], _ mapping: Mapping
  ) throws(WrongUse) -> Template {
    let schemes = Set(mapping.payers.map(\.value.scheme.text)).sorted()
    for case .some(let scheme) in modes.keys where !schemes.contains(scheme) {
      throw .unknown("scheme in this template", scheme, among: schemes)
    }
    let row = /- \{ scheme: ([A-Za-z]+), mode: ([a-z]+), from: ([0-9-]+), because: "[^"]*" \}/
    return exchanging(
      "mapping.yaml",
      with: text(of: "mapping.yaml").replacing(row) { match in
        let mode = modes[String(match.output.1)] ?? modes[nil]
        guard let mode, mode.rawValue != match.output.2 else { return String(match.output.0) }
        return "- { scheme: \(match.output.1), mode: \(mode.rawValue), from: \(match.output.3), "
          + "because: \"\(Self.because)\" }"
      })
  }

  private static let because = "As answered when the workspace was made"

  // MARK: Bank and name

  /// The first of our accounts is the one that is asked about.
  private func bankingAt(_ iban: String?, bookedBy: BankBooking?) -> Template {
    guard iban != nil || bookedBy != nil else { return self }
    var rows = text(of: "bank-accounts.csv").split(separator: "\n", omittingEmptySubsequences: false)
    let header = rows[0].split(separator: ",").map(String.init)
    var cells = rows[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    for (column, name) in header.enumerated() {
      switch name {
      case "iban": cells[column] = iban ?? cells[column]
      case "booked-by": cells[column] = bookedBy?.rawValue ?? cells[column]
      case "because": cells[column] = Self.because
      default: continue
      }
    }
    rows[1] = Substring(cells.joined(separator: ","))
    return exchanging("bank-accounts.csv", with: rows.joined(separator: "\n"))
  }

  private func signed(_ wishes: Wishes) -> Template {
    var text = text(of: "remitd.yaml")
    if let name = wishes.name {
      let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      text = text.replacing(/\n    name: .*/) { _ in "\n    name: \"\(quoted)\"" }
    }
    if let provider = wishes.provider {
      text = text.replacing(/provider: "[0-9]*"/) { _ in "provider: \"\(provider)\"" }
    }
    return exchanging("remitd.yaml", with: text)
  }

  // MARK: Examples

  private func withExamplesThatHold() throws(WrongUse) -> (Template, Int) {
    let mapping = try mapping()
    var lines = text(of: "mapping.yaml").split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    var changed = 0
    for (example, postings) in ExampleRun.differing(in: mapping) {
      guard let start = example.position.line,
        let place = lines[start...].firstIndex(where: { $0.contains("expect: [") })
      else { preconditionFailure("an example of a template has its expectation on a line of its own") }
      let indent = lines[place].prefix { $0 == " " }
      let list = postings.isEmpty ? "[]" : "[ \(postings.joined(separator: ", ")) ]"
      lines[place] =
        "\(indent)expect: \(list)   # \(Self.because.prefix(1).lowercased())\(Self.because.dropFirst())"
      changed += 1
    }
    return (exchanging("mapping.yaml", with: lines.joined(separator: "\n")), changed)
  }

  /// The mapping in these files; answers that contradict each other are the person's.
  func mapping() throws(WrongUse) -> Mapping {
    let (_, settings) = Settings.read(Array(text(of: "remitd.yaml").utf8), file: "remitd.yaml")
    let (mapping, findings) = Mapping.read(
      Array(text(of: "mapping.yaml").utf8), file: "mapping.yaml", digest: ""
    ) { name in files.first { $0.name == name }?.bytes }
    guard let wrong = (settings + findings.kept).first(where: { $0.severity == .error }) else {
      guard let mapping else { preconditionFailure("a mapping without errors can be used") }
      return mapping
    }
    throw WrongUse("these answers do not fit: \(wrong.message)", remedy: wrong.remedy)
  }
}
