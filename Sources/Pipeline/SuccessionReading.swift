import Accounting
import Books
import Care
import Matching

/// Finds the line that declares a rejected line again, by reference or by equal care (CONTRACT.md section 3), as the
/// facts stand at one event. What was found is kept: many lines may be of equal care.
final class SuccessionReading {
  private let books: Books
  private let shelf: MappingShelf
  private let event: BookEvent

  private struct EqualCare: Hashable {
    var payer: PayerCode
    var key: Int64
  }

  /// Above this many the memory starts anew; an event may speak of a million lines.
  private static let bound = 10_000
  private var outcomes: [EqualCare: Succession.Outcome] = [:]
  private var answers: [Int64: Answers] = [:]

  init(_ books: Books, _ shelf: MappingShelf, at event: BookEvent) {
    self.books = books
    self.shelf = shelf
    self.event = event
  }

  private var administration: String { event.administration }

  /// The declaration that holds the successor; nothing if the line was not declared again.
  func successor(
    of line: BookLine, in declaration: BookDeclaration, isRejected: Bool
  ) throws -> BookDeclaration? {
    if let named = try successor(naming: line, in: declaration) { return named }
    guard isRejected else { return nil }
    let outcome = try outcome(ofKey: line.key, declaration.payer)
    return try outcome.successors[line.id].flatMap { try books.declaration($0.declaration) }
  }

  private func successor(
    naming line: BookLine, in declaration: BookDeclaration
  ) throws -> BookDeclaration? {
    let named = try books.lines(
      succeeding: line.reference, of: declaration.payer, administration: administration,
      besides: declaration.id, at: event.seq
    ).filter { $0.claimed > 0 }
    guard let first = named.first else { return nil }
    let predecessors = try books.lines(
      referenced: line.reference, of: declaration.payer, administration: administration,
      besides: first.declaration, at: event.seq)
    return predecessors.count == 1 ? try books.declaration(first.declaration) : nil
  }

  /// What became of the lines of equal care.
  func outcome(ofKey key: Int64, _ payer: PayerCode) throws -> Succession.Outcome {
    let care = EqualCare(payer: payer, key: key)
    if let known = outcomes[care] { return known }
    let alike = try books.lines(withKey: key, of: payer, administration: administration, at: event.seq)
    var outcome = Succession.Outcome()
    if Set(alike.map(\.line.declaration)).count > 1 {
      outcome = Succession.outcome(
        among: try alike.map { other in
          Succession.Candidate(
            id: other.line.id, submittedOn: other.submittedOn, number: other.number,
            claimed: other.line.claimed,
            rejectedOn: other.isAnswered ? try rejectedSince(other.line) : nil,
            predecessor: try predecessor(of: other.line, payer))
        })
    }
    if outcomes.count >= Self.bound { outcomes = [:] }
    outcomes[care] = outcome
    return outcome
  }

  /// Positions of a declaration's lines that may declare any of several rejected lines again.
  func ambiguous(in declaration: BookDeclaration, keys: [Int64]) throws -> [Int64] {
    try keys.flatMap { try outcome(ofKey: $0, declaration.payer).ambiguous }
      .filter { $0.declaration == declaration.id }.map(\.position).sorted()
  }

  private func rejectedSince(_ line: BookLine) throws -> CalendarDate? {
    if let known = answers[line.declaration] { return known.rejectedSince(line) }
    guard let declaration = try books.declaration(line.declaration) else { return nil }
    let read = try Answers(books, of: declaration, at: event, shelf)
    if answers.count >= Self.bound { answers = [:] }
    answers[line.declaration] = read
    return read.rejectedSince(line)
  }

  private func predecessor(of line: BookLine, _ payer: PayerCode) throws -> Succession.Predecessor {
    guard let previous = line.previous else { return .unsaid }
    let lines = try books.lines(
      referenced: previous, of: payer, administration: administration, besides: line.declaration,
      at: event.seq)
    return lines.count == 1 ? .line(lines[0].id) : .unknown
  }
}

extension BookLine {
  var id: Succession.LineID { Succession.LineID(declaration: declaration, position: position) }
}
