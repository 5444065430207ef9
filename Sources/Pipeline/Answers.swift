import Accounting
import Books
import Care
import Mapping
import Matching

/// What the returns on a declaration say of its lines, taken together: the latest return that answers a line counts,
/// by its own date, then the payer's number; a return that answers every line replaces all before it.
struct Answers {
  private let books: Books
  private(set) var standings: [(remittance: BookRemittance, standing: AnswerStanding)] = []
  /// The granted total after each return that counts.
  private(set) var totals: [Books.AwardTotal] = []
  /// Returns that speak of a version which gave way to this one.
  private(set) var superseded: [BookRemittance] = []
  /// By return, the listed lines that speak of other care than the lines of ours that they name.
  private(set) var otherCare: [Int64: [Int64]] = [:]

  private enum Base {
    case none
    case complete(BookRemittance)
    /// By the latest return; `first` is the first of the unbroken row of those that reject the whole.
    case rejected(BookRemittance, first: BookRemittance)
  }

  private struct Listed {
    var award: ListedAward
    var remittance: BookRemittance
    var since: Since
  }

  /// The days from which on an answer has been as it is, through every return that repeated it.
  struct Since {
    /// Less than claimed is granted.
    var residual: CalendarDate?
    /// Nothing is granted.
    var rejected: CalendarDate?
  }

  private var base: Base = .none
  /// Days from which on lines of a declaration that was then rejected as a whole had been rejected by themselves.
  private var rejectedBefore: [String: CalendarDate] = [:]
  /// By our line reference.
  private var listed: [String: Listed] = [:]

  /// The date of the first return that counts.
  var firstDate: CalendarDate? { totals.first?.date }

  /// - Parameters:
  ///   - day: returns dated later are not asked.
  ///   - resend: the day on which another version was submitted. What was answered from then on may speak of that one;
  ///     only a rejection of the same day is still asked.
  init(
    _ books: Books, of declaration: BookDeclaration, at event: BookEvent, _ shelf: MappingShelf,
    until day: CalendarDate? = nil, sentAgainOn resend: CalendarDate? = nil
  ) throws {
    self.books = books
    var remittances = try books.remittances(
      on: declaration.number, of: declaration.payer, administration: declaration.administration, at: event.seq
    )
    // What rejected an earlier version as a whole says nothing of the one that replaced it.
    if let day = day ?? resend { remittances.removeAll { $0.date > day } }
    if !remittances.isEmpty, let rejection = try books.rejection(before: declaration.id, at: event.seq) {
      let isSuperseded = { rejection.isOfTheRejected($0, replacedOn: declaration.submittedOn) }
      superseded = remittances.filter(isSuperseded)
      remittances.removeAll(where: isSuperseded)
    }
    guard !remittances.isEmpty else { return }
    let declared = try books.approvedTotal(of: declaration.id)
    let lines = try books.approvedCount(of: declaration.id)
    for remittance in remittances {
      let awards = try books.awards(of: remittance.id, on: declaration.id)
      otherCare[remittance.id] = awards.filter(\.isOtherCare).map(\.position)
      let summary = AnswerSummary(
        payer: remittance.payer, headerCodes: remittance.headerCodes,
        totals: remittance.claimed.flatMap { claimed in remittance.awarded.map { (claimed, $0) } },
        listedResidual: remittance.listedResidual,
        listedLinesAgree: Self.agree(awards, listed: remittance.listed),
        refusesEachLine: awards.count == lines && awards.allSatisfy { $0.awarded == 0 },
        listsNothing: remittance.listed == 0)
      // The version that the return arrived under decides how it stands; one that was held asks today's again.
      var standing = summary.standing(declared: declared, under: try shelf.mapping(atEvent: remittance.event))
      if standing.isHeld {
        standing = summary.standing(declared: declared, under: try shelf.mapping(event.mapping))
      }
      if remittance.date == resend, standing != .rejected { continue }
      standings.append((remittance, standing))
      take(awards, of: remittance, standing)
    }
  }

  /// Every listed line stands in the declaration exactly once, with the amount we claimed.
  private static func agree(_ awards: [ListedAward], listed: Int64) -> Bool {
    awards.count == listed
      && awards.allSatisfy { $0.line?.claimed == $0.claimed && $0.line?.isApproved == true }
      && Set(awards.map(\.reference)).count == awards.count
  }

  private mutating func take(
    _ awards: [ListedAward], of remittance: BookRemittance, _ standing: AnswerStanding
  ) {
    let before = totals.last?.total ?? 0
    let total: Int64
    switch standing {
    case .held: return
    case .complete:
      let now = answered(awards, in: remittance, isWhole: false)
      (base, listed, total) = (.complete(remittance), now, remittance.awarded ?? 0)
      rejectedBefore = [:]
    case .rejected:
      // What is listed with a rejected declaration carries the reasons; granted is nothing.
      let now = answered(awards, in: remittance, isWhole: true)
      // Lines that were rejected one by one before keep their day.
      rejectedBefore.merge(listed.compactMapValues(\.since.rejected)) { _, later in later }
      (base, listed, total) = (.rejected(remittance, first: firstRejection ?? remittance), now, 0)
    case .listedOnly:
      total = awards.reduce(before) { $0 + $1.awarded - (awardedBefore($1) ?? 0) }
      listed.merge(answered(awards, in: remittance, isWhole: false)) { _, new in new }
    }
    let isComplete: Bool = if case .none = base { false } else { true }
    totals.append(
      Books.AwardTotal(
        remittance: remittance.id, date: remittance.date, total: total, isComplete: isComplete))
  }

  /// What a return lists, each line with the days since which its answer stands.
  private func answered(
    _ awards: [ListedAward], in remittance: BookRemittance, isWhole: Bool
  ) -> [String: Listed] {
    var answered: [String: Listed] = [:]
    for award in awards {
      let granted = isWhole ? 0 : award.awarded
      let before = since(award.reference)
      var since = Since()
      if granted != award.claimed { since.residual = before.residual ?? remittance.date }
      if granted == 0 { since.rejected = before.rejected ?? remittance.date }
      answered[award.reference] = Listed(award: award, remittance: remittance, since: since)
    }
    return answered
  }

  /// Since when the answer to a line has been as it is.
  private func since(_ reference: String) -> Since {
    if let answer = listed[reference] { return answer.since }
    guard case .rejected(_, let first) = base else { return Since() }
    let day = rejectedBefore[reference] ?? first.date
    return Since(residual: day, rejected: day)
  }

  private var firstRejection: BookRemittance? {
    if case .rejected(_, let first) = base { first } else { nil }
  }

  /// The day since which nothing of a line is granted; nothing if something is, or it is unanswered.
  func rejectedSince(_ line: BookLine) -> CalendarDate? {
    awarded(line) == 0 ? since(line.reference).rejected : nil
  }

  private func awardedBefore(_ award: ListedAward) -> Int64? {
    if let before = listed[award.reference] { return granted(before) }
    return switch base {
    case .none: nil
    case .complete: award.claimed
    case .rejected: 0
    }
  }

  /// The return since which the declaration is rejected as a whole; nothing if the latest answer does not reject it.
  var wholeRejection: WholeRejection? {
    guard let firstRejection, totals.last?.total == 0 else { return nil }
    return WholeRejection(firstRejection)
  }

  /// What a single line was granted; nothing while it is unanswered.
  func awarded(_ line: BookLine) -> Int64? {
    if let answer = listed[line.reference] { return granted(answer) }
    return switch base {
    case .none: nil
    case .complete: line.claimed
    case .rejected: 0
    }
  }

  private func granted(_ answer: Listed) -> Int64 {
    if case .rejected(let remittance, _) = base, answer.remittance.id == remittance.id { return 0 }
    return answer.award.awarded
  }

  /// The declaration's lines, in a fixed order: one share per line that was answered by name or contains VAT, or that
  /// was rejected with the whole; one per class for all others.
  func shares(of declaration: BookDeclaration, each: (Share) throws -> Void) throws {
    if case .rejected(let remittance, _) = base {
      try books.approvedLines(of: declaration.id) { line in try each(share(of: line, rejectedBy: remittance))
      }
      return
    }
    let named = listed.values.compactMap { answer in answer.award.line.map { (line: $0, answer: answer) } }
      .sorted { $0.line.position < $1.line.position }
    var claimedByClass: [Int64: Int64] = [:]
    for (line, answer) in named {
      if line.vat == 0 { claimedByClass[line.lineClass, default: 0] += line.claimed }
      try each(share(of: line, answer))
    }
    for line in try books.linesWithVAT(of: declaration.id) where listed[line.reference] == nil {
      try each(share(of: line, nil))
    }
    for sum in try books.classSums(of: declaration.id) {
      let claimed = sum.claimed - (claimedByClass[sum.lineClass] ?? 0)
      guard claimed != 0 else { continue }
      var share = Share(lineClass: sum.lineClass, claimed: claimed)
      answerWhole(&share)
      try each(share)
    }
  }

  private func share(of line: BookLine, _ answer: Listed?) -> Share {
    var share = Share(
      reference: line.reference, line: line, lineClass: line.lineClass, claimed: line.claimed, vat: line.vat)
    if let answer {
      share.awarded = granted(answer)
      share.reasons = answer.award.reasons
      share.answeredOn = answer.remittance.date
      share.answeredIn = answer.remittance.event
      share.residualSince = answer.since.residual
    } else {
      answerWhole(&share)
    }
    return share
  }

  private func answerWhole(_ share: inout Share) {
    guard case .complete(let remittance) = base else { return }
    share.awarded = share.claimed
    share.answeredOn = remittance.date
    share.answeredIn = remittance.event
  }

  private func share(of line: BookLine, rejectedBy remittance: BookRemittance) -> Share {
    if let answer = listed[line.reference] {
      var share = share(of: line, answer)
      // A line that is listed as good in a rejected declaration is rejected for the declaration's reason.
      let own = share.reasons.filter { !Self.saysNothing.contains($0.text) }
      share.reasons = own.isEmpty ? remittance.headerCodes : own
      return share
    }
    return Share(
      reference: line.reference, line: line, lineClass: line.lineClass, claimed: line.claimed, vat: line.vat,
      awarded: 0, reasons: remittance.headerCodes, answeredOn: remittance.date, answeredIn: remittance.event,
      residualSince: since(line.reference).residual)
  }

  private static let saysNothing: Set<String> = ["0200", "8001"]
}
