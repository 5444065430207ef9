import Accounting
import Books
import Care
import Matching

/// Finds the line that declares a rejected line again, by reference or by equal care (CONTRACT.md section 3).
struct SuccessionReading {
  let books: Books
  let shelf: MappingShelf
  let administration: String
  let event: BookEvent

  /// The declaration that holds the successor; nothing if the line was not declared again.
  func successor(
    of line: BookLine, in declaration: BookDeclaration, isRejected: Bool
  ) throws -> BookDeclaration? {
    let named = try books.lines(
      succeeding: line.reference, of: declaration.payer, administration: administration,
      besides: declaration.id, at: event.seq
    ).filter { $0.claimed > 0 }
    if let first = named.first {
      let predecessors = try books.lines(
        referenced: line.reference, of: declaration.payer, administration: administration,
        besides: first.declaration, at: event.seq)
      if predecessors.count == 1 { return try books.declaration(first.declaration) }
    }
    guard isRejected else { return nil }
    let alike = try books.lines(
      withKey: line.key, of: declaration.payer, administration: administration, at: event.seq)
    guard Set(alike.map(\.line.declaration)).count > 1 else { return nil }
    let candidates = try alike.map { other in
      Succession.Candidate(
        id: Succession.LineID(declaration: other.line.declaration, position: other.line.position),
        submittedOn: other.submittedOn, number: other.number, claimed: other.line.claimed,
        isRejected: try isRejectedNow(other.line),
        names: try self.named(by: other.line, of: declaration.payer))
    }
    let id = Succession.LineID(declaration: line.declaration, position: line.position)
    return try Succession.successors(among: candidates)[id].flatMap { try books.declaration($0.declaration) }
  }

  private func isRejectedNow(_ line: BookLine) throws -> Bool {
    guard line.claimed > 0, let declaration = try books.declaration(line.declaration) else { return false }
    let answers = try Answers(books, of: declaration, at: event, shelf)
    return answers.awarded(line) == 0
  }

  private func named(by line: BookLine, of payer: PayerCode) throws -> Succession.LineID? {
    guard let previous = line.previous else { return nil }
    let lines = try books.lines(
      referenced: previous, of: payer, administration: administration, besides: line.declaration,
      at: event.seq)
    guard lines.count == 1 else { return nil }
    return Succession.LineID(declaration: lines[0].declaration, position: lines[0].position)
  }
}
