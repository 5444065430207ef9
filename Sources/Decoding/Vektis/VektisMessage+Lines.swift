import Accounting
import Care
import Findings

extension VektisMessage {
  mutating func readLine(_ record: FixedWidthRecord, _ sink: (Fact) throws -> Void) throws {
    let fields = layout.line
    lines += 1
    let reference = record.trimmed(fields.line)
    if reference.isEmpty {
      report(
        "line-reference-missing", in: record, at: fields.line,
        "field \(fields.line.number) (the line reference) is empty",
        remedy: "give every line its own reference")
    }
    guard let amount = amount(fields.claimed, record) else { return }
    claimed += amount
    checkSigns(record, amount)
    checkReference(reference, record, amount)

    if let field = fields.awarded {
      guard let granted = self.amount(field, record) else { return }
      awarded += granted
      if granted != 0, amount != 0, (granted < 0) != (amount < 0) {
        report(
          "award-sign", in: record, at: field.sign,
          "\(Money(minorUnits: granted).plain) is granted where \(Money(minorUnits: amount).plain) was declared",
          remedy: "ask the insurer: a line and its award have one direction")
      }
      let reasons = reasons(fields.codes, record) + clientReasons
      guard hasHeader else { return }
      try sink(
        .award(
          Award(
            line: record.text(fields.line), claimed: Money(minorUnits: amount),
            awarded: Money(minorUnits: granted), reasons: reasons, care: returnedCare(record),
            place: place(record))))
    } else {
      guard let line = declarationLine(record, amount), hasHeader else { return }
      try sink(.declarationLine(line))
    }
  }

  private func returnedCare(_ record: FixedWidthRecord) -> ReturnedCare {
    let fields = layout.line
    let from = record.date(fields.from)
    return ReturnedCare(
      client: clientNumber, service: record.text(fields.service), from: from,
      until: fields.until.map { record.date($0) } ?? from)
  }

  private var clientNumber: Personal<String> {
    Personal(String(decoding: client.dropLast(4), as: UTF8.self))
  }

  private mutating func declarationLine(_ record: FixedWidthRecord, _ amount: Int64) -> DeclarationLine? {
    let fields = layout.line
    let from = date(fields.from, record)
    let until = fields.until.map { date($0, record) } ?? from
    guard let from, let until else { return nil }
    checkDates(record, from, until)
    guard let service = ServiceCode(record.text(fields.service)) else {
      report(
        "service-code", in: record, at: fields.service,
        "field \(fields.service.number) (the service code) is not a code",
        remedy: "fill it with the code of the service list")
      return nil
    }
    guard let vat = vat(in: amount, record) else { return nil }
    let previous = fields.previous.map(record.text) ?? ""
    return DeclarationLine(
      reference: record.text(fields.line),
      client: clientNumber,
      practitioner: fields.practitioner.map { record.number($0) == 0 ? "" : record.text($0) } ?? "",
      service: service, scheme: scheme, from: from, until: until,
      quantity: fields.quantity.map { record.number($0) * 100 } ?? 100,
      claimed: Money(minorUnits: amount), vat: Money(minorUnits: vat),
      previous: previous.isEmpty ? nil : previous,
      place: place(record))
  }

  mutating func date(_ field: Field, _ record: FixedWidthRecord) -> CalendarDate? {
    guard let date = record.date(field) else {
      report(
        "no-such-day", in: record, at: field,
        "field \(field.number) (\(field.name)) is not a day of the calendar",
        remedy: "write days as EEJJMMDD")
      return nil
    }
    guard date.isPlausible else {
      report(
        "absurd-date", in: record, at: field,
        "field \(field.number) (\(field.name)) says \(date), whose year cannot be meant",
        remedy: "correct the day; nothing of the file is used")
      return nil
    }
    return date
  }

  /// The rates of the Dutch turnover tax since 2001, in hundredths of a percent.
  private static let vatRates: Set<Int64> = [600, 900, 1_900, 2_100]

  /// The VAT that an amount contains, to the nearest cent; nothing of a rate that never was one, as a guess would move
  /// money between revenue and tax.
  private mutating func vat(in amount: Int64, _ record: FixedWidthRecord) -> Int64? {
    guard let field = layout.line.vatRate, case let rate = record.number(field), rate != 0 else { return 0 }
    guard Self.vatRates.contains(rate) else {
      report(
        "vat-rate", in: record, at: field,
        "field \(field.number) (\(field.name)) is no rate of VAT there ever was",
        remedy: "write the rate in hundredths of a percent: 2100 is 21 %")
      return nil
    }
    let whole = 10_000 + rate
    let cents = (amount.magnitude * UInt64(rate) + UInt64(whole) / 2) / UInt64(whole)
    return amount < 0 ? -Int64(cents) : Int64(cents)
  }

  private mutating func checkDates(_ record: FixedWidthRecord, _ from: CalendarDate, _ until: CalendarDate) {
    if until < from {
      report(
        "dates-reversed", in: record, at: layout.line.until,
        "the service ends on \(until), before it begins on \(from)",
        remedy: "correct the dates of the service")
    }
    if let submittedOn, until > submittedOn {
      report(
        "service-after-invoice", .warning, in: record, at: layout.line.until,
        "the service ends on \(until), after the invoice date \(submittedOn)",
        remedy: "an insurer refuses this with 8176, 8177 or 8178: date the invoice later")
    }
  }

  private mutating func checkSigns(_ record: FixedWidthRecord, _ amount: Int64) {
    guard let field = layout.line.calculated, let calculated = self.amount(field, record) else { return }
    let agree = record[field.sign.range.lowerBound] == record[layout.line.claimed.sign.range.lowerBound]
    // Zero has no direction.
    if !agree, amount != 0 || calculated != 0 {
      report(
        "signs-differ", in: record, at: field.sign,
        "fields \(field.sign.number) and \(layout.line.claimed.sign.number) say debit and credit of one line",
        remedy: "mark both D or both C; an insurer refuses this with 8064")
    }
  }

  private mutating func checkReference(
    _ reference: ArraySlice<UInt8>, _ record: FixedWidthRecord, _ amount: Int64
  ) {
    let fields = layout.line
    let hash = ReferenceSet.hash(reference)
    if !references.insert(hash), !reference.isEmpty {
      report(
        "line-reference-twice", in: record, at: fields.line,
        "the line reference in field \(fields.line.number) stands on an earlier line of this file",
        remedy: "give every line its own reference; an insurer refuses this with 8021")
    }
    if credited.contains(hash) { reportCreditBesideDebit(record) }
    guard let field = fields.previous else { return }
    let previous = record.trimmed(field)
    guard !previous.isEmpty else {
      if amount < 0, !layout.isAnswer {
        report(
          "credit-of-nothing", .warning, in: record, at: field,
          "the credit line does not name the line it credits in field \(field.number)",
          remedy: "name it; an insurer refuses this with 8017")
      }
      return
    }
    guard amount < 0, !layout.isAnswer else { return }
    let original = ReferenceSet.hash(previous)
    if references.contains(original) { reportCreditBesideDebit(record) }
    // Whether credited twice or not, one mark is enough to recognise the debit when it comes.
    _ = credited.insert(original)
  }

  private mutating func reportCreditBesideDebit(_ record: FixedWidthRecord) {
    report(
      "credit-beside-debit", in: record, at: layout.line.previous,
      "a line and the line that credits it stand in one file",
      remedy: "leave both out, or send the credit in a later file; an insurer refuses this with 8062")
  }
}
