import Books
import Findings
import Mapping
import Pipeline
import SQLite
import Storybook
import Testing

/// POSTING.md rules 10, 11 and 17 over worlds that nobody thought of.
struct WorldLawTests {
  struct Case: CustomTestStringConvertible {
    var modes: Modes
    var seed: UInt64

    var testDescription: String { "\(modes.testDescription), world \(seed)" }

    static let all = Modes.all.flatMap { modes in (1...seeds).map { Case(modes: modes, seed: $0) } }

    private static let seeds: UInt64 = 10

    func workspace() throws -> TrialWorkspace {
      var mapping = try modes.mapping()
      try mapping.makeBlind()
      return try TrialWorkspace(mapping.files)
    }
  }

  @Test(arguments: Case.all)
  func `any order and repetition of files ends the same, and every sum is kept`(_ scenario: Case) throws {
    let world = SmallWorld(seed: scenario.seed)
    let straight = try scenario.workspace()
    for file in world.files { try straight.take(file.name, file.bytes) }
    try check(straight, world, scenario)
    let expected = try straight.endState()
    for shuffle in 1...3 as ClosedRange<UInt64> {
      let order = world.shuffled(scenario.seed * 100 + shuffle)
      let workspace = try scenario.workspace()
      if shuffle == 3 {
        // All files at once: the steps run at another pace.
        try workspace.takeAll(order.map { ($0.name, $0.bytes) })
      } else {
        for file in order { try workspace.take(file.name, file.bytes) }
      }
      let difference = expected.difference(to: try workspace.endState())
      #expect(
        difference.isEmpty,
        "\(scenario.testDescription), shuffle \(shuffle), \(order.map(\.name)): \(difference)")
      try check(workspace, world, scenario)
      guard shuffle != 2 else { continue }
      let report = try Verification(workspace.loops.workspace).run()
      #expect(report.different == [] && report.findings.map(\.message) == [], "\(scenario.testDescription)")
    }
  }

  private func check(_ workspace: TrialWorkspace, _ world: SmallWorld, _ scenario: Case) throws {
    let name = scenario.testDescription
    #expect(try workspace.books.contradictions(in: "de-linde") == [], "\(name)")
    #expect(try workspace.gaps() == [], "\(name)")
    let explained = try workspace.ask(
      """
      SELECT r.bank_reference FROM receipt r JOIN verdict v ON v.receipt = r.id
      WHERE v.outcome = 'unique' AND v.cause IS NULL
      """
    ) { try $0.text(0) }
    let expected = WorldSums(world, scenario.modes, explained: Set(explained)).lines
    let found = Set(try workspace.endState().lines.filter { $0.hasPrefix("balance ") })
    #expect(found.subtracting(expected) == [], "\(name): what no file accounts for")
    #expect(expected.subtracting(found) == [], "\(name): what got lost")
    let balances = try workspace.balances()
    let suspense = ["2100", "2110", "2120", "2130", "2190"].reduce(0) { $0 + balances[$1, default: 0] }
    let items = try workspace.number(
      """
      SELECT coalesce(sum(amount), 0) FROM posting WHERE item <> ''
      AND account IN ('2100', '2110', '2120', '2130', '2190')
      """)
    #expect(suspense == items, "\(name): suspense items are the suspense accounts")
  }
}
