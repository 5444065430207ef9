import Curl
import Foundation
import JSON

/// A real Tryton, started by `make peers`.
struct TrytonPeer {
  static let isRunning = ProcessInfo.processInfo.environment["REMITD_TRYTON"] != nil

  struct Refused: Error {
    let answer: String
  }

  private struct Seed: Decodable {
    let url: String
    let users: [String: String]
    let rest_bearer_key: String
  }

  enum Interface: CaseIterable, Sendable {
    case rpc, rest

    /// Of the database in which it is tried.
    var suffix: String { self == .rest ? "_rest" : "" }

    var settings: String { self == .rest ? "interface: rest" : "user: gateway" }
  }

  let url: String
  let database: String
  let password: String
  let key: String
  private let session: String

  /// Entered as its administrator.
  init(_ database: String) throws {
    let environment = ProcessInfo.processInfo.environment
    let path = environment["REMITD_TRYTON"] ?? ""
    let seed = try JSONDecoder().decode(Seed.self, from: Data(contentsOf: URL(filePath: path)))
    url = seed.url
    self.database = database
    password = seed.users["gateway"] ?? ""
    key = seed.rest_bearer_key
    let admin = seed.users["admin"] ?? ""
    let login = try Self.call(
      url, database, "common.db.login", [.text("admin"), ["password": .text(admin)], .text("en")], nil)
    let given = login.list ?? []
    let text = "admin:\(given[0].number ?? 0):\(given[1].text ?? "")"
    session = "Session " + Data(text.utf8).base64EncodedString()
  }

  private static func call(
    _ url: String, _ database: String, _ method: String, _ parameters: [JSON], _ session: String?
  ) throws -> JSON {
    let body: JSON = ["id": .number(1 as Int64), "method": .text(method), "params": .array(parameters)]
    var headers = [HTTPRequest.Header("Content-Type", "application/json")]
    if let session { headers.append(HTTPRequest.Header("Authorization", session)) }
    let response = try HTTPClient().exchange(
      HTTPRequest(.post, "\(url)/\(database)/rpc/", headers: headers, body: Array(body.line.utf8)))
    guard response.status == 200, case let answer = try JSON(reading: response.body), answer["error"] == nil,
      let result = answer["result"]
    else { throw Refused(answer: String(decoding: response.body, as: UTF8.self)) }
    return result
  }

  private func call(_ method: String, _ parameters: [JSON], _ context: [JSON.Member] = []) throws -> JSON {
    let usual: [JSON.Member] = [
      .init(key: "company", value: .number(1 as Int64)), .init(key: "language", value: .text("en")),
    ]
    return try Self.call(
      url, database, "model.\(method)", parameters + [.object(usual + context)], session)
  }

  // MARK: What a bookkeeper sets up

  private struct ChartRow {
    let code: String
    let name: String
    let kind: String
  }

  /// The chart of the template, a party per payer with the code that payers.csv calls its relation, and our journals.
  func setUp(from mapping: URL) throws {
    func rows(_ name: String) throws -> [[String]] {
      try String(contentsOf: mapping.appending(path: name), encoding: .utf8).split(separator: "\n")
        .dropFirst()
        .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }
    let payers = try rows("payers.csv")
    let needingParty = Set(payers.flatMap { $0[4...7] })
    let types =
      try call(
        "account.account.type.search_read",
        [.array([]), .number(0 as Int64), .null, .null, .texts(["name"])]
      ).list ?? []
    func type(_ kind: String) -> JSON {
      let names = ["assets": "Assets", "income": "Revenue", "expenses": "Expense"]
      return types.first { $0["name"]?.text == names[kind] ?? "Liabilities" }?["id"] ?? .null
    }
    let accounts = try rows("chart.csv").map { row -> JSON in
      [
        "code": .text(row[0]), "name": .text(row[1]), "company": .number(1 as Int64), "type": type(row[2]),
        "party_required": .bool(needingParty.contains(row[0])),
      ]
    }
    _ = try call("account.account.create", [.array(accounts)])
    let parties = payers.map { row -> JSON in ["name": .text(row[1]), "code": .text(row[8])] }
    _ = try call("party.party.create", [.array(parties)])
    let journals = ["VRK", "MEM", "BNK", "BNK2"].map { code -> JSON in
      ["code": .text(code), "name": .text(code), "type": .text("general")]
    }
    _ = try call("account.journal.create", [.array(journals)])
  }

  // MARK: What stands there

  /// Cents per account, debit less credit, of what is posted; accounts with nothing are left out.
  func trialBalance() throws -> [String: String] {
    let year = try call(
      "account.fiscalyear.search",
      [.array([.array([.text("name"), .text("="), .text("2026")])]), .number(0 as Int64), .null, .null])
    let accounts = try call(
      "account.account.search_read",
      [
        .array([.array([.text("type"), .text("!="), .null])]), .number(0 as Int64), .null, .null,
        .texts(["code", "balance"]),
      ],
      [
        .init(key: "fiscalyear", value: year.list?.first ?? .null), .init(key: "posted", value: .bool(true)),
      ])
    var balances: [String: String] = [:]
    for account in accounts.list ?? [] {
      let balance = account["balance"]?["decimal"]?.text ?? ""
      if balance.contains(where: { ("1"..."9").contains($0) }) {
        balances[account["code"]?.text ?? ""] = balance
      }
    }
    return balances
  }

  /// The references of all moves, which stand first in their descriptions, with their states, in the order in which they
  /// were made.
  func moves() throws -> [(reference: String, state: String)] {
    try call(
      "account.move.search_read",
      [
        .array([]), .number(0 as Int64), .null, .array([.array([.text("id"), .text("ASC")])]),
        .texts(["description", "state"]),
      ]
    ).list?.map {
      (($0["description"]?.text ?? "").prefix { $0 != " " }.description, $0["state"]?.text ?? "")
    } ?? []
  }

  // MARK: The server

  /// Runs the peer's own script: `crash`, `start`.
  static func control(_ command: String) throws {
    let environment = ProcessInfo.processInfo.environment
    let process = Process()
    // Foundation sees the end of a process by the end of a descriptor that it inherits. The server that the script leaves
    // behind would keep it open, and be waited for for ever: so nothing but the three usual ones is handed on.
    let closing =
      "for fd in /proc/self/fd/*; do n=${fd##*/}; [ \"$n\" -gt 2 ] && eval \"exec $n>&-\"; done; exec \"$@\""
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [
      "-c", closing, "bash", (environment["REMITD_PEERS"] ?? "") + "/tryton.sh", command, "--state",
      environment["REMITD_PEERS_STATE"] ?? "",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
  }

  /// The first request to a database after a start must be this one.
  func warm() throws {
    _ = try HTTPClient().exchange(HTTPRequest(.get, "\(url)/\(database)/r/ready"))
  }
}
