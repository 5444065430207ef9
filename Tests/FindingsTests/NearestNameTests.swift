import Findings
import Testing

struct NearestNameTests {
  private let known = ["claimed", "amount", "inbox-quiet"]

  @Test(arguments: [
    ("ammount", "amount"), ("Amuont", "amount"), ("inbox_quite", "inbox-quiet"), ("claim", "claimed"),
  ])
  func `the name that was most likely meant is proposed`(typed: String, meant: String) {
    #expect(nearestName(to: typed, among: known) == meant)
  }

  @Test(arguments: ["colour", "", "x"])
  func `a name that is far from all is not guessed at`(typed: String) {
    #expect(nearestName(to: typed, among: known) == nil)
  }

  @Test(arguments: [
    ("1660", nil), ("1399", nil), ("1910", "1190"), ("119", "1190"), ("11900", "1190"), ("13900", nil),
  ])
  func `a number with another digit is another number, one with swapped or missing digits a slip`(
    typed: String, meant: String?
  ) {
    #expect(nearestName(to: typed, among: ["1190", "1360", "1090"]) == meant)
  }

  @Test
  func `of two that are equally near the first in the alphabet is proposed, in whatever order they come`() {
    #expect(nearestName(to: "nort", among: ["norm", "nord"]) == "nord")
    #expect(nearestName(to: "nort", among: ["nord", "norm"]) == "nord")
  }
}
