import Accounting
import Storybook
import Testing

struct CanonicalWriterTests {
  private static let day = CalendarDate(dayNumber: 20_545)
  private static let declaration = StoryDeclaration(
    .homeNursing, to: "7095", "WV1", on: day, period: day...day,
    lines: [1, 2].map { number in
      StoryLine(
        "L\(number)", client: TestPeople.clients[0], service: "1000", from: day, until: day, quantity: number,
        tariff: Money(minorUnits: 5_05))
    })

  private static func rows(_ bytes: [UInt8]) -> [Substring] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  @Test func `a declaration is a row per line, in the columns of the header`() {
    let rows = Self.rows(CanonicalWriter.declarations([Self.declaration]))
    let columns = rows[0].split(separator: ",").count
    #expect(rows.count == 3)
    #expect(rows.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == columns })
    #expect(
      rows[2] == "uzovi-7095,WV1,L2,999900006,99999901,1000,Zvw,2026-04-02,2026-04-02,2.00,10.10,2026-04-02,")
  }

  @Test func `a return without remarks is one row that carries just the totals`() {
    let answer = StoryReturn(to: Self.declaration, "441", on: Self.day, headerCodes: ["8001"])
    let rows = Self.rows(CanonicalWriter.awards([answer]))
    #expect(rows.count == 2)
    #expect(rows[1] == "uzovi-7095,441,2026-04-02,WV1,,,,,15.15,15.15")
  }

  @Test func `a return with a remark lists that line, with the totals that prove the others`() {
    let answer = StoryReturn(
      to: Self.declaration, "441", on: Self.day, headerCodes: ["0200"],
      answers: ["L2": StoryAnswer(Money(minorUnits: 9_00), "0611", "0200")])
    let rows = Self.rows(CanonicalWriter.awards([answer]))
    #expect(rows.dropFirst() == ["uzovi-7095,441,2026-04-02,WV1,L2,10.10,9.00,0611 0200,15.15,14.05"])
  }

  @Test func `a wholly rejected declaration is rejected line by line`() {
    let answer = StoryReturn(
      to: Self.declaration, "441", on: Self.day, headerCodes: ["8097"], rejectsWhole: true)
    let rows = Self.rows(CanonicalWriter.awards([answer]))
    #expect(rows.count == 3)
    #expect(rows[1].hasSuffix(",L1,5.05,0.00,8002,15.15,0.00"))
  }
}
