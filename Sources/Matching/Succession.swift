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
    /// The day since which nothing of it is granted; nothing if something is, or it is unanswered.
    package var rejectedOn: CalendarDate?
    package var predecessor: Predecessor

    package init(
      id: LineID, submittedOn: CalendarDate, number: String, claimed: Int64, rejectedOn: CalendarDate?,
      predecessor: Predecessor
    ) {
      self.id = id
      self.submittedOn = submittedOn
      self.number = number
      self.claimed = claimed
      self.rejectedOn = rejectedOn
      self.predecessor = predecessor
    }
  }

  /// What a line says of the one before it.
  package enum Predecessor: Sendable, Hashable {
    case unsaid
    /// It names a line that we do not know, or that several lines may be.
    case unknown
    case line(LineID)
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

  package struct Outcome: Sendable, Hashable {
    /// From a rejected line to the line that declares it again.
    package var successors: [LineID: LineID] = [:]
    /// Lines that may declare any of several rejected lines again: they count as ordinary lines.
    package var ambiguous: Set<LineID> = []

    package init() {}
  }

  package static func outcome(among lines: [Candidate]) -> Outcome {
    let ordered = lines.filter { $0.claimed > 0 }.sorted(by: isEarlier)
    var outcome = Outcome()
    for line in ordered {
      if case .line(let named) = line.predecessor { outcome.successors[named] = line.id }
    }
    var rejections = Rejections(ordered, besides: outcome.successors)
    for (index, line) in ordered.enumerated() where line.predecessor == .unsaid {
      rejections.reach(line.submittedOn, before: index)
      switch rejections.open(besides: line.id.declaration) {
      case .none: continue
      case .one(let predecessor):
        outcome.successors[predecessor] = line.id
        rejections.close(predecessor)
      case .several: outcome.ambiguous.insert(line.id)
      }
    }
    return outcome
  }

  private static func isEarlier(_ left: Candidate, _ right: Candidate) -> Bool {
    if left.submittedOn != right.submittedOn { return left.submittedOn < right.submittedOn }
    if left.number != right.number {
      return (left.number.utf8.count, left.number) < (right.number.utf8.count, right.number)
    }
    return left.id.position < right.id.position
  }

  /// The rejected lines that are not declared again yet, as time goes by. A line that was submitted before the answer
  /// cannot be meant to repeat what was rejected.
  private struct Rejections {
    enum Open { case none, one(LineID), several }

    private var coming: ArraySlice<(day: CalendarDate, index: Int, id: LineID)>
    private var open: [Int64: [LineID]] = [:]
    private var count = 0

    init(_ ordered: [Candidate], besides named: [LineID: LineID]) {
      let rejections = ordered.enumerated().compactMap { index, line in
        line.rejectedOn.map { (day: max($0, line.submittedOn), index: index, id: line.id) }
      }
      coming =
        rejections.filter { named[$0.id] == nil }.sorted { ($0.day, $0.index) < ($1.day, $1.index) }[...]
    }

    /// Opens what was rejected up to this day and declared before the line at hand.
    mutating func reach(_ day: CalendarDate, before index: Int) {
      while let next = coming.first, next.day <= day, next.index < index {
        open[next.id.declaration, default: []].append(next.id)
        count += 1
        coming.removeFirst()
      }
    }

    func open(besides declaration: Int64) -> Open {
      switch count - (open[declaration]?.count ?? 0) {
      case 0: return .none
      case 1:
        guard let only = open.first(where: { $0.key != declaration })?.value.first else { return .none }
        return .one(only)
      default: return .several
      }
    }

    mutating func close(_ line: LineID) {
      open[line.declaration]?.removeAll { $0 == line }
      if open[line.declaration]?.isEmpty == true { open[line.declaration] = nil }
      count -= 1
    }
  }
}
