import JSON
import Books
import Findings
import Glibc
import Mapping
import Pipeline
import Reports

extension Command {
  static let reverse = Command(
    "reverse", operands: "<entry>", arity: 1...1, "reverses an entry",
    discussion: """
      The facts behind the entry count no longer; what follows is posted as the reversal, linked with the entry both \
      ways. Nothing is edited. What is reversed stays reversed until `decide <entry> --release`; the same file \
      given again is a duplicate; lists leave it out, and `explain` still tells of it. Ends with 2 if no entry has that reference, with 1 if it cannot be reversed.
      """,
    options: [
      Option("reason", "<text>", "why; kept with the reversal", isRequired: true),
      Option("by", "<name>", "who decides; the user of this machine where left out"),
    ], run: runReverse)

  private static func runReverse(_ invocation: Invocation, _ streams: inout Streams) throws -> ExitCode {
    let (reason, by) = try invocation.reasonAndAuthor(of: "a reversal")
    let workspace = try Workspace.open(for: invocation)
    let administration = try workspace.administration(named: invocation.administration)
    let entry = invocation.operands[0]
    switch try Reversal(workspace, clock: .system).run(
      entry, reason: reason, by: by, administration: administration.id, waiting: { streams.tell($0) })
    {
    case .failure(let refusal) where refusal.isOfName:
      throw WrongUse.nothing("entry", called: entry, listedBy: "`remitd entries` lists")
    case .failure(let refusal):
      streams.print(ReverseAnswer(entry: entry, finding: refusal.finding), asJSON: invocation.isJSON)
      return .findings
    case .success(let posted):
      streams.print(ReverseAnswer(entry: entry, posted: posted), asJSON: invocation.isJSON)
      return .done
    }
  }
}

extension Invocation {
  /// Why, and who decides: the user of this machine where nobody is named.
  func reasonAndAuthor(of what: String) throws -> (reason: String, by: String) {
    guard let reason = text("reason"), !reason.isBlank else {
      throw WrongUse("\(what) needs its reason in words", remedy: "add --reason \"…\"")
    }
    let by = text("by") ?? Self.user()
    guard !by.isBlank else {
      throw WrongUse("--by names nobody", remedy: "name who decides, or leave --by out")
    }
    return (reason, by)
  }

  private static func user() -> String {
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "uid \(getuid())" }
    return String(cString: name)
  }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

struct ReverseAnswer: Report {
  var entry: String
  var posted: [EntryRow] = []
  var finding: Finding?

  private var reversal: EntryRow? { posted.first { $0.reverses == entry } }

  /// What no longer follows: the explanation of a payment that was taken back, for one.
  private var others: [EntryRow] { posted.filter { $0.reverses != entry } }

  var json: JSON {
    [
      "entry": .text(entry), "reversal": .text(reversal?.reference),
      "also": .texts(others.map(\.reference)),
      "findings": .findings([finding].compactMap { $0 }),
    ]
  }

  var text: String {
    if let finding { return "\(finding)\n" }
    let also = others.map { "  also posted: \($0.reference), \($0.text)\n" }.joined()
    guard let reversal else { return "\(entry) is taken back; nothing was posted on it any more\n" + also }
    return "\(entry) is reversed by \(reversal.reference)\n" + also
  }
}
