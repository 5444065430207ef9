import Accounting
import Foundation
import Mapping
import Pipeline
import Reports
import Testing

/// Every story ends as its expected files say. They were written by the program once and then read line by line
/// against `story.md`, whose figures no program made.
///
/// `REMITD_REWRITE_GOLDEN=1 swift test --filter GoldenTests` writes them anew and fails: look at the difference before
/// you keep it.
struct GoldenTests {
  @Test(arguments: GoldenStory.all)
  func `a story ends as its expected files say`(story: GoldenStory) throws {
    let trial = try StoryWorkspace(story)
    let findings = try trial.tell()
    try Golden.compare(findings, with: story.expected("findings"))
    try Golden.compare(try trial.journal(), with: story.expected("journal"))
    try Golden.compare(try trial.lists(), with: story.expected("json"))
  }

  @Test(arguments: GoldenStory.all)
  func `the balances are those that were worked out by hand`(story: GoldenStory) throws {
    let trial = try StoryWorkspace(story)
    try trial.tell()
    let tables = try story.balancesByHand()
    try #require((1...2).contains(tables.count), "story.md has one table of balances, or two")
    for (table, isExpected) in [(tables[0], false), (tables[tables.count - 1], true)] {
      let byHand = Dictionary(uniqueKeysWithValues: table.map { ($0.account, $0.cents) })
      let ours = try trial.balances(isExpected: isExpected)
      #expect(ours == byHand.filter { $0.value != 0 })
      let chart = try trial.source().mapping?.chart ?? []
      for row in table {
        #expect(chart.contains { $0.account.text == row.account && $0.name == row.name }, "\(row)")
      }
    }
  }

  @Test(arguments: GoldenStory.all)
  func `files that are given all at once give the same journal`(story: GoldenStory) throws {
    let trial = try StoryWorkspace(story)
    try trial.tell(atOnce: true)
    try Golden.compare(try trial.journal(), with: story.expected("journal"), isRewriting: false)
  }

  @Test(arguments: GoldenStory.all)
  func `verify derives every entry of a story again`(story: GoldenStory) throws {
    let trial = try StoryWorkspace(story)
    try trial.tell()
    let report = try Verification(try trial.workspace).run()
    #expect(report.isEqual, "\(report.different) \(report.findings)")
    #expect(report.entries > 0)
  }

  @Test(
    .enabled(if: Program.isInstalled("hledger"), "needs hledger, another program that reads journals"),
    arguments: GoldenStory.all)
  func `hledger accepts every journal that was delivered, and its balances are ours`(story: GoldenStory)
    throws
  {
    let trial = try StoryWorkspace(story)
    try trial.tell()
    let delivered = try trial.delivered()
    try #require(!delivered.isEmpty)
    for file in delivered {
      let check = try Program.run("hledger", ["-f", file.path, "check", "--strict", "ordereddates"])
      #expect(check.status == 0, "\(file.lastPathComponent): \(check.output)")
    }
    #expect(try hledgerBalances(of: delivered) == trial.balances(isExpected: false))

    let whole = trial.folder.appending(path: "whole.journal")
    try Data(try trial.journal().utf8).write(to: whole)
    let check = try Program.run("hledger", ["-f", whole.path, "check", "--strict"])
    #expect(check.status == 0, "\(check.output)")
    #expect(try hledgerBalances(of: [whole]) == trial.balances(isExpected: true))
  }

  /// Cents per account code, those with nothing left out.
  private func hledgerBalances(of journals: [URL]) throws -> [String: Int64] {
    let answer = try Program.run(
      "hledger",
      journals.flatMap { ["-f", $0.path] } + ["balance", "--flat", "--no-total", "--output-format", "csv"])
    try #require(answer.status == 0, "\(answer.output)")
    var balances: [String: Int64] = [:]
    for row in answer.output.split(separator: "\n").dropFirst() {
      let cells = row.split(separator: ",").map { $0.filter { $0 != "\"" } }
      let code = try #require(cells[0].split(separator: ":").last, "\(row)")
      let balance: Int64 = try #require(wholeCents(of: cells[1].replacing("EUR ", with: "")), "\(row)")
      balances[String(code)] = balance
    }
    return balances.filter { $0.value != 0 }
  }
}
