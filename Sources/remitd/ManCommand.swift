extension Command {
  static let man = Command(
    "man", "the manual page, as man reads it",
    discussion: "Prints a page of section 1: remitd man > /usr/local/share/man/man1/remitd.1.",
    isTextOnly: true, run: runMan)

  private static func runMan(_ invocation: Invocation, _ streams: inout Streams) throws -> ExitCode {
    streams.output.writeVerbatim(page)
    return .done
  }

  /// In the macros of man(7).
  private static var page: String {
    var page = """
      .TH REMITD 1 "" "remitd" "User Commands"
      .SH NAME
      remitd \\- explains every cent that payers award and pay, and posts it into the bookkeeping
      .SH SYNOPSIS
      .B remitd
      .I command
      .RI [ options ]
      .SH DESCRIPTION
      Takes in declarations, return files and bank statements of care organisations, matches them, explains every payment to
      the cent, and posts balanced journal entries. One folder is one installation; it holds settings, mappings, inboxes, the
      archive and the books.
      .SH COMMANDS

      """
    for command in all {
      page += ".SS \(escaped(command.usage))\n\(sentence(command.summary)).\n"
      if !command.discussion.isEmpty { page += ".PP\n\(escaped(command.discussion))\n" }
      for option in command.options {
        page += ".TP\n.B \(escaped(option.usage))\n\(escaped(option.summary))\n"
      }
    }
    page += ".SH OPTIONS\nEvery command takes\n"
    for option in Option.common { page += ".TP\n.B \(escaped(option.usage))\n\(escaped(option.summary))\n" }
    return page + """
      .SH EXIT STATUS
      .TP
      .B 0
      done; suspense, ties and waiting items are normal
      .TP
      .B 1
      there are findings: a file was quarantined, a setting or mapping is wrong, an entry was refused or is in doubt
      .TP
      .B 2
      wrong use
      .TP
      .B 3
      disk, database or network failed; nothing is lost

      """
  }

  private static func sentence(_ text: String) -> String {
    let text = escaped(text)
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// A backslash, a hyphen and a leading point mean something to man.
  private static func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }
}
