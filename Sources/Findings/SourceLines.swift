/// The lines of files that a person edits, to show a finding where it stands. Not for files that were received: a line
/// of theirs may name a client.
package struct SourceLines: Sendable {
  /// Of a line that is longer, a piece around the place is shown.
  private static let width = 96

  private var files: [String: [UInt8]] = [:]

  package init() {}

  /// - Parameter name: as positions call it.
  package mutating func add(_ bytes: [UInt8], named name: String) { files[name] = bytes }

  /// The line of a finding with a caret under the place, in front of the remedy; the usual layout where the file or the
  /// place is not known.
  ///
  ///     revenue.csv:8:18: error: account 8011 does not stand in the chart [unknown-account]
  ///       8 | Zvw,1003,current,8011,2026-01-01,,Agreed in January
  ///         |                  ^
  ///       Did you mean 8010? Else add it to the chart
  package func shown(_ finding: Finding) -> String {
    guard let line = finding.position.line, let column = finding.position.column,
      let text = text(of: line, in: finding.position.file)
    else { return finding.description }
    let (shown, place) = Self.piece(of: text, around: column)
    let margin = String(repeating: " ", count: String(line).count)
    let said = "\(finding.position): \(finding.severity.rawValue): \(finding.message) [\(finding.rule)]"
    return
      "\(said)\n  \(line) | \(shown)\n  \(margin) | \(String(repeating: " ", count: place))^\n  \(finding.remedy)"
  }

  private func text(of line: Int, in file: String) -> String? {
    guard let bytes = files[file], line >= 1 else { return nil }
    let mark: [UInt8] = bytes.starts(with: [0xEF, 0xBB, 0xBF]) && line == 1 ? [0xEF, 0xBB, 0xBF] : []
    var number = 1
    var start = bytes.startIndex + mark.count
    while number < line {
      guard let end = bytes[start...].firstIndex(of: 10) else { return nil }
      start = end + 1
      number += 1
    }
    let end = bytes[start...].firstIndex(of: 10) ?? bytes.endIndex
    return String(decoding: bytes[start..<end].filter { $0 != 13 }, as: UTF8.self)
  }

  /// Every character of the line as a terminal shows it, and under which of them the caret belongs.
  private static func piece(of text: String, around column: Int) -> (shown: String, place: Int) {
    let characters = text.map { $0 == "\t" ? " " : visible(String($0), isOneLine: true) }
    let target = min(column - 1, characters.count)
    let before = characters[..<target].map(\.count).reduce(0, +)
    let all = characters.joined()
    guard all.count > width else { return (all, before) }
    // A third of the piece stands in front of the place.
    let cut = max(0, min(before - width / 3, all.count - width))
    let piece = all.dropFirst(cut).prefix(width)
    let head = cut > 0 ? "…" : ""
    let tail = cut + width < all.count ? "…" : ""
    return (head + piece + tail, before - cut + head.count)
  }
}
