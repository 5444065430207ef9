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

  @Test
  func `of two that are equally near the first in the alphabet is proposed, in whatever order they come`() {
    #expect(nearestName(to: "nort", among: ["norm", "nord"]) == "nord")
    #expect(nearestName(to: "nort", among: ["nord", "norm"]) == "nord")
  }
}
