import Accounting
import Curl
import Foundation
import JSON
import Synchronization

/// Answers like Tryton 8.2, from memory, with faults on demand.
final class FakeTryton: HTTPTransport {
  struct Move: Sendable {
    var id: Int64
    var description: String
    var date: JSON
    var isPosted = false
    /// Code, debit, credit, party.
    var lines: [Line]
  }

  struct Line: Sendable, Hashable {
    var account: String
    var debit: String
    var credit: String
    var party: Int64?
  }

  /// What goes wrong at the next call of a method, once.
  enum Fault: Sendable {
    case lostRequest, lostAnswer, status(Int), refusal(String), endedSession, notSent
    /// Of another shape than was asked for.
    case other(JSON)
    /// A page that quotes the request.
    case echo(Int)
  }

  struct State: Sendable {
    var moves: [Move] = []
    var calls: [String] = []
    var faults: [String: [Fault]] = [:]
    var accounts = ["1310": true, "8010": false, "2100": false, "1010": false]
    var journals = ["VRK", "MEM"]
    var parties: [String: Int64] = ["D3311": 31]
    var closedMonths: Set<Int64> = [1]
    var next: Int64 = 1
    var sessions = 0
    var isLoggedIn = false
    var requests: [HTTPRequest] = []
  }

  private let state = Mutex(State())

  var moves: [Move] { state.withLock { $0.moves } }
  var requests: [HTTPRequest] { state.withLock { $0.requests } }
  var calls: [String] { state.withLock { $0.calls } }
  func count(of call: String) -> Int { calls.filter { $0 == call }.count }
  func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }
  func fails(_ method: String, _ faults: Fault...) { change { $0.faults[method, default: []] += faults } }

  func exchange(_ request: HTTPRequest) throws(TransportFailure) -> HTTPResponse {
    change { $0.requests.append(request) }
    guard let (method, parameters, isREST) = Self.call(of: request) else { return HTTPResponse(400) }
    let authorisation = request.headers.first { $0.name == "Authorization" }?.value
    let outcome: Result<HTTPResponse, TransportFailure> = state.withLock { state in
      state.calls.append(method.split(separator: ".").suffix(2).joined(separator: "."))
      let name = method.split(separator: ".").last.map(String.init) ?? ""
      var fault: Fault?
      if state.faults[name]?.isEmpty == false { fault = state.faults[name]?.removeFirst() }
      switch fault {
      case .lostRequest: return .failure(.outcomeUnknown("timed out"))
      case .notSent: return .failure(.notSent("nobody listens"))
      case .status(let status):
        return .success(HTTPResponse(status, body: Array("<html><b>busy</b></html>".utf8)))
      case .refusal(let words):
        return .success(isREST ? Self.resource(Self.refusal(words), of: name) : Self.refusal(words))
      case .other(let answer):
        let body: JSON = isREST ? answer : ["id": .number(1 as Int64), "result": answer]
        return .success(HTTPResponse(200, body: Array(body.line.utf8)))
      case .echo(let status):
        let quoted =
          request.headers.map { "\($0.name): \($0.value) " }.joined()
          + String(decoding: request.body, as: UTF8.self)
        return .success(HTTPResponse(status, body: Array(quoted.utf8)))
      case .endedSession:
        state.isLoggedIn = false
        return .success(HTTPResponse(401))
      case .lostAnswer, nil: break
      }
      let isLetIn = isREST ? authorisation == "Bearer secret" : authorisation != nil && state.isLoggedIn
      if name != "login", !isLetIn { return .success(HTTPResponse(401)) }
      var answer = Self.answer(method, parameters, &state)
      if isREST { answer = Self.resource(answer, of: name) }
      if case .lostAnswer = fault { return .failure(.outcomeUnknown("the connection was cut")) }
      return .success(answer)
    }
    return try outcome.get()
  }

  /// What is called, over either interface, as JSON-RPC has it.
  private static func call(of request: HTTPRequest) -> (method: String, parameters: [JSON], isREST: Bool)? {
    guard let range = request.url.range(of: "/rest/model/") else {
      guard let call = try? JSON(reading: request.body), let method = call["method"]?.text,
        let parameters = call["params"]?.list
      else { return nil }
      return (method, parameters, false)
    }
    let parts = request.url[range.upperBound...].split(separator: "?", maxSplits: 1)
    let path = parts[0].split(separator: "/")
    let id = path.count > 1 ? Int64(path[1]) : nil
    switch (request.method, id) {
    case (.get, nil):
      let arguments = (parts.count > 1 ? parts[1] : "").split(separator: "&").map {
        $0.split(separator: "=", maxSplits: 1)
      }
      guard
        let text = arguments.first(where: { $0[0] == "d" })?.last.map(String.init)?
          .replacingOccurrences(of: "%3D", with: "=").replacingOccurrences(of: "-", with: "+")
          .replacingOccurrences(of: "_", with: "/"),
        let bytes = Data(base64Encoded: text), let domain = try? JSON(reading: Array(bytes))
      else { return nil }
      return ("model.\(path[0]).search_read", [domain], true)
    case (.post, nil):
      guard let values = try? JSON(reading: request.body) else { return nil }
      return ("model.\(path[0]).create", [.array([values])], true)
    case (.post, let id?): return ("model.\(path[0]).\(path[2])", [.array([.number(id)])], true)
    case (.delete, let id?): return ("model.\(path[0]).delete", [.array([.number(id)])], true)
    default: return nil
    }
  }

  /// An answer of JSON-RPC as REST gives it.
  private static func resource(_ answer: HTTPResponse, of name: String) -> HTTPResponse {
    guard answer.status == 200, let json = try? JSON(reading: answer.body) else { return answer }
    if let words = json["error"]?.list?.last?.list?.first {
      let body: JSON = ["status": .number(400 as Int64), "message": words, "description": ""]
      return HTTPResponse(400, body: Array(body.line.utf8))
    }
    switch name {
    case "create":
      let body: JSON = ["id": json["result"]?.list?.first ?? .null, "state": "draft"]
      return HTTPResponse(200, body: Array(body.line.utf8))
    case "delete": return HTTPResponse(204)
    case "post": return HTTPResponse(200, body: Array("{}".utf8))
    default:
      let body = (json["result"] ?? .null).line.replacingOccurrences(of: ".\":", with: "\":")
      return HTTPResponse(200, body: Array(body.utf8))
    }
  }

  private static func refusal(_ words: String) -> HTTPResponse {
    let error: JSON = ["id": .number(1 as Int64), "error": ["UserError", [.text(words), "", .null]]]
    return HTTPResponse(200, body: Array(error.line.utf8))
  }

  private static func result(_ value: JSON) -> HTTPResponse {
    HTTPResponse(200, body: Array((["id": .number(1 as Int64), "result": value] as JSON).line.utf8))
  }

  private static func answer(_ method: String, _ parameters: [JSON], _ state: inout State) -> HTTPResponse {
    switch method {
    case "common.db.login":
      guard parameters[1]["password"]?.text == "secret" else { return HTTPResponse(401) }
      state.sessions += 1
      state.isLoggedIn = true
      return result([.number(4 as Int64), "abc", .null])
    case "model.company.company.search_read": return result([["id": .number(1 as Int64)]])
    case "model.account.account.search_read":
      let codes = condition("code", parameters)?.list?.compactMap(\.text) ?? []
      return result(
        .array(
          codes.filter { state.accounts[$0] != nil }.map { code in
            [
              "id": .number(Int64(code) ?? 0), "code": .text(code),
              "party_required": .bool(state.accounts[code] ?? false),
            ]
          }))
    case "model.account.journal.search_read", "model.party.party.search_read":
      let code = condition("code", parameters)
      let asked = code?.list?.compactMap(\.text) ?? [code?.text ?? ""]
      let journals = Dictionary(uniqueKeysWithValues: zip(state.journals, 7 as Int64..<99))
      let known = method.contains("journal") ? journals : state.parties
      return result(
        .array(asked.compactMap { code in known[code].map { ["id": .number($0), "code": .text(code)] } }))
    case "model.account.period.search_read":
      let clause = parameters[0].list?.first { $0.list?.first?.text == "start_date" }?.list ?? []
      if clause.count == 3, clause[1].text == "<=" {
        return result([["id": .number(clause[2]["month"]?.number ?? 0)]])
      }
      return result(
        .array(
          (1...12 as ClosedRange<Int64>).map { month in
            [
              "id": .number(month), "name": .text("2026-\(month)"),
              "state": .text(state.closedMonths.contains(month) ? "close" : "open"),
            ]
          }))
    case "model.account.move.create": return create(parameters, &state)
    case "model.account.move.post":
      for id in parameters[0].list?.compactMap(\.number) ?? [] {
        guard let index = state.moves.firstIndex(where: { $0.id == id }) else {
          return refusal("no such move")
        }
        guard !state.moves[index].isPosted else { return refusal("You can not call \"post\"") }
        state.moves[index].isPosted = true
      }
      return result(.null)
    case "model.account.move.delete":
      let ids = parameters[0].list?.compactMap(\.number) ?? []
      state.moves.removeAll { ids.contains($0.id) && !$0.isPosted }
      return result(.null)
    case "model.account.move.search_read":
      let reference = parameters[0].list?[0].list?[1].list?[0].list?[2].text ?? ""
      return result(
        .array(
          state.moves.filter { $0.description == reference || $0.description.hasPrefix(reference + " ") }
            .map {
              ["id": .number($0.id), "state": .text($0.isPosted ? "posted" : "draft"), "date": $0.date]
            }))
    case "model.account.move.line.search_read":
      let move = state.moves.first { $0.id == condition("move", parameters)?.number }
      return result(
        .array(
          (move?.lines ?? []).map { line in
            [
              "id": .number(1 as Int64), "account.": ["code": .text(line.account)],
              "debit": ["__class__": "Decimal", "decimal": .text(line.debit)],
              "credit": ["__class__": "Decimal", "decimal": .text(line.credit)],
            ]
          }))
    default: return HTTPResponse(403)
    }
  }

  private static func create(_ parameters: [JSON], _ state: inout State) -> HTTPResponse {
    guard let values = parameters[0].list?.first, let period = values["period"]?.number else {
      return refusal("no values")
    }
    guard !state.closedMonths.contains(period) else {
      return refusal("You cannot create a journal-period in closed period \"2026-0\(period)\".")
    }
    let lines = (values["lines"]?.list?.first?.list?[1].list ?? []).map { line in
      Line(
        account: String(line["account"]?.number ?? 0), debit: line["debit"]?["decimal"]?.text ?? "",
        credit: line["credit"]?["decimal"]?.text ?? "", party: line["party"]?.number)
    }
    for line in lines where state.accounts[line.account] == true && line.party == nil {
      return refusal("A value is required for field \"Party\"")
    }
    let id = state.next
    state.next += 1
    state.moves.append(
      Move(
        id: id, description: values["description"]?.text ?? "", date: values["date"] ?? .null, lines: lines))
    return result([.number(id)])
  }

  /// The value of a condition of a search.
  private static func condition(_ name: String, _ parameters: [JSON]) -> JSON? {
    parameters[0].list?.first { $0.list?.first?.text == name }?.list?.last
  }
}
