import Books
import Mapping
import Testing

/// POSTING.md rule 2: a bank line keeps the bank mode of its booking date.
struct BookedByTests {
  private static let invoices = [
    Invoice("WV26000301", [Visit("L1", 250_00)]), Invoice("WV26000302", [Visit("L2", 300_00, client: 1)]),
    Invoice("WV26000303", [Visit("L3", 350_00, client: 2)]),
  ]
  private static let declared = Told("declarations.csv", Array(Canonical.declarations(invoices).utf8))
  private static let answered = Told(
    "awards.csv",
    Array(
      Canonical.awards(
        invoices.enumerated().map {
          Reply("44\($0)", on: "2026-04-10", to: $1, awarded: $1.claimed)
        }
      ).utf8))
  private static let before = Told.bank(
    "1", Movement("B1", on: "2026-04-15", 250_00, "FACTUUR WV26000301"))
  private static let after = Told.bank(
    "2", Movement("B2", on: "2026-04-24", 300_00, "FACTUUR WV26000302"))
  /// Of the time before the change, in a statement that comes long after it.
  private static let late = Told.bank(
    "3", Movement("B3", on: "2026-04-16", 350_00, "FACTUUR WV26000303"))

  /// The gateway books the account until the 19th of April, the bookkeeping from the 20th on.
  private func changing(_ recognition: Recognition) throws -> TemplateMapping {
    var mapping = try TemplateMapping(recognition: recognition)
    try mapping.replace(
      "1010,BNK,gateway,camt.053,2026-01-01,,", with: "1010,BNK,gateway,camt.053,2026-01-01,2026-04-19,",
      in: "bank-accounts.csv")
    try mapping.append(
      "NL85TEST0000000101,1010,BNK,bookkeeping,camt.053,2026-04-20,,The bank feed takes over",
      to: "bank-accounts.csv")
    return mapping
  }

  private func expectEnd(
    of trial: TrialWorkspace, _ recognition: Recognition
  ) throws {
    #expect(try trial.balances() == ["1010": 900_00, "8010": -900_00])
    // Ours are the two old lines, and of the new one only what settles it.
    let settled = recognition == .none ? "1320" : "8010"
    #expect(try trial.ours() == ["1010": 600_00, "2100": 300_00, settled: -900_00])
    let expected = try trial.entries().filter { $0.booker == "bookkeeping" }
    #expect(expected.map(\.sums) == [["1010": 300_00, "2100": -300_00]])
    #expect(try trial.outcomes() == ["unique", "unique", "unique"])
    try trial.expectSound()
  }

  @Test(arguments: Recognition.allCases)
  func `lines before and after a change of who books the account are booked by whose day it is`(
    recognition: Recognition
  ) throws {
    let trial = try TrialWorkspace.everyOrder(
      of: [Self.declared, Self.answered, Self.before, Self.after, Self.late],
      under: changing(recognition).files, atMost: 5)
    try expectEnd(of: trial, recognition)
  }

  @Test(arguments: Recognition.allCases)
  func `a change that is written down later moves nothing of the time before it`(recognition: Recognition)
    throws
  {
    let trial = try TrialWorkspace(TemplateMapping(recognition: recognition).files)
    for file in [Self.declared, Self.answered, Self.before] { try trial.take(file) }
    try trial.remap(changing(recognition))
    for file in [Self.after, Self.late] { try trial.take(file) }
    try expectEnd(of: trial, recognition)
  }
}
