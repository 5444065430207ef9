import Accounting
import Books

/// Records what a person decided, with what that takes out of the set of facts or brings back. A replay does the same.
struct DecisionEntering {
  let books: Books
  let administration: String
  let day: CalendarDate
  let mapping: Int64

  /// Within a transaction.
  /// - Returns: the number of the decision.
  @discardableResult
  func enter(
    _ kind: BookDecision.Kind, on entry: String, content: String = "", reason: String, by: String
  ) throws -> Int64 {
    let (id, event) = try books.record(
      decision: kind, on: entry, content: kind.hasContent ? content : "", reason: reason, by: by,
      administration: administration,
      on: day, mapping: mapping)
    switch kind {
    case .reverse:
      guard let reversed = try books.entry(entry, administration: administration) else { break }
      try books.withhold(books.facts(behind: reversed), from: event)
    case .undo:
      guard let undone = Int64(entry), let decision = try books.decision(undone) else { break }
      try books.withhold(decision: undone, from: event)
      if decision.kind == .reverse, let reversal = try books.event(ofDecision: undone) {
        try books.release(books.facts(withheldBy: reversal), event: event)
      }
    case .parts, .contest, .withdraw, .destination, .settle: break
    }
    return id
  }
}
