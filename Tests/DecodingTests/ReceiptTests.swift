import Accounting
import Care
import Decoding
import Findings
import Foundation
import Tables
import Testing

struct ReceiptTests {
  @Test(.enabled(if: Samples.arePresent, "needs ../shared/samples-intl"))
  func `the ING table of 2015 is read to the cent`() throws {
    let read = try Decoded(Samples.bytes("samples-intl/csv/banana/nl_ing_format1_2015.csv"))
    #expect(read.findings == [])
    #expect(read.reading.format == Format(kind: .receipts, name: "receipts (ing-nl)"))
    #expect(read.statements.map(\.account) == ["HE65IEKA8524767355"])
    #expect(read.statements.map(\.source) == ["ing-nl"])
    #expect(read.statements.map(\.opening) == [nil])
    #expect(read.bankLines.map(\.amount.plain) == ["-42.81", "-30.97", "-47.50"])
    #expect(try Money.sum(read.bankLines.map(\.amount), .eur).plain == "-121.28")
    #expect(read.bankLines.map(\.bookedOn.description) == ["2015-02-24", "2015-02-23", "2015-02-20"])
    #expect(read.bankLines.map(\.counterparty) == ["", "", "KH73UPIX2082007174"])
    #expect(read.bankLines[2].name == "SN0HES Manenter R.P.")
    #expect(read.bankLines[2].texts.count == 2)
    #expect(read.bankLines[2].texts[0].contains("405307735032651"))
  }

  @Test(.enabled(if: Samples.arePresent, "needs ../shared/samples-intl"))
  func `the ING table of 2009 needs another date, and says so`() throws {
    let bytes = try Samples.bytes("samples-intl/csv/banana/nl_ing_format1_2009.csv")
    #expect(Set(try Decoded(bytes).rules) == ["no-such-day"])

    var profile = ReceiptProfile.ingNL
    profile.date = try #require(DateForm("dd-MM-yyyy"))
    let read = try Decoded(bytes, profiles: [profile])
    #expect(read.findings == [])
    #expect(read.bankLines.count == 5)
    let incoming = read.bankLines.map(\.amount).filter { !$0.isNegative }
    let outgoing = read.bankLines.map(\.amount).filter(\.isNegative)
    #expect(try Money.sum(incoming, .eur).plain == "2000164.60")
    #expect(try Money.sum(outgoing, .eur).plain == "-91.24")
  }

  private static let header =
    "Datum;Naam / Omschrijving;Rekening;Tegenrekening;Code;Af Bij;Bedrag (EUR);Mededelingen\n"

  private func decoded(_ rows: String, _ change: (inout ReceiptProfile) -> Void = { _ in }) throws -> Decoded
  {
    var profile = ReceiptProfile.ingNL
    change(&profile)
    return try Decoded(Array((Self.header + rows).utf8), profiles: [profile])
  }

  @Test func `each own account has its statement`() throws {
    let read = try decoded(
      """
      20260401;VGZ;NL91 ABNA 0417 1643 00;NL02 RABO 0123 4567 89;OV;Bij;1.234,56;WV26000117
      20260402;CZ;NL91ABNA0417164300;;OV;Bij;0,05;
      20260402;CZ;NL91ABNA0417164301;;OV;Af;5;x
      """)
    #expect(read.findings == [])
    #expect(read.statements.map(\.account) == ["NL91ABNA0417164300", "NL91ABNA0417164301"])
    #expect(read.bankLines.map(\.amount.minorUnits) == [123_456, 5, -500])
    #expect(read.bankLines[0].counterparty == "NL02RABO0123456789")
    #expect(read.bankLines.map(\.texts) == [["WV26000117", "VGZ"], ["CZ"], ["x", "CZ"]])
  }

  /// What is named between backticks is a key that a profile has, or a word of the file.
  @Test(arguments: [("1,00", "1.00", "`decimal`"), ("NL91ABNA0417164300", "", "`account` under `columns`")])
  func `a remedy names the key of the profile as it is called`(right: String, wrong: String, key: String)
    throws
  {
    let row = "20260401;VGZ;NL91ABNA0417164300;;OV;Bij;1,00;x\n"
    let read = try decoded(row.replacingOccurrences(of: right, with: wrong))
    #expect(read.findings.first?.remedy.contains(key) == true)
  }

  @Test(arguments: [
    ("Bij", "Erbij", "unknown-sign", 37), ("1,00", "-1,00", "amount-has-sign", 41),
    ("1,00", "1.00", "amount", 41),
    ("20260401", "01-04-2026", "no-such-day", 1), ("NL91ABNA0417164300", "", "account-missing", 1),
    (";x", "", "column-count", 1),
  ])
  func `a row that cannot be understood is a finding`(right: String, wrong: String, rule: String, column: Int)
    throws
  {
    let row = "20260401;VGZ;NL91ABNA0417164300;;OV;Bij;1,00;x\n"
    let read = try decoded(row.replacingOccurrences(of: right, with: wrong))
    #expect(read.rules == [rule])
    #expect(read.findings.first?.position.line == 2)
    #expect(read.findings.first?.position.column == column)
  }

  @Test func `rows before the header and totals at the end are left out`() throws {
    let profile = ReceiptProfile(
      name: "bank", separators: [UInt8(ascii: ",")], encoding: .utf8, number: NumberForm(decimalMark: "."),
      date: .iso,
      skipFirst: 2, skipLast: 1, columns: .init(date: "Date", amount: "Amount", text: ["Text"]),
      account: "NL91ABNA0417164300")
    let text = "Statement\n\nFrom,To\nDate,Amount,Text\n2026-04-01,-1.5,a\n2026-04-02,2,b\nTotal,0.5,\n"
    let read = try Decoded(Array(text.utf8), profiles: [profile])
    #expect(read.findings == [])
    #expect(read.bankLines.map(\.amount.minorUnits) == [-150, 200])
  }

  @Test func `a header that fits two profiles is not chosen between`() throws {
    var other = ReceiptProfile.ingNL
    other.name = "ing-other"
    let unknown = #expect(throws: Decoded.Unknown.self) {
      try Decoded(Array(Self.header.utf8), profiles: [other])
    }
    #expect(unknown?.finding.rule == "several-formats")
  }
}
