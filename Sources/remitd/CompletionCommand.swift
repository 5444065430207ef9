extension Command {
  private enum Shell: String, CaseIterable { case bash, zsh, fish }

  static let completion = Command(
    "completion", operands: "<shell>", arity: 1...1, "what a shell completes: for bash, zsh or fish",
    discussion: """
      Prints a script. For bash: remitd completion bash > /etc/bash_completion.d/remitd; for zsh: > _remitd in a folder of \
      $fpath; for fish: > ~/.config/fish/completions/remitd.fish.
      """, isTextOnly: true, run: runCompletion)

  private static func runCompletion(
    _ invocation: Invocation, _ streams: inout Streams
  ) throws -> ExitCode {
    let name = invocation.operands[0]
    guard let shell = Shell(rawValue: name) else {
      throw WrongUse.unknown("shell", name, among: Shell.allCases.map(\.rawValue))
    }
    let script =
      switch shell {
      case .bash: bash
      case .zsh: zsh
      case .fish: fish
      }
    streams.output.writeVerbatim(script)
    return .done
  }

  /// By the first word of their names: those of two words are completed one after the other.
  private static var families: [(word: String, seconds: [String])] {
    var families: [(word: String, seconds: [String])] = []
    for command in all {
      let words = command.name.split(separator: " ").map(String.init)
      if let index = families.firstIndex(where: { $0.word == words[0] }) {
        families[index].seconds += words.dropFirst()
      } else {
        families.append((words[0], Array(words.dropFirst())))
      }
    }
    return families
  }

  private var allOptions: [Option] { options + commonOptions }
  private var flags: [String] { allOptions.map { "--\($0.name)" } }

  /// What the first operand may be, where it is one of a few words.
  private var operandWords: [String] {
    switch name {
    case Self.help.name: Self.families.map(\.word)
    case Self.completion.name: Shell.allCases.map(\.rawValue)
    default: []
    }
  }

  /// Of two mappings each may be one.
  private var takesFolder: Bool { operands.contains("folder") || name == Self.mappingDiff.name }
  private var takesFile: Bool { operands.contains("file") }

  private static var withTwoWords: [Command] { all.filter { $0.name.contains(" ") } }
  private static var withSeconds: [(word: String, seconds: [String])] {
    families.filter { !$0.seconds.isEmpty }
  }

  private static var bash: String {
    func words(_ words: [String]) -> String { "words='\(words.joined(separator: " "))'" }
    let seconds = withSeconds.map { "      \($0.word)) \(words($0.seconds)) ;;" }
    let operands = all.filter { !$0.operandWords.isEmpty }
      .map { "      '\($0.name)') \(words($0.operandWords)) ;;" }
    let names = withTwoWords.map { "    '\($0.name)') name='\($0.name)' ;;" }
    let values = all.flatMap { command in
      command.allOptions.compactMap { option -> String? in
        guard let value = option.value else { return nil }
        let what =
          switch value {
          case "<folder>": "kind=-d"
          case "<file>": "kind=-f"
          default: option.words.isEmpty ? "kind=none" : words(option.words)
          }
        return "    '\(command.name) --\(option.name)') \(what) ;;"
      }
    }
    let cases = all.map { "      '\($0.name)') words='\($0.flags.joined(separator: " "))' ;;" }
    let kinds = all.filter { $0.takesFile || $0.takesFolder }
      .map { "      '\($0.name)') kind=\($0.takesFile ? "-f" : "-d") ;;" }
    return """
      # Completion of remitd for bash; made by `remitd completion bash`.
      _remitd() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
        local first= second= name= words= kind= index
        COMPREPLY=()
        # bash takes --flag=value for three words.
        if [ "$word" = = ]; then word=
        elif [ "$before" = = ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
        for ((index = 1; index < COMP_CWORD; index++)); do
          case ${COMP_WORDS[index]} in
            --workspace|--administration)
              if [ "${COMP_WORDS[index+1]}" = = ]; then ((index++)); fi
              ((index++)) ;;
            -*|=) ;;
            *) if [ -z "$first" ]; then first=${COMP_WORDS[index]}
               elif [ -z "$second" ]; then second=${COMP_WORDS[index]}; fi ;;
          esac
        done
        name=$first
        case "$first $second" in
      \(names.joined(separator: "\n"))
        esac
        case "$name $before" in
      \(values.joined(separator: "\n"))
          ' --workspace') kind=-d ;;
          ' --administration') kind=none ;;
        esac
        if [ -n "$words$kind" ]; then
          :
        elif [ "${word:0:1}" = - ]; then
          words='\(Option.common.map { "--\($0.name)" }.joined(separator: " ")) --help --version'
          case $name in
      \(cases.joined(separator: "\n"))
          esac
        elif [ -z "$first" ]; then
          words='\(families.map(\.word).joined(separator: " "))'
        elif [ -z "$second" ]; then
          case $first in
      \(seconds.joined(separator: "\n"))
      \(operands.joined(separator: "\n"))
          esac
        elif [ "$first" = help ]; then
          case $second in
      \(seconds.joined(separator: "\n"))
          esac
        fi
        if [ -z "$words$kind" ]; then
          case $name in
      \(kinds.joined(separator: "\n"))
          esac
        fi
        # One reply a line, so that a name may have blanks; none is taken for a pattern.
        case $kind in
          -*) compopt -o filenames 2> /dev/null
              mapfile -t COMPREPLY < <(compgen $kind -- "$word") ;;
          *) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word") ;;
        esac
      }
      complete -F _remitd remitd

      """
  }

  private static var zsh: String {
    func quoted(_ text: String) -> String {
      text.replacing("'", with: "'\\''").replacing(":", with: "\\:").replacing("[", with: "\\[").replacing(
        "]", with: "\\]")
    }
    func value(_ option: Option) -> String {
      switch option.value {
      case nil: ""
      case "<folder>": ":folder:_files -/"
      case "<file>": ":file:_files"
      // A blank completes nothing.
      default: option.words.isEmpty ? ":value: " : ":value:(\(option.words.joined(separator: " ")))"
      }
    }
    let firsts = families.map { family in
      let summary = all.first { $0.name == family.word }?.summary ?? "…"
      return "    '\(family.word):\(quoted(summary))'"
    }
    let seconds = withSeconds.map { family in
      "    \(family.word)) if (( CURRENT == 3 )); then compadd \(family.seconds.joined(separator: " ")); return; fi ;;"
    }
    let operands = all.filter { !$0.operandWords.isEmpty }.map { command in
      "    \(command.name)) if (( CURRENT == 3 )); then compadd \(command.operandWords.joined(separator: " ")); return; fi ;;"
    }
    let helped = withSeconds.map { family in
      "    'help \(family.word)') if (( CURRENT == 4 )); then compadd \(family.seconds.joined(separator: " ")); return; fi ;;"
    }
    let cases = all.map { command in
      let flags = command.allOptions.map { option in
        "'--\(option.name)[\(quoted(option.summary))]\(value(option))'"
      }
      let rest = command.takesFile ? " '*:file:_files'" : command.takesFolder ? " '*:folder:_files -/'" : ""
      return "    '\(command.name)') _arguments \(flags.joined(separator: " "))\(rest) ;;"
    }
    return """
      #compdef remitd
      # Completion of remitd for zsh; made by `remitd completion zsh`.
      _remitd() {
        local -a commands
        commands=(
      \(firsts.joined(separator: "\n"))
        )
        if (( CURRENT == 2 )); then _describe 'command' commands; return; fi
        case $words[2] in
      \(seconds.joined(separator: "\n"))
      \(operands.joined(separator: "\n"))
        esac
        local name=$words[2]
        case "$words[2] $words[3]" in
      \(helped.joined(separator: "\n"))
      \(withTwoWords.map { "    '\($0.name)') name='\($0.name)' ;;" }.joined(separator: "\n"))
        esac
        case $name in
      \(cases.joined(separator: "\n"))
        esac
      }
      _remitd "$@"

      """
  }

  private static var fish: String {
    func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "\\'") + "'" }
    func value(_ option: Option) -> String {
      switch option.value {
      case nil: ""
      case "<folder>", "<file>": " -r"
      default: option.words.isEmpty ? " -x" : " -x -a \(quoted(option.words.joined(separator: " ")))"
      }
    }
    var lines = ["# Completion of remitd for fish; made by `remitd completion fish`."]
    for family in families {
      let summary = all.first { $0.name == family.word }?.summary ?? ""
      lines.append("complete -c remitd -n __fish_use_subcommand -f -a \(family.word) -d \(quoted(summary))")
      if !family.seconds.isEmpty {
        lines.append(
          "complete -c remitd -n '__fish_seen_subcommand_from \(family.word)' -f -a \(quoted(family.seconds.joined(separator: " ")))"
        )
      }
    }
    for command in all {
      let first = command.name.split(separator: " ")[0]
      if !command.operandWords.isEmpty {
        lines.append(
          "complete -c remitd -n '__fish_seen_subcommand_from \(first)' -f -a \(quoted(command.operandWords.joined(separator: " ")))"
        )
      }
      for option in command.options {
        lines.append(
          "complete -c remitd -n '__fish_seen_subcommand_from \(first)' -l \(option.name)\(value(option)) -d \(quoted(option.summary))"
        )
      }
    }
    for option in Option.common {
      lines.append("complete -c remitd -l \(option.name)\(value(option)) -d \(quoted(option.summary))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
