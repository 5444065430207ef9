import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

/// Something of ours, or of the payer's answers, that lowers what a declaration is worth.
struct Reduction {
  /// The item on which it lives.
  var item: String
  var date: CalendarDate
  /// Cents, positive.
  var amount: Int64
  var ground: NewEntry.Ground
}

/// Gathers what specifications say of takebacks, and finds what else says the same.
struct TakebackReading {
  let books: Books
  let shelf: MappingShelf
  let event: BookEvent

  // MARK: What specifications say

  /// Derives anew the takebacks of which a specification speaks.
  /// - Returns: those that changed.
  func derive(from specification: BookSpecification) throws -> [Int64] {
    var numbers: Set<String> = []
    var declarations: Set<String> = []
    for row in try books.rows(ofSpecification: specification.id)
    where row.kind.announces || row.kind == .offset {
      if let number = row.number { numbers.insert(number) }
      if let declaration = row.declaration { declarations.insert(declaration) }
    }
    return try derive(numbers, declarations, of: specification.payer)
  }

  /// Takebacks that share a number or a declaration are derived together.
  private func derive(
    _ numbers: Set<String>, _ declarations: Set<String>, of payer: PayerCode
  ) throws -> [Int64] {
    guard !numbers.isEmpty || !declarations.isEmpty else { return [] }
    var (numbers, declarations) = (numbers, declarations)
    var mentions: [TakebackMention] = []
    // Each round reaches what shares something with the last one; real families close at the second.
    for _ in 0..<Self.mostRounds {
      mentions = try books.mentions(
        numbers: numbers, declarations: declarations, of: payer, administration: event.administration,
        at: event.seq)
      let widened = (
        numbers: numbers.union(mentions.compactMap(\.number)),
        declarations: declarations.union(mentions.compactMap(\.declaration))
      )
      if widened == (numbers, declarations) { break }
      (numbers, declarations) = widened
    }
    var changed: [Int64] = []
    let told = TakebackLedger.takebacks(from: mentions)
    for takeback in told {
      let kept = try books.keep(takeback, of: payer, administration: event.administration)
      if kept.isChanged { changed.append(kept.id) }
    }
    return try changed + forget(besides: Set(told.map(\.key)), numbers, declarations, of: payer)
  }

  private static let mostRounds = 8

  /// What no specification tells any more is of nothing; its number in the books stays.
  private func forget(
    besides told: Set<String>, _ numbers: Set<String>, _ declarations: Set<String>, of payer: PayerCode
  ) throws -> [Int64] {
    var known: [BookTakeback] = try numbers.sorted().compactMap {
      try books.takeback(called: $0, of: payer, administration: event.administration)
    }
    for declaration in declarations.sorted() {
      known += try books.takebacks(on: declaration, of: payer, administration: event.administration)
    }
    var changed: [Int64] = []
    for takeback in known where !told.contains(takeback.key) && takeback.amount != 0 {
      try books.forget(takeback: takeback.id)
      changed.append(takeback.id)
    }
    return changed
  }

  // MARK: What answers them

  /// What says the same as a takeback, if anything does: a lowered award of its declaration, or a credit line of ours
  /// on it. Each answers one takeback, the one that was announced first.
  enum Answer {
    case nothing
    case answered(Reduction)
    /// Something lowers the declaration by another amount: whether it is the same cannot be told (rule 6).
    case differs(Reduction)
  }

  func answer(to takeback: BookTakeback) throws -> Answer {
    guard let number = takeback.declaration,
      let declaration = try books.declaration(
        number, of: takeback.payer, administration: event.administration, at: event.seq)
    else { return .nothing }
    var reductions = try reductions(of: declaration)
    guard !reductions.isEmpty else { return .nothing }
    let siblings = try books.takebacks(
      on: number, of: takeback.payer, administration: event.administration
    ).filter { $0.amount != 0 }
    for sibling in siblings {
      let exact = reductions.firstIndex { $0.amount == sibling.amount }
      if sibling.id == takeback.id, let exact { return .answered(reductions[exact]) }
      if let exact { reductions.remove(at: exact) }
    }
    let near = reductions.first { abs($0.date.dayNumber - takeback.announcedOn.dayNumber) <= Self.nearDays }
    return near.map { .differs($0) } ?? .nothing
  }

  /// A reduction of another amount is taken for the same matter if it is not more than this away; older ones are
  /// settled matters as a rule.
  private static let nearDays: Int32 = 92

  /// By date.
  private func reductions(of declaration: BookDeclaration) throws -> [Reduction] {
    var found: [Reduction] = []
    let item = ItemName.declaration(declaration.payer, declaration.number)
    let totals = try books.awardTotals(of: declaration.id)
    for (before, after) in zip(totals, totals.dropFirst()) where after.total < before.total {
      found.append(
        Reduction(
          item: item, date: after.date, amount: before.total - after.total,
          ground: .remittance(after.remittance)))
    }
    for credit in try books.credits(of: declaration, at: event.seq) where try speaks(credit.declaration) {
      found.append(
        Reduction(
          item: ItemName.declaration(declaration.payer, credit.number), date: credit.date,
          amount: credit.amount, ground: .declaration(credit.declaration)))
    }
    return found.sorted { ($0.date, $0.item) < ($1.date, $1.item) }
  }

  /// A credit line in the mode `awarded` posts nothing, and so answers nothing, before it is awarded itself.
  private func speaks(_ credit: Int64) throws -> Bool {
    guard let declaration = try books.declaration(credit),
      let scheme = try books.firstLineClass(of: credit)?.scheme
    else { return false }
    let mapping = try shelf.mapping(atEvent: declaration.event)
    guard mapping.recognition(of: scheme, on: declaration.submittedOn) == .awarded else { return true }
    return try !books.awardTotals(of: credit).isEmpty
  }
}
