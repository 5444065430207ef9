/// Something a command may be told: `--payer uzovi-3311`, or `--json` alone.
struct Option: Sendable {
  var name: String
  /// What stands for the value in the usage, `<payer>`; nothing for a flag that is just there or not.
  var value: String?
  var summary: String
  /// What the value may be, where it is one of a few words; shells complete them.
  var words: [String]
  /// Whether the command cannot do without; the usage shows it without brackets.
  var isRequired: Bool

  init(
    _ name: String, _ value: String? = nil, _ summary: String, words: [String] = [], isRequired: Bool = false
  ) {
    self.name = name
    self.value = value
    self.summary = summary
    self.words = words
    self.isRequired = isRequired
  }

  /// One of a few words, which the summary names where it says nothing else.
  static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ value: String, _ summary: String? = nil, of type: Choice.Type
  ) -> Option {
    let words = Choice.allCases.map(\.rawValue)
    return Option(name, value, summary ?? words.joined(separator: ", "), words: words)
  }

  var usage: String { "--\(name)" + (value.map { " \($0)" } ?? "") }

  /// Taken by every command.
  static let common = [
    Option("workspace", "<folder>", "the installation; the current folder where left out"),
    Option("administration", "<id>", "one set of books; may be left out where there is only one"),
    Option("json", nil, "one JSON document instead of tables"),
  ]
}
