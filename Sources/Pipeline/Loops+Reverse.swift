package import Accounting
import Books
package import Findings

extension Loops {
  /// Records that an entry is to be reversed: the facts behind it leave the set until a person releases them, and the
  /// difference that follows is the reversal (POSTING.md rule 9). The loops post it.
  package func reverse(
    _ reference: String, reason: String, by: String, administration: String, on day: CalendarDate
  ) throws -> Finding? {
    guard let version = currentVersion(of: administration) else {
      return Finding(
        "no-mapping", at: Position(file: "remitd.yaml"), "\(administration) has no mapping that is right",
        remedy: "correct what `remitd check` finds")
    }
    let finding = try books.transaction { () -> Finding? in
      guard let entry = try books.entry(reference, administration: administration) else {
        return .cannot(reverse: reference, "there is no such entry", "`remitd entries` lists them")
      }
      guard entry.booker == "gateway" else {
        return .cannot(
          reverse: reference, "it is an entry of the other system, which we only expect",
          "reverse it where it was made")
      }
      guard try !books.isReversed(entry), entry.reverses == nil else {
        return .cannot(
          reverse: reference, "it is a reversal, or was reversed before",
          "`remitd explain \(reference)` tells how")
      }
      let (_, event) = try books.record(
        decision: "reverse", on: reference, reason: reason, by: by, administration: administration, on: day,
        mapping: version)
      guard try books.withholdFacts(behind: entry, from: event) else { throw NothingBehind() }
      CrashPoint.decisionInTransaction.reached()
      return nil
    }
    CrashPoint.decisionRecorded.reached()
    return finding
  }

  private struct NothingBehind: Error {}
}

extension Finding {
  fileprivate static func cannot(reverse reference: String, _ message: String, _ remedy: String) -> Finding {
    Finding("cannot-reverse", at: Position(file: reference), message, remedy: remedy)
  }
}
