import Foundation
import JSON
import Testing

@testable import remitd

/// The month of the samples in a real Tryton on PostgreSQL.
@Suite(.enabled(if: TrytonPeer.isRunning, "needs a running Tryton: make peers"), .serialized)
struct TrytonPeerTests {
  @Test(arguments: TrytonPeer.Interface.allCases)
  func `the month is delivered with reversals, and the trial balances agree to the cent`(
    over interface: TrytonPeer.Interface
  ) throws {
    let peer = try TrytonPeer("remitd_month\(interface.suffix)")
    let workspace = try PeerWorkspace(peer, over: interface)
    // Before somebody has set it up, every account is told.
    let before = workspace("destination", "check")
    #expect(before.code == .findings)
    #expect(
      before.output.contains("Tryton has no account 1310 (Debiteuren Zilveren Kruis) [account-missing]"))
    try peer.setUp(from: PeerWorkspace.repository.appending(path: "mappings/home-care"))
    let after = workspace("destination", "check")
    #expect(after.code == .done, "\(after.output)")
    #expect(after.output.contains("Tryton takes nothing more into 2026-01 [periods-closed]"))

    #expect(try workspace.takeMonth().code == .done)
    for reference in ["MEM-2026-000001", "VRK-2026-000003"] {
      #expect(workspace("reverse", reference, "--reason", "sent by mistake").code == .done)
    }
    let states = try workspace.states()
    #expect(states.count > 28 && Set(states.values) == ["delivered"])
    let moves = try peer.moves()
    #expect(moves.allSatisfy { $0.state == "posted" })
    #expect(moves.map(\.reference).sorted() == states.keys.sorted())
    #expect(try peer.trialBalance() == workspace.balances())

    // Asked again for everything, nothing is added.
    #expect(workspace("ingest").code == .done)
    #expect(try peer.moves().count == moves.count)
    #expect(workspace("verify").code == .done)
  }

  @Test(arguments: TrytonPeer.Interface.allCases)
  func `a closed period is refused in Tryton's own words, and the rest is delivered`(
    over interface: TrytonPeer.Interface
  ) throws {
    let peer = try TrytonPeer("remitd_refused\(interface.suffix)")
    try peer.setUp(from: PeerWorkspace.repository.appending(path: "mappings/home-care"))
    let workspace = try PeerWorkspace(peer, over: interface)
    let header =
      "payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on\n"
    func row(_ number: Int, _ day: String) -> String {
      "uzovi-3311,WV\(number),WV\(number)-1,999900018,,1000,Zvw,2026-01-05,2026-01-0\(4 + number),1.00,100.00,\(day)\n"
    }
    let answer = try workspace.take("january.csv", header + row(1, "2026-01-20") + row(2, "2026-02-03"))
    #expect(answer.code == .findings)
    #expect(
      workspace("status").output.contains("You cannot create a journal-period in closed period \"2026-01\"."))
    #expect(try workspace.states().values.sorted() == ["delivered", "refused"])
    #expect(try peer.moves().map(\.state) == ["posted"])
  }

  @Test(arguments: TrytonPeer.Interface.allCases)
  func `who is not let in waits`(over interface: TrytonPeer.Interface) throws {
    let peer = try TrytonPeer("remitd_refused\(interface.suffix)")
    let workspace = try PeerWorkspace(peer, over: interface, secret: "no secret of theirs")
    let check = workspace("destination", "check")
    #expect(check.code == .findings && check.output.contains("[shut-out]"), "\(check.output)")
    #expect(try workspace.takeMonth().errors.contains("delivery waits: Tryton does not "))
    #expect(Set(try workspace.states().values) == ["committed"])
  }

  @Test func `a Tryton that is killed in the middle has each entry once when it is back`() throws {
    let peer = try TrytonPeer("remitd_crash")
    try peer.setUp(from: PeerWorkspace.repository.appending(path: "mappings/home-care"))
    let workspace = try PeerWorkspace(peer)
    let killer = Thread {
      do {
        // As soon as some entries are there; the command is still at it, or just done.
        let limit = Date.now.addingTimeInterval(60)
        while try peer.moves().count < 8, Date.now < limit {}
        try TrytonPeer.control("crash")
      } catch { Issue.record("\(error)") }
    }
    killer.start()
    _ = try workspace.takeMonth()
    while !killer.isFinished { Thread.sleep(forTimeInterval: 0.01) }
    let down = try workspace.states()
    #expect(down.values.contains { $0 != "delivered" }, "it was killed too late to show anything")
    #expect(workspace("ingest").errors.contains("delivery waits: "))
    try TrytonPeer.control("start")
    try peer.warm()
    #expect(workspace("ingest").code == .done)
    let states = try workspace.states()
    #expect(states.count == 27 && Set(states.values) == ["delivered"])
    let again = try TrytonPeer("remitd_crash")
    let moves = try again.moves()
    #expect(moves.filter { $0.state == "posted" }.map(\.reference).sorted() == states.keys.sorted())
    #expect(try again.trialBalance() == workspace.balances())
  }
}

/// A workspace whose entries go to a peer, worked with through the command line.
final class PeerWorkspace {
  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private let folder: URL

  init(_ peer: TrytonPeer, over interface: TrytonPeer.Interface = .rpc, secret: String? = nil) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "remitd-\(UUID().uuidString)")
    _ = Self.run(["init", folder.path])
    let settings = folder.appending(path: "remitd.yaml")
    let text = try String(contentsOf: settings, encoding: .utf8)
    let start = try #require(text.range(of: "destinations:\n"))
    let destination =
      "kind: tryton, url: \"\(peer.url)\", database: \(peer.database), company: Test Clinic, "
      + "\(interface.settings), secret: file:secret"
    try (text[..<start.upperBound] + "  - { id: tryton, \(destination) }\n")
      .replacing("destination: ledger-files", with: "destination: tryton")
      .write(to: settings, atomically: false, encoding: .utf8)
    try (secret ?? (interface == .rest ? peer.key : peer.password)).write(
      to: folder.appending(path: "secret"), atomically: false, encoding: .utf8)
  }

  deinit {
    do { try FileManager.default.removeItem(at: folder) } catch { print("stays behind: \(error)") }
  }

  func callAsFunction(_ arguments: String...) -> (code: ExitCode, output: String, errors: String) {
    Self.run(arguments + ["--workspace", folder.path])
  }

  private static func run(_ arguments: [String]) -> (code: ExitCode, output: String, errors: String) {
    var streams = Streams(output: Output(.memory), errors: Output(.memory))
    let code = Program.run(arguments, &streams)
    return (code, streams.output.text, streams.errors.text)
  }

  func takeMonth() throws -> (code: ExitCode, output: String, errors: String) {
    let inbox = Self.repository.appending(path: "samples/home-care-month/inbox")
    let names = try FileManager.default.contentsOfDirectory(atPath: inbox.path).sorted()
    return Self.run(
      ["ingest"] + names.map { inbox.appending(path: $0).path } + ["--workspace", folder.path])
  }

  func take(_ name: String, _ text: String) throws -> (code: ExitCode, output: String, errors: String) {
    let file = folder.appending(path: name)
    try text.write(to: file, atomically: false, encoding: .utf8)
    return self("ingest", file.path)
  }

  /// How each entry stands, by its reference.
  func states() throws -> [String: String] {
    let entries = try JSON(reading: Array(self("entries", "--json").output.utf8))["entries"]?.list ?? []
    return Dictionary(
      uniqueKeysWithValues: entries.map { ($0["reference"]?.text ?? "", $0["state"]?.text ?? "") })
  }

  /// What stands on each account, as `balance` says; accounts with nothing are left out.
  func balances() throws -> [String: String] {
    let accounts = try JSON(reading: Array(self("balance", "--json").output.utf8))["accounts"]?.list ?? []
    return Dictionary(
      uniqueKeysWithValues: accounts.map { ($0["account"]?.text ?? "", $0["balance"]?.text ?? "") }
    ).filter { $0.value != "0.00" }
  }
}
