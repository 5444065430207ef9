import JSON
import Accounting
import Books
import Disk
import Foundation
import Mapping
import Pipeline
import Reports

@testable import remitd

/// A workspace as `remitd init` makes it, into which a story is told.
final class StoryWorkspace {
  let folder: URL
  private let story: GoldenStory
  /// After the last day of the story.
  private let clock: Clock

  init(_ story: GoldenStory, today: String? = nil) throws {
    guard let day = CalendarDate(iso: try today ?? story.today) else {
      preconditionFailure("a test names a day that exists")
    }
    self.story = story
    clock = .fixed(day)
    folder = FileManager.default.temporaryDirectory.appending(path: "remitd-golden-\(UUID().uuidString)")
    _ = try story.template.write(
      into: DiskPath(folder.path), administration: Template.administration)
    let mapping = folder.appending(path: "mappings/\(Template.administration)")
    for file in story.mapping {
      try Data(contentsOf: file).write(to: mapping.appending(path: file.lastPathComponent))
    }
  }

  deinit {
    do { try FileManager.default.removeItem(at: folder) } catch {
      print("the workspace of a story stays behind: \(error)")
    }
  }

  var workspace: Workspace { get throws { try Workspace.open(DiskPath(folder.path)).get() } }

  /// Takes the story's files in, each as `remitd ingest` does, and posts and delivers what follows.
  /// - Parameter atOnce: all of them in one go, not one after another.
  /// - Returns: what was said of the files.
  @discardableResult
  func tell(atOnce: Bool = false) throws -> String {
    try tell(atOnce ? [story.inbox] : story.inbox.map { [$0] })
  }

  /// Takes one more file of the story in, by its number.
  func tell(file number: Int) throws { try tell([[story.inbox[number - 1]]]) }

  @discardableResult
  private func tell(_ groups: [[URL]]) throws -> String {
    let workspace = try workspace
    return try groups.map { files in
      let report = try Ingestion(workspace, clock: clock).run(
        files.map { DiskPath($0.path) }, administration: Template.administration)
      let suspense = try workspace.booksToRead().suspenseCount(of: Template.administration)
      return IngestAnswer(report: report, suspense: suspense).text
    }.joined()
  }

  /// The journal as hledger reads it, expected entries included.
  func journal() throws -> String { try journal(in: .hledger, includingExpected: true) }

  func journal(in format: ExportFormat, includingExpected: Bool = false) throws -> String {
    let workspace = try workspace
    var administration = try workspace.administration(named: Template.administration)
    (administration.taxNumber, administration.commerceNumber) = ("NL001234567B01", "12345678")
    var text = ""
    try JournalWriting(workspace, administration: administration).write(
      format, includingExpected: includingExpected
    ) { text += $0 }
    return text
  }

  /// Reverses entries of ours.
  func reverse(_ references: String...) throws {
    for reference in references {
      let answer = try Reversal(try workspace, clock: clock).run(
        reference, reason: "sent by mistake", by: "controller", administration: Template.administration)
      guard case .success = answer else { preconditionFailure("the story has an entry \(reference)") }
    }
  }

  /// The journals that were delivered, in order.
  func delivered() throws -> [URL] {
    let drop = folder.appending(path: "drop/\(Template.administration)")
    return try FileManager.default.contentsOfDirectory(atPath: drop.path).sorted()
      .filter { $0.hasSuffix(".journal") }.map { drop.appending(path: $0) }
  }

  func source() throws -> ReportSource {
    let workspace = try workspace
    return try workspace.source(
      of: try workspace.administration(named: Template.administration), try workspace.booksToRead())
  }

  /// Cents per account, those with nothing left out.
  func balances(isExpected: Bool) throws -> [String: Int64] {
    let report = try BalanceReport(try source(), BalanceReport.Filter(isExpected: isExpected))
    return Dictionary(uniqueKeysWithValues: report.accounts.map { ($0.account, $0.balance) })
      .filter { $0.value != 0 }
  }

  /// What the lists say, one item a line.
  func lists() throws -> String {
    let source = try source()
    var status = StatusReport()
    try status.add(source, mappingFindings: [], fetched: [])
    let held = status.json["administrations"].flatMap { all -> JSON? in
      guard case .array(let administrations) = all else { return nil }
      return administrations.first
    }
    let lists: JSON = [
      "receipts": try ReceiptsReport(source).json["receipts"] ?? .null,
      "open-items": try OpenItemsReport(source).json["items"] ?? .null,
      "suspense": try SuspenseReport(source).json,
      "balance": try BalanceReport(source).json["accounts"] ?? .null,
      "balance --expected": try BalanceReport(source, BalanceReport.Filter(isExpected: true)).json["accounts"]
        ?? .null,
      "held returns": held?["held_returns"] ?? .null,
      "held files": held?["held_files"] ?? .null,
      "sources": held?["sources"] ?? .null,
    ]
    return Self.spread(lists, indent: "") + "\n"
  }

  private static func spread(_ value: JSON, indent: String) -> String {
    let inner = indent + "  "
    switch value {
    case .object(let members):
      return "{\n"
        + members.map { "\(inner)\(JSON.text($0.key).line): \(spread($0.value, indent: inner))" }
        .joined(separator: ",\n") + "\n\(indent)}"
    case .array(let items) where !items.isEmpty:
      return "[\n" + items.map { inner + $0.line }.joined(separator: ",\n") + "\n\(indent)]"
    default: return value.line
    }
  }
}
