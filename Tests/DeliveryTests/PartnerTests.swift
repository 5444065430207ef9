import Accounting
import Curl
import Findings
import JSON
import TestSupport
import Testing

@testable import Delivery

/// The contract for adapters that partners write: over a real connection, and with what can go wrong.
struct PartnerTests {
  /// Keeps entries as a partner's system does.
  private final class Books: Sendable {
    private let kept = TestBox<[(reference: String, body: String)]>([])

    var references: [String] { kept.value.map(\.reference) }
    func keep(_ body: String, as reference: String) { kept.change { $0.append((reference, body)) } }
    func answer(_ reference: String) -> ScriptedServer.Reply {
      let bodies = kept.value.filter { $0.reference == reference }.map(\.body)
      return bodies.isEmpty ? .answer(404) : .answer(200, "{\"entries\":[\(bodies.joined(separator: ","))]}")
    }
  }

  private static let limits = TransferLimits(connect: 2_000, whole: 1_500, stall: 1_000)
  private let batch: Batch

  init() throws {
    batch = Batch(try #require(BatchName("job-1")), [try Story.entries()[1]])
  }

  private func partner(
    _ server: ScriptedServer, known: Set<Int> = [409], form: EntryForm = .usual
  ) throws -> Partner {
    Partner(
      PartnerAddress(
        url: server.address + "/entries", lookUp: server.address + "/entries?reference={reference}",
        headers: [.init("Authorization", "Bearer {secret}"), .init("Idempotency-Key", "{reference}")],
        secret: "s3cret", accepted: [200, 201], known: known), form, try Story.chart(),
      over: HTTPClient(Self.limits))
  }

  private func wanted() throws -> Wanted {
    Wanted(
      accounts: [], itemAccounts: [], journals: [], relations: [], today: try Story.date("2026-03-31"),
      mapping: "mapping.yaml")
  }

  /// A system that keeps what it is given, unless `fault` answers in its place.
  private func server(
    _ books: Books,
    fault: @escaping @Sendable (ScriptedServer.Request, Int) -> ScriptedServer.Reply? = { _, _ in nil }
  ) throws -> ScriptedServer {
    let posts = TestBox(0)
    return try ScriptedServer { request in
      guard request.method == "POST" else {
        return fault(request, posts.value)
          ?? books.answer(String(request.path.split(separator: "=").last ?? ""))
      }
      posts.change { $0 += 1 }
      let reference = request.headers["idempotency-key"] ?? ""
      if let reply = fault(request, posts.value) {
        // What is cut off or stalls has been kept before.
        if case .answer = reply { return reply }
        books.keep(request.body, as: reference)
        return reply
      }
      if books.references.contains(reference) { return .answer(409, "known") }
      books.keep(request.body, as: reference)
      return .answer(201, "{}")
    }
  }

  private func deliver(_ partner: Partner, attempts: Int) -> [DeliveryFailure] {
    var failures: [DeliveryFailure] = []
    for attempt in 1...attempts {
      do throws(DeliveryFailure) {
        if attempt > 1, case .delivered = try partner.lookUp(batch) { return failures }
        _ = try partner.send(batch)
        return failures
      } catch {
        failures.append(error)
      }
    }
    return failures
  }

  @Test func `an entry is sent as the contract has it, and read back`() throws {
    let books = Books()
    let server = try server(books)
    let partner = try partner(server)
    let first = try partner.send(batch)
    #expect(!first.wasThere)
    let request = try #require(server.received.first { $0.method == "POST" })
    #expect(
      request.body == """
        {"reference":"VRK-2026-000001","date":"2026-03-15","journal":"VRK","text":"Declaration 2026-0042",\
        "currency":"EUR","reversal_of":"","postings":[{"account":"1310","debit":"1250.00","credit":"0.00",\
        "cost_centre":"110","item":"2026-0042","relation":""},{"account":"8000","debit":"0.00","credit":"1250.00",\
        "cost_centre":"","item":"","relation":""}]}
        """)
    #expect(request.headers["authorization"] == "Bearer s3cret")
    let again = try partner.send(batch)
    #expect(again.wasThere)
    #expect(books.references == ["VRK-2026-000001"])
  }

  @Test(arguments: [ScriptedServer.Reply.cut, .stall])
  func `it answers after our time-out or not at all, and has the entry once`(reply: ScriptedServer.Reply)
    throws
  {
    let books = Books()
    let server = try server(books) { request, posts in request.method == "POST" && posts == 1 ? reply : nil }
    let failures = deliver(try partner(server), attempts: 3)
    #expect(failures.map(\.next) == [.lookUpByReference])
    #expect(books.references == ["VRK-2026-000001"])
  }

  @Test(arguments: [429, 503, 408])
  func `what it cannot do now is tried later`(status: Int) throws {
    let books = Books()
    let server = try server(books) { request, posts in
      request.method == "POST" && posts == 1 ? .answer(status, "later") : nil
    }
    let failures = deliver(try partner(server), attempts: 3)
    #expect(failures.count == 1)
    #expect(failures.allSatisfy { $0.next != .askAnOperator })
    #expect(books.references.count == 1)
  }

  @Test(arguments: ["GET", "POST"])
  func `who is not let in waits, and no entry counts as refused`(method: String) throws {
    let server = try server(Books()) { request, _ in
      request.method == method ? .answer(401, "token expired") : nil
    }
    #expect(
      deliver(try partner(server), attempts: 1)
        == [.shutOut("the system does not let us in: status 401: token expired")])
  }

  @Test func `a check proves address, secret and look-up, and changes nothing`() throws {
    let books = Books()
    let server = try server(books)
    var partner = try partner(server)
    let findings = try partner.check(wanted())
    #expect(findings.map(\.rule) == ["not-compared"])
    #expect(findings.allSatisfy { $0.severity == .note })
    #expect(server.received.map(\.method) == ["GET"])
  }

  @Test func `a check finds a system that does not let us in, or shows whatever it is asked for`() throws {
    var shut = try partner(try ScriptedServer { _ in .answer(403) })
    #expect(throws: DeliveryFailure.shutOut("the system does not let us in: status 403")) {
      try shut.check(wanted())
    }
    let echo = try ScriptedServer { request in
      .answer(200, #"{"reference":"\#(request.path.split(separator: "=").last ?? "")"}"#)
    }
    var partner = try partner(echo)
    #expect(try partner.check(wanted()).map(\.rule) == ["partner-finds-all"])
  }

  @Test func `what it refuses is told in its own words`() throws {
    let server = try server(Books()) { request, _ in
      request.method == "POST" ? .answer(422, "{\"error\":\"period 2026-03 is closed\"}") : nil
    }
    #expect(
      deliver(try partner(server), attempts: 1) == [
        .refused(
          "the system refuses VRK-2026-000001 with status 422: {\"error\":\"period 2026-03 is closed\"}")
      ])
  }

  @Test func `an entry that is there otherwise is a conflict`() throws {
    let server = try ScriptedServer { request in
      request.method == "POST"
        ? .answer(409)
        : .answer(
          200,
          #"{"reference":"VRK-2026-000001","date":"2026-03-15","postings":[{"account":"1310","debit":"9.00"}]}"#
        )
    }
    #expect(deliver(try partner(server), attempts: 1).map(\.next) == [.askAnOperator])
    #expect(!server.received.contains { $0.method == "POST" }, "nothing is sent over it")
  }

  @Test func `who says that it has it and does not show it is not believed`() throws {
    let server = try ScriptedServer { $0.method == "POST" ? .answer(201) : .answer(404) }
    #expect(deliver(try partner(server), attempts: 1).map(\.next) == [.lookUpByReference])
  }

  @Test(arguments: ["{}", "null", "[1,2,3]", #"{"message":"maintenance"}"#, #"[{"date":"2026-03-15"}]"#])
  func `an answer of another shape does not mean that the entry is not there`(body: String) throws {
    let server = try ScriptedServer { $0.method == "POST" ? .answer(201) : .answer(200, body) }
    #expect(deliver(try partner(server), attempts: 1).map(\.next) == [.retryLater])
    #expect(!server.received.contains { $0.method == "POST" }, "nothing is sent on the off chance")
    var checked = try partner(server)
    #expect(throws: DeliveryFailure.self) { try checked.check(wanted()) }
  }

  @Test(arguments: ["GET", "POST"], [400, 403, 500])
  func `a page that quotes our request is told without the secret`(method: String, status: Int) throws {
    let server = try server(Books()) { request, _ in
      request.method == method
        ? .answer(status, "you sent Authorization: \(request.headers["authorization"] ?? "")") : nil
    }
    let told = deliver(try partner(server), attempts: 1).map(\.description).joined()
    #expect(told.contains("you sent") && !told.contains("s3cret"), "\(told)")
  }

  @Test(arguments: ["not json", "[1", ""])
  func `an answer that cannot be read decides nothing`(body: String) throws {
    let server = try ScriptedServer { $0.method == "POST" ? .answer(201) : .answer(200, body) }
    #expect(deliver(try partner(server), attempts: 1).map(\.next) == [.retryLater])
  }

  @Test func `a form of one's own has parts, numbers and a repeated object, and no text breaks out of it`()
    throws
  {
    let form = EntryForm([
      "boekstuk": "{reference} {text}", "jaar": "{year:number}", "vast": "x{unknown}",
      "regels": [
        ["for-each": "postings", "grootboek": "{account}", "bedrag": "{amount:number}", "nr": "{number}"]
      ],
    ])
    let hostile = try Story.entry(
      "VRK-2026-000009", "2026-03-15", #"a","boekstuk":"b {reference}"#, 1_05, debit: "1310", credit: "8000")
    #expect(
      try form.filled(with: hostile, Story.chart()).line
        == #"{"boekstuk":"VRK-2026-000009 a\",\"boekstuk\":\"b {reference}","jaar":2026,"vast":"x{unknown}","#
        + #""regels":[{"grootboek":"1310","bedrag":1.05,"nr":"1"},{"grootboek":"8000","bedrag":-1.05,"nr":"2"}]}"#
    )
  }
}
