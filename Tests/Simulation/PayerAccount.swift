package import PayerSimulator

/// A payer account of so many open items, told in files: declarations of one line that are granted and not paid, and
/// for each hundred of them a takeback. Amounts are few, as tariffs are.
package struct PayerAccount {
  private static let payer = "uzovi-7029"
  private static let iban = "NL45TEST0000007029"

  /// A payment, and what it tries: the evidence classes of DESIGN.md section 4.
  package struct Question {
    package var name: String
    package var files: [SimulatedFile]
  }

  private let count: Int
  private var statements = 0

  package init(openItems count: Int) { self.count = count }

  private static func number(_ place: Int) -> String { "WV\(1_000_000 + place)" }

  private static func cents(_ place: Int) -> Int { 40_00 + (place * 7919 % 97) * 1_80 }

  private static func money(_ cents: Int) -> String {
    let digits = String(cents.magnitude % 100)
    return "\(cents < 0 ? "-" : "")\(cents.magnitude / 100).\(digits.count == 1 ? "0" : "")\(digits)"
  }

  /// What opens the account.
  package var opening: [SimulatedFile] {
    var declarations =
      "payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on\n"
    var awards =
      "payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded\n"
    var takebacks = "payer,specification,date,kind,declaration,amount,reference,against\n"
    // The oldest alone on its day, the others over sixty later ones.
    var announced: [Int: String] = [:]
    for place in 0..<count {
      let (number, amount) = (Self.number(place), Self.money(Self.cents(place)))
      declarations +=
        "\(Self.payer),\(number),L\(place),999900067,99999901,\(100_000 + place),Zvw,2026-01-05,2026-01-05,1.00,\(amount),2026-02-04\n"
      awards += "\(Self.payer),\(number)R,2026-02-20,\(number),,,,,\(amount),\(amount)\n"
      guard place % 100 == 99 else { continue }
      announced[place < 100 ? 0 : 1 + place / 100 % 60, default: ""] +=
        "takeback,\(number),-\(Self.money(3_17 + place % 211)),TB\(place),\n"
    }
    for (day, rows) in announced.sorted(by: { $0.key < $1.key }) {
      let head = "\(Self.payer),SP0\(day),\(Day(year: 2026, month: 2, day: 1).advanced(by: day).text),"
      takebacks += head + "payment,,0.00,,\n"
      for row in rows.split(separator: "\n") { takebacks += head + row + "\n" }
    }
    return [
      SimulatedFile(name: "declarations.csv", text: declarations),
      SimulatedFile(name: "awards.csv", text: awards), SimulatedFile(name: "takebacks.csv", text: takebacks),
    ]
  }

  /// One payment for each class that may post, and one that names nothing.
  package mutating func questions() -> [Question] {
    let (a, b, c) = (1, 2, 3)
    let withheld = 3_17 + 99 % 211
    let specification =
      "payer,specification,date,kind,declaration,amount,reference,against\n"
      + "\(Self.payer),SP1,2026-04-10,payment,,\(Self.money(Self.cents(a))),,\n"
      + "\(Self.payer),SP1,2026-04-10,award,\(Self.number(a)),\(Self.money(Self.cents(a))),,\n"
    return [
      Question(
        name: "a",
        files: [
          SimulatedFile(name: "specification.csv", text: specification),
          statement(Self.cents(a), "BETALING SP1"),
        ]),
      Question(name: "b", files: [statement(Self.cents(b), "DECLARATIE \(Self.number(b))")]),
      Question(name: "c", files: [statement(Self.cents(c) - withheld, "AFREKENING \(Self.number(c))")]),
      Question(name: "d", files: [statement(12_345_67, "BETALING ZORG")]),
    ]
  }

  private mutating func statement(_ cents: Int, _ text: String) -> SimulatedFile {
    statements += 1
    let amount = Self.money(cents)
    let day = "2026-04-1\(statements)"
    return SimulatedFile(
      name: "statement-\(statements).xml",
      text: """
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
        <GrpHdr><MsgId>M\(statements)</MsgId><CreDtTm>\(day)T06:00:00</CreDtTm></GrpHdr>
        <Stmt><Id>S\(statements)</Id><CreDtTm>\(day)T06:00:00</CreDtTm>
        <Acct><Id><IBAN>NL85TEST0000000101</IBAN></Id><Ccy>EUR</Ccy></Acct>
        <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>\(day)</Dt></Dt></Bal>
        <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">\(amount)</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>\(day)</Dt></Dt></Bal>
        <Ntry><Amt Ccy="EUR">\(amount)</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>\(day)</Dt></BookgDt>
        <AcctSvcrRef>B\(statements)</AcctSvcrRef><BkTxCd><Prtry><Cd>541</Cd></Prtry></BkTxCd>
        <NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Verzekeraar</Nm></Dbtr><DbtrAcct><Id><IBAN>\(Self.iban)</IBAN></Id></DbtrAcct></RltdPties>
        <RmtInf><Ustrd>\(text)</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
        </Stmt></BkToCstmrStmt></Document>

        """)
  }
}
