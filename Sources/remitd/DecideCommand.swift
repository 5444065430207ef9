import JSON
import Books
import Findings
import Mapping
import Pipeline
import Reports
import Tables

extension Command {
  static let decide = Command(
    "decide", operands: "[<receipt>|<item>|<entry>]", arity: 0...1, "records a person's decision",
    discussion: """
      Of a receipt: which of its candidates it is (--candidate), or what it pays (--parts award:WV26000602:500.00,\
      takeback:CM96-3001:-300.00); kinds are award, takeback, advance, settlement, interest, payment-difference, and \
      account for an account of the chart. Parts that sum to less leave a rest, which goes on waiting. Of a line \
      payer/declaration/line: where its residual goes (--destination). Of an advance payer:advance:law:year: that its \
      year is settled (--destination settlement). Of a takeback: --contest or --withdraw. Of a reversed entry: \
      --release. A decision outranks every rule and file; --undo takes one back, and with --dry-run only tells what \
      that reaches. Ends with 2 if there is no such thing, with 1 if it cannot be decided so.
      """,
    options: [
      Option("candidate", "<n>", "the candidate that it is, counted from 1"),
      Option("parts", "<kind>:<reference>:<amount>,…", "what it pays"),
      Option("destination", "<name>", "where the residual of a line goes, or settlement of an advance"),
      Option("contest", nil, "the takeback is not accepted"),
      Option("withdraw", nil, "the payer does not want it back after all"),
      Option("release", nil, "what the reversal of the entry took out counts again"),
      Option("undo", "<decision>", "the decision that is not to count any more"),
      Option("dry-run", nil, "with --undo: only tells what it reaches"),
      Option("reason", "<text>", "why; kept with the decision", isRequired: true),
      Option("by", "<name>", "who decides; the user of this machine where left out"),
    ], run: runDecide)

  private static func runDecide(_ invocation: Invocation, _ streams: inout Streams) throws -> ExitCode {
    let (reason, by) = try invocation.reasonAndAuthor(of: "a decision")
    let (wish, subject) = try wish(invocation)
    let isRehearsal = invocation.has("dry-run")
    if isRehearsal, wish != .undo {
      throw WrongUse("--dry-run tells what an undoing reaches", remedy: "give it with --undo")
    }
    let workspace = try Workspace.open(for: invocation)
    let administration = try workspace.administration(named: invocation.administration)
    switch try Deciding(workspace, clock: .system).run(
      wish, on: subject, reason: reason, by: by, administration: administration.id, isRehearsal: isRehearsal,
      waiting: { streams.tell($0) })
    {
    case .failure(let refusal) where refusal.isOfName:
      throw WrongUse(
        "\(refusal.finding.message): \(subject)", remedy: refusal.finding.remedy)
    case .failure(let refusal):
      streams.print(DecideAnswer(subject: subject, finding: refusal.finding), asJSON: invocation.isJSON)
      return .findings
    case .success(let outcome):
      streams.print(DecideAnswer(subject: subject, outcome: outcome), asJSON: invocation.isJSON)
      return .done
    }
  }

  /// The one thing that is decided, and about what.
  private static func wish(_ invocation: Invocation) throws -> (Deciding.Wish, subject: String) {
    var wishes: [Deciding.Wish] = []
    if let number = invocation.text("candidate") {
      guard let number = Int(number), number > 0 else {
        throw WrongUse(
          "--candidate wants a number", remedy: "`remitd explain` of the receipt counts them from 1")
      }
      wishes.append(.candidate(number))
    }
    if let parts = invocation.text("parts") { wishes.append(.parts(try Self.parts(parts))) }
    if let name = invocation.text("destination") { wishes.append(.destination(name)) }
    if invocation.has("contest") { wishes.append(.contest) }
    if invocation.has("withdraw") { wishes.append(.withdraw) }
    if invocation.has("release") { wishes.append(.release) }
    let undone = invocation.text("undo")
    if undone != nil { wishes.append(.undo) }
    guard let wish = wishes.first, wishes.count == 1 else {
      throw WrongUse(
        wishes.isEmpty ? "nothing is decided" : "two things are decided at once",
        remedy: "give one of --candidate, --parts, --destination, --contest, --withdraw, --release and --undo"
      )
    }
    guard let subject = undone ?? invocation.operands.first, undone == nil || invocation.operands.isEmpty
    else {
      throw WrongUse(
        undone == nil ? "decide wants to know about what" : "--undo names what it is about by itself",
        remedy: undone == nil ? "name a receipt, an item or an entry" : "leave \(invocation.operands[0]) out")
    }
    return (wish, subject)
  }

  /// Signed, with a point and two decimals.
  private static func cents(_ text: Substring) -> Int64? {
    do throws(NumberForm.Mistake) {
      return try NumberForm.canonicalMinorUnits(ArraySlice(text.utf8))
    } catch {
      return nil
    }
  }

  /// `kind:reference:amount`; a reference may hold colons itself.
  private static func parts(_ text: String) throws -> [Deciding.Part] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let first = part.firstIndex(of: ":"), let last = part.lastIndex(of: ":"), first < last,
        let cents = cents(part[part.index(after: last)...]), cents != 0
      else {
        throw WrongUse(
          "\(part) is no part", remedy: "write kind:reference:amount, as in award:WV26000602:500.00")
      }
      return Deciding.Part(
        kind: String(part[..<first]), reference: String(part[part.index(after: first)..<last]),
        cents: cents)
    }
  }
}

/// What `decide` says.
struct DecideAnswer: Report {
  var subject: String
  var outcome: Deciding.Outcome?
  var finding: Finding?

  init(subject: String, outcome: Deciding.Outcome) {
    self.subject = subject
    self.outcome = outcome
  }

  init(subject: String, finding: Finding) {
    self.subject = subject
    self.finding = finding
  }

  var json: JSON {
    [
      "subject": .text(subject), "decision": outcome?.decision.map { .number($0) } ?? .null,
      "entries": .texts(outcome?.posted.map(\.reference) ?? []), "reach": .texts(outcome?.reach ?? []),
      "findings": .findings([finding].compactMap { $0 }),
    ]
  }

  var text: String {
    if let finding { return "\(finding)\n" }
    guard let outcome else { return "" }
    guard let decision = outcome.decision else {
      return (["It would take back:"] + outcome.reach.map { "  - \($0)" }).joined(separator: "\n") + "\n"
    }
    var text =
      "Decision \(decision) on \(subject) is recorded; `remitd decide --undo \(decision)` takes it back.\n"
    text += outcome.posted.isEmpty ? "Nothing is posted on it.\n" : ""
    for entry in outcome.posted { text += "  posted: \(entry.reference) of \(entry.date), \(entry.text)\n" }
    return text
  }
}
