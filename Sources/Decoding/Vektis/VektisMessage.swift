import Accounting
import Care
import Findings

/// One EI message being read: what has been seen of it, and what is wrong with it so far.
///
/// The length of a record is checked before its fields, and once a record was unreadable the checks between records
/// are silent: they would only repeat the same mistake in other words.
struct VektisMessage {
  let layout: MessageLayout
  let scheme: Scheme
  let file: String

  var findings = FindingList()
  var lines = 0
  var isTest = false
  /// Set by a readable header; without it no fact follows.
  var hasHeader = false
  var submittedOn: CalendarDate?
  /// An answer whose header says that it was assessed: then its listed lines must explain its totals.
  var isAssessed = false

  var hasUnreadable = false
  private var isClosed = false
  private var saysLineFeeds = false

  /// Types of the records that stand open, outermost first.
  private var path: [UInt8] = []
  private var linesUnderClient = 0
  private var counts = [Int](repeating: 0, count: 100)
  private var lastDetail: Int64 = 0
  private var lastComment: Int64 = 0
  /// BSN, UZOVI and return codes of the record 02 that stands open.
  private var client: [UInt8] = []
  private var clientReasons: [ReasonCode] = []

  // Sums of at most eight digits a line: they fit for ten thousand million lines.
  private var claimed: Int64 = 0
  private var awarded: Int64 = 0
  private var references = ReferenceSet()
  private var credited = ReferenceSet()

  init(_ layout: MessageLayout, _ scheme: Scheme, file: String) {
    self.layout = layout
    self.scheme = scheme
    self.file = file
  }

  var reading: Reading {
    Reading(
      format: Format(
        kind: layout.isAnswer ? .awards : .declarations, name: layout.name, isTest: isTest,
        carriesTestMark: true),
      findings: findings, lines: lines)
  }

  mutating func read(_ record: FixedWidthRecord, _ sink: (Fact) throws -> Void) throws {
    reportLineFeed(record)
    guard !isClosed else {
      return report(
        "record-order", in: record, "a record follows the closing record 99",
        remedy: "end the file with record 99")
    }
    guard let recordLayout = readable(record) else {
      hasUnreadable = true
      if record.type == 99 { isClosed = true }
      return
    }
    let type = recordLayout.type
    guard takePlace(recordLayout, record) else { return }
    checkNumber(recordLayout, record)
    counts[Int(type)] += 1
    checkClient(recordLayout, record)

    switch type {
    case 1:
      try readHeader(record, sink)
    case 99:
      isClosed = true
      try readClosing(record, sink)
    case layout.line.type:
      linesUnderClient += 1
      try readLine(record, sink)
    default:
      break
    }
  }

  /// The file has ended at this line.
  mutating func finish(atLine line: Int, byte: Int) {
    guard !isClosed else { return }
    findings.append(
      Finding(
        "closing-record-missing", at: Position(file: file, line: line, byte: byte),
        "the file ends without record 99: it was cut off", remedy: "fetch or export the whole file again"))
  }

  mutating func reportOverlongLine(_ line: Int, byte: Int) {
    findings.append(
      Finding(
        "record-length", at: Position(file: file, line: line, column: 1, byte: byte),
        "record \(line) is longer than \(RecordSplitter.limit) bytes, \(layout.length) expected",
        remedy: "end every record with CR LF"))
  }

  mutating func report(
    _ rule: String, _ severity: Finding.Severity = .error, in record: FixedWidthRecord,
    at field: Field? = nil,
    _ message: String, remedy: String
  ) {
    let offset = field?.range.lowerBound ?? 0
    let position = Position(file: file, line: record.line, column: offset + 1, byte: record.byte + offset)
    findings.append(Finding(rule, severity, at: position, message, remedy: remedy))
  }

  func place(_ record: FixedWidthRecord) -> Place {
    Place(byte: record.byte, length: record.length, line: record.line)
  }

  // MARK: - Records

  private mutating func reportLineFeed(_ record: FixedWidthRecord) {
    guard record.ending == .lineFeed, !saysLineFeeds else { return }
    saysLineFeeds = true
    report(
      "line-feed-only", .warning, in: record, "the record ends with LF, not with CR LF",
      remedy: "transfer the file in binary mode; an insurer refuses it with 8095")
  }

  /// The layout of a record whose length, type, digits and text are as they should be.
  private mutating func readable(_ record: FixedWidthRecord) -> RecordLayout? {
    let expected = layout.length
    guard record.length == expected else {
      let characters = String(validating: record.content, as: UTF8.self)?.unicodeScalars.count
      report(
        "record-length", in: record,
        "record \(record.line) has length \(record.length), expected \(expected)",
        remedy: characters == expected && record.length > expected
          ? "the file was saved as UTF-8, in which accents take two bytes: save it as ISO-8859-1"
          : "export the file again; an editor may have stripped trailing blanks")
      return nil
    }
    guard let type = record.type, let recordLayout = layout.record(type) else {
      report(
        "record-type", in: record, "\(layout.name) has no record that begins like this one",
        remedy: "a record begins with one of "
          + layout.types.map(Self.typeText).joined(separator: ", "))
      return nil
    }
    for range in recordLayout.digits where !record.isDigits(range) {
      reportNotDigits(recordLayout, record)
      return nil
    }
    guard record.isPrintable else {
      report(
        "control-character", in: record, "the record holds a control character",
        remedy: "export the file again as plain text")
      return nil
    }
    return recordLayout
  }

  private mutating func reportNotDigits(_ recordLayout: RecordLayout, _ record: FixedWidthRecord) {
    for field in recordLayout.fields where field.isDigits && !record.isDigits(field.range) {
      report(
        "not-digits", in: record, at: field, "field \(field.number) (\(field.name)) must hold digits only",
        remedy: "fill it with digits, or with zeros if it is empty")
    }
  }

  static func typeText(_ type: UInt8) -> String { type < 10 ? "0\(type)" : "\(type)" }

  /// Closes what this record ends and opens the record, if it may stand here.
  private mutating func takePlace(_ recordLayout: RecordLayout, _ record: FixedWidthRecord) -> Bool {
    let type = recordLayout.type
    // How many of the open records stay open around this one.
    var depth = path.count
    let allowed: Bool
    switch type {
    case 1: allowed = path.isEmpty
    case 99: allowed = path.first == 1
    case 98: allowed = path.last.map(recordLayout.under.contains) ?? false
    default:
      while depth > 0, !recordLayout.under.contains(path[depth - 1]) { depth -= 1 }
      allowed = depth > 0 && (!recordLayout.isLeading || depth == path.count)
    }
    guard allowed || hasUnreadable else {
      hasUnreadable = true
      report(
        "record-order", in: record,
        "record \(Self.typeText(type)) cannot stand after record \(path.last.map(Self.typeText) ?? "none")",
        remedy: "order the records 01, then per client 02 with its 04, then 99")
      return false
    }
    if type == 2 || type == 99 { closeClient(record) }
    switch type {
    case 98: break
    case 99: path = [1]
    default:
      path.removeSubrange(depth...)
      path.append(type)
    }
    if type == 2 { linesUnderClient = 0 }
    return true
  }

  /// A declaration has at least one client, and each at least one line; an answer may have none.
  private mutating func closeClient(_ record: FixedWidthRecord) {
    guard !layout.isAnswer, !hasUnreadable, linesUnderClient == 0 else { return }
    guard path.count > 1 || record.type == 99 else { return }
    report(
      "record-missing", in: record,
      "there is no record \(Self.typeText(layout.line.type)) before this record",
      remedy: "leave out clients without lines, and declarations without clients")
  }

  /// Details count up from 1; a comment repeats its parent's number and counts its own lines. An answer leaves gaps,
  /// and an insurer may add comments.
  private mutating func checkNumber(_ recordLayout: RecordLayout, _ record: FixedWidthRecord) {
    guard let field = recordLayout.detail, !hasUnreadable else { return }
    let number = record.number(field)
    if let commentLine = recordLayout.commentLine {
      let comment = record.number(commentLine)
      let follows = layout.isAnswer ? comment > lastComment : comment == lastComment + 1
      if number != lastDetail || !follows {
        report(
          "comment-number", in: record, at: field,
          "the comment is numbered \(number)/\(comment), after \(lastDetail)/\(lastComment)",
          remedy: "give it the number of the record it stands under, and count its lines from 1")
      }
      lastComment = comment
      return
    }
    if layout.isAnswer ? number <= lastDetail : number != lastDetail + 1 {
      report(
        "detail-number", in: record, at: field,
        "the detail record is numbered \(number), after \(lastDetail)",
        remedy: layout.isAnswer
          ? "an answer keeps the numbers of the declaration" : "number details from 1 upward")
    }
    lastDetail = number
    lastComment = 0
  }

  /// Whoever a line speaks of must be the client it stands under. The numbers themselves are nobody's business here.
  private mutating func checkClient(_ recordLayout: RecordLayout, _ record: FixedWidthRecord) {
    guard let bsn = recordLayout.bsn, let uzovi = recordLayout.uzovi else { return }
    if recordLayout.type == 2 {
      client.removeAll(keepingCapacity: true)
      client += record.trimmed(bsn)
      client += record.trimmed(uzovi)
      clientReasons = reasons(recordLayout.fields(.code), record).filter { $0.text != "0200" }
      return
    }
    guard !hasUnreadable else { return }
    let digits = record.trimmed(bsn).count
    if !client.prefix(digits).elementsEqual(record.trimmed(bsn)) {
      report(
        "client-differs", in: record, at: bsn, "field \(bsn.number) is not the BSN of the record 02 above it",
        remedy: "put the line under its own client")
    }
    if !client.dropFirst(digits).elementsEqual(record.trimmed(uzovi)) {
      report(
        "insurer-differs", in: record, at: uzovi,
        "field \(uzovi.number) is not the UZOVI of the record 02 above it",
        remedy: "repeat the insurer of record 02 on its lines")
    }
  }

  mutating func reasons(_ fields: [Field], _ record: FixedWidthRecord) -> [ReasonCode] {
    var codes: [ReasonCode] = []
    for field in fields where !record.isBlank(field) {
      if let code = ReasonCode(record.text(field)) {
        codes.append(code)
      } else {
        report(
          "reason-code", in: record, at: field, "field \(field.number) (\(field.name)) is not a code",
          remedy: "fetch the answer again")
      }
    }
    return codes
  }

  /// Signed cents. Zero may be marked debit or credit: the standard asks for debit, files with the other exist.
  mutating func amount(_ amount: AmountField, _ record: FixedWidthRecord) -> Int64? {
    let magnitude = record.number(amount.amount)
    switch record[amount.sign.range.lowerBound] {
    case UInt8(ascii: "D"): return magnitude
    case UInt8(ascii: "C"): return -magnitude
    default:
      report(
        "debit-credit", in: record, at: amount.sign,
        "field \(amount.sign.number) (\(amount.sign.name)) is neither D nor C",
        remedy: "mark zero and positive amounts D, negative ones C")
      return nil
    }
  }

  // MARK: - Lines

  private mutating func readLine(_ record: FixedWidthRecord, _ sink: (Fact) throws -> Void) throws {
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
            awarded: Money(minorUnits: granted), reasons: reasons, place: place(record))))
    } else {
      guard let line = declarationLine(record, amount), hasHeader else { return }
      try sink(.declarationLine(line))
    }
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
    if let rate = fields.vatRate, record.number(rate) != 0 {
      report(
        "vat-not-split", .warning, in: record, at: rate,
        "the line carries a VAT percentage; its VAT is not split off",
        remedy: "book the VAT of this line by hand")
    }
    let previous = fields.previous.map(record.text) ?? ""
    return DeclarationLine(
      reference: record.text(fields.line),
      client: Personal(String(decoding: client.dropLast(4), as: UTF8.self)),
      practitioner: fields.practitioner.map { record.number($0) == 0 ? "" : record.text($0) } ?? "",
      service: service, scheme: scheme, from: from, until: until,
      quantity: fields.quantity.map { record.number($0) * 100 } ?? 100,
      claimed: Money(minorUnits: amount), vat: .zero(.eur), previous: previous.isEmpty ? nil : previous,
      place: place(record))
  }

  mutating func date(_ field: Field, _ record: FixedWidthRecord) -> CalendarDate? {
    if let date = record.date(field) { return date }
    report(
      "no-such-day", in: record, at: field,
      "field \(field.number) (\(field.name)) is not a day of the calendar",
      remedy: "write days as EEJJMMDD")
    return nil
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

  // MARK: - Closing record

  private mutating func readClosing(_ record: FixedWidthRecord, _ sink: (Fact) throws -> Void) throws {
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
