import Accounting
import Care
import Findings

extension VektisMessage {
  mutating func readClosing(_ record: FixedWidthRecord, _ sink: (Fact) throws -> Void) throws {
    let fields = layout.closing
    guard let total = amount(fields.claimed, record) else { return }
    if !hasUnreadable { checkCounts(record) }
    if let field = fields.awarded {
      guard let granted = amount(field, record) else { return }
      checkAnswer(record, claimed: total, awarded: granted)
      guard hasHeader else { return }
      try sink(
        .remittanceTotals(
          RemittanceTotals(
            claimed: Money(minorUnits: total), awarded: Money(minorUnits: granted), place: place(record))))
    } else if total != claimed, !hasUnreadable {
      report(
        "total-differs", in: record, at: fields.claimed.amount,
        "the lines sum to \(Money(minorUnits: claimed).plain), record 99 says \(Money(minorUnits: total).plain)",
        remedy: "export the file again: lines are missing, doubled or changed")
    }
  }

  private mutating func checkCounts(_ record: FixedWidthRecord) {
    let fields = layout.closing
    for (type, field) in fields.counts where record.number(field) != Int64(counts[Int(type)]) {
      reportCount("records \(Self.typeText(type))", counts[Int(type)], record, field)
    }
    let details = counts[2..<99].reduce(0, +)
    if record.number(fields.details) != Int64(details) {
      reportCount("detail records", details, record, fields.details)
    }
  }

  private mutating func reportCount(_ what: String, _ found: Int, _ record: FixedWidthRecord, _ field: Field)
  {
    report(
      "count-differs", in: record, at: field,
      "the file holds \(found) \(what), field \(field.number) says \(record.number(field))",
      remedy: "export or fetch the file again: records are missing or doubled")
  }

  /// The lines that an assessed answer lists must explain the difference of its totals; else silence proves nothing.
  private mutating func checkAnswer(_ record: FixedWidthRecord, claimed total: Int64, awarded granted: Int64)
  {
    guard isAssessed, !hasUnreadable, claimed - awarded != total - granted else { return }
    report(
      "answer-not-explained", .warning, in: record, at: layout.closing.awarded?.amount,
      "the totals differ by \(Money(minorUnits: total - granted).plain), the listed lines by "
        + Money(minorUnits: claimed - awarded).plain,
      remedy: "the answer is held and posts nothing: ask the insurer for the missing lines")
  }
}
