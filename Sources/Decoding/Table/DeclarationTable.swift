import Accounting
import Care
import Findings
import Tables

/// Canonical declarations: one row per line, in any order. Memory grows with declarations, not with lines.
struct DeclarationTable: CanonicalTable {
  static let format = Format(kind: .declarations, name: "canonical declarations")
  static let required: [Column] = [
    .payer, .declaration, .line, .client, .practitioner, .service, .scheme, .serviceFrom,
    .serviceTo,
    .quantity, .amount, .submittedOn,
  ]
  static let optional: [Column] = [.previous, .location, .stream, .vat, .approved]

  private struct Open {
    let payer: PayerCode
    let number: String
    let submittedOn: CalendarDate
  }

  private var open: Open?
  private var lastService: ServiceCode?
  private var lastScheme: Scheme?
  /// By hash: when each declaration was submitted.
  private var declarations: [UInt64: CalendarDate] = [:]
  private var lines = ReferenceSet()

  mutating func read(
    _ cells: inout TableCells, _ findings: inout FindingList, _ sink: (Fact) throws -> Void
  ) throws {
    let payer = cells.payer(after: open?.payer)
    let number = cells.filledText(.declaration)
    let submittedOn = cells.date(.submittedOn)
    let line = line(&cells)
    guard let payer, let number, let submittedOn else { return }
    try open(payer, number, submittedOn, &cells, sink)
    guard let line else { return }
    if !lines.insert(.hash(of: payer.text, number, line.reference)) {
      cells.report(
        "line-reference-twice", .line, "the line stands twice in the declaration",
        remedy: "give every line its own reference")
    }
    try sink(.declarationLine(line))
  }

  mutating func finish(_ findings: inout FindingList, _ sink: (Fact) throws -> Void) throws {}

  private mutating func open(
    _ payer: PayerCode, _ number: String, _ submittedOn: CalendarDate, _ cells: inout TableCells,
    _ sink: (Fact) throws -> Void
  ) throws {
    if let open, open.payer == payer, open.number == number {
      return compare(submittedOn, with: open.submittedOn, &cells)
    }
    let hash = UInt64.hash(of: payer.text, number)
    let first = declarations[hash] ?? submittedOn
    declarations[hash] = first
    compare(submittedOn, with: first, &cells)
    open = Open(payer: payer, number: number, submittedOn: first)
    try sink(
      .declaration(
        Declaration(
          payer: payer, number: number, provider: nil, submittedOn: first, place: cells.place)))
  }

  private func compare(
    _ submittedOn: CalendarDate, with first: CalendarDate, _ cells: inout TableCells
  ) {
    guard submittedOn != first else { return }
    cells.report(
      "declaration-differs", .submittedOn,
      "the declaration was submitted on \(first) by its first row, on \(submittedOn) by this one",
      remedy: "give all rows of a declaration one submission date")
  }

  private mutating func line(_ cells: inout TableCells) -> DeclarationLine? {
    let reference = cells.filledText(.line)
    let service = cells.code(
      .service, as: ServiceCode.self, after: lastService, remedy: "use the code of the service list")
    let scheme = cells.code(
      .scheme, as: Scheme.self, after: lastScheme, remedy: "name the law: Zvw, Wlz, Wmo, Jeugdwet")
    (lastService, lastScheme) = (service, scheme)
    let from = cells.date(.serviceFrom)
    let until = cells.date(.serviceTo)
    let quantity = cells.quantity(.quantity)
    let claimed = cells.money(.amount)
    let vat = cells.moneyIfGiven(.vat) ?? .zero(.eur)
    let approved = approval(&cells)
    guard let reference, let service, let scheme, let from, let until, let quantity, let claimed else {
      return nil
    }
    if until < from {
      cells.report(
        "dates-reversed", .serviceTo, "the service ends on \(until), before it begins on \(from)",
        remedy: "correct the dates of the service")
    }
    if vat.minorUnits.magnitude > claimed.minorUnits.magnitude
      || (!vat.isZero && vat.isNegative != claimed.isNegative)
    {
      cells.report(
        "vat", .vat, "a VAT of \(vat.plain) cannot be contained in an amount of \(claimed.plain)",
        remedy: "give the VAT that the amount includes, signed like the amount")
    }
    return DeclarationLine(
      reference: reference, client: Personal(cells.text(.client)), practitioner: cells.text(.practitioner),
      service: service, scheme: scheme, from: from, until: until, quantity: quantity, claimed: claimed,
      vat: vat,
      previous: cells.optionalText(.previous), location: cells.optionalText(.location),
      stream: cells.optionalText(.stream), approved: approved, place: cells.place)
  }

  private func approval(_ cells: inout TableCells) -> Bool {
    switch cells.text(.approved) {
    case "no": return false
    case "yes", "": return true
    default:
      cells.report(
        "approved", .approved, "the cell says neither yes nor no", remedy: "write `yes`, `no` or nothing")
      return false
    }
  }
}

extension UInt64 {
  /// Of texts in order; the mark between them stands in no reference.
  static func hash(of parts: String...) -> UInt64 {
    var hash = ReferenceSet.Hash()
    for part in parts {
      for byte in part.utf8 { hash.add(byte) }
      hash.add(0x1F)
    }
    return hash.value
  }
}
