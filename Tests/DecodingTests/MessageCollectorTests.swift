import Accounting
import Care
import Decoding
import Findings
import Testing

struct MessageCollectorTests {
  private static let file = EIFile(lines: [
    .init(reference: "WV-1"),
    .init(client: "999900018", cents: 2_000, isCredit: true, reference: "WV-3", previous: "WV-0"),
  ])

  private func messages(_ read: Decoded) throws -> [Message] {
    var collector = MessageCollector()
    for fact in read.facts { try collector.take(fact) }
    return collector.finished()
  }

  @Test func `a declaration is one message with its total`() throws {
    let message = try #require(messages(Decoded(Self.file.bytes)).first)
    #expect(message.kind == .declaration)
    #expect(message.payer?.text == "uzovi-3311")
    #expect(message.number == "WV26000117")
    #expect(message.date?.description == "2026-04-05")
    #expect(message.lines == 2)
    #expect(message.claimed?.plain == "100.00")
    #expect(message.awarded == nil)
    #expect(message.place == Place(byte: 0, length: 310, line: 1))
  }

  @Test func `an answer is one message with what it says of the whole`() throws {
    let file = EIFile(
      isAnswer: true, lines: [.init(reference: "WV-1", awarded: 9_000)], total: 10_000, granted: 7_000)
    let message = try #require(messages(Decoded(file.bytes)).first)
    #expect(message.kind == .remittance)
    #expect(message.reference == "5550012345")
    #expect(message.number == "WV26000117")
    #expect(message.lines == 1)
    #expect(message.claimed?.plain == "100.00")
    #expect(message.awarded?.plain == "70.00")
  }

  @Test func `content does not depend on bytes that say nothing`() throws {
    let sent = try messages(Decoded(Self.file.bytes))
    let lineFeeds = try messages(Decoded(Self.file.bytes.filter { $0 != 13 }))
    #expect(sent.map(\.content) == lineFeeds.map(\.content))
    var older = Self.file
    older.version = 103
    #expect(try messages(Decoded(older.bytes)).map(\.content) == sent.map(\.content))
  }

  @Test func `content differs with each thing that is said`() throws {
    var changes: [EIFile] = (0..<3).map { _ in Self.file }
    changes[0].lines[0].cents += 1
    changes[1].lines[0].client = "999900031"
    changes[2].lines[1].previous = "WV-00"
    let all = try ([Self.file] + changes).map { try #require(messages(Decoded($0.bytes)).first).content }
    #expect(Set(all).count == all.count)
  }

  @Test func `the order of a declaration's lines says nothing`() throws {
    var other = Self.file
    other.lines.swapAt(0, 1)
    #expect(
      try messages(Decoded(other.bytes)).map(\.content) == messages(Decoded(Self.file.bytes)).map(\.content))
  }

  @Test func `declarations among each other are the same messages as one after the other`() throws {
    let head =
      "payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on\n"
    let rows = [("1", "1"), ("1", "2"), ("2", "1"), ("2", "2"), ("1", "3")].map { number, line in
      "uzovi-3311,\(number),\(line),C1,,1000,Zvw,2026-03-01,2026-03-31,1,\(line)0.00,2026-04-05\n"
    }
    func read(_ order: [Int]) throws -> [Message] {
      try messages(Decoded(Array((head + order.map { rows[$0] }.joined()).utf8)))
    }
    let straight = try read([0, 1, 4, 2, 3])
    #expect(straight.map(\.number) == ["1", "2"])
    #expect(straight.map(\.lines) == [3, 2])
    for order in [[0, 2, 1, 3, 4], [4, 3, 1, 2, 0]] {
      let mixed = try read(order)
      #expect(mixed.map(\.content) == straight.map(\.content))
      #expect(mixed.map(\.claimed?.plain) == ["60.00", "30.00"])
    }
    #expect(try read([0, 2, 1, 3]).map(\.content) != straight.map(\.content))
  }

  @Test func `a file of several declarations has a message for each`() throws {
    let text = """
      payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on,approved
      uzovi-3311,1,1,C1,,1000,Zvw,2026-03-01,2026-03-31,1,10.00,2026-04-05,yes
      uzovi-3311,1,2,C1,,1000,Zvw,2026-03-01,2026-03-31,1,5.00,2026-04-05,no
      uzovi-3311,2,1,C1,,1000,Zvw,2026-03-01,2026-03-31,1,7.00,2026-04-05,
      """
    let messages = try messages(Decoded(Array(text.utf8)))
    #expect(messages.map(\.number) == ["1", "2"])
    #expect(messages.map(\.lines) == [2, 1])
    #expect(messages.map(\.claimed?.plain) == ["10.00", "7.00"])
  }
}
