import Books
import Foundation
import Storybook
import Testing

/// The month of samples/home-care-month, file by file, as its story.md works it out.
struct StoryTests {
  /// Entries that follow from each file: one per declaration, answer that changes something, bank line and explained
  /// payment (POSTING.md rule 4).
  private static let entries = [
    1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0,
    // 447.00, rent, and two payments of one booking: four lines, of which three are explained.
    4 + 3,
    0, 1, 0,
    // Six lines that the other statement has not; the care office and Zilveren Kruis are explained.
    6 + 2,
    // The payment that waited for this answer.
    1,
    0,
  ]

  @Test func `the month of home care ends with the balances worked out by hand, entry by entry`() throws {
    let trial = try TrialWorkspace()
    let inbox = TrialWorkspace.repository.appending(path: "samples/home-care-month/inbox")
    let names = try FileManager.default.contentsOfDirectory(atPath: inbox.path).sorted()
    #expect(names.count == Self.entries.count)
    var before = 0
    for (name, entries) in zip(names, Self.entries) {
      let file = try trial.take(name, Array(try Data(contentsOf: inbox.appending(path: name))))
      #expect(file.state == (name.hasSuffix("kopie.asc") ? .duplicate : .accepted), "\(name)")
      let after = try trial.entries().count
      #expect(after - before == entries, "\(name)")
      before = after
    }
    #expect(
      try trial.balances() == [
        "1010": -15_384_45, "1310": 110_10, "2100": 33_762_45, "8010": -4_865_30, "8015": 7_20,
        "8020": -13_630_00,
      ])
    #expect(
      try trial.endState().lines.filter { $0.hasPrefix("open ") && !$0.hasSuffix(" 0") }
        == ["open uzovi-3311/WV26000120 11010"])
    #expect(
      try trial.outcomes().sorted() == [
        "none no-explanation", "not-ours not-from-a-payer", "not-ours not-from-a-payer",
        "several unknown-payer", "unique", "unique", "unique", "unique", "unique", "unique",
      ])
    try trial.expectSound()
  }
}
