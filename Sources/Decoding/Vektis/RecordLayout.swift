/// The fields of one record type, without a gap or an overlap.
final class RecordLayout: Sendable {
  /// The first two digits of the record: 1, 2, 4, … 99.
  let type: UInt8
  /// The record types it may stand under; empty for the first and the last record.
  let under: [UInt8]
  /// Whether it must come before its siblings.
  let isLeading: Bool
  let fields: [Field]
  /// Neighbouring digit fields as one range: checked in one go.
  let digits: [Range<Int>]

  // Looked up once: these are asked of every record.
  let detail, commentLine, bsn, uzovi: Field?

  init(type: UInt8, under: [UInt8], isLeading: Bool, fields: [Field]) {
    self.type = type
    self.under = under
    self.isLeading = isLeading
    self.fields = fields
    var digits: [Range<Int>] = []
    for field in fields where field.isDigits {
      if let last = digits.last, last.upperBound == field.range.lowerBound {
        digits[digits.count - 1] = last.lowerBound..<field.range.upperBound
      } else {
        digits.append(field.range)
      }
    }
    self.digits = digits
    let field = { (meaning: Meaning) in fields.first { $0.meaning == meaning } }
    detail = field(.detail)
    commentLine = field(.commentLine)
    bsn = field(.bsn)
    uzovi = field(.uzovi)
  }

  var length: Int { fields.last?.range.upperBound ?? 0 }

  func field(_ meaning: Meaning) -> Field? { fields.first { $0.meaning == meaning } }

  func fields(_ meaning: Meaning) -> [Field] { fields.filter { $0.meaning == meaning } }

  func required(_ meaning: Meaning) -> Field {
    guard let field = field(meaning) else {
      preconditionFailure("record \(type) has no field that means \(meaning)")
    }
    return field
  }

  /// What an amount is and the field that says debit or credit.
  func amount(_ amount: Meaning, _ sign: Meaning) -> AmountField {
    AmountField(amount: required(amount), sign: required(sign))
  }
}

/// Unsigned cents and, in another field, whether they are debit or credit.
struct AmountField {
  let amount: Field
  let sign: Field
}
