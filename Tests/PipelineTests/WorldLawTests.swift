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
    var recognition: Recognition
    var bank: BankBooking
    var seed: UInt64

    var testDescription: String { "\(recognition), bank booked by \(bank), world \(seed)" }

    static let all = Recognition.allCases.flatMap { recognition in
      BankBooking.allCases.flatMap { bank in
        (1...seeds).map { Case(recognition: recognition, bank: bank, seed: $0) }
      }
    }

    private static let seeds: UInt64 = 10

    func workspace() throws -> TrialWorkspace {
      var mapping = try TemplateMapping(recognition: recognition, bank: bank)
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
    let balances = try workspace.balances()
    let ours =
      scenario.bank == .gateway
      ? try workspace.number("SELECT sum(amount) FROM receipt")
      : try workspace.number(
        """
        SELECT coalesce(sum(r.amount), 0) FROM receipt r JOIN verdict v ON v.receipt = r.id
        WHERE v.outcome <> 'not-ours'
        """)
    #expect(balances["1010", default: 0] == ours, "\(name): every bank line is on the bank account")
    let settled = try workspace.number("SELECT coalesce(sum(cents), 0) FROM part")
    let debtors = balances["1310", default: 0] + balances["1320", default: 0]
    #expect(
      debtors == world.receivable(scenario.recognition) - settled,
      "\(name): debtors are what is granted less paid")
    let suspense = ["2100", "2110", "2120", "2130", "2190"].reduce(0) { $0 + balances[$1, default: 0] }
    let items = try workspace.number(
      """
      SELECT coalesce(sum(amount), 0) FROM posting WHERE item <> ''
      AND account IN ('2100', '2110', '2120', '2130', '2190')
      """)
    #expect(suspense == items, "\(name): suspense items are the suspense accounts")
  }
}

extension SmallWorld {
  /// What must stand on debtors before payments, worked out from the files alone.
  func receivable(_ recognition: Recognition) -> Int64 {
    invoices.reduce(0) { sum, invoice in
      let granted = granted(invoice)
      return sum
        + invoice.visits.filter(\.isApproved).reduce(0) {
          $0 + (granted[$1.reference] ?? (recognition == .awarded ? 0 : $1.cents))
        }
    }
  }

  /// By line: what the latest return that answers it grants.
  private func granted(_ invoice: Invoice) -> [String: Int64] {
    var granted: [String: Int64] = [:]
    let lines = Dictionary(uniqueKeysWithValues: invoice.visits.map { ($0.reference, $0) })
    for reply in replies.sorted(by: { ($0.date, $0.reference) < ($1.date, $1.reference) })
    where reply.declaration == invoice.number {
      guard reply.listed.allSatisfy({ lines[$0.line]?.isApproved == true }) else { continue }
      if let awarded = reply.totals.last {
        let residual = reply.listed.reduce(0) { $0 + $1.claimed - $1.awarded }
        guard invoice.claimed - awarded == residual else { continue }
        for visit in invoice.visits { granted[visit.reference] = visit.cents }
      }
      for listed in reply.listed { granted[listed.line] = listed.awarded }
    }
    return granted
  }
}
