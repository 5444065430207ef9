import Accounting
package import Books
import Care
import Disk
package import Findings
import Intake
import Mapping
import Matching
import Posting

/// Records a person's decision and has it posted: by itself, or by the daemon that holds the workspace. A person's
/// decision outranks every rule, and nothing but another decision takes it back.
package struct Deciding {
  /// What may be decided.
  package enum Wish: Sendable, Hashable {
    /// One of the candidates of a payment, counted from 1.
    case candidate(Int)
    /// Of what a payment consists: kinds and references as `receipts` shows them.
    case parts([Part])
    case destination(String)
    case contest, withdraw
    case undo
    /// Of an entry that was reversed.
    case release
  }

  package struct Part: Sendable, Hashable {
    package var kind: String
    package var reference: String
    /// Signed cents.
    package var cents: Int64

    package init(kind: String, reference: String, cents: Int64) {
      self.kind = kind
      self.reference = reference
      self.cents = cents
    }
  }

  /// What came of it.
  package struct Outcome: Sendable {
    /// Its number, by which it is undone; nothing where it was only asked what would follow.
    package var decision: Int64?
    package var posted: [EntryRow]
    /// What an undoing would take back, in sentences.
    package var reach: [String] = []
  }

  private let workspace: Workspace
  private let clock: Clock

  package init(_ workspace: Workspace, clock: Clock) {
    self.workspace = workspace
    self.clock = clock
  }

  /// - Parameter isRehearsal: nothing is recorded; only what an undoing reaches is told.
  package func run(
    _ wish: Wish, on subject: String, reason: String, by: String, administration: String,
    isRehearsal: Bool = false, patience: Patience = .usual, waiting: (Waiting) -> Void = { _ in }
  ) throws -> Result<Outcome, Finding.Refusal> {
    if isRehearsal {
      let books = try Books(writing: workspace.booksPath)
      return try judge(wish, on: subject, administration, books).told {
        Outcome(decision: nil, posted: [], reach: $0.reach)
      }
    }
    if let lock = try WorkspaceLock.take(workspace.folder) {
      let loops = try Loops(workspace, clock: clock)
      let recorded = try record(wish, on: subject, reason, by, administration, loops.books)
      if case .success = recorded { try loops.settle() }
      withExtendedLifetime(lock) {}
      return try recorded.told { try outcome($0, administration, loops.books) }
    }
    let books = try Books(writing: workspace.booksPath)
    let recorded = try record(wish, on: subject, reason, by, administration, books)
    guard case .success = recorded else {
      return try recorded.told { try outcome($0, administration, books) }
    }
    _ = try OtherLoops(workspace: workspace, clock: clock, books: books)
      .finish(for: administration, under: nil, patience: patience, tell: waiting)
    return try recorded.told { try outcome($0, administration, books) }
  }

  private func outcome(_ decision: Int64, _ administration: String, _ books: Books) throws -> Outcome {
    Outcome(
      decision: decision,
      posted: try books.entries(followingDecision: decision, administration: administration))
  }

  /// Without the loops: what it says is posted by whoever runs them.
  package func record(
    _ wish: Wish, on subject: String, _ reason: String, _ by: String, _ administration: String, _ books: Books
  ) throws -> Result<Int64, Finding.Refusal> {
    let recorded = try books.transaction { () -> Result<Int64, Finding.Refusal> in
      guard let version = try books.mappings(of: administration).last?.id else {
        return .failure(.cannot(decide: subject, "nothing was taken in yet", "take files in first"))
      }
      let entering = DecisionEntering(
        books: books, administration: administration, day: clock.today(), mapping: version)
      let recorded = try judge(wish, on: subject, administration, books).told {
        try entering.enter($0.kind, on: $0.subject, content: $0.content, reason: reason, by: by)
      }
      CrashPoint.decisionInTransaction.reached()
      return recorded
    }
    CrashPoint.decisionRecorded.reached()
    return recorded
  }

  // MARK: May it be decided?

  private struct Ruling {
    var kind: BookDecision.Kind
    var subject: String
    var content = ""
    var reach: [String] = []
  }

  private func judge(
    _ wish: Wish, on subject: String, _ administration: String, _ books: Books
  ) throws -> Result<Ruling, Finding.Refusal> {
    switch wish {
    case .candidate(let number): try candidate(number, of: subject, administration, books)
    case .parts(let parts): try decided(parts, of: subject, administration, books)
    case .destination(let name): try destination(name, of: subject, administration, books)
    case .contest: try takeback(.contest, subject, administration, books)
    case .withdraw: try takeback(.withdraw, subject, administration, books)
    case .undo: try undo(subject, administration, books)
    case .release: try release(subject, administration, books)
    }
  }

  private func candidate(
    _ number: Int, of reference: String, _ administration: String, _ books: Books
  ) throws -> Result<Ruling, Finding.Refusal> {
    guard
      let row = try books.receiptRows(of: administration, ReceiptFilter(reference: reference)).first
    else { return .failure(.unknown(reference, "receipt", "`remitd receipts` lists them")) }
    guard row.candidates.indices.contains(number - 1) else {
      return .failure(
        .cannot(
          decide: reference,
          row.candidates.isEmpty
            ? "it has no candidates" : "it has candidates 1 to \(row.candidates.count), not \(number)",
          "`remitd explain \(reference)` lists them; --parts says by hand what it pays"))
    }
    return .success(ruling(row.candidates[number - 1], reference))
  }

  private func ruling(_ parts: [Contribution], _ reference: String) -> Ruling {
    Ruling(kind: .parts, subject: reference, content: DecidedParts.text(parts))
  }

  private func decided(
    _ parts: [Part], of reference: String, _ administration: String, _ books: Books
  ) throws -> Result<Ruling, Finding.Refusal> {
    guard let receipt = try books.receipt(referenced: reference, administration: administration),
      receipt.until == nil
    else { return .failure(.unknown(reference, "receipt", "`remitd receipts` lists them")) }
    var contributions: [Contribution] = []
    for part in parts {
      switch try item(of: part, on: receipt, administration, books) {
      case .failure(let refusal): return .failure(refusal)
      case .success(let item):
        guard !contributions.contains(where: { $0.item == item }) else {
          return .failure(
            .cannot(decide: reference, "\(part.reference) is given twice", "give each item one part"))
        }
        contributions.append(Contribution(item: item, cents: part.cents))
      }
    }
    let sum = contributions.reduce(0) { $0 + $1.cents }
    let rest = receipt.amount - sum
    guard !contributions.isEmpty, rest == 0 || (rest > 0) == (receipt.amount > 0),
      abs(rest) < abs(receipt.amount) || rest == 0
    else {
      return .failure(
        .cannot(
          decide: reference,
          "the parts sum to \(Money(minorUnits: sum).plain), the payment is \(Money(minorUnits: receipt.amount).plain)",
          "give parts that sum to the payment, or to less where a rest is to wait"))
    }
    return .success(ruling(contributions, reference))
  }

  /// The item that a part names, if it is in the books.
  private func item(
    of part: Part, on receipt: BookReceipt, _ administration: String, _ books: Books
  ) throws -> Result<String, Finding.Refusal> {
    let found = try DecidedParts(books: books, workspace: workspace, administration: administration)
      .items(kind: part.kind, reference: part.reference, receipt)
    switch found.count {
    case 1: return .success(found[0])
    case 0:
      return .failure(
        .cannot(
          decide: receipt.reference, "there is no \(part.kind) called \(part.reference)",
          "`remitd open-items` lists what can be paid; kinds are award, takeback, advance, settlement, interest, "
            + "payment-difference and account"))
    default:
      return .failure(
        .cannot(
          decide: receipt.reference,
          "\(part.reference) may be any of \(found.prefix(5).joined(separator: ", "))",
          "write the payer before the number, as in uzovi-7095/\(part.reference)"))
    }
  }

  private func destination(
    _ name: String, of subject: String, _ administration: String, _ books: Books
  ) throws -> Result<Ruling, Finding.Refusal> {
    let residuals = ResidualDeciding(books: books, workspace: workspace, administration: administration)
    if name == "settlement" {
      return try residuals.settlement(of: subject).map {
        Ruling(kind: .settle, subject: $0.item, content: "\($0.cents)")
      }
    }
    return try residuals.destination(name, of: subject).map {
      Ruling(kind: .destination, subject: $0, content: name)
    }
  }

  private func takeback(
    _ kind: BookDecision.Kind, _ subject: String, _ administration: String, _ books: Books
  ) throws -> Result<Ruling, Finding.Refusal> {
    let rows = try books.takebackRows(of: administration).filter {
      $0.takeback.item == subject || $0.takeback.key == subject
        || "\($0.takeback.payer.text)/\($0.takeback.key)" == subject
    }
    guard let row = rows.first else {
      return .failure(.unknown(subject, "takeback", "`remitd open-items` lists them"))
    }
    guard rows.count == 1 else {
      return .failure(
        .cannot(
          decide: subject, "several payers have a takeback of that number",
          "write the payer before it, as in \(row.takeback.payer.text)/\(row.takeback.key)"))
    }
    guard kind == .contest || row.takeback.amount != -row.settled else {
      return .failure(
        .cannot(
          decide: subject, "all of it is recovered: nothing is open that could be withdrawn",
          "what the payer gives back comes as a payment, or as a higher award"))
    }
    return .success(Ruling(kind: kind, subject: row.takeback.item))
  }

  private func undo(
    _ subject: String, _ administration: String, _ books: Books
  ) throws -> Result<Ruling, Finding.Refusal> {
    guard let id = Int64(subject), let decision = try books.decision(id),
      decision.administration == administration
    else {
      return .failure(.unknown(subject, "decision", "`remitd explain` of a receipt or entry names them"))
    }
    guard try books.counts(decision: id), decision.kind != .undo else {
      return .failure(
        .cannot(decide: subject, "it does not count any more", "decide anew what is to count instead"))
    }
    var reach = [
      "decision \(id), \(decision.kind.rawValue) on \(decision.entry), by \(decision.by): \(decision.reason)"
    ]
    reach += try books.entries(followingDecision: id, administration: administration).map {
      "what \($0.reference) of \($0.date) posted: \($0.text)"
    }
    return .success(Ruling(kind: .undo, subject: subject, reach: reach))
  }

  /// A release undoes the reversal of an entry.
  private func release(
    _ subject: String, _ administration: String, _ books: Books
  ) throws -> Result<Ruling, Finding.Refusal> {
    guard try books.entry(subject, administration: administration) != nil else {
      return .failure(.unknown(subject, "entry", "`remitd entries` lists them"))
    }
    guard
      let reversal = try books.decision(.reverse, on: subject, administration: administration, at: .max)
    else {
      return .failure(
        .cannot(decide: subject, "it is not reversed", "only what was reversed can be released"))
    }
    return .success(Ruling(kind: .undo, subject: "\(reversal.id)"))
  }
}

extension Finding.Refusal {
  static func cannot(decide subject: String, _ message: String, _ remedy: String) -> Finding.Refusal {
    Finding.Refusal(
      Finding("cannot-decide", at: Position(file: subject), message, remedy: remedy), isOfName: false)
  }

  static func unknown(_ subject: String, _ what: String, _ remedy: String) -> Finding.Refusal {
    Finding.Refusal(
      Finding("cannot-decide", at: Position(file: subject), "there is no such \(what)", remedy: remedy),
      isOfName: true)
  }
}

extension Result {
  /// What follows from success.
  fileprivate func told<Told>(_ follows: (Success) throws -> Told) rethrows -> Result<Told, Failure> {
    switch self {
    case .success(let success): .success(try follows(success))
    case .failure(let failure): .failure(failure)
    }
  }
}
