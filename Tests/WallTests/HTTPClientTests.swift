import Curl
import TestSupport
import Testing

struct HTTPClientTests {
  private static let quick = TransferLimits(connect: 2_000, whole: 3_000, stall: 2_000, answerBytes: 10_000)

  private func failure(_ request: HTTPRequest, _ client: HTTPClient = HTTPClient(quick)) -> TransportFailure?
  {
    do {
      _ = try client.exchange(request)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a request arrives as it was written, and its answer comes back whole`() throws {
    let server = try ScriptedServer { request in
      .answer(201, headers: ["X-Number: 7", "x-number: 8"], "got \(request.method) \(request.body)")
    }
    let response = try HTTPClient(Self.quick).exchange(
      HTTPRequest(
        .post, server.address + "/entries?x=1", headers: [.init("Content-Type", "application/json")],
        body: Array(#"{"a":1}"#.utf8)))
    #expect(response.status == 201)
    #expect(response.headers["x-number"] == "8")
    #expect(String(decoding: response.body, as: UTF8.self) == #"got POST {"a":1}"#)
    let request = try #require(server.received.first)
    #expect(request.path == "/entries?x=1")
    #expect(request.headers["content-type"] == "application/json")
    #expect(request.headers["accept-encoding"] == "gzip")
    #expect(request.headers["expect"] == nil)
  }

  @Test(arguments: [HTTPRequest.Method.get, .put, .delete, .move, .propfind, .post])
  func `each method goes under its name, with a body or without`(method: HTTPRequest.Method) throws {
    let server = try ScriptedServer { .answer(200, $0.method + $0.body) }
    let bare = try HTTPClient(Self.quick).exchange(HTTPRequest(method, server.address))
    #expect(String(decoding: bare.body, as: UTF8.self) == method.rawValue)
    guard method != .get else { return }
    let full = try HTTPClient(Self.quick).exchange(HTTPRequest(method, server.address, body: [65, 0x42]))
    #expect(String(decoding: full.body, as: UTF8.self) == method.rawValue + "AB")
  }

  @Test func `where nobody listens, nothing was sent`() throws {
    let server = try ScriptedServer { _ in .answer(200) }
    server.stop()
    guard case .notSent = failure(HTTPRequest(.get, server.address)) else {
      return #expect(Bool(false), "nothing can have been sent")
    }
  }

  @Test(arguments: [
    ScriptedServer.Reply.cut, .stall,
    .bytes(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".utf8)),
    .bytes(Array("nonsense".utf8)), .answer(200, String(repeating: "x", count: 10_001)),
  ])
  func `without a whole answer the outcome is unknown`(reply: ScriptedServer.Reply) throws {
    let server = try ScriptedServer { _ in reply }
    guard case .outcomeUnknown = failure(HTTPRequest(.post, server.address, body: [1])) else {
      return #expect(Bool(false), "the request may have been obeyed")
    }
    #expect(server.received.count == 1, "nothing is sent twice by itself")
  }

  @Test func `a redirect is an answer, and is not followed`() throws {
    let server = try ScriptedServer { _ in .answer(302, headers: ["Location: https://example.org/"]) }
    #expect(try HTTPClient(Self.quick).exchange(HTTPRequest(.get, server.address)).status == 302)
    #expect(server.received.count == 1)
  }

  @Test(arguments: [
    "http://example.org/", "file:///etc/passwd", "ftp://127.0.0.1/", "https://a b/", "https://a/\r\nX: 1",
    "http://127.0.0.1@example.org/", "http://127.0.0.1.example.org/", "", "HTTPS://127.0.0.1",
  ])
  func `an address that is not for us is refused before anything leaves`(url: String) {
    guard case .refused = failure(HTTPRequest(.get, url)) else {
      return #expect(Bool(false), "\(url) must not be asked")
    }
  }

  @Test func `a line end in a header makes no second header`() throws {
    let server = try ScriptedServer { _ in .answer(200) }
    for header in [
      HTTPRequest.Header("X", "1\r\nY: 2"), .init("X\nY", "1"), .init("", "1"), .init("X", "\0"),
    ] {
      guard case .refused = failure(HTTPRequest(.get, server.address, headers: [header])) else {
        return #expect(Bool(false), "\(header) must not be sent")
      }
    }
    #expect(server.received.isEmpty)
  }

  @Test func `a certificate that nobody vouches for ends the connection before the request`() throws {
    // Speaks no TLS at all, which is no better.
    let server = try ScriptedServer { _ in .answer(200) }
    guard case .notSent = failure(HTTPRequest(.get, "https://127.0.0.1:\(server.port)/")) else {
      return #expect(Bool(false), "nothing may be said to a stranger")
    }
    #expect(server.received.isEmpty)
  }

  @Test func `whoever waits can be stopped`() throws {
    let server = try ScriptedServer { _ in .stall }
    let patient = TransferLimits(connect: 5_000, whole: 60_000, stall: 60_000)
    let start = ContinuousClock.now
    guard
      case .outcomeUnknown = failure(
        HTTPRequest(.get, server.address), HTTPClient(patient, isStopping: { !server.received.isEmpty }))
    else { return #expect(Bool(false), "a stopped request has no answer") }
    #expect(ContinuousClock.now - start < .seconds(10))
  }
}
