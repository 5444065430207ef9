package import Books
package import Mapping
import Posting

/// Why lines of a declaration stand on the accounts they stand on: the questions that were asked for them, with every
/// rule that was looked at.
package struct LineExplanation: Sendable {
  package struct Answered: Sendable {
    /// Of the mapping version that answered.
    package var mapping: String
    package var question: QuestionExplanation

    package init(_ mapping: String, _ question: QuestionExplanation) {
      self.mapping = mapping
      self.question = question
    }
  }

  /// Our references of the lines; empty for those that no return lists and that share one answer.
  package fileprivate(set) var lines: [String]
  /// In cents; what was granted is nothing while it is unanswered.
  package fileprivate(set) var claimed: Int64
  package fileprivate(set) var awarded: Int64?
  /// When their receivable comes into being: their declaration's for life. Nothing where no mapping says it.
  package fileprivate(set) var recognition: Recognition?
  /// The debtor account, and whose it is. Nothing where no mapping has the payer.
  package fileprivate(set) var debtor: Answer?
  package fileprivate(set) var answers: [Answered]

  /// - Parameters:
  ///   - line: our reference of the one line that is asked about; nothing for all of them.
  ///   - now: the mapping version in force.
  /// - Returns: one for each group of lines with equal answers; empty where the declaration has no such line.
  package static func explain(
    _ declaration: BookDeclaration, line: String?, in books: Books, _ shelf: MappingShelf, now: Int64
  ) throws -> [LineExplanation] {
    let event = BookEvent(
      seq: .max, administration: declaration.administration, kind: .mapping, subject: now,
      recordedOn: declaration.submittedOn, mapping: now, phase: .done)
    let answers = try Answers(books, of: declaration, at: event, shelf)
    let reading = try LineReading(
      books, of: declaration, firstAnswered: answers.firstDate,
      pins: Pins(
        shelf: shelf, posted: try books.posted(.declaration(declaration.id)), now: now,
        decisions: Pins.Decisions(books: books, administration: declaration.administration, event: .max)))
    var shares: [Share] = []
    try answers.shares(of: declaration) { shares.append($0) }
    if let line { shares = try Self.shares(shares, of: line, in: declaration, books) }
    var groups: [[QuestionExplanation]: LineExplanation] = [:]
    var order: [[QuestionExplanation]] = []
    for share in shares {
      let answers = try reading.explain(share)
      let recognition = try reading.recognition(of: share)
      let questions = answers.map(\.question)
      if groups[questions] == nil { order.append(questions) }
      groups[
        questions,
        default: LineExplanation(
          lines: [], claimed: 0, awarded: share.awarded.map { _ in 0 },
          recognition: recognition, debtor: reading.debtor, answers: answers)
      ].add(share)
    }
    return order.compactMap { groups[$0] }
  }

  private mutating func add(_ share: Share) {
    if !share.reference.isEmpty { lines.append(share.reference) }
    claimed += share.claimed
    awarded = awarded.flatMap { sum in share.awarded.map { sum + $0 } }
  }

  /// The share of one line: its own, if a return lists it, else that of all lines that share its fate.
  private static func shares(
    _ shares: [Share], of line: String, in declaration: BookDeclaration, _ books: Books
  ) throws -> [Share] {
    let own = shares.filter { $0.reference == line }
    guard own.isEmpty else { return own }
    var lineClass: Int64?
    try books.approvedLines(of: declaration.id) { if $0.reference == line { lineClass = $0.lineClass } }
    return shares.filter { $0.reference.isEmpty && $0.lineClass == lineClass }
  }
}
