import Accounting
package import Books
import Disk
package import Findings
import Intake

/// Records the reversal of an entry and has it posted: by itself, or by the daemon that holds the workspace.
package struct Reversal {
  private let workspace: Workspace
  private let clock: Clock

  package init(_ workspace: Workspace, clock: Clock) {
    self.workspace = workspace
    self.clock = clock
  }

  /// - Returns: what the reversal posted, its own entry first where there is one; or why it cannot be.
  package func run(
    _ reference: String, reason: String, by: String, administration: String, patience: Patience = .usual,
    waiting: (Waiting) -> Void = { _ in }
  ) throws -> Result<[EntryRow], Finding.Refusal> {
    if let lock = try WorkspaceLock.take(workspace.folder) {
      let loops = try Loops(workspace, clock: clock)
      if let refusal = try record(reference, reason, by, administration, loops.books) {
        return .failure(refusal)
      }
      try loops.settle()
      withExtendedLifetime(lock) {}
      return .success(try loops.books.entries(reversing: reference, administration: administration))
    }
    let books = try Books(writing: workspace.booksPath)
    if let refusal = try record(reference, reason, by, administration, books) { return .failure(refusal) }
    _ = try OtherLoops(workspace: workspace, clock: clock, books: books)
      .finish(for: administration, under: nil, patience: patience, tell: waiting)
    return .success(try books.entries(reversing: reference, administration: administration))
  }

  /// The facts behind the entry leave the set until a person releases them, and the difference that follows is the
  /// reversal (POSTING.md rule 9). The loops post it.
  func record(
    _ reference: String, _ reason: String, _ by: String, _ administration: String, _ books: Books
  ) throws -> Finding.Refusal? {
    let refusal = try books.transaction { () -> Finding.Refusal? in
      guard let entry = try books.entry(reference, administration: administration),
        let version = try books.mappings(of: administration).last?.id
      else {
        return .cannot(
          reverse: reference, "there is no such entry", "`remitd entries` lists them", isOfName: true)
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
      let facts = try books.facts(behind: entry)
      guard !facts.isEmpty else {
        return .cannot(
          reverse: reference, "it rests on no fact of its own: it followed from a mapping or a decision",
          "correct the mapping, or reverse the entry that it corrects")
      }
      guard facts.contains(where: \.counts) else {
        return .cannot(
          reverse: reference, "what it posted was taken back already: a reversal would change nothing",
          "`remitd explain \(reference)` tells what became of it")
      }
      try DecisionEntering(
        books: books, administration: administration, day: clock.today(), mapping: version
      ).enter(.reverse, on: reference, reason: reason, by: by)
      CrashPoint.decisionInTransaction.reached()
      return nil
    }
    CrashPoint.decisionRecorded.reached()
    return refusal
  }
}

extension Finding.Refusal {
  fileprivate static func cannot(
    reverse reference: String, _ message: String, _ remedy: String, isOfName: Bool = false
  ) -> Finding.Refusal {
    Finding.Refusal(
      Finding("cannot-reverse", at: Position(file: reference), message, remedy: remedy), isOfName: isOfName)
  }
}
