import Foundation
import Testing

struct ReadmeTests {
  private let page: RunnablePage
  private var text: String { page.text }

  init() throws { page = try RunnablePage("README.md") }

  @Test(
    .enabled(if: Shell.isBuilt, "needs the program beside the tests"), .timeLimit(.minutes(3)))
  func `every command of the README does what it says`() throws {
    #expect(page.blocks.count >= 8)
    let (output, status) = try page.run()
    #expect(status == 0, "\(output)")
    for said in [
      "revenue.csv:8:18: error: account 8011 does not stand in the chart", "ends with 1",
      "duplicate  01-declarations_WV26000501.csv", "4 accepted, 1 duplicate",
      "VRK-2026-000002 is reversed by VRK-2026-000002-R1", "5 of 5 entries equal byte for byte",
    ] {
      #expect(output.contains(said), "\(said)\n\(output)")
    }
  }

  @Test(.enabled(if: Shell.isBuilt, "needs the program beside the tests"))
  func `the README lists the commands that exist, and no other`() throws {
    let help = try Shell.run(Shell.remitd, ["help"], in: FileManager.default.temporaryDirectory).output
    let existing = help.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("  --") }
      .compactMap { $0.dropFirst(2).split(separator: "  ").first.map(String.init) }
    let table = try #require(text.split(separator: "| command | does |").last?.split(separator: "\n\n").first)
    let listed = table.matches(of: /\n\| `([a-z-]+( [a-z]+)?)/).map { String($0.output.1) }
    #expect(listed.sorted() == existing.sorted())
  }

  @Test(
    .enabled(if: Shell.isBuilt, "needs the program beside the tests"), .timeLimit(.minutes(3)))
  func `the demo ends with a proof of every entry`() throws {
    try Shell.inTemporaryFolder { folder in
      let (output, status) = try Shell.run(
        House.repository.appending(path: "samples/demo.sh").path, [], in: folder,
        environment: ["REMITD": Shell.remitd, "DEMO": folder.appending(path: "demo").path])
      #expect(status == 0, "\(output)")
      #expect(output.contains("27 of 27 entries equal byte for byte"))
      #expect(output.contains("4 items on suspense"))
      #expect(
        output.contains("names WV26000117, WV26000123, whose open amounts give the payment to the cent"))
    }
  }

  @Test func `the demo leaves a folder alone that it did not make`() throws {
    try Shell.inTemporaryFolder { folder in
      let kept = folder.appending(path: "demo/letter.txt")
      try FileManager.default.createDirectory(
        at: folder.appending(path: "demo"), withIntermediateDirectories: true)
      try Data("dear".utf8).write(to: kept)
      let (_, status) = try Shell.run(
        House.repository.appending(path: "samples/demo.sh").path, [], in: folder,
        environment: ["REMITD": "/bin/true", "DEMO": folder.appending(path: "demo").path])
      #expect(status == 2)
      #expect(FileManager.default.fileExists(atPath: kept.path))
    }
  }

  @Test(arguments: [
    "README.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md", "docs/canonical-files.md", "docs/json.md",
    "docs/posting.md", "docs/tutorial.md", "mappings/README.md",
  ])
  func `a page names only files that are there`(page: String) throws {
    let page = try String(contentsOf: House.repository.appending(path: page), encoding: .utf8)
    let places = /`((?:samples|mappings|Sources|docs|Tests|Benchmarks)\/[A-Za-z0-9_.\/+-]+)`/
    for match in page.matches(of: places) {
      let path = House.repository.appending(path: String(match.output.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(match.output.1)")
    }
  }
}
