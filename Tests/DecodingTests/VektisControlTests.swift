import Accounting
import Care
import Decoding
import Findings
import Testing

struct VektisControlTests {
  private static let sent = EIFile(lines: [
    .init(reference: "WV-1"), .init(cents: 5_000, reference: "WV-2"),
    .init(client: "999900018", cents: 2_000, isCredit: true, reference: "WV-3", previous: "WV-0"),
  ])
  private static let answer = EIFile(
    isAnswer: true,
    lines: [
      .init(reference: "WV-1", awarded: 9_000, codes: ["0611", "8059", ""]),
      .init(
        client: "999900018", cents: 5_000, reference: "WV-2", codes: ["8002", "", ""], clientCode: "0320"),
    ], total: 29_000, granted: 21_000)

  /// Breaks one thing in a file; names what must be said of it.
  struct Break: CustomTestStringConvertible, Sendable {
    let rule: String
    var severity = Finding.Severity.error
    var file = VektisControlTests.sent
    let change: @Sendable (inout [EIFile.Record]) -> Void
    var testDescription: String { rule }
  }

  private static func put(_ text: String, _ record: Int, _ start: Int, _ end: Int)
    -> @Sendable (inout [EIFile.Record]) -> Void
  {
    { $0[record].put(text, start, end) }
  }

  static let breaks: [Break] = [
    // 0 header, 1 client, 2 and 3 lines, 4 client, 5 credit line, 6 closing
    Break(rule: "record-length") { $0[2].bytes.removeLast() },
    Break(rule: "record-length") { $0[2].bytes.append(32) },
    Break(rule: "record-length") { $0[0].bytes.removeLast() },
    Break(rule: "record-type", change: put("07", 2, 1, 2)),
    Break(rule: "not-digits", change: put("   ", 2, 122, 124)),
    Break(rule: "control-character", change: put("\t", 2, 300, 300)),
    Break(rule: "record-order") { $0.swapAt(1, 2) },
    Break(rule: "record-order") { $0.remove(at: 1) },
    Break(rule: "record-order") { $0.append($0[2]) },
    Break(rule: "record-order") { $0.insert($0[0], at: 2) },
    Break(rule: "record-missing") { $0.removeSubrange(1...5) },
    Break(rule: "record-missing") { $0.remove(at: 5) },
    Break(rule: "closing-record-missing") { $0.removeLast() },
    Break(rule: "detail-number", change: put("000000000009", 3, 3, 14)),
    Break(rule: "comment-number", file: withComments, change: put("0007", 3, 15, 18)),
    Break(rule: "comment-number", file: withComments, change: put("000000000009", 3, 3, 14)),
    Break(rule: "client-differs", change: put("999900079", 2, 15, 23)),
    Break(rule: "insurer-differs", change: put("3313", 2, 24, 27)),
    Break(rule: "message-kind", change: put("X", 0, 10, 10)),
    Break(rule: "currency", change: put("USD", 0, 115, 117)),
    Break(rule: "payer-missing", change: put("0000", 0, 27, 30)),
    Break(rule: "payee", change: put("05", 0, 63, 64)),
    Break(rule: "payee-missing", severity: .warning, change: put("03", 0, 63, 64)),
    Break(rule: "invoice-number-missing", change: put("", 0, 81, 92)),
    Break(rule: "no-such-day", change: put("20260231", 0, 93, 100)),
    Break(rule: "no-such-day", change: put("20260231", 2, 106, 113)),
    Break(rule: "dates-reversed", change: put("20260228", 2, 114, 121)),
    Break(rule: "service-after-invoice", severity: .warning, change: put("20260406", 2, 114, 121)),
    Break(rule: "service-code", change: put("10+0", 2, 125, 129)),
    Break(rule: "debit-credit", change: put("X", 2, 194, 194)),
    Break(rule: "signs-differ", change: put("C", 2, 181, 181)),
    Break(rule: "vat-rate", change: put("0021", 2, 182, 185)),
    Break(rule: "absurd-date", change: put("21990101", 0, 93, 100)),
    Break(rule: "absurd-date", change: put("19060301", 2, 106, 113)),
    Break(rule: "line-reference-missing", change: put("", 2, 195, 214)),
    Break(rule: "line-reference-twice", change: put("WV-1", 3, 195, 214)),
    Break(rule: "credit-beside-debit", change: put("WV-2", 5, 215, 234)),
    Break(rule: "credit-beside-debit") { records in
      // The credit before its debit.
      records[5].put("WV-9", 215, 234)
      records[5].put("WV-3", 195, 214)
      records[3].put("D", 181, 181)
      records[2].put("C", 181, 181)
      records[2].put("C", 194, 194)
      records[2].put("WV-2", 215, 234)
    },
    Break(rule: "credit-of-nothing", severity: .warning, change: put("", 5, 215, 234)),
    Break(rule: "count-differs", change: put("000003", 6, 3, 8)),
    Break(rule: "count-differs", change: put("000001", 6, 9, 14)),
    Break(rule: "count-differs", change: put("000004", 6, 15, 20)),
    Break(rule: "count-differs", change: put("000001", 6, 21, 26)),
    Break(rule: "count-differs", change: put("0000004", 6, 27, 33)),
    Break(rule: "total-differs", change: put("00000015001", 6, 34, 44)),
    Break(rule: "total-differs", change: put("C", 6, 45, 45)),
    Break(rule: "total-differs", change: put("00005001", 3, 186, 193)),
    // The answer: 0 header, 1 client, 2 line, 3 client, 4 line, 5 closing
    Break(rule: "no-such-day", file: answer, change: put("00000000", 0, 335, 342)),
    Break(rule: "header-code-missing", file: answer, change: put("", 0, 343, 346)),
    Break(rule: "reason-code", file: answer, change: put("06+1", 2, 329, 332)),
    Break(rule: "award-sign", file: answer, change: put("C", 2, 328, 328)),
    Break(rule: "detail-number", file: answer, change: put("000000000001", 2, 3, 14)),
    Break(rule: "line-reference-twice", file: answer, change: put("WV-1", 4, 195, 214)),
    Break(rule: "count-differs", file: answer, change: put("000003", 5, 15, 20)),
    Break(
      rule: "answer-not-explained", severity: .warning, file: answer, change: put("00000021001", 5, 46, 56)),
    Break(
      rule: "answer-not-explained", severity: .warning, file: answer, change: put("00009001", 2, 320, 327)),
    Break(rule: "closing-record-missing", file: answer) { $0.removeLast() },
  ]

  private static let withComments: EIFile = {
    var file = sent
    file.comments = 2
    return file
  }()

  @Test(arguments: breaks.indices)
  func `each broken control is named, and nothing else`(index: Int) throws {
    let broken = Self.breaks[index]
    let whole = try Decoded(broken.file.bytes, by: VektisDecoder())
    #expect(whole.findings == [], "the file is sound before it is broken")

    var records = broken.file.records
    broken.change(&records)
    let read = try Decoded(EIFile.bytes(records), by: VektisDecoder())
    let found = read.findings.first { $0.rule == broken.rule }
    #expect(found?.severity == broken.severity, "\(read.findings)")
    #expect(read.isAccepted == (broken.severity != .error))
    for finding in read.findings {
      #expect(!finding.description.contains("9999000"), "no finding names a person")
    }
  }

  @Test func `comments, both versions and all laws are read`() throws {
    for (code, scheme) in [(187, "Wlz"), (428, "Zvw"), (430, "Zvw")] {
      for version in [103, 104] {
        var file = Self.withComments
        file.code = code
        file.version = version
        let read = try Decoded(file.bytes)
        #expect(read.findings == [])
        #expect(read.reading.format.name == "AW319 1.\(version - 100)")
        #expect(Set(read.lines.map(\.scheme.text)) == [scheme])
        #expect(read.lines.map(\.claimed.plain) == ["120.00", "50.00", "-20.00"])
      }
    }
  }

  @Test(arguments: [("2100", 20_83, 8_68, -3_47), ("0900", 9_91, 4_13, -1_65), ("0000", 0, 0, 0)])
  func `the VAT that a line contains is split off to the nearest cent, a credit's with its sign`(
    rate: String, first: Int64, second: Int64, credit: Int64
  ) throws {
    var records = Self.sent.records
    for index in [2, 3, 5] { records[index].put(rate, 182, 185) }
    let read = try Decoded(EIFile.bytes(records), by: VektisDecoder())
    #expect(read.findings == [])
    #expect(read.lines.map(\.claimed.minorUnits) == [120_00, 50_00, -20_00])
    #expect(read.lines.map(\.vat.minorUnits) == [first, second, credit])
  }

  private static func debtor(_ length: Int) -> EIFile.Record {
    var debtor = EIFile.Record(length)
    debtor.put("03", 1, 2)
    for (start, end) in [(3, 14), (26, 35), (71, 71), (113, 115), (135, 139), (207, 209), (280, 297)] {
      debtor.put(0, start, end)
    }
    debtor.put(0, 140, 144)
    debtor.put("", 116, 139)
    return debtor
  }

  /// AW320 1.3: what 1.4 has, with a debtor (03) behind the first client, and comments of the insurer (98), which
  /// like all records of an answer end in codes.
  private static var answerWithDebtor: [EIFile.Record] {
    var file = answer
    file.version = 103
    file.comments = 1
    var records = file.records
    var debtor = debtor(370)
    debtor.put("0328", 311, 314)
    records.insert(debtor, at: 2)
    for number in 1..<(records.count - 1) where !records[number].isComment {
      records[number].put(number, 3, 14)
    }
    // A comment has the number of the record that it is about.
    for number in records.indices where records[number].isComment {
      records[number].bytes.replaceSubrange(2..<14, with: records[number - 1].bytes[2..<14])
      records[number].put("0200", 311, 314)
    }
    records[records.count - 1].put(1, 9, 14)
    records[records.count - 1].put(records.count - 2, 27, 33)
    return records
  }

  @Test func `an answer of 1.3 is read with its debtor and the insurer's comments`() throws {
    let read = try Decoded(EIFile.bytes(Self.answerWithDebtor), by: VektisDecoder())
    #expect(read.findings == [])
    #expect(read.reading.format.name == "AW320 1.3")
    #expect(read.awards.map(\.awarded.plain) == ["90.00", "0.00"])
    #expect(read.awards.map { $0.reasons.map(\.text) } == [["0611", "8059"], ["8002", "0320"]])
    #expect(read.totals.map(\.awarded.plain) == ["210.00"])
    #expect(read.awards.map { $0.care?.client.reveal(for: .testing) } == ["999900006", "999900018"])
    #expect(read.awards.map { $0.care?.from?.description } == ["2026-03-01", "2026-03-01"])
  }

  /// Debtors, comments, lines and all records but the first and the last; there are not six of any.
  @Test(arguments: [(9, 14), (21, 26), (15, 20), (27, 33)])
  func `a count in the closing record of an answer of 1.3 is held against what is there`(
    start: Int, end: Int
  ) throws {
    var records = Self.answerWithDebtor
    records[records.count - 1].put(6, start, end)
    let read = try Decoded(EIFile.bytes(records), by: VektisDecoder())
    #expect(read.rules == ["count-differs"])
    #expect(!read.isAccepted)
  }

  @Test func `a debtor stands in no answer of 1.4`() throws {
    var records = Self.answerWithDebtor
    records[0].put(104, 6, 9)
    #expect(try Decoded(EIFile.bytes(records), by: VektisDecoder()).rules.contains("record-type"))
  }

  @Test func `a debtor record stands in 1.3 only, and only before the lines`() throws {
    func file(_ version: Int, at index: Int) throws -> [String] {
      var file = Self.sent
      file.version = version
      var records = file.records
      let debtor = Self.debtor(310)
      records.insert(debtor, at: index)
      for number in 1..<(records.count - 1) { records[number].put(number, 3, 14) }
      records[records.count - 1].put(1, 9, 14)
      records[records.count - 1].put(6, 27, 33)
      return try Decoded(EIFile.bytes(records), by: VektisDecoder()).rules
    }
    #expect(try file(103, at: 2) == [])
    #expect(try file(103, at: 3).contains("record-order"))
    #expect(try file(104, at: 2).contains("record-type"))
  }

  @Test func `line ends may be missing at the end, and LF alone is only a warning`() throws {
    let bytes = Self.sent.bytes
    #expect(try Decoded(bytes.dropLast(2) + [], by: VektisDecoder()).findings == [])
    let read = try Decoded(bytes.filter { $0 != 13 }, by: VektisDecoder())
    #expect(read.rules == ["line-feed-only"])
    #expect(read.isAccepted)
  }

  @Test func `an accent saved as UTF-8 is explained by its two bytes`() throws {
    var records = Self.sent.records
    records[1].bytes.replaceSubrange(63...63, with: [0xC3, 0xA9])
    let read = try Decoded(EIFile.bytes(records), by: VektisDecoder())
    let finding = try #require(read.findings.first)
    #expect(finding.message == "record 2 has length 311, expected 310")
    #expect(finding.remedy.contains("ISO-8859-1"))
    records[1].bytes.replaceSubrange(63...64, with: [0xE9])
    #expect(try Decoded(EIFile.bytes(records), by: VektisDecoder()).findings == [])
  }

  @Test func `facts do not depend on how the pieces fall`() throws {
    let whole = try Decoded(Self.answer.bytes, by: VektisDecoder())
    for size in [1, 7, 311, 312, 313, 1_000] {
      #expect(try Decoded(Self.answer.bytes, by: VektisDecoder(), pieces: size).facts == whole.facts)
    }
  }

  @Test func `a rejection of the whole file is not a mistake in it`() throws {
    var file = Self.answer
    file.lines = []
    file.headerCodes = ["8073", "", ""]
    file.granted = 0
    #expect(try Decoded(file.bytes, by: VektisDecoder()).findings == [])
  }

  @Test func `a line of megabytes stops the reading`() throws {
    let endless = Self.sent.bytes.prefix(400) + Array(repeating: UInt8(32), count: 1 << 20)
    #expect(try Decoded(Array(endless), by: VektisDecoder()).rules == ["record-length"])
  }

  @Test func `an unknown version names the nearest known one`() throws {
    var file = Self.sent
    file.version = 105
    let unknown = #expect(throws: Decoded.Unknown.self) { try Decoded(file.bytes) }
    #expect(unknown?.finding.rule == "unknown-version")
    #expect(unknown?.finding.remedy.contains("AW319 1.4") == true)
  }

  @Test func `no truncation yields an accepted file that says less`() throws {
    for file in [Self.sent, Self.answer] {
      let whole = try Decoded(file.bytes, by: VektisDecoder())
      var accepted = 0
      for count in 0..<file.bytes.count {
        let read = try Decoded(Array(file.bytes.prefix(count)), by: VektisDecoder())
        guard read.isAccepted else { continue }
        accepted += 1
        #expect(read.facts == whole.facts)
      }
      // The last LF, or CR LF, may be missing; a CR alone is not a line end.
      #expect(accepted == 1)
    }
  }

  @Test func `no changed byte yields an accepted declaration whose sum is not its total`() throws {
    let bytes = Self.sent.bytes
    for place in bytes.indices {
      for value: UInt8 in [bytes[place] ^ 1, UInt8(ascii: "9"), UInt8(ascii: "C"), 10]
      where value != bytes[place] {
        var changed = bytes
        changed[place] = value
        let read = try Decoded(changed, by: VektisDecoder())
        guard read.isAccepted else { continue }
        #expect(try Money.sum(read.lines.map(\.claimed), .eur).plain == "150.00")
        #expect(read.lines.count == 3)
      }
    }
  }

  @Test func `no changed byte yields an answer taken for proven whose lines do not explain it`() throws {
    let bytes = Self.answer.bytes
    for place in bytes.indices {
      for value: UInt8 in [bytes[place] ^ 1, UInt8(ascii: "C")] where value != bytes[place] {
        var changed = bytes
        changed[place] = value
        let read = try Decoded(changed, by: VektisDecoder())
        guard read.isAccepted, let header = read.remittances.first else { continue }
        guard header.headerCodes.map(\.text) == ["0200"], !read.rules.contains("answer-not-explained") else {
          continue
        }
        let totals = try #require(read.totals.first)
        let listed = try Money.sum(try read.awards.map { try $0.claimed.subtracting($0.awarded) }, .eur)
        #expect(try totals.claimed.subtracting(totals.awarded) == listed)
      }
    }
  }
}
