import Books
import PayerSimulator
import Simulation
import Testing

/// Months of simulated payers against what they meant (`make simulate` lives through more of them). Seeds that follow
/// each other show all habits.
struct SimulationTests {
  /// Payments that say of what they consist and are posted without a person, in percent.
  private static let leastShare = 95

  @Test func `what is posted without a person is true, and little of what names its parts is left`() throws {
    var whole = Tally()
    for seed in 1...4 as ClosedRange<UInt64> {
      let run = try SimulatedRun(SimulatedWorld.play(seed: seed))
      try run.live()
      #expect(try run.faults() == [], "seed \(seed)")
      let tally = try run.tally()
      #expect(tally.wrongs == [], "seed \(seed)")
      #expect(tally.all.posted + tally.all.left == run.world.truth.receipts.count, "seed \(seed)")
      whole.add(tally)
    }
    #expect(whole.doubled == 0)
    let named = whole.naming.posted + whole.naming.left
    #expect(
      whole.naming.posted * 100 >= named * Self.leastShare, "\(whole.naming) of \(named): \(whole.causes)")
    #expect(Set(whole.byClass.keys).isSuperset(of: ["A", "B", "C"]))
  }

  @Test(arguments: [5, 6] as [UInt64])
  func `after every file the books conserve money, and suspense is what its accounts hold`(seed: UInt64)
    throws
  {
    let run = try SimulatedRun(SimulatedWorld.play(seed: seed, months: 4))
    try run.live { event in
      let faults = try run.faults()
      #expect(faults == [], "after \(event.files.map(\.name)) of \(event.day.text)")
    }
  }

  @Test(arguments: [7, 8, 9] as [UInt64])
  func `files in any order, and some of them twice, end the same`(seed: UInt64) throws {
    let world = SimulatedWorld.play(seed: seed, months: 3)
    let straight = try SimulatedRun(world)
    try straight.liveAlone()
    let expected = try straight.endState()
    for order in 1...2 as ClosedRange<UInt64> {
      let run = try SimulatedRun(world)
      try run.live(shuffledBy: order)
      let difference = expected.difference(to: try run.endState())
      #expect(difference == [], "seed \(seed), order \(order)")
      #expect(try run.faults() == [])
    }
  }
}
