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

  private var flags: [String] { (options + commonOptions).map { "--\($0.name)" } }

  private static var bash: String {
    let cases = all.map { "      '\($0.name)') flags='\($0.flags.joined(separator: " "))' ;;" }
    let seconds = families.filter { !$0.seconds.isEmpty }
      .map { "    \($0.word)) words='\($0.seconds.joined(separator: " "))' ;;" }
    return """
      # Completion of remitd for bash; made by `remitd completion bash`.
      _remitd() {
        local word=${COMP_WORDS[COMP_CWORD]} words= flags=
        COMPREPLY=()
        if [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W '\(families.map(\.word).joined(separator: " "))' -- "$word"))
          return
        fi
        if [ "$COMP_CWORD" -eq 2 ]; then
          case ${COMP_WORDS[1]} in
      \(seconds.joined(separator: "\n"))
          esac
          if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$word")); return; fi
        fi
        case $word in
          -*)
            local name=${COMP_WORDS[1]}
            case "$name ${COMP_WORDS[2]}" in
      \(all.filter { $0.name.contains(" ") }.map { "        '\($0.name)') name='\($0.name)' ;;" }.joined(separator: "\n"))
            esac
            case $name in
      \(cases.joined(separator: "\n"))
            esac
            COMPREPLY=($(compgen -W "$flags" -- "$word")) ;;
          *) COMPREPLY=($(compgen -f -- "$word")) ;;
        esac
      }
      complete -o filenames -F _remitd remitd

      """
  }

  private static var zsh: String {
    func quoted(_ text: String) -> String {
      text.replacing("'", with: "'\\''").replacing(":", with: "\\:").replacing("[", with: "\\[").replacing(
        "]", with: "\\]")
    }
    let firsts = families.map { family in
      let summary = all.first { $0.name == family.word }?.summary ?? "…"
      return "    '\(family.word):\(quoted(summary))'"
    }
    let seconds = families.filter { !$0.seconds.isEmpty }.map { family in
      "    \(family.word)) if (( CURRENT == 3 )); then compadd \(family.seconds.joined(separator: " ")); return; fi ;;"
    }
    let cases = all.map { command in
      let flags = (command.options + command.commonOptions).map { option in
        "'--\(option.name)[\(quoted(option.summary))]\(option.value == nil ? "" : ":value:_files")'"
      }
      return "    '\(command.name)') _arguments \(flags.joined(separator: " ")) '*:file:_files' ;;"
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
        esac
        local name=$words[2]
        case "$words[2] $words[3]" in
      \(all.filter { $0.name.contains(" ") }.map { "    '\($0.name)') name='\($0.name)' ;;" }.joined(separator: "\n"))
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
      for option in command.options {
        lines.append(
          "complete -c remitd -n '__fish_seen_subcommand_from \(first)' -l \(option.name)"
            + (option.value == nil ? "" : " -r") + " -d \(quoted(option.summary))")
      }
    }
    for option in Option.common {
      lines.append(
        "complete -c remitd -l \(option.name)" + (option.value == nil ? "" : " -r")
          + " -d \(quoted(option.summary))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
