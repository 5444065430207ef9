import Accounting
import Foundation
import Storybook
import Testing

/// The stories in `samples/` as they are committed.
struct SampleTests {
  private static let samples = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "samples")

  /// `remitd-generate --story samples/<name>` makes these files.
  @Test(arguments: Story.all.map(\.name))
  func `writing a story again gives the committed bytes, and no other file lies in its inbox`(name: String)
    throws
  {
    let story = try #require(Story.all.first { $0.name == name })
    let inbox = Self.samples.appending(path: name).appending(path: "inbox")
    let committed = try FileManager.default.contentsOfDirectory(atPath: inbox.path())
    #expect(committed.sorted() == story.files.map(\.name).sorted())
    for file in story.files {
      let bytes = try Data(contentsOf: inbox.appending(path: file.name))
      #expect(bytes.elementsEqual(file.bytes), "\(file.name) differs")
    }
  }

  /// All of them, those included whose files no writer made.
  private static let told: [String] = {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: samples.path()).sorted().filter {
        FileManager.default.fileExists(atPath: samples.appending(path: $0).appending(path: "story.md").path())
      }
    } catch {
      preconditionFailure("the samples can be listed: \(error)")
    }
  }()

  /// The tables are worked out by hand; double entry checks the hand.
  @Test(arguments: told)
  func `the balances that a story expects sum to zero`(name: String) throws {
    let text = try String(
      contentsOf: Self.samples.appending(path: name).appending(path: "story.md"), encoding: .utf8)
    var tables: [Int] = []
    var isBalances = false
    for row in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if row.hasPrefix("| account | name | balance |") {
        isBalances = true
        tables.append(0)
      } else if !row.hasPrefix("|") {
        isBalances = false
      } else if isBalances, !row.hasPrefix("| ---") {
        let cells = row.split(separator: "|").map { $0.trimmingPrefix(while: { $0 == " " }) }
        let digits = cells[2].filter { $0 != "." && $0 != " " }
        tables[tables.count - 1] += try #require(Int(digits), "\(row)")
      }
    }
    #expect(!tables.isEmpty)
    #expect(tables.allSatisfy { $0 == 0 }, "\(tables)")
  }

  @Test(arguments: Story.all.map(\.name))
  func `every message of a story is production`(name: String) throws {
    let story = try #require(Story.all.first { $0.name == name })
    for file in story.files where file.name.hasSuffix(".asc") {
      #expect(file.bytes[9] == UInt8(ascii: "P"), "\(file.name)")
    }
  }
}
