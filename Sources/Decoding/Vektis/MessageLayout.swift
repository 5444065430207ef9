import Care

/// One message of one version of an EI standard: what its records are made of and where the money stands.
final class MessageLayout: Sendable {
  /// `AW319`, or `AW320` for the answer to it.
  let standard: String
  let version: String
  let isAnswer: Bool
  /// In bytes, line end excluded.
  let length: Int
  /// EI message code and the law it is for.
  let codes: [Int: Scheme]
  private let byType: [RecordLayout?]

  let header: HeaderFields
  let line: LineFields
  let closing: ClosingFields

  var name: String { "\(standard) \(version)" }

  /// Nothing for a record type that the message does not have.
  func record(_ type: UInt8) -> RecordLayout? { byType[Int(type)] }

  var types: [UInt8] { byType.compactMap { $0?.type } }

  init(
    standard: String, version: String, isAnswer: Bool, length: Int, codes: [Int: Scheme],
    records: [RecordLayout]
  ) {
    self.standard = standard
    self.version = version
    self.isAnswer = isAnswer
    self.length = length
    self.codes = codes
    var byType = [RecordLayout?](repeating: nil, count: 100)
    for record in records {
      precondition(record.length == length, "record \(record.type) of \(standard) ends at \(record.length)")
      byType[Int(record.type)] = record
    }
    self.byType = byType
    guard let first = byType[1], let last = byType[99],
      let line = records.first(where: { $0.type < 98 && $0.field(.claimed) != nil })
    else { preconditionFailure("\(standard) \(version) has no header, no lines or no closing record") }
    header = HeaderFields(first, isAnswer: isAnswer)
    self.line = LineFields(line, isAnswer: isAnswer)
    closing = ClosingFields(last, isAnswer: isAnswer)
  }
}

/// Where record 01 says who asks whom for what.
struct HeaderFields: Sendable {
  let kind, payer, payee, invoice, invoiceDate, currency: Field
  /// The field that each value of `payee` points to.
  let payeeCodes: [UInt8: Field]
  let answer: (reference: Field, date: Field, codes: [Field])?

  init(_ record: RecordLayout, isAnswer: Bool) {
    kind = record.required(.kind)
    payer = record.required(.payer)
    payee = record.required(.payee)
    invoice = record.required(.invoice)
    invoiceDate = record.required(.invoiceDate)
    currency = record.required(.currency)
    var payeeCodes: [UInt8: Field] = [:]
    for field in record.fields {
      if case .payeeCode(let number) = field.meaning { payeeCodes[number] = field }
    }
    self.payeeCodes = payeeCodes
    answer =
      isAnswer ? (record.required(.reference), record.required(.answerDate), record.fields(.code)) : nil
  }
}

/// Where the record that carries the money says what was done, for how much, and what was granted.
final class LineFields: Sendable {
  let type: UInt8
  let from, service, line: Field
  let until, quantity, practitioner, vatRate, previous: Field?
  let claimed: AmountField
  let calculated: AmountField?
  let awarded: AmountField?
  let codes: [Field]

  init(_ record: RecordLayout, isAnswer: Bool) {
    type = record.type
    from = record.required(.from)
    service = record.required(.service)
    line = record.required(.line)
    until = record.field(.until)
    quantity = record.field(.quantity)
    practitioner = record.field(.practitioner)
    vatRate = record.field(.vatRate)
    previous = record.field(.previous)
    claimed = record.amount(.claimed, .claimedSign)
    calculated = record.field(.calculated) == nil ? nil : record.amount(.calculated, .calculatedSign)
    awarded = isAnswer ? record.amount(.awarded, .awardedSign) : nil
    codes = record.fields(.code)
  }
}

/// Where record 99 says how much there should be.
struct ClosingFields: Sendable {
  let counts: [(type: UInt8, field: Field)]
  let details: Field
  let claimed: AmountField
  let awarded: AmountField?

  init(_ record: RecordLayout, isAnswer: Bool) {
    counts = record.fields.compactMap { field in
      if case .count(let type) = field.meaning { (type, field) } else { nil }
    }
    details = record.required(.countOfDetails)
    claimed = record.amount(.claimed, .claimedSign)
    awarded = isAnswer ? record.amount(.awarded, .awardedSign) : nil
  }
}
