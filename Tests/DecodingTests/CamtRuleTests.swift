import Accounting
import Care
import Decoding
import Findings
import Testing

/// A statement in version 08 with the given balances and entries.
private func document(
  _ inner: String, opening: String? = "100.00", closing: String? = "100.00", head: String = "",
  header: String = "", namespace: String = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
) -> String {
  func balance(_ code: String, _ amount: String?, _ day: String) -> String {
    guard let amount else { return "" }
    let isDebit = amount.hasPrefix("-")
    return """
      <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp>\
      <Amt Ccy="EUR">\(isDebit ? String(amount.dropFirst()) : amount)</Amt>\
      <CdtDbtInd>\(isDebit ? "DBIT" : "CRDT")</CdtDbtInd><Dt><Dt>\(day)</Dt></Dt></Bal>

      """
  }
  return """
    <?xml version="1.0" encoding="UTF-8"?>
    <Document xmlns="\(namespace)"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId>\(header)</GrpHdr>
    <Stmt><Id>S1</Id>\(head)<Acct><Id><IBAN>NL02 ABNA 0123 4567 89</IBAN></Id><Ccy>EUR</Ccy></Acct>
    \(balance("OPBD", opening, "2026-03-30"))\(balance("CLBD", closing, "2026-03-31"))\(inner)
    </Stmt></BkToCstmrStmt></Document>
    """
}

private func entry(
  _ amount: String, _ indicator: String = "CRDT", status: String = "<Sts><Cd>BOOK</Cd></Sts>",
  booked: String = "<BookgDt><Dt>2026-03-31</Dt></BookgDt>", currency: String = "EUR", more: String = "",
  details: String = ""
) -> String {
  """
  <Ntry><Amt Ccy="\(currency)">\(amount)</Amt><CdtDbtInd>\(indicator)</CdtDbtInd>\(status)\(booked)\
  <AcctSvcrRef>B1</AcctSvcrRef>\(more)<NtryDtls>\(details)</NtryDtls></Ntry>

  """
}

private func transaction(_ inner: String) -> String { "<TxDtls>\(inner)</TxDtls>" }

struct `Camt rules` {
  @Test func `a credit is told with its payer, its texts and its references`() throws {
    let first = String(repeating: "a", count: 139) + "2"
    let details = transaction(
      """
      <Refs><AcctSvcrRef>T1</AcctSvcrRef><EndToEndId>E-77</EndToEndId><InstrId>NOTPROVIDED</InstrId>\
      <PmtInfId>P-9   </PmtInfId></Refs>
      <RltdPties><Dbtr><Pty><Nm>Zorgverzekeraar N.V.</Nm></Pty></Dbtr>\
      <DbtrAcct><Id><Othr><Id>NL91 ABNA 0417 1643 00</Id></Othr></Id></DbtrAcct>\
      <Cdtr><Pty><Nm>Thuiszorg De Linde</Nm></Pty></Cdtr></RltdPties>
      <RmtInf><Ustrd>\(first)</Ustrd><Ustrd>026000117 &amp; rest</Ustrd><Ustrd>next</Ustrd>\
      <Strd><RfrdDocInf><Nb>2026000118</Nb></RfrdDocInf>\
      <CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf><AddtlRmtInf>more</AddtlRmtInf></Strd></RmtInf>
      <AddtlTxInf>bank text</AddtlTxInf>
      """)
    let outcome = try CamtOutcome(
      document(
        entry("50.25", more: "<AddtlNtryInf>booking text</AddtlNtryInf>", details: details), closing: "150.25"
      ))
    #expect(outcome.findings == [])
    #expect(outcome.format == Format(kind: .receipts, name: "camt.053.001.08"))
    #expect(outcome.lines == 1)
    let statement = try #require(outcome.statements.first)
    #expect(statement.account == "NL02ABNA0123456789")
    #expect(statement.identification == "S1")
    #expect(statement.opening?.plain == "100.00" && statement.closing?.plain == "150.25")
    let line = try #require(outcome.lineFacts.first)
    #expect(line.amount == Money(minorUnits: 5_025))
    #expect(line.bookedOn.description == "2026-03-31")
    #expect(line.counterparty == "NL91ABNA0417164300")
    #expect(line.name == "Zorgverzekeraar N.V.")
    #expect(line.bankReference == "T1" && line.endToEnd == "E-77")
    #expect(
      line.texts == [
        "E-77", "P-9", first + "026000117 & rest", "next", "2026000118", "RF18539007547034", "more",
        "bank text", "booking text",
      ])
  }

  @Test(
    arguments: [
      ("000000000000149.87", 14_987), ("8.850", 885), ("7", 700), ("0.1", 10), ("5442.09000", 544_209),
      ("100000000000.00", 10_000_000_000_000),
    ] as [(String, Int64)])
  func `an amount is read digit by digit`(text: String, cents: Int64) throws {
    let outcome = try CamtOutcome(document(entry(text), opening: "0", closing: text))
    #expect(outcome.lineFacts.map(\.amount.minorUnits) == [cents])
    #expect(!outcome.hasErrors)
  }

  @Test(arguments: [
    ("8.855", "fraction-of-a-cent"), ("0.00001", "fraction-of-a-cent"), ("1.000000", "malformed-amount"),
    ("12..34", "malformed-amount"), ("1E2", "malformed-amount"), ("NaN", "malformed-amount"),
    ("INF", "malformed-amount"), ("1,23", "malformed-amount"), ("-1.00", "malformed-amount"),
    ("+1.00", "malformed-amount"), ("1 000.00", "malformed-amount"), (".50", "malformed-amount"),
    ("5.", "malformed-amount"), ("", "malformed-amount"), ("١٢", "malformed-amount"),
    ("100000000000.01", "absurd-amount"), ("99999999999999999999999999", "absurd-amount"),
    ("92233720368547758.08", "absurd-amount"),
  ])
  func `an amount that is none is an error, never zero`(text: String, rule: String) throws {
    let outcome = try CamtOutcome(document(entry(text)))
    #expect(outcome.rules == [rule])
    #expect(outcome.lineFacts == [])
  }

  @Test func `balances that do not agree are told with all three figures`() throws {
    let outcome = try CamtOutcome(document(entry("50.00"), closing: "151.00"))
    #expect(outcome.rules == ["balance-differs"])
    let message = try #require(outcome.findings.first?.message)
    for figure in ["EUR 100.00", "EUR 50.00", "EUR 151.00"] { #expect(message.contains(figure)) }
    #expect(!message.contains("RvslInd"))
  }

  @Test func `a reversal is never flipped, but the finding says if that would help`() throws {
    let reversal = "<RvslInd>true</RvslInd>"
    let kept = try CamtOutcome(document(entry("10.00", "DBIT", more: reversal), closing: "90.00"))
    #expect(!kept.hasErrors)
    #expect(kept.lineFacts.map(\.amount.plain) == ["-10.00"])
    #expect(kept.lineFacts.map(\.isReversal) == [true])
    let flipped = try CamtOutcome(document(entry("10.00", "DBIT", more: reversal), closing: "110.00"))
    #expect(flipped.rules == ["balance-differs"])
    #expect(flipped.findings[0].message.contains("RvslInd"))
  }

  @Test func `what is pending or informational is not money`() throws {
    let outcome = try CamtOutcome(
      document(
        entry("1.00", status: "<Sts>PDNG</Sts>") + entry("2.00", status: "<Sts><Cd>INFO</Cd></Sts>")
          + entry("4.00", status: "") + entry("8.00", status: "<Sts>BOOK</Sts>"), closing: "112.00"))
    #expect(outcome.lineFacts.map(\.amount.plain) == ["4.00", "8.00"])
    #expect(outcome.rules == ["not-booked"])
  }

  @Test func `a statement that cannot be proven is refused`() throws {
    #expect(try CamtOutcome(document("", closing: nil)).rules == ["balance-missing"])
    #expect(try CamtOutcome(document("", opening: nil)).rules == ["balance-missing"])
    #expect(try CamtOutcome(document("", opening: nil, closing: nil)).rules == ["balance-missing"])
    #expect(try CamtOutcome(document("", closing: "100.01")).rules == ["balance-differs"])
    #expect(try CamtOutcome(document("")).findings == [])
  }

  @Test func `balances after the entries and several closings still control`() throws {
    let late = document(entry("5.00"), closing: nil).replacing(
      "</Stmt>",
      with: """
        <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">105.00</Amt><Dt><Dt>2026-03-31</Dt></Dt></Bal>\
        <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1.00</Amt><Dt><Dt>2026-03-30</Dt></Dt></Bal>\
        </Stmt>
        """)
    #expect(try CamtOutcome(late).findings == [])
    #expect(try CamtOutcome(late.replacing("105.00", with: "104.00")).rules == ["balance-differs"])
  }

  @Test func `another currency is never added`() throws {
    #expect(try CamtOutcome(document(entry("1.00", currency: "CHF"))).rules == ["currency-differs"])
  }

  @Test func `dates that cannot be are findings`() throws {
    func booked(_ day: String) throws -> CamtOutcome {
      try CamtOutcome(
        document(entry("1.00", booked: "<BookgDt><DtTm>\(day)</DtTm></BookgDt>"), closing: "101.00"))
    }
    #expect(try booked("2026-02-28T23:59:59+01:00").lineFacts.map(\.bookedOn.description) == ["2026-02-28"])
    #expect(try booked("2026-02-30").rules == ["malformed-date"])
    #expect(try booked("1989-12-31").rules == ["absurd-date"])
    #expect(try booked("2101-01-01").rules == ["absurd-date"])
    let without = try CamtOutcome(document(entry("1.00", booked: ""), closing: "101.00"))
    #expect(without.rules == ["booking-date-missing"] && !without.hasErrors)
    #expect(without.lineFacts.map(\.bookedOn.description) == ["2026-03-31"])
  }

  @Test func `a batch whose parts agree becomes its parts`() throws {
    let outcome = try CamtOutcome(
      document(
        entry(
          "10.00",
          details: transaction(#"<Amt Ccy="EUR">12.50</Amt>"#)
            + transaction(#"<Amt Ccy="EUR">2.50</Amt><CdtDbtInd>DBIT</CdtDbtInd>"#)), closing: "110.00"))
    #expect(outcome.findings == [])
    #expect(outcome.lineFacts.map(\.amount.plain) == ["12.50", "-2.50"])
    #expect(outcome.lineFacts.map(\.bankReference) == ["B1/1", "B1/2"])
  }

  @Test(arguments: [
    (#"<Amt Ccy="EUR">7.00</Amt>"#, #"<Amt Ccy="EUR">2.00</Amt>"#),
    (#"<Amt Ccy="EUR">7.00</Amt>"#, ""),
    ("", ""),
    (#"<Amt Ccy="CHF">7.00</Amt>"#, #"<Amt Ccy="CHF">3.00</Amt>"#),
    (#"<Amt Ccy="EUR">7.00</Amt>"#, #"<Amt Ccy="EUR">3..0</Amt>"#),
  ])
  func `a batch whose parts do not agree stays one line`(first: String, second: String) throws {
    let outcome = try CamtOutcome(
      document(entry("10.00", details: transaction(first) + transaction(second)), closing: "110.00"))
    #expect(outcome.rules == ["batch-details-differ"])
    #expect(!outcome.hasErrors)
    #expect(outcome.lineFacts.map(\.amount.plain) == ["10.00"])
    #expect(outcome.lineFacts.map(\.bankReference) == ["B1"])
  }

  @Test func `amounts of parts are looked for in the order of trust`() throws {
    func amounts(_ text: String) -> String { transaction("<AmtDtls>\(text)</AmtDtls>") }
    let settled = #"<TxAmt><Amt Ccy="EUR">4.00</Amt></TxAmt><InstdAmt><Amt Ccy="EUR">9.00</Amt></InstdAmt>"#
    let instructed = #"<InstdAmt><Amt Ccy="EUR">6.00</Amt></InstdAmt>"#
    let agreed = try CamtOutcome(
      document(entry("10.00", details: amounts(settled) + amounts(instructed)), closing: "110.00"))
    #expect(agreed.lineFacts.map(\.amount.plain) == ["4.00", "6.00"])
    let exchanged = instructed.replacing("</InstdAmt>", with: "<CcyXchg></CcyXchg></InstdAmt>")
    let unknown = try CamtOutcome(
      document(entry("10.00", details: amounts(settled) + amounts(exchanged)), closing: "110.00"))
    #expect(unknown.lineFacts.map(\.amount.plain) == ["10.00"])
    let only = try CamtOutcome(document(entry("10.00", details: amounts(settled)), closing: "110.00"))
    #expect(only.lineFacts.map(\.amount.plain) == ["10.00"])
    #expect(only.findings == [])
  }

  @Test func `a summary that disagrees is a warning`() throws {
    func summary(_ count: Int, _ sum: String) -> String {
      "<TxsSummry><TtlCdtNtries><NbOfNtries>\(count)</NbOfNtries><Sum>\(sum)</Sum></TtlCdtNtries></TxsSummry>"
    }
    let good = try CamtOutcome(document(summary(1, "5.00") + entry("5.00"), closing: "105.00"))
    #expect(good.findings == [])
    for bad in [summary(2, "5.00"), summary(1, "5.01")] {
      let outcome = try CamtOutcome(document(bad + entry("5.00"), closing: "105.00"))
      #expect(outcome.rules == ["summary-differs"] && !outcome.hasErrors)
    }
  }

  @Test func `a copy and a test message are told as such`() throws {
    let copy = try CamtOutcome(document("", head: "<CpyDplctInd>DUPL</CpyDplctInd>"))
    #expect(copy.rules == ["duplicate-delivery"] && !copy.hasErrors)
    for (marker, isTest) in [("SPS/1.7/TEST", true), ("Test", true), ("SPS/1.7/PROD", false)] {
      let outcome = try CamtOutcome(document("", header: "<AddtlInf>\(marker)</AddtlInf>"))
      #expect(outcome.format.isTest == isTest)
    }
  }

  @Test(arguments: ["03", "06", "10", "13"])
  func `every minor version is read by its shape, with a word on those that are supported`(version: String)
    throws
  {
    let namespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.\(version)"
    let outcome = try CamtOutcome(document(entry("1.00"), closing: "101.00", namespace: namespace))
    #expect(outcome.format.name == "camt.053.001.\(version)")
    #expect(outcome.rules == ["camt-version"] && outcome.lines == 1 && !outcome.hasErrors)
    #expect(outcome.findings[0].message.contains("001.02, 001.04 and 001.08"))
  }

  @Test(arguments: ["02", "04", "08"])
  func `a supported version needs no word`(version: String) throws {
    let namespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.\(version)"
    let outcome = try CamtOutcome(document(entry("1.00"), closing: "101.00", namespace: namespace))
    #expect(outcome.findings == [] && outcome.lines == 1)
  }

  @Test func `a statement is known by its identification, number, page and days, not by when it was made`()
    throws
  {
    func identity(_ head: String) throws -> String {
      try #require(try CamtOutcome(document("", head: head)).statements.first).identity
    }
    let usual = try identity("<CreDtTm>2026-04-01T06:00:00</CreDtTm>")
    #expect(try identity("<CreDtTm>2026-04-02T07:00:00</CreDtTm>") == usual)
    let others = try [
      "<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>", "<ElctrncSeqNb>7</ElctrncSeqNb>",
      "<LglSeqNb>8</LglSeqNb>",
      "<FrToDt><FrDtTm>2026-03-29T00:00:00</FrDtTm><ToDtTm>2026-03-31T23:59:59</ToDtTm></FrToDt>",
      "<FrToDt><FrDtTm>2026-03-30T00:00:00</FrDtTm><ToDtTm>2026-04-01T23:59:59</ToDtTm></FrToDt>",
    ].map(identity)
    #expect(Set(others + [usual]).count == others.count + 1)
  }

  @Test(arguments: [
    ("urn:iso:std:iso:20022:tech:xsd:camt.054.001.08", "not-a-statement", "camt.054.001.08"),
    ("urn:iso:std:iso:20022:tech:xsd:camt.052.001.02", "not-a-statement", "camt.052.001.02"),
    ("urn:evil", "foreign-namespace", "camt.053"),
    ("urn:iso:std:iso:20022:tech:xsd:pain.001.001.03", "foreign-namespace", "camt.053"),
  ])
  func `a statement's elements in another namespace are no statement`(
    namespace: String, rule: String, format: String
  ) throws {
    let text = document(entry("1.00"), closing: "101.00", namespace: namespace)
    #expect(CamtDecoder().recognises(Array(text.utf8)))
    let outcome = try CamtOutcome(text)
    #expect(outcome.rules == [rule])
    #expect(outcome.hasErrors && outcome.facts == [])
    #expect(outcome.format.name == format)
    #expect(outcome.findings[0].remedy.contains("camt.053"))
  }

  @Test func `an entry of a foreign namespace is no entry`() throws {
    let foreign = entry("5.00").replacing("<Ntry>", with: #"<x:Ntry xmlns:x="urn:other">"#)
      .replacing("</Ntry>", with: "</x:Ntry>")
    let outcome = try CamtOutcome(document(foreign))
    #expect(outcome.findings == [] && outcome.lineFacts == [])
  }

  @Test(arguments: ["52.001.06\"><BkToCstmrAcctRpt", "54.001.04\"><BkToCstmrDbtCdtNtfctn"])
  func `what is no statement is refused with the way out`(kind: String) throws {
    let element = kind.split(separator: "<").last ?? ""
    let text = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.0\(kind)></\(element)></Document>"
    #expect(CamtDecoder().recognises(Array(text.utf8)))
    let outcome = try CamtOutcome(text)
    #expect(outcome.rules == ["not-a-statement"])
    #expect(outcome.findings[0].remedy.contains("camt.053"))
  }

  @Test func `several documents in one file are a finding`() throws {
    let outcome = try CamtOutcome(document("") + "\n" + document(""))
    #expect(outcome.rules == ["xml-several-documents"])
  }

  @Test func `a file is the same in every encoding that is read`() throws {
    let text = document(
      entry("1.00", details: transaction("<RmtInf><Ustrd>Überweisung für März</Ustrd></RmtInf>")),
      closing: "101.00")
    let plain = try CamtOutcome(text)
    #expect(plain.lineFacts.map(\.texts) == [["Überweisung für März"]])
    let latin = text.replacing("UTF-8", with: "ISO-8859-1").unicodeScalars.map { UInt8($0.value) }
    var sixteen: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { sixteen += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    let marked: [UInt8] = Array(("\u{FEFF}" + text).utf8)
    let late: [UInt8] = Array(("\n\r\n" + text).utf8)
    let files: [[UInt8]] = [marked, late, latin, sixteen]
    for bytes in files {
      #expect(CamtDecoder().recognises(Array(bytes.prefix(4_096))))
      let outcome = try CamtOutcome(CamtPieces(bytes))
      #expect(outcome.findings == [])
      #expect(outcome.lineFacts.map(\.texts) == plain.lineFacts.map(\.texts))
      let place = try #require(outcome.lineFacts.first?.place)
      let width = bytes == sixteen ? 2 : 1
      #expect(bytes[place.byte] == UInt8(ascii: "<"))
      #expect(bytes[place.byte + place.length - width] == UInt8(ascii: ">"))
    }
    let wrong = try CamtOutcome(CamtPieces(text.unicodeScalars.map { UInt8($0.value) }))
    #expect(wrong.rules == ["xml-malformed-bytes"])
    let offset = Array(text.unicodeScalars).firstIndex(of: "Ü")
    #expect(wrong.findings.first?.position.byte == offset)
  }
}

struct `Hostile camt` {
  private static let small = document(
    entry("12.50", details: transaction("<RmtInf><Ustrd>2026000117 &amp; ü</Ustrd></RmtInf>")),
    closing: "112.50")

  @Test func `a file cut off anywhere is never accepted`() throws {
    let bytes = Array(Self.small.utf8)
    for length in 0..<bytes.count {
      let outcome = try CamtOutcome(CamtPieces(Array(bytes[..<length])))
      #expect(outcome.hasErrors, "cut at \(length)")
    }
    #expect(try !CamtOutcome(CamtPieces(bytes)).hasErrors)
  }

  @Test func `how a file is cut in pieces changes nothing`() throws {
    let broken = [
      Self.small, "\n \u{FEFF}" + Self.small, Self.small + Self.small,
      Self.small.replacing("</Ntry>", with: "</Ntri>"), Self.small.replacing("&amp;", with: "&x;"),
      Self.small.replacing("112.50", with: "112.5O"),
      Self.small.replacing("<Stmt>", with: "<!-- a -- b --><Stmt>"),
      Self.small.replacing("<Ustrd>", with: "<Ustrd>]]>"),
      Self.small.replacing("<Stmt>", with: "<Stmt a='1' a='2'>"),
      Self.small.replacing("<Stmt>", with: "<p:Stmt>"),
    ]
    for text in broken {
      let bytes = Array(text.utf8)
      let whole = try CamtOutcome(CamtPieces(bytes))
      for place in 0...bytes.count {
        let cut = try CamtOutcome(CamtPieces(bytes, cutAt: place))
        try #require(cut == whole, "cut at \(place): \(cut.findings), whole: \(whole.findings)")
      }
      #expect(try CamtOutcome(CamtPieces(bytes, each: 1)) == whole)
    }
  }

  @Test func `a file with one byte changed never crashes, nor gives other totals unsaid`() throws {
    let bytes = Array(Self.small.utf8)
    for place in bytes.indices {
      for change: UInt8 in [0, 0x20, 0x3C, 0x3E, 0x26, 0x31, 0xFF] where bytes[place] != change {
        var changed = bytes
        changed[place] = change
        let outcome = try CamtOutcome(CamtPieces(changed))
        guard !outcome.hasErrors, let statement = outcome.statements.first else { continue }
        let net = outcome.lineFacts.reduce(Int64(0)) { $0 + $1.amount.minorUnits }
        let opening = try #require(statement.opening?.minorUnits)
        #expect(opening + net == statement.closing?.minorUnits)
      }
    }
  }

  @Test func `what grows without bound is refused or kept as one line`() throws {
    let batch = String(repeating: "<TxDtls/>", count: 50_001)
    let many = try CamtOutcome(document(entry("10.00", details: batch), closing: "110.00"))
    #expect(many.rules == ["batch-details-differ"] && many.lineFacts.map(\.amount.plain) == ["10.00"])
    let chunk = "<Ustrd>" + String(repeating: "x", count: 140) + "</Ustrd>"
    let texts = transaction("<RmtInf>" + String(repeating: chunk, count: 2_000) + "</RmtInf>")
    let long = try CamtOutcome(document(entry("10.00", details: texts), closing: "110.00"))
    #expect(long.rules == ["text-too-long"])
    let word = "<Ustrd>" + String(repeating: "x", count: 20_000) + "</Ustrd>"
    let wordy = transaction("<RmtInf>" + word + "</RmtInf>")
    #expect(
      try CamtOutcome(document(entry("10.00", details: wordy), closing: "110.00")).rules == ["text-too-long"])
  }

  @Test func `no finding quotes a name`() throws {
    let name = "Jansen"
    let broken = Self.small.replacing("</Ntry>", with: "<\(name)>\(name)</Ntry>")
      .replacing("12.50", with: name)
    let outcome = try CamtOutcome(broken)
    #expect(outcome.hasErrors)
    #expect(!outcome.findings.contains { $0.description.contains(name) })
  }
}
