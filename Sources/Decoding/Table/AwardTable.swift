import Accounting
import Care
import Findings
import Tables

/// Canonical awards: one row per answered line; the rows of an answer stand together. An answer that states both totals
/// was assessed, unless a row without a line gives the payer's codes for the whole.
struct AwardTable: CanonicalTable {
  static let format = Format(kind: .awards, name: "canonical awards")
  static let required: [Column] = [
    .payer, .remittance, .remittanceDate, .declaration, .line, .claimed, .awarded, .reasons,
  ]
  static let optional: [Column] = [.totalClaimed, .totalAwarded]

  private struct Open {
    let payer: PayerCode
    let reference: String
    let declaration: String
    let date: CalendarDate
    var totals: RemittanceTotals?
    var totalsPosition: Position?
    /// Codes for the whole, each once.
    var reasons: [ReasonCode] = []
    /// Sum over listed lines of claimed − awarded; nothing once a line could not be read or the sum does not fit.
    var difference: Money? = .zero(.eur)
  }

  private var open: Open?
  private var answers = ReferenceSet()
  private var lines = ReferenceSet()

  mutating func read(
    _ cells: inout TableCells, _ findings: inout FindingList, _ sink: (Fact) throws -> Void
  ) throws {
    let payer = cells.payer(after: open?.payer)
    let declaration = cells.filledText(.declaration)
    let date = cells.date(.remittanceDate)
    guard let payer, let declaration, let date else {
      open?.difference = nil
      return
    }
    let reference = cells.text(.remittance)
    if open?.payer != payer || open?.reference != reference || open?.declaration != declaration {
      try close(&findings, sink)
      try begin(
        Open(payer: payer, reference: reference, declaration: declaration, date: date), &cells, sink)
    } else if let open, open.date != date {
      cells.report(
        "remittance-differs", .remittanceDate,
        "the answer is dated \(open.date) by its first row, \(date) by this one",
        remedy: "give all rows of an answer one date")
    }
    readTotals(&cells)
    if let award = award(&cells) {
      if !lines.insert(.hash(of: payer.text, reference, declaration, award.line)) {
        cells.report(
          "line-reference-twice", .line, "the line is answered twice",
          remedy: "give one row per line, with the amount granted in all")
      }
      try sink(.award(award))
    }
  }

  mutating func finish(_ findings: inout FindingList, _ sink: (Fact) throws -> Void) throws {
    try close(&findings, sink)
  }

  private mutating func begin(
    _ answer: Open, _ cells: inout TableCells, _ sink: (Fact) throws -> Void
  ) throws {
    open = answer
    if !answers.insert(.hash(of: answer.payer.text, answer.reference, answer.declaration)) {
      cells.report(
        "remittance-in-pieces", .declaration, "rows of another answer stand between those of this one",
        remedy: "sort the table by payer, remittance and declaration")
    }
    try sink(
      .remittance(
        Remittance(
          payer: answer.payer, reference: answer.reference, date: answer.date,
          declaration: answer.declaration,
          provider: nil, headerCodes: [], place: cells.place)))
  }

  /// Emits the totals, if the answer has them, and says whether the listed lines explain them.
  private mutating func close(_ findings: inout FindingList, _ sink: (Fact) throws -> Void) throws {
    defer { open = nil }
    guard let open, var totals = open.totals else { return }
    totals.reasons = open.reasons
    // Whether the codes reject it as a whole is the mapping's to say.
    let maySpeakOfAll = !open.reasons.isEmpty && totals.awarded.isZero
    let silent = totals.claimed.minorUnits.subtractingReportingOverflow(totals.awarded.minorUnits)
    if !maySpeakOfAll, let listed = open.difference, let position = open.totalsPosition,
      silent.overflow || listed.minorUnits != silent.partialValue
    {
      findings.append(
        Finding(
          "answer-not-explained", .warning, at: position,
          "the totals \(totals.claimed.plain) and \(totals.awarded.plain) differ by another amount than the "
            + "listed lines, which differ by \(listed.plain)",
          remedy: "the answer is held and posts nothing: list every line that was not granted in full"))
    }
    try sink(.remittanceTotals(totals))
  }

  private mutating func readTotals(_ cells: inout TableCells) {
    let claimed = cells.moneyIfGiven(.totalClaimed)
    let awarded = cells.moneyIfGiven(.totalAwarded)
    guard let claimed, let awarded else {
      if (claimed == nil) != (awarded == nil), cells.isSound {
        cells.report(
          "totals-incomplete", claimed == nil ? .totalClaimed : .totalAwarded,
          "one total is given without the other", remedy: "give both totals, or none")
      }
      return
    }
    if let totals = open?.totals {
      if totals.claimed != claimed || totals.awarded != awarded {
        cells.report(
          "totals-differ", .totalClaimed,
          "the totals are \(totals.claimed.plain) and \(totals.awarded.plain) on an earlier row, "
            + "\(claimed.plain) and \(awarded.plain) on this one",
          remedy: "repeat the totals of the whole declaration on each of its rows")
      }
    } else {
      open?.totals = RemittanceTotals(claimed: claimed, awarded: awarded, place: cells.place)
      open?.totalsPosition = cells.columns[.totalClaimed].map(cells.row.position) ?? cells.row.position
    }
  }

  /// Nothing for a row that carries just totals, or that has mistakes.
  private mutating func award(_ cells: inout TableCells) -> Award? {
    guard let line = cells.optionalText(.line) else {
      readWhole(&cells)
      return nil
    }
    let claimed = cells.money(.claimed)
    let awarded = cells.money(.awarded)
    let reasons = reasons(&cells)
    guard let claimed, let awarded else {
      open?.difference = nil
      return nil
    }
    if !claimed.isZero, !awarded.isZero, claimed.isNegative != awarded.isNegative {
      cells.report(
        "award-sign", .awarded, "\(awarded.plain) is granted where \(claimed.plain) was declared",
        remedy: "give the amount now granted in all, signed like the amount claimed")
    }
    addDifference(claimed, awarded, &cells)
    return Award(line: line, claimed: claimed, awarded: awarded, reasons: reasons, place: cells.place)
  }

  /// A row without a line speaks of the whole: by its totals, and by the payer's codes for it.
  private mutating func readWhole(_ cells: inout TableCells) {
    guard cells.text(.claimed).isEmpty, cells.text(.awarded).isEmpty else {
      return cells.report(
        "cell-empty", .line, "amounts are given without a line", remedy: "name the line they are for")
    }
    guard !cells.text(.totalClaimed).isEmpty || !cells.text(.totalAwarded).isEmpty else {
      return cells.report(
        "cell-empty", .line, "the row has neither a line nor totals",
        remedy: "name the line, or give the totals that the reasons are for")
    }
    for code in reasons(&cells) where open?.reasons.contains(code) == false { open?.reasons.append(code) }
  }

  private mutating func addDifference(_ claimed: Money, _ awarded: Money, _ cells: inout TableCells) {
    guard let sum = open?.difference else { return }
    do throws(MoneyError) {
      open?.difference = try sum.adding(try claimed.subtracting(awarded))
    } catch {
      open?.difference = nil
      cells.report(
        "amount", .claimed, "the amounts sum to more than can be counted", remedy: "correct the amounts")
    }
  }

  private func reasons(_ cells: inout TableCells) -> [ReasonCode] {
    var codes: [ReasonCode] = []
    for word in cells.text(.reasons).split(separator: " ") {
      if let code = ReasonCode(String(word)) {
        codes.append(code)
      } else {
        cells.report(
          "reason-code", .reasons, "the cell holds more than codes", remedy: "separate codes by blanks")
      }
    }
    return codes
  }
}
