import Foundation
import Testing

@testable import remitd

/// A folder that tells a story: `inbox/` in order of arrival, `story.md` with the balances worked out by hand, where
/// needed `mapping/` with files that replace those of the template, and what is expected.
struct GoldenStory: Sendable, CustomTestStringConvertible {
  let folder: URL

  var name: String { folder.lastPathComponent }
  var testDescription: String { name }

  static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Those in `samples/`, which people read first, and the small ones beside these tests.
  static let all: [GoldenStory] = {
    ["samples", "Tests/GoldenTests/Stories"].flatMap { place in
      files(in: repository.appending(path: place))
        .filter { FileManager.default.fileExists(atPath: $0.appending(path: "story.md").path) }
        .map { GoldenStory(folder: $0) }
    }
  }()

  /// Files as they arrive.
  var inbox: [URL] { Self.files(in: folder.appending(path: "inbox")) }

  /// Files that replace those of the template's mapping.
  var mapping: [URL] { Self.files(in: folder.appending(path: "mapping")) }

  /// The template that its mapping is, as `story.md` says it; most stories are of home care.
  var template: Template {
    get throws {
      let text = try String(contentsOf: folder.appending(path: "story.md"), encoding: .utf8)
      let name = text.firstMatch(of: /mapping is the\s+template `([a-z-]+)`/)?.output.1
      return try Template.named(name.map(String.init) ?? Template.homeCare.name)
    }
  }

  /// The day on which its files are taken in, as `story.md` says it; most stories end in spring.
  var today: String {
    get throws {
      let text = try String(contentsOf: folder.appending(path: "story.md"), encoding: .utf8)
      let day = text.firstMatch(of: /taken\s+in\s+on\s+`(\d{4}-\d\d-\d\d)`/)?.output.1
      return day.map(String.init) ?? "2026-05-08"
    }
  }

  /// `expected.journal` and the like.
  func expected(_ kind: String) -> URL { folder.appending(path: "expected.\(kind)") }

  /// By name; none where there is no such folder.
  private static func files(in folder: URL) -> [URL] {
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        .filter { !$0.hasPrefix(".") }.map { folder.appending(path: $0) }
    } catch {
      preconditionFailure("a story's folder can be listed: \(error)")
    }
  }

  // MARK: Worked out by hand

  struct HandBalance: Sendable, Equatable {
    var account: String
    var name: String
    /// Debit minus credit.
    var cents: Int64
  }

  /// The tables of `story.md` under `| account | name | balance |`, in their order: the gateway's own entries, then,
  /// where the story has a second table, with those of the other systems.
  func balancesByHand() throws -> [[HandBalance]] {
    let text = try String(contentsOf: folder.appending(path: "story.md"), encoding: .utf8)
    var tables: [[HandBalance]] = []
    var isTable = false
    for row in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if row.hasPrefix("| account | name | balance |") {
        isTable = true
        tables.append([])
      } else if !row.hasPrefix("|") {
        isTable = false
      } else if isTable, !row.hasPrefix("| ---") {
        let cells = row.split(separator: "|").map { String($0).trimmingCharacters(in: .whitespaces) }
        tables[tables.count - 1].append(
          HandBalance(
            account: cells[0], name: cells[1], cents: try #require(wholeCents(of: cells[2]), "\(row)")))
      }
    }
    return tables
  }
}

/// `-1240.00` in cents; nothing where it is no amount with two decimals.
func wholeCents(of amount: some StringProtocol) -> Int64? {
  let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
  guard parts.count == 2, parts[1].count == 2 else { return nil }
  return Int64(parts.joined())
}
