import Accounting
import Care
import Findings
import Tables

/// The rows of a payer's table. Each may tell what is paid, what is netted with it, and what is open of that afterwards;
/// a specification begins wherever the number differs from that of the row before.
struct SpecificationRows {
  private struct Open {
    let reference: String
    let date: CalendarDate
    let position: Position
    let place: Place
    /// Of the contributions; nothing once a row could not be read.
    var payment: Money? = .zero(.eur)
    /// What is paid, and how much of it: a row that nets the same award with something else may tell it again.
    var awards = ReferenceSet()
    var amounts = ReferenceSet()
  }

  private let profile: SpecificationProfile
  private let named: FileNameForm.Reading?
  private(set) var lines = 0
  private var places: [String: Int] = [:]
  private var width = 0
  private var open: Open?
  private var specifications = ReferenceSet()

  init(_ profile: SpecificationProfile, _ named: FileNameForm.Reading?) {
    self.profile = profile
    self.named = named
  }

  var hasHeader: Bool { width > 0 }

  mutating func takeHeader(_ row: CSVRow, _ findings: inout FindingList) {
    width = row.count
    let known = Set(profile.columns.all.map { $0.lowercased() })
    for index in 0..<row.count {
      let name = row.text(index).trimmingBlanks
      guard known.contains(name.lowercased()) else { continue }
      if places.updateValue(index, forKey: name.lowercased()) != nil {
        findings.append(
          Finding(
            "column-twice", at: row.position(index), "the column `\(name)` stands twice in the header",
            remedy: "keep one of them"))
      }
    }
  }

  mutating func read(
    _ row: CSVRow, _ findings: inout FindingList, _ sink: (Fact) throws -> Void
  ) throws {
    // A spreadsheet leaves separators where rows were cleared.
    guard (0..<row.count).contains(where: { !row.text($0).trimmingBlanks.isEmpty }) else { return }
    lines += 1
    guard row.count == width else {
      open?.payment = nil
      return findings.append(CSVTable.columnCount(row.count, width, at: row.position))
    }
    var cells = SpecificationCells(row, profile, places)
    defer { findings.append(contentsOf: cells.findings) }
    try begin(&cells, &findings, sink)
    for told in rows(&cells) where cells.isSound {
      add(told, &cells)
      if open != nil { try sink(.specificationRow(told)) }
    }
    if !cells.isSound { open?.payment = nil }
  }

  // MARK: Specifications

  /// A specification whose number, day or payer nobody says is read for what else is wrong with it, and gives no facts.
  private mutating func begin(
    _ cells: inout SpecificationCells, _ findings: inout FindingList, _ sink: (Fact) throws -> Void
  ) throws {
    let columns = profile.columns
    let reference = columns.specification.map { cells.filledText($0) } ?? named?.specification
    let date = columns.date.map { cells.date($0) } ?? named?.date
    guard let payer = profile.payer, let reference, let date else {
      open?.payment = nil
      return
    }
    guard open?.reference != reference else {
      if let open, open.date != date, let column = columns.date {
        cells.report(
          "specification-differs", column,
          "the specification is dated \(open.date) by its first row, \(date) by this one",
          remedy: "give all rows of a specification one date")
      }
      return
    }
    try close(&findings, sink)
    open = Open(
      reference: reference, date: date, position: cells.position(columns.specification), place: cells.place)
    if !specifications.insert(.hash(of: reference)) {
      cells.report(
        "specification-in-pieces", columns.specification,
        "rows of another specification stand between those of this one",
        remedy: "sort the table by payer and specification")
    }
    try sink(
      .specification(Specification(payer: payer, reference: reference, date: date, place: cells.place)))
  }

  /// Ends the specification with what its rows come to.
  mutating func close(_ findings: inout FindingList, _ sink: (Fact) throws -> Void) throws {
    defer { open = nil }
    guard let open, let payment = open.payment else { return }
    guard !payment.isNegative else {
      findings.append(
        Finding(
          "payment-below-zero", at: open.position,
          "the rows come to \(payment.plain), and no payer pays less than nothing",
          remedy:
            "let `amount` of the profile \(profile.name) name the column of what is due before anything is netted"
        ))
      return
    }
    try sink(
      .specificationRow(
        SpecificationRow(
          kind: .payment, declaration: nil, amount: payment, reference: nil, against: nil, scheme: nil,
          place: open.place)))
  }

  private mutating func add(_ row: SpecificationRow, _ cells: inout SpecificationCells) {
    guard row.kind.contributes, let payment = open?.payment else { return }
    do throws(MoneyError) {
      open?.payment = try payment.adding(row.amount)
    } catch {
      cells.report(
        "amount", profile.columns.amount, "the amounts sum to more than can be counted",
        remedy: "correct the amounts")
    }
  }

  // MARK: Rows

  private mutating func rows(_ cells: inout SpecificationCells) -> [SpecificationRow] {
    let columns = profile.columns
    let amount = cells.money(columns.amount)
    let netted = columns.nettedAmount.flatMap { cells.money($0) }.flatMap { $0.isZero ? nil : $0 }
    let stillOpen = columns.stillOpen.flatMap { cells.money($0) }.flatMap { $0.isZero ? nil : $0 }
    let number = cells.optionalText(columns.nettedWith)
    let declaration = cells.optionalText(columns.nettedDeclaration)
    if amount == nil, netted == nil, stillOpen == nil, cells.isSound {
      cells.report(
        "cell-empty", columns.amount, "the row says neither what is paid nor what is netted",
        remedy: "fill in one of the amounts, or remove the row")
    }
    if netted == nil, stillOpen == nil, number != nil || declaration != nil,
      let column = columns.nettedAmount, cells.optionalText(column) == nil
    {
      cells.report(
        "cell-empty", column, "the row says what is netted, and not how much",
        remedy: "fill in the amount that is netted")
    }
    let offset = netted.flatMap { self.offset($0, number, declaration, &cells) }
    var rows = [
      amount.flatMap { award($0, netsSomething: netted != nil, &cells) }, offset,
    ].compactMap { $0 }
    if let stillOpen, netted == nil || offset?.kind == .offset {
      rows += [takeback(stillOpen, number, declaration, &cells)].compactMap { $0 }
    }
    return rows
  }

  private mutating func award(
    _ amount: Money, netsSomething: Bool, _ cells: inout SpecificationCells
  ) -> SpecificationRow? {
    let columns = profile.columns
    guard let declaration = cells.optionalText(columns.declaration) else {
      cells.report(
        "cell-empty", columns.declaration, "the award names no declaration", remedy: "fill in the declaration"
      )
      return nil
    }
    let number = cells.optionalText(columns.payerNumber) ?? ""
    if open?.awards.insert(.hash(of: declaration, number)) == false {
      guard open?.amounts.insert(.hash(of: declaration, number, amount.plain)) == false else {
        cells.report(
          "award-twice", columns.amount, "the declaration stands on an earlier row with another amount",
          remedy: "leave all that is due of it on one row, and clear the amount on the others")
        return nil
      }
      if !netsSomething {
        cells.report(
          "award-twice", columns.declaration,
          "the declaration stands on an earlier row, and nothing is netted on this one",
          remedy: "remove the row; ask the payer if it is to be paid twice")
      }
      return nil
    }
    _ = open?.amounts.insert(.hash(of: declaration, number, amount.plain))
    return SpecificationRow(
      kind: .award, declaration: declaration, amount: amount, reference: nil, against: nil, scheme: nil,
      place: cells.place)
  }

  private func offset(
    _ netted: Money, _ number: String?, _ declaration: String?, _ cells: inout SpecificationCells
  ) -> SpecificationRow? {
    guard let column = profile.columns.nettedAmount else { return nil }
    guard netted.isNegative != profile.netsAboveZero else {
      cells.report(
        "specification-sign", column,
        netted.isNegative
          ? "\(netted.plain) is below zero, and the profile \(profile.name) has what is netted above zero"
          : "\(netted.plain) is above zero, and the profile \(profile.name) has what is netted below zero",
        remedy: "see `netted-sign` of the profile; where all others of the file are right, ask the payer")
      return nil
    }
    let amount = Self.withheld(netted)
    let remark = NettingRemark(cells.optionalText(profile.columns.remark) ?? "")
    if declaration == nil, remark.speaksOfAdvance {
      return SpecificationRow(
        kind: .advanceDrawdown, declaration: nil, amount: amount, reference: nil,
        against: number ?? remark.year, scheme: nil, place: cells.place)
    }
    let against = number ?? (declaration == nil ? remark.number(among: profile.takebackMarks) : nil)
    guard isNamed(against, declaration, &cells) else { return nil }
    return SpecificationRow(
      kind: .offset, declaration: declaration, amount: amount, reference: nil, against: against, scheme: nil,
      place: cells.place)
  }

  private static func withheld(_ amount: Money) -> Money {
    Money(minorUnits: amount.isNegative ? amount.minorUnits : -amount.minorUnits)
  }

  /// Whichever sign it is written with, what is open of a takeback is wanted back.
  private func takeback(
    _ open: Money, _ number: String?, _ declaration: String?, _ cells: inout SpecificationCells
  ) -> SpecificationRow? {
    let remark = NettingRemark(cells.optionalText(profile.columns.remark) ?? "")
    // What is left of an advance is no takeback; the books know it.
    if number == nil, declaration == nil, remark.speaksOfAdvance { return nil }
    let reference = number ?? (declaration == nil ? remark.number(among: profile.takebackMarks) : nil)
    guard isNamed(reference, declaration, &cells) else { return nil }
    return SpecificationRow(
      kind: .takeback, declaration: declaration, amount: Self.withheld(open),
      reference: reference, against: nil, scheme: nil, place: cells.place)
  }

  /// A number of ours in the place of the payer's would be another takeback than the one that the payer announces or has
  /// announced: the matter would be posted twice.
  private func isNamed(
    _ number: String?, _ declaration: String?, _ cells: inout SpecificationCells
  ) -> Bool {
    guard number == nil, declaration == nil else { return true }
    cells.report(
      "cell-empty", profile.columns.nettedWith ?? profile.columns.nettedDeclaration,
      "the row says neither which takeback it is nor on which declaration",
      remedy: "fill in the payer's number of it, or the declaration; ask the payer where it gives neither")
    return false
  }
}
