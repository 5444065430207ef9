import Accounting
import Care
import Decoding
import Findings
import Foundation
import Testing

struct CanonicalTableTests {
  private static let declarations = """
    payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
    uzovi-3311,2026-001,1,C1,99999901,1000,Zvw,2026-03-01,2026-03-31,48,240.00,2026-04-05
    uzovi-3311,2026-001,2,C2,,1001,Zvw,2026-03-01,2026-03-31,2.50,-20.00,2026-04-05
    gemeente-0384,2026-001,1,C1,,45A04,Jeugdwet,2026-03-01,2026-03-31,1,0.05,2026-04-05

    """
  private static let awards = """
    payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
    uzovi-3311,R1,2026-04-12,2026-001,2,120.00,90.00,0611 8059,290.00,250.00
    uzovi-3311,R1,2026-04-12,2026-001,3,-20.00,-10.00,,,
    uzovi-3311,R1,2026-04-12,2026-001,4,20.00,0.00,8017,290.00,250.00
    uzovi-3311,R1,2026-04-12,2026-002,,,,,10.00,10.00
    uzovi-3311,R1,2026-04-12,2026-003,1,10.00,0.00,0001,,

    """

  private func decoded(_ text: String) throws -> Decoded { try Decoded(Array(text.utf8), named: "table.csv") }

  @Test func `declarations are read as they stand`() throws {
    let read = try decoded(Self.declarations)
    #expect(read.findings == [])
    #expect(read.reading.format == Format(kind: .declarations, name: "canonical declarations"))
    #expect(read.reading.lines == 3)
    #expect(read.declarations.map(\.payer.text) == ["uzovi-3311", "gemeente-0384"])
    #expect(read.declarations.map(\.number) == ["2026-001", "2026-001"])
    #expect(read.lines.map(\.claimed.minorUnits) == [24_000, -2_000, 5])
    #expect(read.lines.map(\.quantity) == [4_800, 250, 100])
    #expect(read.lines.map(\.practitioner) == ["99999901", "", ""])
    #expect(read.lines.map(\.approved) == [true, true, true])
    #expect(read.lines[1].place.line == 3)
    let bytes = Array(Self.declarations.utf8)
    let place = read.lines[2].place
    #expect(bytes[place.byte..<(place.byte + place.length)].starts(with: "gemeente-0384,".utf8))
  }

  @Test func `columns are found by name in any order, and optional ones may be absent`() throws {
    let read = try decoded(
      """
      approved,vat,amount,quantity,service_to,service_from,scheme,service,practitioner,client,line,declaration,payer,submitted_on,previous,stream,location
      no,2.10,12.10,1,2026-03-31,2026-03-01,Wmo,0800,,C1,1,0007,gemeente-0384,2026-04-05,0,day,north
      """)
    #expect(read.findings == [])
    let line = try #require(read.lines.first)
    #expect(line.approved == false)
    #expect(line.vat.plain == "2.10")
    #expect(line.service.text == "0800")
    #expect(line.previous == "0")
    #expect(line.stream == "day")
    #expect(line.location == "north")
    #expect(read.declarations.map(\.number) == ["0007"])
  }

  @Test(arguments: [
    ("amount", "amont", "unknown-column", 1, 92), ("240.00", "240,00", "column-count", 2, 1),
    ("240.00", "240.0", "amount", 2, 69), ("2026-03-31,48", "2026-02-30,48", "no-such-day", 2, 55),
    ("2026-03-31,48", "2199-03-31,48", "absurd-date", 2, 55),
    ("2026-03-31,48", "2026-02-28,48", "dates-reversed", 2, 55), ("uzovi-3311", "3311", "not-a-code", 2, 1),
    ("1000,Zvw", "10 0,Zvw", "not-a-code", 2, 35), ("Zvw", "", "cell-empty", 2, 40),
    ("48,", "much,", "quantity", 2, 66),
    ("2026-001,2", "2026-001,1", "line-reference-twice", 3, 21), ("2026-001,1", ",1", "cell-empty", 2, 12),
    ("2026-04-05\nuzovi", "2026-04-06\nuzovi", "declaration-differs", 3, 70),
  ])
  func `a mistake in a declaration points at its cell`(
    right: String, wrong: String, rule: String, line: Int, column: Int
  ) throws {
    let place = try #require(Self.declarations.range(of: right))
    let read = try decoded(Self.declarations.replacingCharacters(in: place, with: wrong))
    let finding = try #require(read.findings.first)
    #expect(finding.rule == rule)
    #expect(finding.position.line == line)
    #expect(finding.position.column == column)
    #expect(!read.isAccepted)
  }

  @Test(arguments: [("240.00", "240.0", "amount"), ("2026-03-31,48", "2026-02-30,48", "service_to")])
  func `a mistake names its column`(right: String, wrong: String, column: String) throws {
    let place = try #require(Self.declarations.range(of: right))
    let read = try decoded(Self.declarations.replacingCharacters(in: place, with: wrong))
    #expect(read.findings.first?.message.hasPrefix("column `\(column)`: ") == true, "\(read.findings)")
  }

  @Test func `what stands in a header by mistake is not repeated unless it looks like a name`() throws {
    func messages(_ column: String) throws -> [String] {
      try decoded(Self.declarations.replacingOccurrences(of: "client", with: column)).findings.map(\.message)
    }
    #expect(try messages("cliennt").contains("there is no column `cliennt`"))
    for value in ["999900018", "1950-03-31", "BSN999900018", "a@b.nl"] {
      let told = try messages(value)
      #expect(told.contains("the name of column 4 is none that is known"), "\(told)")
      #expect(told.allSatisfy { !$0.contains(value) })
    }
    #expect(try messages("").contains("column 4 has no name"))
  }

  @Test(arguments: [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
  func `a canonical table with another separator is told so`(separator: String, name: String) throws {
    for (table, kind) in [(Self.declarations, "canonical declarations"), (Self.awards, "canonical awards")] {
      let text = table.replacingOccurrences(of: ",", with: separator)
      let unknown = try #require(#expect(throws: Decoded.Unknown.self) { try decoded(text) })
      #expect(unknown.finding.rule == "wrong-separator")
      #expect(unknown.finding.message == "the columns are those of \(kind), but separated by \(name)")
      #expect(unknown.finding.remedy.contains("commas"))
    }
  }

  @Test func `a bank's table that nearly fits a profile is told what it lacks`() throws {
    func finding(_ header: String) throws -> Finding {
      try #require(#expect(throws: Decoded.Unknown.self) { try decoded(header + "\n") }).finding
    }
    let columns = [
      "Datum", "Naam / Omschrijving", "Rekening", "Tegenrekening", "Af Bij", "Bedrag (EUR)", "Saldo",
    ]
    let lacking = try finding(columns.joined(separator: ";"))
    #expect(lacking.remedy == "the nearest is the profile ing-nl; the header lacks its column `Mededelingen`")
    let barred = try finding((columns + ["Mededelingen"]).joined(separator: "|"))
    #expect(barred.rule == "wrong-separator")
    #expect(barred.message.contains("ing-nl") && barred.message.contains("bars"))
  }

  @Test func `a misspelt column names the nearest one`() throws {
    let read = try decoded(Self.declarations.replacingOccurrences(of: "amount", with: "ammount"))
    #expect(read.findings.first?.remedy == "did you mean `amount`?")
    #expect(read.rules == ["unknown-column", "column-missing"])
  }

  @Test func `rows of declarations may stand among each other`() throws {
    let again = "uzovi-3311,2026-001,3,C1,,1000,Zvw,2026-03-01,2026-03-31,1,1.00,2026-04-05\n"
    let read = try decoded(Self.declarations + again)
    #expect(read.findings == [])
    #expect(read.declarations.map(\.payer.text) == ["uzovi-3311", "gemeente-0384", "uzovi-3311"])
    let later = again.replacingOccurrences(of: "2026-04-05", with: "2026-04-06")
    #expect(try decoded(Self.declarations + later).rules == ["declaration-differs"])
    let twice = again.replacingOccurrences(of: ",3,C1", with: ",1,C1")
    #expect(try decoded(Self.declarations + twice).rules == ["line-reference-twice"])
  }

  @Test func `awards are read with totals on any of their rows`() throws {
    let read = try decoded(Self.awards)
    #expect(read.findings == [])
    #expect(read.remittances.map(\.declaration) == ["2026-001", "2026-002", "2026-003"])
    #expect(read.remittances.map(\.reference) == ["R1", "R1", "R1"])
    #expect(read.awards.map(\.line) == ["2", "3", "4", "1"])
    #expect(read.awards.map(\.awarded.plain) == ["90.00", "-10.00", "0.00", "0.00"])
    #expect(read.awards.map { $0.reasons.map(\.text) } == [["0611", "8059"], [], ["8017"], ["0001"]])
    #expect(read.totals.map(\.claimed.plain) == ["290.00", "10.00"])
    #expect(read.totals.map(\.awarded.plain) == ["250.00", "10.00"])
    let order = read.facts.map { fact in
      switch fact {
      case .remittance: "R"
      case .award: "a"
      case .remittanceTotals: "t"
      default: "?"
      }
    }
    #expect(order.joined() == "RaaatRtRa")
  }

  @Test(arguments: [
    ("4,20.00,0.00,8017,290.00", "4,20.00,0.00,8017,291.00", "totals-differ"),
    (",10.00,10.00", ",10.00,", "totals-incomplete"),
    ("-20.00,-10.00", "-20.00,10.00", "award-sign"), ("3,-20.00", "2,-20.00", "line-reference-twice"),
    ("2026-002,,", "2026-002,,1.00", "cell-empty"), ("0611 8059", "06+1", "reason-code"),
    ("2026-003,1", "2026-001,1", "remittance-in-pieces"),
    ("2026-04-12,2026-001,3", "2026-04-13,2026-001,3", "remittance-differs"),
    ("90.00", "", "amount"),
  ])
  func `a mistake in an award is named`(right: String, wrong: String, rule: String) throws {
    let place = try #require(Self.awards.range(of: right))
    let read = try decoded(Self.awards.replacingCharacters(in: place, with: wrong))
    #expect(read.rules.contains(rule), "\(read.findings)")
    #expect(!read.isAccepted)
  }

  @Test func `totals that the listed lines do not explain are a warning: the answer is held`() throws {
    let read = try decoded(Self.awards.replacingOccurrences(of: "90.00,0611", with: "91.00,0611"))
    #expect(read.rules == ["answer-not-explained"])
    #expect(read.isAccepted)
  }

  @Test func `amounts that cannot be counted are a finding, not a trap`() throws {
    let huge = "92233720368547758.07"
    let read = try decoded(
      Self.awards.replacingOccurrences(of: "120.00,90.00", with: "\(huge),0.00")
        .replacingOccurrences(of: "20.00,0.00,8017", with: "\(huge),0.00,8017"))
    #expect(read.rules.contains("absurd-amount"))
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x70, 0x00, 0x61, 0x00], "encoding-differs"),
      (Array(awards.replacingOccurrences(of: "\n", with: "\r").utf8), "stray-carriage-return"),
      (Array("\"payer,remittance,line\nuzovi-3311,1,2\n".utf8), "quote-not-closed"),
    ] as [([UInt8], String)])
  func `a table of which no row can be told says why`(bytes: [UInt8], rule: String) throws {
    let unknown = try #require(#expect(throws: Decoded.Unknown.self) { try Decoded(bytes) })
    #expect(unknown.finding.rule == rule)
  }

  @Test func `a table of a header alone is taken, and remarked upon`() throws {
    let header = try #require(Self.awards.split(separator: "\n").first)
    for text in ["\(header)\n", "\(header)\n\n", String(header)] {
      let read = try decoded(text)
      #expect(read.rules == ["no-rows"])
      #expect(read.isAccepted)
    }
  }

  @Test func `a number that no system gives is a mistake, and is not repeated`() throws {
    let long = String(repeating: "7", count: 201)
    let read = try decoded(Self.awards.replacingOccurrences(of: "2026-003", with: long))
    #expect(Set(read.rules) == ["cell-too-long"])
    #expect(read.findings.allSatisfy { !$0.message.contains("777") })
    let short = try decoded(Self.awards.replacingOccurrences(of: "2026-003", with: long.dropLast()))
    #expect(short.isAccepted)
  }

  @Test(arguments: [
    ("\"1.250,00\"", "Write 1250.00"),
    ("24O.00", "Did you mean 240.00? In yours the third character is the letter O"),
    ("1250", "write amounts with a point and two decimals: -1234.50"),
  ])
  func `an amount that is written otherwise is told as it should stand`(wrong: String, remedy: String) throws
  {
    let finding = try #require(
      try decoded(Self.declarations.replacingOccurrences(of: "240.00", with: wrong)).findings.first)
    #expect(finding.rule == "amount")
    #expect(finding.remedy == remedy)
  }

  @Test(arguments: ["Payer", "PAYER", " Payer ", "payer\u{200B}"])
  func `a column in capitals, or with a blank that is not seen, is named as such, and is not missing`(
    header: String
  ) throws {
    let text = Self.declarations.replacingOccurrences(of: "payer,", with: "\(header),")
    let findings = try decoded(text).findings
    #expect(findings.map(\.rule) == ["unknown-column"])
    #expect(findings.first?.remedy.hasPrefix("write `payer` ") == true)
    #expect(findings.first?.position.column == 1)
  }

  @Test func `a table whose header is all in capitals is recognised`() throws {
    let lines = Self.declarations.split(separator: "\n", maxSplits: 1)
    let read = try decoded(lines[0].uppercased() + "\n" + lines[1])
    #expect(read.reading.format.name == "canonical declarations")
    #expect(Set(read.findings.map(\.rule)) == ["unknown-column"])
  }

  @Test func `an unknown file names the nearest format`() throws {
    func finding(_ text: String) throws -> Finding {
      try #require(#expect(throws: Decoded.Unknown.self) { try decoded(text) }).finding
    }
    #expect(try finding("payer,declaration,line,amount\n").remedy.contains("canonical awards"))
    #expect(try finding("").message == "the file is empty")
    #expect(try finding("\u{1}\u{2}").rule == "unknown-format")
  }
}
