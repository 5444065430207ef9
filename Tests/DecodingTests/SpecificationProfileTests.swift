import Accounting
import Care
import Decoding
import Findings
import Tables
import Testing

/// Specifications as payers write them, under shipped profiles and own ones (nl.md 5.2 and 5.3).
struct SpecificationProfileTests {
  private static let header =
    "Decl. Nr. Coöperatie VGZ;Uw factuurnr;Bedrag te Betalen;Verrekend met declaratienr Coöperatie VGZ;"
    + "Uw factuurnummer;Bedrag verrekening;Opmerking\n"
  private static let name = "BS-26-0042_2026-04-20.csv"

  private static func vgz(_ change: (inout SpecificationProfile) -> Void = { _ in }) -> SpecificationProfile {
    var profile = SpecificationProfile.vgz
    profile.payer = PayerCode("uzovi-7095")
    change(&profile)
    return profile
  }

  private func decoded(
    _ rows: String, named name: String = Self.name,
    _ change: (inout SpecificationProfile) -> Void = { _ in }
  ) throws -> Decoded {
    try Decoded(Array((Self.header + rows).utf8), named: name, specifications: [Self.vgz(change)])
  }

  /// Kind, our number, cents, the payer's number: of each row.
  private static func told(_ read: Decoded) -> [String] {
    read.specificationRows.map { row in
      [
        row.kind.rawValue, row.declaration ?? "-", row.amount.plain, row.reference ?? row.against ?? "-",
      ].joined(separator: " ")
    }
  }

  // MARK: The payer's own example

  @Test func `invoice B of 500 with a correction of 300 is a payment of 200`() throws {
    let read = try decoded("70950012;WV26000302;500,00;70950007;WV26000301;-300,00;\n")
    #expect(read.findings == [])
    #expect(
      read.reading.format == Format(kind: .specifications, name: "specification (vgz-betaalspecificatie)"))
    #expect(read.specifications.map(\.reference) == ["BS-26-0042"])
    #expect(read.specifications.map(\.date.description) == ["2026-04-20"])
    #expect(read.specifications.map(\.payer.text) == ["uzovi-7095"])
    #expect(
      Self.told(read) == [
        "award WV26000302 500.00 -", "offset WV26000301 -300.00 70950007", "payment - 200.00 -",
      ])
    #expect(read.specificationRows[1].against == "70950007" && read.specificationRows[1].reference == nil)
    #expect(read.specificationRows.map(\.place.line) == [2, 2, 2])
  }

  @Test(arguments: [TextEncoding.utf8, .windows1252], [";", ",", "\t"])
  func `it is read in either encoding, under each separator`(encoding: TextEncoding, separator: String) throws
  {
    let table = Self.header + "70950012;WV26000302;\"€ 1.234,56\";70950007;WV26000301;\"-1.034,56\";\n"
    let text = table.replacing(";", with: separator)
    let bytes = encoding == .utf8 ? Array(text.utf8) : TextEncoding.windows1252Bytes(of: text)
    let read = try Decoded(bytes, named: Self.name, specifications: [Self.vgz()])
    #expect(read.findings == [])
    #expect(read.specificationRows.map(\.amount.minorUnits) == [1_234_56, -1_034_56, 200_00])
  }

  /// Documented: one declaration may be netted with several. Whether its amount is told again is not.
  @Test(arguments: ["70950012;WV26000302;500,00;", "70950012;WV26000302;;", ";;;"])
  func `a declaration that is netted twice is paid once`(again: String) throws {
    let read = try decoded(
      "70950012;WV26000302;500,00;70950007;WV26000301;-300,00;\n\(again)70950003;WV26000205;-50,00;\n"
        + "70950013;WV26000303;1.000;;;;\n;;;;;;\n")
    #expect(read.findings == [])
    #expect(read.reading.lines == 3)
    #expect(
      Self.told(read) == [
        "award WV26000302 500.00 -", "offset WV26000301 -300.00 70950007",
        "offset WV26000205 -50.00 70950003", "award WV26000303 1000.00 -", "payment - 1150.00 -",
      ])
  }

  @Test func `two numbers of the payer are two awards`() throws {
    let read = try decoded("70950012;WV26000302;500,00;;;;\n80010044;WV26000302;500,00;;;;\n")
    #expect(read.findings == [])
    #expect(Self.told(read).last == "payment - 1000.00 -")
  }

  // MARK: What is netted with something else

  @Test(arguments: [
    ("Salderen voorschot", "advance-drawdown - -100.00 -"),
    ("salderen voorschot 2026", "advance-drawdown - -100.00 2026"),
    ("Voorschot 2025 en 2026", "advance-drawdown - -100.00 -"),
    ("CM96-3001 zorgkostenplafond", "offset - -100.00 CM96-3001"),
    ("Plafond (VZVL-DS9820417)", "offset - -100.00 VZVL-DS9820417"),
    ("voorschot boven plafond CM89/26-7", "offset - -100.00 CM89/26-7"),
  ])
  func `the remark says what it is`(remark: String, row: String) throws {
    let read = try decoded("70950012;WV26000302;500,00;;;-100,00;\(remark)\n")
    #expect(read.findings == [])
    #expect(Self.told(read) == ["award WV26000302 500.00 -", row, "payment - 400.00 -"])
  }

  /// A made-up number would be a second takeback beside the one that the payer announces by letter.
  @Test(arguments: [
    "Zorgkostenplafond", "", "CM96", "CM96-3001 en CM96-3002", "voorschot of plafond", "plafond 2026",
    "SCM96-3001",
  ])
  func `without a number, declaration or advance it is refused with its place`(remark: String) throws {
    let read = try decoded("70950012;WV26000302;500,00;;;-100,00;\(remark)\n")
    #expect(read.rules == ["cell-empty"])
    let finding = try #require(read.findings.first)
    #expect(finding.position.line == 2 && finding.position.column == 28)
    #expect(finding.remedy.contains("the payer's number of it"))
  }

  @Test func `a number in the cell makes it a takeback, and our number alone does`() throws {
    let read = try decoded(
      "70950012;WV26000302;500,00;CM96-3001;;-100,00;Zorgkostenplafond\n"
        + "70950013;WV26000303;400,00;;WV26000301;-50,00;\n")
    #expect(read.findings == [])
    #expect(Self.told(read)[1] == "offset - -100.00 CM96-3001")
    #expect(Self.told(read)[3] == "offset WV26000301 -50.00 -")
  }

  // MARK: What cannot be meant

  @Test(arguments: [
    ("500,00", "500.00", "amount", 21), ("500,00", "5.00,00", "amount", 21),
    ("-300,00", "300,00", "specification-sign", 48), ("-300,00", "", "cell-empty", 48),
    ("WV26000302", "", "cell-empty", 10), ("500,00", "299,99", "payment-below-zero", 1),
    ("500,00", "500.000.000.000,00", "absurd-amount", 21), (";WV26000301", "", "column-count", 1),
    ("500,00;70950007;WV26000301;-300,00", ";;;", "cell-empty", 21),
  ])
  func `a row that cannot be understood is a finding`(right: String, wrong: String, rule: String, column: Int)
    throws
  {
    let row = "70950012;WV26000302;500,00;70950007;WV26000301;-300,00;\n"
    let read = try decoded(row.replacing(right, with: wrong))
    #expect(read.rules == [rule])
    #expect(read.findings.first?.position.line == 2)
    #expect(read.findings.first?.position.column == column)
  }

  @Test(arguments: [
    ("70950012;WV26000302;400,00;70950003;WV26000205;-50,00;", "another amount"),
    ("70950012;WV26000302;500,00;;;;", "nothing is netted"),
  ])
  func `a declaration that stands twice and not alike is not summed`(again: String, why: String) throws {
    let read = try decoded("70950012;WV26000302;500,00;70950007;WV26000301;-300,00;\n\(again)\n")
    #expect(read.rules == ["award-twice"])
    #expect(read.findings.first?.message.contains(why) == true)
  }

  // MARK: Whose, which and when

  @Test func `a shipped profile asks for its payer, and no fact is made without`() throws {
    let read = try Decoded(
      Array((Self.header + "70950012;WV26000302;500,00;;;;\n").utf8), named: Self.name)
    #expect(read.rules == ["payer-missing"])
    #expect(read.facts.isEmpty)
    #expect(read.findings.first?.remedy.contains("vgz-betaalspecificatie") == true)
  }

  @Test(arguments: [
    ("betaalspecificatie.csv", 2), ("betaalspecificatie_2026-04-20.csv", 2), ("4711_20260420.csv", 2),
  ])
  func `a file whose name says neither number nor day is refused`(name: String, count: Int) throws {
    let read = try decoded("70950012;WV26000302;500,00;;;;\n", named: name)
    #expect(read.rules == Array(repeating: "specification-unnamed", count: count))
    #expect(read.facts.isEmpty)
    #expect(read.findings.allSatisfy { $0.remedy.contains("{specification}_{date}") })
  }

  @Test func `the name may say the one, and a column the other`() throws {
    let read = try decoded("70950012;WV26000302;500,00;;;;\n", named: "overzicht 4711.csv") {
      $0.fileName = FileNameForm("overzicht {specification}")
    }
    #expect(read.rules == ["specification-unnamed"])
    #expect(read.findings.first?.message.contains("of which day") == true)
  }

  private static let own = SpecificationProfile(
    name: "own", payer: PayerCode("uzovi-3311"), separators: [UInt8(ascii: ";")], encodings: [.utf8],
    number: NumberForm(decimalMark: ",", thousandsMarks: ["."]), date: DateForm("dd-MM-yyyy") ?? .iso,
    skipFirst: 1, skipLast: 1,
    columns: .init(
      declaration: "Factuur", amount: "Toegekend", nettedWith: "Vordering", nettedAmount: "Verrekend",
      stillOpen: "Rest", specification: "Overzicht", date: "Datum"),
    netsAboveZero: true)
  private static let ownHeader =
    "Zilveren Kruis\nOverzicht;Datum;Factuur;Toegekend;Vordering;Verrekend;Rest\n"

  private func ownDecoded(_ rows: String) throws -> Decoded {
    try Decoded(
      Array((Self.ownHeader + rows + "Totaal;;;1;;;\n").utf8), named: "x", specifications: [Self.own])
  }

  @Test func `columns say number and day, what is netted above zero, and what is still open`() throws {
    let read = try ownDecoded(
      """
      V1;20-04-2026;WV1;500,00;CM-1;300,00;200,00
      V1;20-04-2026;;;CM-2;;75,00
      V2;21-04-2026;WV2;200,00;CM-1;200,00;0,00

      """)
    #expect(read.findings == [])
    #expect(read.specifications.map(\.reference) == ["V1", "V2"])
    #expect(read.specifications.map(\.date.description) == ["2026-04-20", "2026-04-21"])
    #expect(
      Self.told(read) == [
        "award WV1 500.00 -", "offset - -300.00 CM-1", "takeback - -200.00 CM-1", "takeback - -75.00 CM-2",
        "payment - 200.00 -", "award WV2 200.00 -", "offset - -200.00 CM-1", "payment - 0.00 -",
      ])
  }

  @Test(arguments: [
    ("V1;21-04-2026;WV2;1,00;;;\n", "specification-differs"), (";20-04-2026;WV2;1,00;;;\n", "cell-empty"),
    ("V1;2026-04-20;WV2;1,00;;;\n", "no-such-day"), ("V1;20-04-1926;WV2;1,00;;;\n", "absurd-date"),
    ("V2;20-04-2026;WV2;1,00;;;\nV1;20-04-2026;WV3;1,00;;;\n", "specification-in-pieces"),
    ("V1;20-04-2026;WV2;10,00;CM-1;-1,00;\n", "specification-sign"),
    ("V1;20-04-2026;;;;;5,00\n", "cell-empty"), ("V1;20-04-2026;WV2;1,00;;1,00;5,00\n", "cell-empty"),
  ])
  func `rows of one specification agree and stand together`(rows: String, rule: String) throws {
    let read = try ownDecoded("V1;20-04-2026;WV1;500,00;;;\n" + rows)
    #expect(read.rules == [rule])
  }

  @Test func `a header with a column twice is not read on`() throws {
    let text = Self.ownHeader.replacing("Zilveren Kruis\n", with: "Zilveren Kruis\nRest;")
    let read = try Decoded(
      Array((text + ";V1;20-04-2026;WV1;500,00;;;\n\n").utf8), specifications: [Self.own])
    #expect(read.rules.contains("column-twice"))
  }

  @Test func `what is left of an advance is no takeback`() throws {
    var profile = Self.own
    profile.columns.remark = "Tekst"
    let text = """
      Zilveren Kruis
      Overzicht;Datum;Factuur;Toegekend;Vordering;Verrekend;Rest;Tekst
      V1;20-04-2026;WV1;500,00;;300,00;200,00;Salderen voorschot 2026
      V1;20-04-2026;;;;;150,00;Voorschot 2027
      Totaal;;;;;;;

      """
    let read = try Decoded(Array(text.utf8), named: "x", specifications: [profile])
    #expect(read.findings == [])
    #expect(
      Self.told(read) == ["award WV1 500.00 -", "advance-drawdown - -300.00 2026", "payment - 200.00 -"])
  }

  // MARK: Recognition

  @Test func `the shipped profiles are told apart, and their nearest is named`() throws {
    var other = Self.vgz()
    other.name = "vgz-too"
    other.separators = [UInt8(ascii: ";")]
    let twice = #expect(throws: Decoded.Unknown.self) {
      try Decoded(Array(Self.header.utf8), specifications: [other])
    }
    #expect(twice?.finding.rule == "several-formats")
    let lacking = #expect(throws: Decoded.Unknown.self) {
      try Decoded(Array(Self.header.replacing("Opmerking", with: "Toelichting").utf8))
    }
    #expect(
      lacking?.finding.remedy.contains("vgz-betaalspecificatie; the header lacks its column `Opmerking`")
        == true)
    let barred = #expect(throws: Decoded.Unknown.self) {
      try Decoded(Array(Self.header.replacing(";", with: "|").utf8))
    }
    #expect(barred?.finding.rule == "wrong-separator")
  }

  @Test func `the overview of Zilveren Kruis is read under headers of ours`() throws {
    var profile = SpecificationProfile.zilverenKruis
    profile.payer = PayerCode("uzovi-3311")
    let text = """
      Factuurnummer;Toegekend bedrag;Vordering;Factuurnummer vordering;Verrekend bedrag;Resterende vordering;Omschrijving
      WV26000602;500,00;V-3001;WV26000601;-500,00;100,00;

      """
    let read = try Decoded(
      Array(text.utf8), named: "WV26000602_2026-04-20.csv", specifications: [profile])
    #expect(read.findings == [])
    #expect(read.specifications.map(\.reference) == ["WV26000602"])
    #expect(
      Self.told(read) == [
        "award WV26000602 500.00 -", "offset WV26000601 -500.00 V-3001", "takeback WV26000601 -100.00 V-3001",
        "payment - 0.00 -",
      ])
  }

  @Test func `pieces of any size give the same`() throws {
    let bytes = Array((Self.header + "70950012;WV26000302;500,00;70950007;WV26000301;-300,00;x\n").utf8)
    let whole = try Decoded(bytes, by: SpecificationDecoder(Self.vgz()), named: Self.name)
    for size in [1, 7, 64] {
      let read = try Decoded(bytes, by: SpecificationDecoder(Self.vgz()), named: Self.name, pieces: size)
      #expect(Self.told(read) == Self.told(whole))
    }
  }
}
