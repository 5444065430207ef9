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
  var linesUnderClient = 0
  var counts = [Int](repeating: 0, count: 100)
  private var lastDetail: Int64 = 0
  private var lastComment: Int64 = 0
  /// BSN, UZOVI and return codes of the record 02 that stands open.
  var client: [UInt8] = []
  var clientReasons: [ReasonCode] = []

  // Sums of at most eight digits a line: they fit for ten thousand million lines.
  var claimed: Int64 = 0
  var awarded: Int64 = 0
  var references = ReferenceSet()
  var credited = ReferenceSet()

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
}
