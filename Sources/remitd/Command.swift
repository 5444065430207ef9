/// One thing remitd does: how it is called, what it says of itself, and what it runs.
struct Command: Sendable {
  typealias Run = @Sendable (Invocation, inout Streams) throws -> ExitCode

  var name: String
  /// As the usage shows them: `<file>…`; empty where it takes none.
  var operands: String
  /// How many operands it takes.
  var arity: ClosedRange<Int>
  var summary: String
  /// More than the summary, in whole sentences; may be empty.
  var discussion: String
  var options: [Option]
  /// What it prints is a text for others to read: a journal, a page, a log.
  var isTextOnly: Bool
  var run: Run

  init(
    _ name: String, operands: String = "", arity: ClosedRange<Int> = 0...0, _ summary: String,
    discussion: String = "", options: [Option] = [], isTextOnly: Bool = false, run: @escaping Run
  ) {
    self.name = name
    self.operands = operands
    self.arity = arity
    self.summary = summary
    self.discussion = discussion
    self.options = options
    self.isTextOnly = isTextOnly
    self.run = run
  }

  /// Those that every command takes, as far as this one does.
  var commonOptions: [Option] { Option.common.filter { !isTextOnly || $0.name != "json" } }

  var usage: String {
    var usage = "remitd \(name)"
    if !operands.isEmpty { usage += " \(operands)" }
    for option in options { usage += option.isRequired ? " \(option.usage)" : " [\(option.usage)]" }
    return usage
  }

  /// The command that the first words name: some have names of two, `mapping explain`.
  static func named(_ words: ArraySlice<String>, among commands: [Command]) throws(WrongUse) -> Command {
    let word = words.first ?? ""
    if let command = commands.first(where: { $0.name == word }) { return command }
    let family = commands.filter { $0.name.hasPrefix(word + " ") }
    let pair = words.prefix(2).joined(separator: " ")
    if let command = family.first(where: { $0.name == pair }) { return command }
    guard family.isEmpty else {
      throw WrongUse(
        "\(word) says not what to do",
        remedy: "write " + family.map(\.name).joined(separator: " or "))
    }
    throw .unknown("command", word, among: commands.map(\.name))
  }

  /// Every command, in the order in which help lists them. A command that is not here does not exist.
  static let all: [Command] = [
    .initialise, .check, .run, .ingest, .inspect,
    .status, .declarations, .receipts, .openItems, .suspense, .entries, .balance, .files, .find, .explain,
    .decide, .reverse, .export, .verify,
    .destinationCheck, .mappingExplain, .mappingCoverage, .mappingDiff,
    .completion, .man, .help,
  ]
}
