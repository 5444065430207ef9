package import Disk
package import Findings

/// What one look into an inbox found.
package struct Look: Sendable {
  /// Files that are whole, in the order of their names.
  package let whole: [FileName]
  /// What lies there and is no file, each told once.
  package let findings: FindingList
  /// There is more than was asked for: look again at once when these are taken or postponed.
  package let hasMore: Bool
  /// When the next file will have been quiet long enough; nothing where none is waiting.
  package let nextDue: Duration?
}
