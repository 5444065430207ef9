import Accounting
import Books
import Findings
import Foundation
import Mapping
import Pipeline
import SQLite
import Testing

/// POSTING.md rules 4 and 5: which entries there are, and of which day each is, whatever arrives first.
struct EntryDateTests {
  private static let visits = [Visit("L1", 300_00), Visit("L2", 200_00, client: 1)]
  private static let invoice = Invoice("WV26000301", on: "2026-03-31", visits)
  private static let first = Reply(
    "4411", on: "2026-04-14", to: invoice, awarded: 450_00, [visits[0].granted(250_00, "8059")])
  private static let second = Reply(
    "4412", on: "2026-04-20", to: invoice, awarded: 300_00,
    [visits[1].granted(0), visits[0].granted(300_00, "0200")])

  /// Date, kind and postings of every entry of ours.
  private func entries(_ trial: TrialWorkspace) throws -> [String] {
    try trial.entries().filter { $0.booker == "gateway" }.map { entry in
      let sums = entry.sums.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      return "\(CalendarDate(dayNumber: entry.date)) \(entry.kind): \(sums)"
    }.sorted()
  }

  @Test(arguments: [Recognition.submitted, .awarded])
  func `a return that waited for its declaration has an entry of its own day`(recognition: Recognition) throws
  {
    let mapping = try TemplateMapping(recognition: recognition).files
    let straight = try TrialWorkspace(mapping)
    for file in [Told.declared(Self.invoice), .answered(Self.first), .answered(Self.second)] {
      try straight.take(file)
    }
    let late = try TrialWorkspace(mapping)
    for file in [Told.answered(Self.second), .answered(Self.first), .declared(Self.invoice)] {
      try late.take(file)
    }
    #expect(try entries(late) == entries(straight))
    if recognition == .submitted {
      #expect(
        try entries(late) == [
          "2026-03-31 declared: 1320 50000, 8010 -50000",
          "2026-04-14 reduced: 1320 -5000, 8015 5000",
          "2026-04-20 reduced: 1320 -15000, 2110 20000, 8015 -5000",
        ])
    }
    try late.expectSound()
    // The entry of a return is reversed by taking that return out, not the declaration.
    let reduced = try #require(
      try late.entries().last { $0.kind == (recognition == .submitted ? "reduced" : "awarded") })
    let reversal = Reversal(late.loops.workspace, clock: .fixed(Canonical.day("2026-05-20")))
    _ = try reversal.run(reduced.reference, reason: "withdrawn", by: "controller", administration: "de-linde")
      .get()
    #expect(try late.balances()["1320"] == 450_00)
    try late.expectSound()
  }

  @Test func `what is taken back is not older than what posted it`() throws {
    let trial = try TrialWorkspace()
    try trial.take(.declared(Self.invoice))
    try trial.take(.answered(Self.first))
    let other = Invoice("WV26000301", on: "2026-03-31", [Visit("L1", 301_00), Self.visits[1]])
    #expect(try trial.take(.declared(other)).state == .held)
    #expect(try trial.balances() == [:])
    let last = try #require(try trial.entries().last)
    #expect(CalendarDate(dayNumber: last.date) == Canonical.day("2026-04-14"))
    try trial.expectSound()
  }

  @Test func `what waited for its account is posted on its own day, in its own journal`() throws {
    let trial = try TrialWorkspace()
    let invoice = Invoice("WV26000305", to: "uzovi-3311", [Visit("L1", 70_00, scheme: "Jeugdwet")])
    try trial.take(.declared(invoice))
    #expect(try trial.entries().isEmpty)
    var mapping = try TemplateMapping()
    try mapping.replace(
      "recognition:\n",
      with: "recognition:\n  - { scheme: Jeugdwet, mode: submitted, from: 2026-01-01, because: agreed }\n")
    try mapping.append(
      "uzovi-3311,Zilveren Kruis,zilveren-kruis,Jeugdwet,1310,1610,,,D3311,return,no,no,2026-01-01,,agreed",
      to: "payers.csv")
    try trial.remap(mapping)
    let entry = try #require(try trial.entries().first)
    #expect(entry.kind == "declared" && entry.reference == "VRK-2026-000001")
    #expect(CalendarDate(dayNumber: entry.date) == Canonical.day("2026-04-02"))
    try trial.expectSound()
  }

  @Test func `a mapping whose worked example does not come out is not taken over`() throws {
    let trial = try TrialWorkspace()
    let before = trial.loops.mapping(of: "de-linde")?.digest
    var mapping = try TemplateMapping()
    try mapping.replace(",0551,", with: ",551,", in: "reasons.csv")
    let path = trial.folder.appending(path: "mappings/de-linde/reasons.csv")
    try #require(mapping.files["reasons.csv"]).write(to: path, atomically: false, encoding: .utf8)
    try trial.loops.readMappings()
    #expect(trial.loops.mappingFindings["de-linde"]?.kept.map(\.rule).contains("example-differs") == true)
    #expect(trial.loops.mapping(of: "de-linde")?.digest == before)
  }
}
