import Crypto
import Curl
import JSON

/// Calls of Tryton 8 over JSON-RPC (`POST <url>/<database>/rpc/`), logged in once and again when the session has ended.
///
/// A refusal comes with status 200 and `error` in place of `result`; a session that was idle for too long still creates,
/// and answers the next `post` with 401.
struct TrytonSession: TrytonInterface {
  private let address: TrytonAddress
  private let user: String
  private let password: String
  private let transport: any HTTPTransport
  private var token: String?
  private(set) var secrets: [String]
  private var calls = 0

  init(_ address: TrytonAddress, user: String, password: String, over transport: any HTTPTransport) {
    self.address = address
    self.user = user
    self.password = password
    secrets = [password]
    self.transport = transport
  }

  mutating func search(
    _ query: TrytonQuery, of company: Int64?, in attempt: inout Attempt
  ) throws(TrytonFailed) -> [JSON] {
    let found = try call(
      "model.\(query.model).search_read",
      [
        .array(query.domain), .number(0 as Int64), query.limit.map { .number($0) } ?? .null,
        query.order.map { .array($0) } ?? .null, .array(query.fields.map { .text($0) }),
        Self.context(company),
      ], in: &attempt)
    return try Self.records(found, attempt).map(Self.withoutDots)
  }

  mutating func create(
    move values: JSON, of company: Int64, in attempt: inout Attempt
  ) throws(TrytonFailed) -> Int64? {
    try call(
      "model.account.move.create", [.array([values]), Self.context(company)], in: &attempt, isWriting: true
    ).list?.first?.number
  }

  mutating func post(
    move: Int64, of company: Int64, in attempt: inout Attempt
  ) throws(TrytonFailed) {
    _ = try call(
      "model.account.move.post", [.array([.number(move)]), Self.context(company)], in: &attempt,
      isWriting: true)
  }

  mutating func delete(
    moves: [Int64], of company: Int64, in attempt: inout Attempt
  ) throws(TrytonFailed) {
    _ = try call(
      "model.account.move.delete", [.array(moves.map { .number($0) }), Self.context(company)], in: &attempt,
      isWriting: true)
  }

  private static func context(_ company: Int64?) -> JSON {
    company.map { ["company": .number($0), "language": "en"] } ?? [:]
  }

  /// What is read of another record comes under its field's name with a dot behind it.
  private static func withoutDots(_ record: JSON) -> JSON {
    guard case .object(let members) = record else { return record }
    return .object(
      members.map { member in
        JSON.Member(
          key: member.key.hasSuffix(".") ? String(member.key.dropLast()) : member.key, value: member.value)
      })
  }

  /// - Parameter isWriting: it changes something, so that a lost answer leaves the outcome open.
  private mutating func call(
    _ method: String, _ parameters: [JSON], in attempt: inout Attempt, isWriting: Bool = false
  ) throws(TrytonFailed) -> JSON {
    var response = try send(method, parameters, &attempt, isWriting)
    if response.status == 401 {
      token = nil
      response = try send(method, parameters, &attempt, isWriting)
    }
    guard response.status == 200 else {
      throw .delivery(attempt.failure(response, from: "Tryton", isWriting: isWriting))
    }
    let answer: JSON
    do { answer = try JSON(reading: response.body) } catch {
      throw .delivery(
        isWriting || attempt.mayHaveWritten
          ? .outcomeUnknown("Tryton's answer is no JSON") : .unreachable("Tryton's answer is no JSON"))
    }
    if let error = answer["error"], !error.isNull {
      let words = Self.words(error)
      // Of a question after something was written a refusal says nothing of that.
      guard isWriting || !attempt.mayHaveWritten else {
        throw .delivery(.outcomeUnknown("Tryton says: \(words)"))
      }
      throw .refused(TrytonRefusal(words: words))
    }
    if isWriting { attempt.writes() }
    return answer["result"] ?? .null
  }

  private mutating func send(
    _ method: String, _ parameters: [JSON], _ attempt: inout Attempt, _ isWriting: Bool
  ) throws(TrytonFailed) -> HTTPResponse {
    let token = try loggedIn(&attempt)
    return try exchange(
      method, parameters, headers: [.init("Authorization", "Session \(token)")], attempt, isWriting)
  }

  private mutating func loggedIn(_ attempt: inout Attempt) throws(TrytonFailed) -> String {
    if let token { return token }
    let response = try exchange(
      "common.db.login",
      [.text(user), ["password": .text(password)], .text("en")], headers: [], attempt, false)
    if response.status == 401 || response.status == 403 {
      throw .delivery(
        attempt.shutOut(
          "Tryton does not let \(user) in: the password behind `secret` is not its password"))
    }
    guard response.status == 200 else {
      throw .delivery(attempt.failure(response, from: "Tryton", isWriting: false))
    }
    guard let (id, key) = Self.session(response.body) else {
      throw .delivery(attempt.shutOut("Tryton does not let \(user) in, and does not say so as it does"))
    }
    let token = Base64.encoded(Array("\(user):\(id):\(key)".utf8))
    self.token = token
    secrets = [password, key, token]
    return token
  }

  /// `{"result":[4,"<64 hex digits>",null]}`: the user and the key of a session.
  private static func session(_ body: [UInt8]) -> (user: Int64, key: String)? {
    do {
      let result = try JSON(reading: body)["result"]?.list ?? []
      guard result.count >= 2, let user = result[0].number, let key = result[1].text else { return nil }
      return (user, key)
    } catch {
      return nil
    }
  }

  private mutating func exchange(
    _ method: String, _ parameters: [JSON], headers: [HTTPRequest.Header], _ attempt: Attempt,
    _ isWriting: Bool
  ) throws(TrytonFailed) -> HTTPResponse {
    calls += 1
    let body: JSON = [
      "id": .number(Int64(calls)), "method": .text(method), "params": .array(parameters),
    ]
    let request = HTTPRequest(
      .post, "\(address.url)/\(address.database)/rpc/",
      headers: [.init("Content-Type", "application/json")] + headers, body: Array(body.line.utf8))
    do throws(TransportFailure) {
      return try transport.exchange(request)
    } catch {
      throw .delivery(attempt.failure(error, isWriting: isWriting))
    }
  }

  /// `["UserError",["To post move …","",null]]`; other errors are a name and nothing.
  private static func words(_ error: JSON) -> String {
    let parts = error.list ?? []
    let sentence = parts.dropFirst().first?.list?.first?.text ?? parts.dropFirst().first?.text ?? ""
    let words = sentence.isEmpty ? parts.first?.text ?? "it does not say why" : sentence
    return String(oneLine(words).prefix(300))
  }
}

/// Where a Tryton is, and as whom we come.
package struct TrytonAddress: Sendable, Hashable {
  /// Without a slash at its end.
  package var url: String
  package var database: String
  /// The name of the company's party.
  package var company: String
  package var access: Access

  /// What proves who we are.
  package enum Access: Sendable, Hashable {
    /// A session over JSON-RPC.
    case password(user: String, password: String)
    /// REST, with the key of a user application.
    case key(String)
  }

  package init(url: String, database: String, company: String, access: Access) {
    self.url = url
    self.database = database
    self.company = company
    self.access = access
  }
}
