import Accounting
import Care
import Findings
import Tables

/// Canonical specifications: each describes exactly one payment; its rows stand together and sum to it.
struct SpecificationTable: CanonicalTable {
  static let format = Format(kind: .specifications, name: "canonical specification")
  static let required: [Column] = [
    .payer, .specification, .date, .kind, .declaration, .amount, .reference, .against,
  ]
  static let optional: [Column] = [.scheme, .remark]

  private struct Open {
    let payer: PayerCode
    let reference: String
    let date: CalendarDate
    let position: Position
    var payment: Money?
    /// Of the contributions; nothing once a row could not be read.
    var sum: Money? = .zero(.eur)
  }

  private var open: Open?
  private var specifications = ReferenceSet()

  mutating func read(
    _ cells: inout TableCells, _ findings: inout FindingList, _ sink: (Fact) throws -> Void
  ) throws {
    let payer = cells.payer(after: open?.payer)
    let reference = cells.filledText(.specification)
    let date = cells.date(.date)
    guard let payer, let reference, let date else {
      open?.sum = nil
      return
    }
    if open?.payer != payer || open?.reference != reference {
      try close(&findings)
      try begin(payer, reference, date, &cells, sink)
    } else if let open, open.date != date {
      cells.report(
        "specification-differs", .date,
        "the specification is dated \(open.date) by its first row, \(date) by this one",
        remedy: "give all rows of a specification one date")
    }
    guard let row = row(&cells) else {
      open?.sum = nil
      return
    }
    add(row, &cells)
    try sink(.specificationRow(row))
  }

  mutating func finish(_ findings: inout FindingList, _ sink: (Fact) throws -> Void) throws {
    try close(&findings)
  }

  private mutating func begin(
    _ payer: PayerCode, _ reference: String, _ date: CalendarDate, _ cells: inout TableCells,
    _ sink: (Fact) throws -> Void
  ) throws {
    let position = cells.columns[.specification].map(cells.row.position) ?? cells.row.position
    open = Open(payer: payer, reference: reference, date: date, position: position)
    if !specifications.insert(.hash(of: payer.text, reference)) {
      cells.report(
        "specification-in-pieces", .specification,
        "rows of another specification stand between those of this one",
        remedy: "sort the table by payer and specification")
    }
    try sink(
      .specification(Specification(payer: payer, reference: reference, date: date, place: cells.place)))
  }

  // MARK: Rows

  private mutating func row(_ cells: inout TableCells) -> SpecificationRow? {
    let kind = kind(&cells)
    let amount = cells.money(.amount)
    let scheme = scheme(&cells)
    guard let kind, let amount else { return nil }
    let row = SpecificationRow(
      kind: kind, declaration: cells.optionalText(.declaration), amount: amount,
      reference: cells.optionalText(.reference), against: cells.optionalText(.against), scheme: scheme,
      place: cells.place)
    checkSign(row, &cells)
    checkNames(row, &cells)
    return row
  }

  private func kind(_ cells: inout TableCells) -> SpecificationRow.Kind? {
    guard let text = cells.filledText(.kind) else { return nil }
    if let kind = SpecificationRow.Kind(rawValue: text) { return kind }
    let kinds = SpecificationRow.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    cells.report(
      "specification-kind", .kind, "the cell is no kind of row", remedy: "write one of \(kinds)")
    return nil
  }

  private func scheme(_ cells: inout TableCells) -> Scheme? {
    guard cells.optionalText(.scheme) != nil else { return nil }
    return cells.code(.scheme, as: Scheme.self, remedy: "write the law: Zvw, Wlz, Wmo, Jeugdwet")
  }

  /// What a payer withholds, draws down or wants back is negative: a sign turned round would be paid twice.
  private func checkSign(_ row: SpecificationRow, _ cells: inout TableCells) {
    switch row.kind {
    case .offset, .advanceDrawdown, .takeback, .ceiling:
      guard !row.amount.isNegative else { return }
      cells.report(
        "specification-sign", .amount, "\(row.amount.plain) stands on a row of kind \(row.kind.rawValue)",
        remedy: "write what the payer withholds or wants back below zero")
    case .advance:
      guard row.amount.isNegative || row.amount.isZero else { return }
      cells.report(
        "specification-sign", .amount, "\(row.amount.plain) stands on a row of kind advance",
        remedy: "write an advance that is paid above zero; what is taken of it is advance-drawdown or offset")
    case .payment, .award, .interest: break
    }
  }

  /// A row that says of nothing what it is for cannot be booked.
  private func checkNames(_ row: SpecificationRow, _ cells: inout TableCells) {
    let isNamed = row.declaration != nil || row.reference != nil || row.against != nil
    switch row.kind {
    case .award where row.declaration == nil:
      cells.report(
        "cell-empty", .declaration, "the award names no declaration", remedy: "fill in the declaration")
    case .offset, .takeback, .ceiling:
      guard !isNamed else { return }
      cells.report(
        "cell-empty", row.kind == .offset ? .against : .reference,
        "the row says neither which takeback it is nor on which declaration",
        remedy: "fill in the payer's number of it, or the declaration; ask the payer where it gives neither")
    case .payment, .award, .advance, .advanceDrawdown, .interest: break
    }
  }

  // MARK: Sums

  private mutating func add(_ row: SpecificationRow, _ cells: inout TableCells) {
    if row.kind == .payment {
      if open?.payment != nil {
        cells.report(
          "second-payment", .kind, "the specification has another row of kind payment",
          remedy: "give each payment a specification of its own")
      }
      open?.payment = row.amount
    }
    guard row.kind.contributes, let sum = open?.sum else { return }
    do throws(MoneyError) {
      open?.sum = try sum.adding(row.amount)
    } catch {
      open?.sum = nil
      cells.report(
        "amount", .amount, "the amounts sum to more than can be counted", remedy: "correct the amounts")
    }
  }

  private mutating func close(_ findings: inout FindingList) throws {
    defer { open = nil }
    guard let open else { return }
    guard let payment = open.payment else {
      guard open.sum != nil else { return }
      findings.append(
        Finding(
          "no-payment", at: open.position, "the specification has no row of kind payment",
          remedy: "add the row with the amount of the payment, 0.00 where nothing was paid"))
      return
    }
    guard let sum = open.sum, sum != payment else { return }
    findings.append(
      Finding(
        "specification-sum", at: open.position,
        "the payment is \(payment.plain), its contributions sum to \(sum.plain)",
        remedy:
          "give every award, offset, advance, draw-down and interest of the payment one row; what is only "
          + "announced is a takeback"))
  }
}
