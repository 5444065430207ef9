/// What a field of a layout table means to us, as the tables spell it.
enum Meaning: Hashable {
  // Header.
  case kind, payer, payee, payeeCode(UInt8), invoice, invoiceDate, currency, reference, answerDate
  // Details.
  case detail, commentLine, bsn, uzovi
  case from, until, service, quantity, practitioner, vatRate, line, previous
  case calculated, calculatedSign, claimed, claimedSign, awarded, awardedSign
  /// A return code; records have up to three, in order.
  case code
  // Closing record: how many records of a type, and of all details.
  case count(UInt8), countOfDetails

  init?(_ text: some StringProtocol) {
    if let known = Self.plain[String(text)] {
      self = known
    } else if text.hasPrefix("payee-"), let number = UInt8(text.dropFirst(6)) {
      self = .payeeCode(number)
    } else if text.hasPrefix("count-"), let type = UInt8(text.dropFirst(6)) {
      self = .count(type)
    } else {
      return nil
    }
  }

  private static let plain: [String: Meaning] = [
    "kind": .kind, "payer": .payer, "payee": .payee, "invoice": .invoice, "invoice-date": .invoiceDate,
    "currency": .currency, "reference": .reference, "answer-date": .answerDate, "detail": .detail,
    "comment-line": .commentLine, "bsn": .bsn, "uzovi": .uzovi, "from": .from, "until": .until,
    "service": .service, "quantity": .quantity, "practitioner": .practitioner, "vat-rate": .vatRate,
    "line": .line, "previous": .previous, "calculated": .calculated, "calculated-sign": .calculatedSign,
    "claimed": .claimed, "claimed-sign": .claimedSign, "awarded": .awarded, "awarded-sign": .awardedSign,
    "code": .code, "count-details": .countOfDetails,
  ]
}

/// One field of a record: a rubriek of the standard. A reference, so that a decoder passes it on without copying texts.
final class Field: Sendable {
  /// The standard's own number: `0429`.
  let number: String
  let name: String
  /// Offsets in the record, from 0.
  let range: Range<Int>
  /// Type N; otherwise AN.
  let isDigits: Bool
  let meaning: Meaning?

  init(number: String, name: String, range: Range<Int>, isDigits: Bool, meaning: Meaning?) {
    self.number = number
    self.name = name
    self.range = range
    self.isDigits = isDigits
    self.meaning = meaning
  }
}
