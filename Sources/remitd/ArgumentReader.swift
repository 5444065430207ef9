/// Reads what was typed. Flags stand anywhere, `--name value` or `--name=value`; `--` ends them.
struct ArgumentReader {
  let commands: [Command]

  /// The command, and the invocation that it runs.
  func read(_ arguments: [String]) throws(WrongUse) -> (command: Command, invocation: Invocation) {
    let wantsHelp = arguments.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    let words = arguments.filter { $0 != "--help" && $0 != "-h" }
    guard let index = commandIndex(in: words) else {
      guard wantsHelp || words.isEmpty else { throw unknownOption(words[0], among: Option.common) }
      return try read(["help"])
    }
    let command = try Command.named(words[index...], among: commands)
    let name = command.name
    if wantsHelp, name != "help" { return try read(["help"] + name.split(separator: " ").map(String.init)) }
    var invocation = Invocation(command: name, operands: [], values: [:])
    let behind = index + name.split(separator: " ").count
    try read(Array(words[..<index] + words[behind...]), of: command, into: &invocation)
    guard !command.isTextOnly || !invocation.isJSON else {
      throw WrongUse("\(name) does not answer in JSON", remedy: "leave --json out")
    }
    guard command.arity.contains(invocation.operands.count) else {
      let few = invocation.operands.count < command.arity.lowerBound
      throw WrongUse(
        few
          ? "\(name) wants \(command.operands)"
          : "\(name) takes no \(quoted(invocation.operands.last ?? ""))",
        remedy: command.usage)
    }
    return (command, invocation)
  }

  /// The first word that is neither a flag nor the value of one that every command takes.
  private func commandIndex(in words: [String]) -> Int? {
    var index = 0
    while index < words.count, words[index].hasPrefix("-") {
      let takesValue = Option.common.contains { $0.value != nil && words[index] == "--\($0.name)" }
      index += takesValue ? 2 : 1
    }
    return index < words.count ? index : nil
  }

  private func read(
    _ words: [String], of command: Command, into invocation: inout Invocation
  ) throws(WrongUse) {
    let options = command.options + Option.common
    var rest = words[...]
    var areFlagsOver = false
    while let word = rest.popFirst() {
      guard word.hasPrefix("--"), !areFlagsOver else {
        guard areFlagsOver || !word.hasPrefix("-") || word == "-" else {
          throw unknownOption(word, among: options)
        }
        guard !word.isEmpty else {
          throw WrongUse("\(command.name) is given an empty word", remedy: command.usage)
        }
        invocation.operands.append(word)
        continue
      }
      guard word != "--" else {
        areFlagsOver = true
        continue
      }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let option = options.first(where: { $0.name == name }) else {
        throw unknownOption(word, among: options)
      }
      guard invocation.values[name] == nil else {
        throw WrongUse("--\(name) is given twice", remedy: "give it once")
      }
      invocation.values[name] = try value(of: option, parts.count > 1 ? String(parts[1]) : nil, &rest)
    }
  }

  private func value(
    of option: Option, _ attached: String?, _ rest: inout ArraySlice<String>
  ) throws(WrongUse) -> String {
    guard let expected = option.value else {
      guard attached == nil else {
        throw WrongUse("--\(option.name) takes no value", remedy: "write --\(option.name) alone")
      }
      return ""
    }
    let value: String? =
      if let attached { attached } else if rest.first?.hasPrefix("--") == true { nil } else {
        rest.popFirst()
      }
    guard let value, !value.isEmpty else {
      throw WrongUse("--\(option.name) wants a value", remedy: "write --\(option.name) \(expected)")
    }
    return value
  }

  private func unknownOption(_ word: String, among options: [Option]) -> WrongUse {
    let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
    var wrong = WrongUse.unknown("flag", name, among: options.map(\.name))
    wrong.message = "there is no flag \(word.prefix { $0 != "=" })"
    wrong.remedy = wrong.remedy.replacing("did you mean ", with: "did you mean --")
    return wrong
  }

  private func quoted(_ text: String) -> String { "‘\(text)’" }
}
