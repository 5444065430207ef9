package import Accounting

/// Which rejected line is declared again by which later line, when no reference says so (CONTRACT.md section 3): equal
/// payer, client, service and dates, and exactly one open rejected line. A function of the set of lines, so that the
/// order in which files arrive does not matter.
package enum Succession {
  /// A line among those of equal payer, client, service and dates.
  package struct Candidate: Sendable, Hashable {
    package var id: LineID
    package var submittedOn: CalendarDate
    /// Our invoice number: decides the order within a day.
    package var number: String
    package var claimed: Int64
    /// Answered, and nothing was granted.
    package var isRejected: Bool
    /// The line it names itself as its predecessor, if that line is known.
    package var names: LineID?

    package init(
      id: LineID, submittedOn: CalendarDate, number: String, claimed: Int64, isRejected: Bool, names: LineID?
    ) {
      self.id = id
      self.submittedOn = submittedOn
      self.number = number
      self.claimed = claimed
      self.isRejected = isRejected
      self.names = names
    }
  }

  package struct LineID: Sendable, Hashable, Comparable {
    package var declaration: Int64
    package var position: Int64

    package init(declaration: Int64, position: Int64) {
      self.declaration = declaration
      self.position = position
    }

    package static func < (left: LineID, right: LineID) -> Bool {
      (left.declaration, left.position) < (right.declaration, right.position)
    }
  }

  /// From a rejected line to the line that declares it again.
  package static func successors(among lines: [Candidate]) -> [LineID: LineID] {
    let ordered = lines.filter { $0.claimed > 0 }.sorted { left, right in
      if left.submittedOn != right.submittedOn { return left.submittedOn < right.submittedOn }
      if left.number != right.number { return left.number < right.number }
      return left.id.position < right.id.position
    }
    var successor: [LineID: LineID] = [:]
    for line in ordered {
      if let named = line.names { successor[named] = line.id }
    }
    var rejected: [Candidate] = []
    for line in ordered {
      if line.names == nil {
        let open = rejected.filter {
          successor[$0.id] == nil && $0.id.declaration != line.id.declaration
            && $0.number != line.number
        }
        if open.count == 1 { successor[open[0].id] = line.id }
      }
      if line.isRejected { rejected.append(line) }
    }
    return successor
  }
}
