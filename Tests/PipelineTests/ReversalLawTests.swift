import Books
import Mapping
import Pipeline
import SQLite
import Storybook
import Testing

/// POSTING.md rule 9 and W12 over worlds that nobody thought of: what a reversal takes out of the set stands nowhere any
/// more, as if it had never come, and does not come back.
struct ReversalLawTests {
  private static let worlds = WorldLawTests.Case.all.filter { $0.seed <= 3 }

  @Test(arguments: worlds)
  func `a reversal leaves every account, cost centre and item as if its facts had never come`(
    scenario: WorldLawTests.Case
  ) throws {
    let world = SmallWorld(seed: scenario.seed)
    let trial = try scenario.workspace()
    for file in world.files { try trial.take(file.name, file.bytes) }
    var random = SplitMix64(seed: scenario.seed)
    for kinds in [["declared"], ["awarded", "reduced"], ["bank"]] {
      guard let entry = try reverseAny(of: kinds, in: trial, &random) else {
        // What the other systems post is theirs to reverse.
        #expect(!scenario.modes.posts(kinds), "\(scenario.testDescription): none of \(kinds) was reversed")
        continue
      }
      let rest = try scenario.workspace()
      try rest.takeAll(world.told(without: try trial.withdrawn()))
      let difference = try rest.standing().difference(to: try trial.standing())
      #expect(difference.isEmpty, "\(scenario.testDescription), \(entry.reference): \(difference)")
    }
    try expectExplanationTakenBack(in: trial, &random)

    let end = try trial.endState()
    let entries = try trial.entries().count
    for file in world.told() { try trial.take(file.name, file.bytes) }
    for file in world.files.reversed() { try trial.take(file.name, file.bytes) }
    #expect(end.difference(to: try trial.endState()) == [], "\(scenario.testDescription)")
    #expect(try trial.entries().count == entries, "\(scenario.testDescription)")
    try trial.expectSound()
  }

  /// An explanation is a conclusion, and no fact that a world could be without: it leaves the payment waiting.
  private func expectExplanationTakenBack(
    in trial: TrialWorkspace, _ random: inout SplitMix64
  ) throws {
    guard try trial.number("SELECT count(*) FROM part") > 0 else { return }
    let entry = try #require(try reverseAny(of: ["explained"], in: trial, &random))
    let about = try trial.entries(about: entry.subject)
    let explained = about.filter { $0.kind == "explained" }
    #expect(Self.spots(explained) == [:], "\(entry.reference)")
    let waiting = about.filter { $0.kind == "bank" }.flatMap(\.postings).filter { $0.account == "2100" }
    #expect(
      try trial.endState().lines.contains("item 2100 \(entry.subject) \(waiting.reduce(0) { $0 + $1.cents })")
    )
  }

  /// Reverses one of the entries of these kinds that rest on facts, whichever.
  private func reverseAny(
    of kinds: [String], in trial: TrialWorkspace, _ random: inout SplitMix64
  ) throws -> RecordedEntry? {
    var entries = try trial.entries().filter { $0.booker == "gateway" && kinds.contains($0.kind) }
    random.shuffle(&entries)
    for entry in entries {
      // Nothing stands any more on what a later return has replaced: then no entry follows.
      guard case .success(let posted) = try trial.reversal(of: entry.reference) else { continue }
      let reversals = try trial.entries().filter { $0.reverses == entry.reference }
      #expect(reversals.map(\.reference) == posted.filter { $0.reverses == entry.reference }.map(\.reference))
      if entry.kind == "bank" {
        #expect(Self.spots(try trial.entries(about: entry.subject)) == [:], "\(entry.reference)")
        #expect(Self.spots([entry] + reversals) == [:], "\(entry.reference)")
      }
      return entry
    }
    return nil
  }

  /// Cents that entries leave, by booker, account, cost centre and item.
  private static func spots(_ entries: [RecordedEntry]) -> [[String]: Int64] {
    var sums: [[String]: Int64] = [:]
    for entry in entries {
      for line in entry.postings {
        sums[[entry.booker, line.account, line.costCentre, line.item], default: 0] += line.cents
      }
    }
    return sums.filter { $0.value != 0 }
  }
}

extension Modes {
  /// Whether the gateway posts entries of these kinds.
  fileprivate func posts(_ kinds: [String]) -> Bool {
    switch kinds {
    case ["declared"]: recognition == .submitted
    case ["bank"]: bank == .gateway
    default: recognition != .none
    }
  }
}

/// Facts that do not count any more, by the names that files give them.
struct WithdrawnFacts {
  var declarations: Set<String> = []
  var returns: Set<String> = []
  var movements: Set<String> = []
}

extension TrialWorkspace {
  /// The end state without items of which nothing is open: those of withdrawn returns stay as such.
  func standing() throws -> EndState {
    var state = try endState()
    state.lines.removeAll { $0.hasPrefix("open ") && $0.hasSuffix(" 0") }
    return state
  }

  func withdrawn() throws -> WithdrawnFacts {
    try WithdrawnFacts(
      declarations: Set(ask("SELECT number FROM declaration WHERE until IS NOT NULL") { try $0.text(0) }),
      returns: Set(ask("SELECT reference FROM remittance WHERE until IS NOT NULL") { try $0.text(0) }),
      movements: Set(ask("SELECT bank_reference FROM receipt WHERE until IS NOT NULL") { try $0.text(0) }))
  }
}

extension SmallWorld {
  /// The same facts in other files: one of each kind.
  func told(without withdrawn: WithdrawnFacts = WithdrawnFacts()) -> [(name: String, bytes: [UInt8])] {
    let invoices = invoices.filter { !withdrawn.declarations.contains($0.number) }
    let replies = replies.filter { !withdrawn.returns.contains($0.reference) }
    let movements = movements.filter { !withdrawn.movements.contains($0.reference) }
    var files = [
      (name: "all-declarations.csv", bytes: Array(Canonical.declarations(invoices).utf8)),
      (name: "all-awards.csv", bytes: Array(Canonical.awards(replies).utf8)),
    ]
    if !movements.isEmpty {
      files.append((name: "camt-all.xml", bytes: Canonical.statement("2026049", movements)))
    }
    return files
  }
}
