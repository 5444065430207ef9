import Accounting
import Storybook
import Testing

struct BankWriterTests {
  private static let first = CalendarDate(dayNumber: 20_555)
  private static let statement = StoryStatement(
    "S1", account: "NL85TEST0000000101", days: first...first.adding(days: 6),
    opening: Money(minorUnits: 100_00),
    bookings: [
      StoryBooking(
        on: first, "R1",
        .single(
          StoryPayment(
            Money(minorUnits: 1_234_56), name: "Jansen & Co <zorg>", iban: "NL36TEST0000003311",
            text: "declaratie 1"))),
      StoryBooking(
        on: first.adding(days: 1), "R2",
        .batch(
          identification: "B1",
          [
            StoryPayment(Money(minorUnits: 10_00), name: "A", iban: "NL36TEST0000003311", text: "een"),
            StoryPayment(Money(minorUnits: 20_05), name: "A", iban: "NL36TEST0000003311", text: "twee"),
          ])),
      StoryBooking(
        on: first.adding(days: 2), "R3",
        .bareBatch(identification: "B2", count: 3, Money(minorUnits: -400_00))),
    ])

  private static func text(_ version: CamtWriter.Version) -> String {
    String(decoding: CamtWriter.bytes(version, [statement]), as: UTF8.self)
  }

  @Test(arguments: CamtWriter.Version.allCases)
  func `a statement closes with what it opened with and what was booked`(version: CamtWriter.Version) {
    let text = Self.text(version)
    #expect(text.contains(#"<Cd>OPBD</Cd></CdOrPrtry></Tp>"# + "\n<Amt Ccy=\"EUR\">100.00</Amt>"))
    #expect(text.contains(#"<Cd>CLBD</Cd></CdOrPrtry></Tp>"# + "\n<Amt Ccy=\"EUR\">964.61</Amt>"))
    #expect(text.contains("<TtlNtries><NbOfNtries>3</NbOfNtries><Sum>1664.61</Sum></TtlNtries>"))
    #expect(text.contains("<TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>400.00</Sum></TtlDbtNtries>"))
  }

  @Test(arguments: CamtWriter.Version.allCases)
  func `a batch is one booking of the sum of its payments`(version: CamtWriter.Version) {
    let text = Self.text(version)
    #expect(text.contains("<NbOfTxs>2</NbOfTxs>\n<TtlAmt Ccy=\"EUR\">30.05</TtlAmt>"))
    #expect(text.components(separating: "<TxDtls>") == 4)
    #expect(text.contains("<NbOfTxs>3</NbOfTxs>\n<TtlAmt Ccy=\"EUR\">400.00</TtlAmt>"))
  }

  @Test func `marks that mean something in XML are written as entities`() {
    #expect(Self.text(.v02).contains("<Nm>Jansen &amp; Co &lt;zorg&gt;</Nm>"))
  }

  @Test func `each version says status, bank and party in its own way`() {
    #expect(Self.text(.v02).contains("<Sts>BOOK</Sts>"))
    #expect(Self.text(.v02).contains("<BIC>"))
    #expect(Self.text(.v08).contains("<Sts><Cd>BOOK</Cd></Sts>"))
    #expect(Self.text(.v08).contains("<Dbtr><Pty>"))
    #expect(Self.text(.v08).contains("<BICFI>"))
  }

  @Test func `a statement written in pieces is the statement written at once`() {
    var writer = CamtWriter(.v02)
    var pieces: [UInt8] = []
    writer.beginMessage("S1", on: Self.statement.head.days.upperBound)
    writer.begin(Self.statement.head)
    pieces += writer.take()
    for booking in Self.statement.bookings {
      writer.append(booking)
      pieces += writer.take()
    }
    writer.end()
    writer.endMessage()
    pieces += writer.take()
    #expect(pieces == CamtWriter.bytes(.v02, [Self.statement]))
  }

  @Test func `a download of ING has the newest booking first, a decimal comma and the running balance`() {
    let text = String(decoding: INGWriter.bytes(Self.statement), as: UTF8.self)
    let rows = text.split(separator: "\r\n")
    #expect(rows.count == 4)
    #expect(rows[1].hasPrefix(#""20260414";"";"NL85TEST0000000101";"";"OV";"Af";"400,00";"#))
    #expect(rows[1].hasSuffix(#";"964,61";"""#))
    #expect(rows[3].contains(#""Bij";"1234,56";"#))
    #expect(rows[3].contains(#";"1334,56";"#))
  }

  @Test func `a download of ING is Windows-1252`() {
    var statement = Self.statement
    statement.bookings = [
      StoryBooking(
        on: Self.first, "R1",
        .single(
          StoryPayment(
            Money(minorUnits: 1), name: "Coöperatie VGZ", iban: "NL09TEST0000007095", text: "\"zorg\"")))
    ]
    let bytes = INGWriter.bytes(statement)
    #expect(bytes.contains(0xF6) && !bytes.contains(0xC3))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\"\"\"zorg\"\"\""))
  }
}

extension String {
  /// How many pieces the mark cuts the text into.
  fileprivate func components(separating mark: String) -> Int {
    var (count, rest) = (1, self[...])
    while let found = rest.firstRange(of: mark) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
