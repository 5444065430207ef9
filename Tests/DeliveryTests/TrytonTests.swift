import Accounting
import Curl
import Foundation
import JSON
@testable import Delivery
import Findings
import Testing

/// An entry is in Tryton once, or it is visible that it is not: whatever fails, and whenever.
struct TrytonTests {
  private let fake = FakeTryton()
  private let usual: Batch

  init() throws { usual = try Self.batch() }

  /// Both interfaces of Tryton must do the same.
  enum Way: CaseIterable, Sendable {
    case session, key

    func access(_ secret: String) -> TrytonAddress.Access {
      switch self {
      case .session: .password(user: "gateway", password: secret)
      case .key: .key(secret)
      }
    }
  }

  private func tryton(_ way: Way, secret: String = "secret") -> Tryton {
    Tryton(
      TrytonAddress(
        url: "http://127.0.0.1:1", database: "gl", company: "Test Clinic", access: way.access(secret)),
      over: fake)
  }

  private static func batch(
    _ number: String = "VRK-2026-000117", on day: String = "2026-03-31", cents: Int64 = 125_00,
    journal: String = "VRK", account: String = "8010",
    relations: [String: String] = ["uzovi-3311/WV1": "D3311"]
  ) throws -> Batch {
    let amount = try #require(Amount(Money(minorUnits: cents)))
    let entry = try JournalEntry(
      on: try #require(CalendarDate(iso: day)), "Declaratie WV1 \u{202E}Zilveren Kruis",
      [
        Posting(.debit, try #require(AccountCode("1310")), amount, item: "uzovi-3311/WV1"),
        Posting(.credit, try #require(AccountCode(account)), amount),
      ])
    return Batch(
      try #require(BatchName("de-linde-J20260331-001")),
      [
        OutgoingEntry(
          try #require(EntryReference(number)), in: try #require(JournalCode(journal)), entry,
          relations: relations)
      ])
  }

  /// As the courier does: asks first, once it may have been sent.
  private func deliver(_ batch: Batch, to tryton: Tryton, attempts: Int = 1) throws -> [DeliveryFailure] {
    var failures: [DeliveryFailure] = []
    for attempt in 1...attempts {
      do throws(DeliveryFailure) {
        if attempt > 1, case .delivered = try tryton.lookUp(batch) { return failures }
        _ = try tryton.send(batch)
        return failures
      } catch {
        failures.append(error)
      }
    }
    return failures
  }

  private func expectOnce() {
    #expect(fake.moves.map(\.isPosted) == [true])
  }

  @Test(arguments: Way.allCases)
  func `an entry is posted with its reference, its lines and its party, and sent again adds nothing`(way: Way)
    throws
  {
    let tryton = tryton(way)
    let first = try tryton.send(usual)
    #expect(!first.wasThere)
    #expect(first.entries == 1)
    let move = try #require(fake.moves.first)
    #expect(move.description == "VRK-2026-000117 Declaratie WV1 Zilveren Kruis")
    let lines: Set<FakeTryton.Line> = [
      .init(account: "1310", debit: "125.00", credit: "0", party: 31),
      .init(account: "8010", debit: "0", credit: "125.00", party: nil),
    ]
    #expect(Set(move.lines) == lines)
    let again = try tryton.send(usual)
    #expect(again.wasThere)
    let found = try tryton.lookUp(usual)
    #expect(found == .delivered(again))
    expectOnce()
    #expect(fake.count(of: "db.login") == (way == .session ? 1 : 0), "one session for all")
  }

  @Test(arguments: Way.allCases)
  func `every request of a delivery is as it was read and found right`(way: Way) throws {
    _ = try tryton(way).send(usual)
    let shown = fake.requests.map { request in
      let headers = request.headers.filter { $0.name != "Content-Type" }.map { "\($0.name): \($0.value)\n" }
      let body = String(decoding: request.body, as: UTF8.self)
      return "\(request.method.rawValue) \(request.url)\n" + headers.joined()
        + (body.isEmpty ? "" : body + "\n")
    }
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Payloads/tryton-\(way).txt")
    guard ProcessInfo.processInfo.environment["REMITD_REWRITE_GOLDEN"] != "1" else {
      try Data(shown.joined(separator: "\n").utf8).write(to: file)
      Issue.record("written anew: read the difference")
      return
    }
    #expect(try shown.joined(separator: "\n") == String(contentsOf: file, encoding: .utf8))
  }

  @Test(
    arguments: Way.allCases,
    [
      ("create", .lostRequest), ("create", .lostAnswer), ("post", .lostRequest), ("post", .lostAnswer),
    ] as [(String, FakeTryton.Fault)])
  func `an answer that is lost leaves the outcome open, and the entry is there once after all`(
    way: Way, at fault: (method: String, fault: FakeTryton.Fault)
  ) throws {
    fake.fails(fault.method, fault.fault)
    let failures = try deliver(usual, to: tryton(way), attempts: 3)
    #expect(failures.map(\.next) == [.lookUpByReference])
    expectOnce()
  }

  @Test(
    arguments: [(.session, "login"), (.session, "search_read"), (.key, "search_read")] as [(Way, String)])
  func `what only reads can be lost without harm`(way: Way, method: String) throws {
    fake.fails(method, .lostRequest, .status(503))
    let failures = try deliver(usual, to: tryton(way), attempts: 3)
    #expect(failures.map(\.next) == [.retryLater, .retryLater])
    expectOnce()
  }

  @Test func `a session that ended between create and post is opened again, within the attempt`() throws {
    fake.fails("post", .endedSession)
    #expect(try deliver(usual, to: tryton(.session)) == [])
    expectOnce()
    #expect(fake.count(of: "db.login") == 2)
  }

  @Test(arguments: Way.allCases)
  func `busy after the draft was made is not refused: the draft is posted later`(way: Way) throws {
    fake.fails("post", .status(503))
    let failures = try deliver(usual, to: tryton(way), attempts: 2)
    #expect(failures == [.outcomeUnknown("Tryton answers with status 503: busy")])
    expectOnce()
  }

  @Test(arguments: Way.allCases)
  func `a refusal is told in the system's own words, and leaves no draft behind`(way: Way) throws {
    fake.fails("post", .refusal("To post move \"(14)\", you must balance all its lines."))
    #expect(
      try deliver(usual, to: tryton(way)) == [
        .refused("Tryton refuses VRK-2026-000117: To post move \"(14)\", you must balance all its lines.")
      ])
    #expect(fake.moves.isEmpty)
    let closed = try deliver(Self.batch(on: "2026-01-31"), to: tryton(way))
    #expect(closed.map(\.next) == [.askAnOperator])
    #expect(closed.first?.description.contains("closed period \"2026-01\"") == true)
    #expect(fake.moves.isEmpty)
  }

  @Test(arguments: Way.allCases)
  func `what the other books do not have is named before anything is made`(way: Way) throws {
    for (batch, words) in [
      (try Self.batch(account: "8099"), "it has no account 8099"),
      (try Self.batch(journal: "BNK"), "no journal with the code BNK"),
      (try Self.batch(relations: [:]), "payers.csv gives the payer of uzovi-3311/WV1 no relation"),
      (try Self.batch(relations: ["uzovi-3311/WV1": "D99"]), "no party with the code D99"),
    ] {
      let failures = try deliver(batch, to: tryton(way))
      #expect(failures.first?.description.contains(words) == true, "\(failures)")
      #expect(failures.map(\.next) == [.askAnOperator])
    }
    #expect(fake.moves.isEmpty)
    #expect(!fake.calls.contains("move.create"))
  }

  @Test(arguments: Way.allCases)
  func `an entry with other lines under our reference is a conflict, posted or not`(way: Way) throws {
    for isPosted in [true, false] {
      fake.change { $0.moves = [] }
      _ = try tryton(way).send(Self.batch(cents: 99_00))
      fake.change { $0.moves[0].isPosted = isPosted }
      #expect(try deliver(usual, to: tryton(way)).map(\.next) == [.askAnOperator])
      guard case .differs = try tryton(way).lookUp(usual) else { return #expect(Bool(false)) }
      #expect(fake.moves.count == 1, "nothing is overwritten")
    }
  }

  @Test(arguments: Way.allCases)
  func `drafts that an attempt left behind become one entry`(way: Way) throws {
    _ = try tryton(way).send(usual)
    fake.change { state in
      state.moves[0].isPosted = false
      var copy = state.moves[0]
      copy.id = 99
      state.moves.append(copy)
    }
    #expect(try tryton(way).lookUp(usual) == .absent)
    #expect(try deliver(usual, to: tryton(way)) == [])
    expectOnce()
  }

  @Test(arguments: Way.allCases)
  func `a draft that a lost request makes late, beside the posted entry, is taken away`(way: Way) throws {
    _ = try tryton(way).send(usual)
    fake.change { state in
      var copy = state.moves[0]
      copy.id = 99
      copy.isPosted = false
      state.moves.append(copy)
    }
    #expect(try tryton(way).lookUp(usual) == .absent, "what is sent again takes it away")
    #expect(try tryton(way).send(usual).wasThere)
    expectOnce()
    guard case .delivered = try tryton(way).lookUp(usual) else { return #expect(Bool(false)) }
  }

  @Test(
    arguments: Way.allCases, [["message": "maintenance"], .null, [["state": "draft"]]] as [JSON])
  func `a search that is answered with something else says nothing of what is there`(way: Way, answer: JSON)
    throws
  {
    fake.fails("post", .lostAnswer)
    #expect(try deliver(usual, to: tryton(way)).map(\.next) == [.lookUpByReference])
    fake.fails("search_read", .other(answer))
    let sentence = "what Tryton answers to a search is no list of records"
    #expect(throws: DeliveryFailure.unreachable(sentence)) { try self.tryton(way).lookUp(usual) }
    #expect(try deliver(usual, to: tryton(way)) == [])
    expectOnce()
  }

  @Test(
    arguments: [
      (.session, "create", 500), (.session, "create", 400), (.session, "search_read", 500),
      (.session, "login", 500), (.session, "login", 200), (.key, "create", 500), (.key, "create", 400),
      (.key, "search_read", 500),
    ] as [(Way, String, Int)])
  func `what the other side quotes of a request holds no secret when it is told`(
    way: Way, method: String, status: Int
  ) throws {
    fake.fails(method, .echo(status))
    let failures = try deliver(usual, to: tryton(way))
    #expect(failures.count == 1)
    for failure in failures {
      #expect(!failure.description.contains("secret\""), "\(failure)")
      #expect(
        !failure.description.contains("Bearer secret") && !failure.description.contains("Z2F0ZXdheTo0"),
        "\(failure)")
    }
  }

  @Test(arguments: Way.allCases)
  func `an entry that is there twice is told to a person`(way: Way) throws {
    _ = try tryton(way).send(usual)
    fake.change { state in
      var copy = state.moves[0]
      copy.id = 99
      state.moves.append(copy)
    }
    guard case .differs(let sentence) = try tryton(way).lookUp(usual) else { return #expect(Bool(false)) }
    #expect(sentence == "Tryton has VRK-2026-000117 posted 2 times")
  }

  @Test(arguments: Way.allCases)
  func `a reversal is not taken for the entry whose reference it begins with`(way: Way) throws {
    _ = try tryton(way).send(Self.batch("VRK-2026-000117-R1"))
    #expect(try tryton(way).lookUp(usual) == .absent)
  }

  private func wanted(
    accounts: [String] = ["1310", "8010"], items: [String] = ["1310"], journals: [String] = ["VRK"],
    relations: [(payer: String, relation: String?)] = [("uzovi-3311", "D3311")]
  ) throws -> Wanted {
    Wanted(
      accounts: accounts.compactMap { AccountCode($0) }.map { LedgerAccount($0, .assets, "Name") },
      itemAccounts: Set(items.compactMap { AccountCode($0) }),
      journals: journals.compactMap { JournalCode($0) },
      relations: relations, today: try #require(CalendarDate(iso: "2026-05-01")), mapping: "mapping.yaml")
  }

  @Test(arguments: Way.allCases)
  func `before the first entry a mapping is compared with what Tryton has, and nothing is made`(way: Way)
    throws
  {
    let tryton = tryton(way)
    #expect(try tryton.check(wanted()).map(\.rule) == ["periods-closed"])
    for (wanted, rule) in [
      (try wanted(accounts: ["1310", "8099"]), "account-missing"), (try wanted(items: []), "party-wanted"),
      (try wanted(journals: ["VRK", "BES"]), "journal-missing"),
      (try wanted(relations: [("uzovi-3311", "D9")]), "party-missing"),
      (try wanted(relations: [("uzovi-3311", nil)]), "relation-missing"),
    ] {
      let findings = try tryton.check(wanted)
      #expect(findings.filter { $0.severity == .error }.map(\.rule) == [rule])
    }
    #expect(!fake.calls.contains { $0.contains("create") || $0.contains("post") })
    fake.fails(way == .session ? "login" : "search_read", .notSent)
    #expect(throws: DeliveryFailure.unreachable("nobody listens")) { try self.tryton(way).check(wanted()) }
  }

  @Test(arguments: Way.allCases)
  func `a wrong password makes entries wait, and is in no sentence`(way: Way) throws {
    let failures = try deliver(usual, to: tryton(way, secret: "s3cr3t"))
    #expect(failures.map(\.next) == [.retryMuchLater])
    #expect(failures.first?.description.contains("s3cr3t") == false)
  }

  @Test(arguments: Way.allCases)
  func `where nobody listens the entry waits`(way: Way) throws {
    fake.fails(way == .session ? "login" : "search_read", .notSent)
    #expect(try deliver(usual, to: tryton(way)) == [.unreachable("nobody listens")])
  }

  @Test(
    arguments: [
      ("120.5", 120_50), ("0", 0), ("-4.50", -4_50), ("125.000", 125_00), ("1.005", nil), ("1e2", nil),
      ("", nil),
      (".5", nil), ("1.", nil), ("1,50", nil), ("12345678901234567890", nil),
    ] as [(String, Int64?)])
  func `amounts of other systems are read to the cent or not at all`(written: String, cents: Int64?) {
    #expect(BookedLines.cents(written) == cents)
  }
}
