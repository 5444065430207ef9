import Accounting
import Storybook
import Testing

struct EIWriterTests {
  private static let day = CalendarDate(dayNumber: 20_545)  // 2 April 2026

  private static func line(_ reference: String, _ client: Int, quantity: Int) -> StoryLine {
    StoryLine(
      reference, client: TestPeople.clients[client], service: "1000", from: day.adding(days: -20),
      until: day.adding(days: -14), quantity: quantity, tariff: Money(minorUnits: 5_00))
  }

  private static func declaration(_ lines: [StoryLine]) -> StoryDeclaration {
    StoryDeclaration(
      .homeNursing, to: "3311", "WV26000999", on: day, period: day.adding(days: -30)...day, lines: lines)
  }

  /// Three clients, a credit among the lines, a client that comes back after another one.
  private static let mixed = declaration([
    line("L1", 0, quantity: 48), line("L2", 1, quantity: 24), line("L3", 0, quantity: 10),
    line("X1", 2, quantity: 20).credited(as: "L4"),
  ])

  @Test
  func `a declaration has records of 310 bytes, numbered details, and the counts and total of what it holds`()
    throws
  {
    let records = try #require(SentRecord.all(in: AW319Writer.bytes(Self.mixed)))
    #expect(records.allSatisfy { $0.bytes.count == 310 })
    #expect(records.map(\.type) == ["01", "02", "04", "04", "02", "04", "02", "04", "99"])
    let details = records[1..<records.count - 1]
    #expect(details.map { Int($0[3, 14]) } == Array(1...7))
    #expect(records[0][3, 10] == "4280104P")
    #expect(records[0][81, 92] == "WV26000999  ")
    let closing = records[8]
    #expect(closing[3, 33] == "000003" + "000000" + "000004" + "000000" + "0000007")
    let lines = records.filter { $0.type == "04" }
    #expect(lines.compactMap { $0.signed(186, 193) }.reduce(0, +) == 310_00)
    #expect(closing.signed(34, 44) == 310_00)
    #expect(lines[3][195, 234] == "L4                  X1                  ")
  }

  @Test func `a declaration of credits only has a negative total, and an empty sum is debit`() throws {
    let credit = Self.declaration([Self.line("X1", 0, quantity: 2).credited(as: "L1")])
    let records = try #require(SentRecord.all(in: AW319Writer.bytes(credit)))
    #expect(records.last?[34, 45] == "00000001000C")
    let free = try #require(
      SentRecord.all(in: AW319Writer.bytes(Self.declaration([Self.line("L1", 0, quantity: 0)]))))
    #expect(free.last?[34, 45] == "00000000000D")
  }

  @Test func `a return repeats only the lines with a remark, byte for byte, and its totals prove the others`()
    throws
  {
    let answer = StoryReturn(
      to: Self.mixed, "5550012345", on: Self.day.adding(days: 10), headerCodes: ["0200"],
      answers: [
        "L2": StoryAnswer(Money(minorUnits: 90_00), "0611"), "L4": StoryAnswer(Money(minorUnits: 0), "8017"),
      ])
    let sent = try #require(SentRecord.all(in: AW319Writer.bytes(Self.mixed)))
    let returned = try #require(SentRecord.all(in: AW320Writer.bytes(answer)))
    #expect(returned.allSatisfy { $0.bytes.count == 370 })
    #expect(returned.map(\.type) == ["01", "02", "04", "02", "04", "99"])
    for record in returned.dropFirst().dropLast() {
      #expect(sent.contains(SentRecord(bytes: Array(record.bytes[..<310]))))
    }
    #expect(returned[0][3, 5] == "429")
    #expect(returned[0][311, 354] == "5550012345              202604120200        ")
    #expect(returned[2][311, 340] == "00009000D00009000D0611        ")
    let closing = try #require(returned.last)
    #expect(closing[3, 33] == "000002" + "000000" + "000002" + "000000" + "0000004")
    let (claimed, awarded) = (try #require(closing.signed(34, 44)), try #require(closing.signed(46, 56)))
    let lost = returned.filter { $0.type == "04" }
      .compactMap { line in line.signed(186, 193).flatMap { sent in line.signed(320, 327).map { sent - $0 } }
      }
    #expect(claimed == 310_00)
    #expect(claimed - awarded == lost.reduce(0, +))
  }

  @Test func `a return of a wholly granted declaration is two records`() throws {
    let answer = StoryReturn(to: Self.mixed, "5550012345", on: Self.day, headerCodes: ["8001"])
    let records = try #require(SentRecord.all(in: AW320Writer.bytes(answer)))
    #expect(records.map(\.type) == ["01", "99"])
    #expect(records[1][3, 57] == "0000000000000000000000000000000" + "00000031000D" + "00000031000D")
  }

  @Test func `a technical rejection grants nothing and has no number of the payer`() throws {
    let answer = StoryReturn(
      to: Self.mixed, "", on: Self.day, headerCodes: ["0001"], rejectsWhole: true)
    let records = try #require(SentRecord.all(in: AW320Writer.bytes(answer)))
    #expect(records[0][311, 346] == "                        202604020001")
    #expect(records[1][34, 57] == "00000031000D" + "00000000000D")
  }

  @Test func `long-term care goes as 187 with days, and is answered as 188`() throws {
    var declaration = Self.mixed
    declaration.kind = .longTermCare
    let sent = try #require(SentRecord.all(in: AW319Writer.bytes(declaration)))
    #expect(sent[0][3, 5] == "187")
    #expect(sent[2][122, 124] == "055")
    #expect(sent[2][134, 135] == "14")
    let answer = StoryReturn(to: declaration, "1", on: Self.day, headerCodes: ["8001"])
    #expect(try #require(SentRecord.all(in: AW320Writer.bytes(answer)))[0][3, 5] == "188")
  }

  @Test(arguments: TestPeople.clients)
  func `every client is a number of the test range that passes the eleven test`(client: String) {
    #expect(client.hasPrefix("9999"))
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    let digits = client.utf8.map { Int($0) - 0x30 }
    #expect(digits.count == 9)
    #expect(zip(weights, digits).reduce(0) { $0 + $1.0 * $1.1 } % 11 == 0)
  }
}
