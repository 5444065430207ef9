import JSON
import Accounting
import Care
import Reports

/// A fact as `inspect` shows it: codes, dates and amounts; whatever may name a person is dots.
struct FactLine: Sendable {
  var kind: String
  var line: Int
  var byte: Int
  var members: [(key: String, value: JSON)]

  private static let dots = JSON.text("•••")

  init(_ fact: Fact) {
    switch fact {
    case .declaration(let declaration):
      self.init(
        "declaration", declaration.place,
        [
          ("payer", .text(declaration.payer.text)), ("declaration", .text(declaration.number)),
          ("submitted_on", .day(declaration.submittedOn)), ("provider", .text(declaration.provider)),
        ])
    case .declarationLine(let line):
      self.init(
        "line", line.place,
        [
          ("reference", .text(line.reference)), ("client", Self.dots), ("service", .text(line.service.text)),
          ("scheme", .text(line.scheme.text)), ("from", .day(line.from)), ("until", .day(line.until)),
          ("quantity", .amount(line.quantity)), ("claimed", .text(line.claimed.plain)),
          ("vat", .text(line.vat.plain)), ("previous", .text(line.previous)),
          ("approved", .bool(line.approved)),
        ])
    case .remittance(let remittance):
      self.init(
        "remittance", remittance.place,
        [
          ("payer", .text(remittance.payer.text)), ("reference", .text(remittance.reference)),
          ("date", .day(remittance.date)), ("declaration", .text(remittance.declaration)),
          ("codes", .texts(remittance.headerCodes.map(\.text))),
        ])
    case .award(let award):
      self.init(
        "award", award.place,
        [
          ("reference", .text(award.line)), ("claimed", .text(award.claimed.plain)),
          ("awarded", .text(award.awarded.plain)), ("reasons", .texts(award.reasons.map(\.text))),
        ])
    case .remittanceTotals(let totals):
      self.init(
        "totals", totals.place,
        [("claimed", .text(totals.claimed.plain)), ("awarded", .text(totals.awarded.plain))])
    case .statement(let statement):
      self.init(
        "statement", statement.place,
        [
          ("account", .text(statement.account)), ("identification", .text(statement.identification)),
          ("currency", .text(statement.currency.code)), ("opening", .text(statement.opening?.plain)),
          ("closing", .text(statement.closing?.plain)),
        ])
    case .specification(let specification):
      self.init(
        "specification", specification.place,
        [
          ("payer", .text(specification.payer.text)), ("reference", .text(specification.reference)),
          ("date", .day(specification.date)),
        ])
    case .specificationRow(let row):
      self.init(
        "row", row.place,
        [
          ("kind", .text(row.kind.rawValue)), ("declaration", .text(row.declaration)),
          ("amount", .text(row.amount.plain)), ("reference", .text(row.reference)),
          ("against", .text(row.against)), ("scheme", .text(row.scheme?.text)),
        ])
    case .bankLine(let line):
      self.init(
        "bank-line", line.place,
        [
          ("booked_on", .day(line.bookedOn)), ("amount", .text(line.amount.plain)), ("name", Self.dots),
          ("text", Self.dots), ("bank_reference", .text(line.bankReference)),
          ("reversal", .bool(line.isReversal)),
        ])
    }
  }

  private init(_ kind: String, _ place: Place, _ members: [(key: String, value: JSON)]) {
    self.kind = kind
    line = place.line
    byte = place.byte
    self.members = members
  }

  var json: JSON {
    .object(
      ([("fact", .text(kind)), ("line", .number(Int64(line))), ("byte", .number(Int64(byte)))] + members)
        .map { JSON.Member(key: $0.key, value: $0.value) })
  }

  /// What is empty, or as it usually is, is not said.
  var text: String {
    var words: [String] = []
    for member in members {
      switch (member.key, member.value) {
      case (_, .null), (_, .text("")), (_, .array([])), ("vat", .text("0.00")): continue
      case ("approved", .bool(let isSo)): if !isSo { words.append("not approved") }
      case ("reversal", .bool(let isSo)): if isSo { words.append("takes an earlier one back") }
      case (let key, .text(let text)): words.append("\(key) \(text)")
      case (let key, .array(let values)):
        words.append(
          "\(key) " + values.map { if case .text(let text) = $0 { text } else { "" } }.joined(separator: " "))
      case (let key, let value): words.append("\(key) \(value.line)")
      }
    }
    return "  line \(line): \(kind)  " + words.joined(separator: "  ") + "\n"
  }
}
