import Foundation
import Testing

/// Files that are expected, and how they come about: `REMITD_REWRITE_GOLDEN=1` writes them anew, and the test fails.
enum Golden {
  static let isRewriting = ProcessInfo.processInfo.environment["REMITD_REWRITE_GOLDEN"] == "1"

  static func compare(
    _ text: String, with expected: URL, isRewriting: Bool = Golden.isRewriting,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let name = expected.pathComponents.suffix(2).joined(separator: "/")
    guard !isRewriting else {
      try Data(text.utf8).write(to: expected)
      Issue.record(
        "\(name) is written anew: read what has changed, then run without REMITD_REWRITE_GOLDEN",
        sourceLocation: sourceLocation)
      return
    }
    guard FileManager.default.fileExists(atPath: expected.path) else {
      Issue.record(
        "\(name) is missing; REMITD_REWRITE_GOLDEN=1 writes it", sourceLocation: sourceLocation)
      return
    }
    let known = try String(contentsOf: expected, encoding: .utf8)
    guard known != text else { return }
    Issue.record(
      "\(name) differs (- expected, + now):\n\(difference(of: text, from: known))",
      sourceLocation: sourceLocation)
  }

  /// The lines that differ, as many as a person reads.
  private static func difference(of new: String, from old: String) -> String {
    let old = old.split(separator: "\n", omittingEmptySubsequences: false)
    let new = new.split(separator: "\n", omittingEmptySubsequences: false)
    var lines: [(number: Int, text: String)] = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, let line, _): lines.append((offset, "\(offset + 1): - \(line)"))
      case .insert(let offset, let line, _): lines.append((offset, "\(offset + 1): + \(line)"))
      }
    }
    let all = lines.sorted { $0.number < $1.number }.map(\.text)
    let rest = all.count > 40 ? "\n… and \(all.count - 40) more lines" : ""
    return all.prefix(40).joined(separator: "\n") + rest
  }
}
