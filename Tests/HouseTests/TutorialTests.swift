import Foundation
import Testing

struct TutorialTests {
  @Test(.enabled(if: Shell.isBuilt, "needs the program beside the tests"), .timeLimit(.minutes(3)))
  func `every command of the tutorial answers what the page shows`() throws {
    let page = try RunnablePage("docs/tutorial.md")
    #expect(page.blocks.count { $0.shown != nil } >= 15)
    let (output, status) = try page.run()
    #expect(status == 0, "\(output)")
    for (commands, answer) in page.differences(from: output) {
      Issue.record("the page shows another answer to\n\(commands)\nthan\n\(answer)")
    }
  }

  @Test(arguments: [
    ([], [], true), (["a"], ["a"], true), (["a"], ["b"], false), (["a"], ["a", "b"], false),
    (["a", "…"], ["a", "b", "c"], true), (["…", "c"], ["a", "b", "c"], true),
    (["a", "…", "c"], ["a", "c"], true), (["a", "…", "d"], ["a", "b", "c"], false),
  ])
  func `three dots stand for any lines, and nothing else does`(
    shown: [String], lines: [String], fits: Bool
  ) {
    #expect(RunnablePage.matches(shown[...], lines[...]) == fits)
  }
}
