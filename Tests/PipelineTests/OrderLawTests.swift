import Books
import Storybook
import Testing

/// POSTING.md rule 10: whatever the order in which files arrive, and however often, the end is the same.
struct OrderLawTests {
  @Test(arguments: ["home-care-month", "second-return", "awarded-mode", "care-system-posts"], 1...6)
  func `a story told in any order, with repeats, ends the same`(name: String, seed: Int) throws {
    let story = try #require(Story.all.first { $0.name == name })
    let overrides = try Samples.mapping(of: name)
    let straight = try TrialWorkspace(overrides)
    for file in story.files { try straight.take(file.name, file.bytes) }
    let expected = try straight.endState()

    var order = story.files + story.files.prefix(3)
    var random = SplitMix64(seed: UInt64(seed))
    random.shuffle(&order)
    let shuffled = try TrialWorkspace(overrides)
    for file in order { try shuffled.take(file.name, file.bytes) }

    #expect(expected.difference(to: try shuffled.endState()) == [], "seed \(seed): \(order.map(\.name))")
    #expect(try shuffled.books.contradictions(in: "de-linde") == [])
  }

  @Test(
    arguments: [
      "netted-payment", "takeback-over-three-payments", "specification-comes-later", "nothing-is-paid",
      "advance-year", "five-equal-amounts", "declared-again", "residual-for-the-client", "overpayment",
      "another-label-pays", "unannounced-takeback", "opposite-orders",
    ], 1...3)
  func `a story of one matter told in any order, with repeats, ends the same`(
    name: String, seed: Int
  ) throws {
    let files = try Samples.files(of: name)
    let overrides = try Samples.mapping(of: name)
    let template = try Samples.template(of: name)
    let straight = try TrialWorkspace(overrides, template: template)
    for file in files { try straight.take(file.name, file.bytes) }
    let expected = try straight.endState()

    var order = files + files.prefix(2)
    var random = SplitMix64(seed: UInt64(seed))
    random.shuffle(&order)
    let shuffled = try TrialWorkspace(overrides, template: template)
    for file in order { try shuffled.take(file.name, file.bytes) }

    #expect(expected.difference(to: try shuffled.endState()) == [], "seed \(seed): \(order.map(\.name))")
    #expect(try shuffled.books.contradictions(in: "de-linde") == [])
  }
}
