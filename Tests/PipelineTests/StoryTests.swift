import Books
import Foundation
import Storybook
import Testing

struct StoryTests {
  @Test func `the month of home care ends with the balances worked out by hand`() throws {
    let trial = try TrialWorkspace()
    let inbox = TrialWorkspace.repository.appending(path: "samples/home-care-month/inbox")
    for name in try FileManager.default.contentsOfDirectory(atPath: inbox.path).sorted() {
      let file = try trial.take(name, Array(try Data(contentsOf: inbox.appending(path: name))))
      print(name, file.state, file.findings)
    }
    print(try trial.endState().lines.joined(separator: "\n"))
    print(try trial.balances())
    #expect(try trial.books.contradictions(in: "de-linde") == [])
  }
}
