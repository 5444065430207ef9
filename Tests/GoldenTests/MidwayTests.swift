import Foundation
import Reports
import Testing

/// What stories say of the time before their end: a payment that waits says for what, and clears itself.
struct MidwayTests {
  private func begun(_ name: String) throws -> StoryWorkspace {
    try StoryWorkspace(try #require(GoldenStory.all.first { $0.name == name }))
  }

  /// By reference: the causes for which receipts wait, and how much waits in all.
  private func waiting(_ trial: StoryWorkspace) throws -> [String] {
    try SuspenseReport(try trial.source()).items.map { "\($0.cause) \($0.amount)" }.sorted()
  }

  @Test func `an afrekening waits for its specification, and clears itself when that arrives`() throws {
    let trial = try begun("specification-comes-later")
    for number in 1...5 { try trial.tell(file: number) }
    #expect(try waiting(trial) == [])
    try trial.tell(file: 6)
    #expect(try waiting(trial) == ["no-specification-yet -29000"])
    #expect(try trial.balances(isExpected: false)["1320"] == 380_00)
    try trial.tell(file: 7)
    #expect(try waiting(trial) == [])
    #expect(try trial.balances(isExpected: false)["1320"] == nil)
  }

  @Test func `a payment that comes first waits for its declaration, then for its return`() throws {
    let trial = try begun("opposite-orders")
    try trial.tell(file: 1)
    #expect(try waiting(trial) == ["unknown-declaration -24000"])
    try trial.tell(file: 2)
    #expect(try waiting(trial) == ["no-return-yet -24000"])
    try trial.tell(file: 3)
    #expect(try waiting(trial) == [])
  }

  @Test func `an advance is never overdrawn and nothing waits at the end of a quarter`() throws {
    let trial = try begun("advance-year")
    for (quarter, left) in [1_160_00, 1_280_00, 1_800_00, 1_600_00].enumerated() {
      for number in 1...3 { try trial.tell(file: quarter * 3 + number) }
      #expect(try trial.balances(isExpected: false)["1450"] == Int64(-left), "quarter \(quarter + 1)")
      #expect(try trial.balances(isExpected: false)["2100"] == nil, "quarter \(quarter + 1)")
    }
    #expect(try waiting(trial) == [])
  }

  @Test func `a residual for the client goes back to the payer when a later return grants it`() throws {
    let trial = try begun("residual-for-the-client")
    for number in 1...3 { try trial.tell(file: number) }
    #expect(try waiting(trial) == ["client-due 3950", "client-due 3950"])
    try trial.tell(file: 4)
    #expect(try waiting(trial) == ["client-due 3950"])
    #expect(try trial.balances(isExpected: true)["1300"] == 39_50)
  }
}
