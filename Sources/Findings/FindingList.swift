/// Findings of one file, bounded: a hostile file must not fill the memory with complaints about itself.
package struct FindingList: Sendable {
  /// A person reads dozens; a thousand is plenty of evidence.
  package static let limit = 1_000

  package private(set) var kept: [Finding] = []
  /// How many were found beyond those kept.
  package private(set) var dropped = 0
  private var errors = 0

  package init() {}

  package mutating func append(_ finding: Finding) {
    if finding.severity == .error { errors += 1 }
    if kept.count < Self.limit { kept.append(finding) } else { dropped += 1 }
  }

  package mutating func append(contentsOf findings: some Sequence<Finding>) {
    for finding in findings { append(finding) }
  }

  package mutating func append(contentsOf list: FindingList) {
    append(contentsOf: list.kept)
    dropped += list.dropped
    errors += list.errors - list.kept.count(where: { $0.severity == .error })
  }

  /// The same findings, told otherwise.
  package func changed(_ change: (inout [Finding]) -> Void) -> FindingList {
    var list = self
    change(&list.kept)
    return list
  }

  /// True as soon as one error was found, kept or not.
  package var hasErrors: Bool { errors > 0 }
  package var isEmpty: Bool { kept.isEmpty }
}
