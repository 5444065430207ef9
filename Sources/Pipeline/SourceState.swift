package import Accounting
import Disk

/// How a source was at its last look. Kept beside the books and not in them: it says nothing of money.
package struct SourceState: Sendable, Hashable {
  package var lookedOn: CalendarDate
  /// Why files stay there; nothing if all is well.
  package var trouble: String?

  /// Nothing where nobody has looked yet.
  package static func read(_ source: String, of workspace: Workspace) throws -> SourceState? {
    guard let bytes = try DurableFile.read(path(source, workspace)) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 1)
    guard let first = lines.first, let day = CalendarDate(iso: String(first)) else { return nil }
    return SourceState(lookedOn: day, trouble: lines.count > 1 ? String(lines[1].prefix { $0 != "\n" }) : nil)
  }

  func write(_ source: String, to workspace: Workspace) throws {
    let sentence = trouble.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n" } ?? ""
    try DurableFile.write(Array("\(lookedOn)\n\(sentence)".utf8), to: Self.path(source, workspace))
  }

  private static func path(_ source: String, _ workspace: Workspace) throws -> DiskPath {
    try workspace.place("fetching", of: source + ".state")
  }
}
