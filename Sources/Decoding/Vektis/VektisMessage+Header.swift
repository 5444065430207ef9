import Accounting
import Care
import Findings

extension VektisMessage {
  /// Header codes with which an insurer says that it looked at the lines (nothing to remark; granted in full).
  private static let assessed: Set<String> = ["8001", "0200"]

  mutating func readHeader(_ record: FixedWidthRecord, _ sink: (Fact) throws -> Void) throws {
    let fields = layout.header
    readKind(record)
    checkCurrency(record)
    let payer = payer(record)
    let number = record.text(fields.invoice)
    if number.isEmpty {
      report(
        "invoice-number-missing", in: record, at: fields.invoice,
        "field \(fields.invoice.number) (the invoice number) is empty",
        remedy: "give the declaration an invoice number")
    }
    submittedOn = date(fields.invoiceDate, record)
    let provider = provider(record)

    if let answer = fields.answer {
      let answeredOn = date(answer.date, record)
      let codes = reasons(answer.codes, record)
      if codes.isEmpty {
        report(
          "header-code-missing", in: record, at: answer.codes.first,
          "the header carries no return code: it does not say whether the declaration was assessed",
          remedy: "ask the insurer for the answer again: its header always carries one")
      }
      isAssessed = !codes.isEmpty && codes.allSatisfy { Self.assessed.contains($0.text) }
      guard let payer, let answeredOn, !number.isEmpty else { return }
      hasHeader = true
      try sink(
        .remittance(
          Remittance(
            payer: payer, reference: record.text(answer.reference), date: answeredOn, declaration: number,
            provider: provider, headerCodes: codes, place: place(record))))
    } else {
      guard let payer, let submittedOn, !number.isEmpty else { return }
      hasHeader = true
      try sink(
        .declaration(
          Declaration(
            payer: payer, number: number, provider: provider, submittedOn: submittedOn, place: place(record)))
      )
    }
  }

  private mutating func readKind(_ record: FixedWidthRecord) {
    let field = layout.header.kind
    switch record[field.range.lowerBound] {
    case UInt8(ascii: "P"): isTest = false
    case UInt8(ascii: "T"): isTest = true
    default:
      report(
        "message-kind", in: record, at: field, "field \(field.number) (\(field.name)) is neither P nor T",
        remedy: "mark the message P (production) or T (test)")
    }
  }

  private mutating func checkCurrency(_ record: FixedWidthRecord) {
    let field = layout.header.currency
    if record.text(field) != "EUR" {
      report(
        "currency", in: record, at: field, "field \(field.number) (\(field.name)) is not EUR",
        remedy: "Vektis amounts are in euro cents")
    }
  }

  private mutating func payer(_ record: FixedWidthRecord) -> PayerCode? {
    let field = layout.header.payer
    if record.number(field) != 0, let payer = PayerCode.uzovi(record.text(field)) { return payer }
    report(
      "payer-missing", in: record, at: field, "field \(field.number) (\(field.name)) names no insurer",
      remedy: "fill in the UZOVI number of the insurer or care office")
    return nil
  }

  /// The AGB code in the field that `payee` points to.
  private mutating func provider(_ record: FixedWidthRecord) -> String? {
    let field = layout.header.payee
    guard let code = layout.header.payeeCodes[UInt8(record.number(field))] else {
      report(
        "payee", in: record, at: field, "field \(field.number) (\(field.name)) points to nobody",
        remedy: "use 01 service bureau, 02 care giver, 03 practice or 04 institution")
      return nil
    }
    guard record.number(code) == 0 else { return record.text(code) }
    report(
      "payee-missing", .warning, in: record, at: code,
      "field \(code.number) (\(code.name)) of the payee is empty",
      remedy: "fill in the AGB code of whom the insurer pays")
    return nil
  }
}
