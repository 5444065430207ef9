import Accounting
import Books
import Storybook
import Testing

/// A message marked `T` leads to no postings, except in an administration where nothing else is posted.
struct TestMessageTests {
  private static func told(isTest: Bool) -> [Told] {
    var declaration = StoryDeclaration(
      .homeNursing, to: "7095", "WV26000401", on: Canonical.day("2026-04-02"),
      period: Canonical.day("2026-03-01")...Canonical.day("2026-03-31"),
      lines: [
        StoryLine(
          "L1", client: TestPeople.clients[0], service: "1000", from: Canonical.day("2026-03-02"),
          until: Canonical.day("2026-03-08"), quantity: 300, tariff: Money(minorUnits: 1_00))
      ])
    declaration.isTest = isTest
    let answer = StoryReturn(
      to: declaration, "71190045", on: Canonical.day("2026-04-10"), headerCodes: ["0200"],
      answers: ["L1": StoryAnswer(Money(minorUnits: 250_00), "8059")])
    return [
      Told("AW319.asc", AW319Writer.bytes(declaration)), Told("AW320.asc", AW320Writer.bytes(answer)),
    ]
  }

  @Test(arguments: [true, false])
  func `an administration takes the messages of its kind, and posts them`(isTest: Bool) throws {
    let trial = try TrialWorkspace(isTest: isTest)
    for file in Self.told(isTest: isTest) {
      let taken = try trial.take(file)
      #expect(taken.state == .accepted, "\(taken.findings)")
    }
    #expect(try trial.balances() == ["1320": 250_00, "8010": -300_00, "8015": 50_00])
    try trial.expectSound()
  }

  @Test(arguments: [(true, "test-message"), (false, "production-message")])
  func `a message of the other kind is quarantined, and nothing is posted`(isTest: Bool, rule: String) throws
  {
    let trial = try TrialWorkspace(isTest: !isTest)
    for file in Self.told(isTest: isTest) {
      let taken = try trial.take(file)
      #expect(taken.state == .quarantined)
      #expect(taken.findings.contains("\"\(rule)\""), "\(taken.findings)")
    }
    #expect(try trial.entries().isEmpty)
    #expect(try trial.balances() == [:])
    try trial.expectSound()
  }

  @Test func `what carries no such mark is taken by both`() throws {
    let invoice = Invoice("WV26000301", [Visit("L1", 300_00)])
    for isTest in [true, false] {
      let trial = try TrialWorkspace(isTest: isTest)
      #expect(try trial.take(.declared(invoice)).state == .accepted)
    }
  }
}
