import Crypto
import Curl
import JSON

/// Resources of Tryton 8 over REST (`<url>/<database>/rest/model/<model>`), under the key of a user application. There is
/// no session that could end. A refusal has status 400 and says why in `message`.
struct TrytonResources: TrytonInterface {
  private let address: TrytonAddress
  private let key: String
  private let transport: any HTTPTransport

  var secrets: [String] { [key] }

  init(_ address: TrytonAddress, key: String, over transport: any HTTPTransport) {
    self.address = address
    self.key = key
    self.transport = transport
  }

  mutating func search(
    _ query: TrytonQuery, of company: Int64?, in attempt: inout Attempt
  ) throws(TrytonFailed) -> [JSON] {
    var parameters = ["d=\(Self.encoded(.array(query.domain)))"]
    parameters += query.fields.map { "f=\($0)" }
    if let order = query.order { parameters.append("o=\(Self.encoded(.array(order)))") }
    if let limit = query.limit { parameters.append("s=\(limit)") }
    let response = try ask(.get, "\(query.model)?" + parameters.joined(separator: "&"), of: company, &attempt)
    return try Self.records(try answer(response, &attempt), attempt)
  }

  mutating func create(
    move values: JSON, of company: Int64, in attempt: inout Attempt
  ) throws(TrytonFailed) -> Int64? {
    let response = try ask(.post, "account.move?f=state", values, of: company, &attempt, isWriting: true)
    return try answer(response, &attempt)["id"]?.number
  }

  mutating func post(
    move: Int64, of company: Int64, in attempt: inout Attempt
  ) throws(TrytonFailed) {
    _ = try ask(.post, "account.move/\(move)/post?f=state", [:], of: company, &attempt, isWriting: true)
  }

  mutating func delete(
    moves: [Int64], of company: Int64, in attempt: inout Attempt
  ) throws(TrytonFailed) {
    for move in moves {
      _ = try ask(.delete, "account.move/\(move)", of: company, &attempt, isWriting: true)
    }
  }

  // MARK: Requests

  private func ask(
    _ method: HTTPRequest.Method, _ resource: String, _ body: JSON? = nil, of company: Int64?,
    _ attempt: inout Attempt, isWriting: Bool = false
  ) throws(TrytonFailed) -> HTTPResponse {
    var context: [JSON.Member] = [JSON.Member(key: "language", value: "en")]
    if let company { context.append(JSON.Member(key: "company", value: .number(company))) }
    var headers = [
      HTTPRequest.Header("Authorization", "Bearer \(key)"),
      .init("X-Tryton-Context", Base64.encodedForAddress(Array(JSON.object(context).line.utf8))),
    ]
    if body != nil { headers.append(.init("Content-Type", "application/json")) }
    let request = HTTPRequest(
      method, "\(address.url)/\(address.database)/rest/model/\(resource)", headers: headers,
      body: body.map { Array($0.line.utf8) } ?? [])
    let response: HTTPResponse
    do throws(TransportFailure) {
      response = try transport.exchange(request)
    } catch {
      throw .delivery(attempt.failure(error, isWriting: isWriting))
    }
    switch response.status {
    case 200, 204:
      if isWriting { attempt.writes() }
      return response
    case 401:
      throw .delivery(
        attempt.shutOut(
          "Tryton does not take the key behind `secret`: make one for the application `rest`, and let it be validated"
        ))
    case 400, 403:
      let words = Self.words(response)
      // Of a question after something was written a refusal says nothing of that.
      guard isWriting || !attempt.mayHaveWritten else {
        throw .delivery(.outcomeUnknown("Tryton says: \(words)"))
      }
      throw .refused(TrytonRefusal(words: words))
    default: throw .delivery(attempt.failure(response, from: "Tryton", isWriting: isWriting))
    }
  }

  private func answer(
    _ response: HTTPResponse, _ attempt: inout Attempt
  ) throws(TrytonFailed) -> JSON {
    do { return try JSON(reading: response.body) } catch {
      throw .delivery(attempt.unusable("Tryton's answer is no JSON"))
    }
  }

  /// `{"status":400,"message":"…","description":""}`
  private static func words(_ response: HTTPResponse) -> String {
    do {
      if let message = try JSON(reading: response.body)["message"]?.text {
        return String(oneLine(message).prefix(300))
      }
    } catch {
      // A page, not an answer of its own.
    }
    return "status \(response.status)\(Attempt.words(response))"
  }

  private static func encoded(_ value: JSON) -> String {
    Base64.encodedForAddress(Array(value.line.utf8)).replacing("=", with: "%3D")
  }
}
