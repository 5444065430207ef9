extension Command {
  static let help = Command(
    "help", operands: "[command]", arity: 0...2, "says what the commands do", isTextOnly: true,
    run: runHelp)

  private static func runHelp(_ invocation: Invocation, _ streams: inout Streams) throws -> ExitCode {
    guard !invocation.operands.isEmpty else {
      streams.output.write(overview)
      return .done
    }
    let command = try Command.named(invocation.operands[...], among: all)
    guard invocation.operands.count == command.name.split(separator: " ").count else {
      throw WrongUse("help says what one command does", remedy: "write remitd help \(command.name)")
    }
    streams.output.write(command.manual)
    return .done
  }

  private static var overview: String {
    let width = all.reduce(0) { max($0, $1.name.count) }
    var text = "remitd explains every cent that payers award and pay, and posts it into the bookkeeping.\n\n"
    text += "usage: remitd <command> [options]\n\n"
    for command in all {
      text += "  \(command.name.padded(to: width))  \(command.summary)\n"
    }
    text += "\nEvery command takes\n" + list(Option.common)
    text +=
      "\nIt ends with 0 when done, 1 where there are findings, 2 after wrong use, 3 where disk, database or\n"
    text += "network failed. `remitd help <command>` says more, `remitd --version` which one this is.\n"
    return text
  }

  /// All that help says of one command.
  var manual: String {
    var text = "remitd \(name): \(summary)\n\nusage: \(usage)\n"
    if !discussion.isEmpty { text += "\n" + Self.wrapped(discussion) }
    if !options.isEmpty { text += "\nOptions\n" + Self.list(options) }
    return text + "\nLike every command\n" + Self.list(commonOptions)
  }

  private static func list(_ options: [Option]) -> String {
    let width = options.reduce(0) { max($0, $1.usage.count) }
    return options.map { "  \($0.usage.padded(to: width))  \($0.summary)\n" }.joined()
  }

  /// Lines of at most 100 characters.
  private static func wrapped(_ text: String) -> String {
    var lines = ""
    var line = ""
    for word in text.split(separator: " ") {
      if line.count + word.count >= 100 {
        lines += line + "\n"
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + line + "\n"
  }
}

extension String {
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
