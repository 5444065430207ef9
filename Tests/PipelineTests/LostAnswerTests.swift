import Accounting
import Books
import Crypto
import Delivery
import Disk
import Foundation
import Mapping
import SQLite
import Testing

@testable import Pipeline

/// Deliveries to a bookkeeping system that is not sure to answer: what may have been sent is asked for, and never sent
/// on the off chance.
struct LostAnswerTests {
  private static let invoice = Told.declared(Invoice("WV26000301", [Visit("L1", 500_00)]))

  /// A workspace whose entries go to `system`.
  private func loops(_ trial: TrialWorkspace, _ system: Bookkeeping) throws -> Loops {
    try Loops(
      trial.loops.workspace, clock: .fixed(Canonical.day("2026-05-01")), connect: { _, _, _, _ in system })
  }

  private func give(_ file: Told, to loops: Loops, in trial: TrialWorkspace) throws {
    let path = trial.folder.appending(path: file.name)
    try Data(file.bytes).write(to: path)
    _ = try loops.receiver.receive([DiskPath(path.path)], administration: "de-linde")
    try loops.settle()
  }

  private func again(_ loops: Loops) throws {
    loops.retryDeliveries()
    try loops.settle()
  }

  @Test func `an answer that is lost after the batch was stored is looked up, and nothing is sent again`()
    throws
  {
    let trial = try TrialWorkspace()
    let system = Bookkeeping()
    system.losesAnswers = true
    let loops = try loops(trial, system)
    try give(Self.invoice, to: loops, in: trial)
    #expect(try trial.states() == ["in-doubt"])
    #expect(loops.deliveriesWaiting["de-linde"] == "no answer came")
    #expect(system.told == ["send de-linde-J20260501-001"])
    try again(loops)
    #expect(system.told == ["send de-linde-J20260501-001", "look up de-linde-J20260501-001"])
    #expect(try trial.states() == ["delivered"])
    #expect(loops.deliveriesWaiting == [:])
  }

  @Test func `an answer that is lost with the batch is looked up, and the batch is sent once more`() throws {
    let trial = try TrialWorkspace()
    let system = Bookkeeping()
    system.losesBatches = true
    let loops = try loops(trial, system)
    try give(Self.invoice, to: loops, in: trial)
    #expect(try trial.states() == ["in-doubt"])
    system.losesBatches = false
    try again(loops)
    #expect(system.told.map { $0.prefix(4) } == ["send", "look", "send"])
    #expect(try trial.states() == ["delivered"])
  }

  @Test func `while a system cannot say what it has, nothing is sent again, and a person sees it`() throws {
    let trial = try TrialWorkspace()
    let system = Bookkeeping()
    system.losesAnswers = true
    system.knowsWhatItHas = false
    let loops = try loops(trial, system)
    try give(Self.invoice, to: loops, in: trial)
    for _ in 1...3 { try again(loops) }
    // Another start asks too.
    let restarted = try self.loops(trial, system)
    try restarted.settle()
    // What comes later waits behind it.
    try give(
      .declared(Invoice("WV26000302", [Visit("L2", 60_00, client: 1)])), to: restarted, in: trial)
    #expect(system.told.filter { $0.hasPrefix("send") } == ["send de-linde-J20260501-001"])
    #expect(system.told.count == 5)
    #expect(try trial.states() == ["in-doubt", "prepared"])
    let delivery = try #require(try trial.books.deliveryStates(of: "de-linde").first)
    #expect(delivery.state == "in-doubt" && delivery.detail == "it cannot say what it has")
    #expect(
      delivery.lastEntry == "VRK-2026-000001", "a person who looks there needs the name that it has there")

    system.knowsWhatItHas = true
    system.losesAnswers = false
    try again(restarted)
    #expect(
      system.told.filter { $0.hasPrefix("send") } == [
        "send de-linde-J20260501-001", "send de-linde-J20260501-002",
      ])
    #expect(try trial.states() == ["delivered", "delivered"])
  }

  @Test func `an attempt is on record before it is made`() throws {
    let trial = try TrialWorkspace()
    let system = Bookkeeping()
    var found: Result<[String], any Error>?
    // What a restart would find, had the program ended while it sent.
    system.whileSending = {
      found = Result { try trial.ask("SELECT state FROM delivery") { try $0.text(0) } }
    }
    try give(Self.invoice, to: try loops(trial, system), in: trial)
    #expect(try found?.get() == ["in-doubt"])
  }

  @Test func `who is not let in, or cannot even ask, leaves in doubt what was in doubt`() throws {
    let trial = try TrialWorkspace()
    let system = Bookkeeping()
    system.losesAnswers = true
    let loops = try loops(trial, system)
    try give(Self.invoice, to: loops, in: trial)
    for obstacle in [DeliveryFailure.unreachable("nobody listens"), .shutOut("the password has run out")] {
      system.obstacle = obstacle
      try again(loops)
      #expect(try trial.states() == ["in-doubt"])
      #expect(loops.deliveriesWaiting["de-linde"] == "\(obstacle)")
    }
    system.obstacle = nil
    try again(loops)
    #expect(try trial.states() == ["delivered"])
    #expect(system.told.filter { $0.hasPrefix("send") }.count == 1)
  }

  @Test func `who is not let in waits, however often it is tried, and nothing counts as refused`() throws {
    let trial = try TrialWorkspace()
    let system = Bookkeeping()
    system.obstacle = .shutOut("the password has run out")
    let loops = try loops(trial, system)
    try give(Self.invoice, to: loops, in: trial)
    for _ in 1...7 { try again(loops) }
    #expect(try trial.states() == ["committed"])
    system.obstacle = nil
    try again(loops)
    #expect(try trial.states() == ["delivered"])
  }

  @Test func `what is never answered is given up once the system says that it has not got it`() throws {
    let trial = try TrialWorkspace()
    let system = Bookkeeping()
    system.losesBatches = true
    let loops = try loops(trial, system)
    try give(Self.invoice, to: loops, in: trial)
    let step = DeliveryStep(
      books: loops.books, workspace: loops.workspace, shelf: loops.shelf(of: "de-linde"),
      administration: try #require(loops.workspace.settings.administration("de-linde")),
      connect: { _, _, _, _ in system })
    let delivery = try #require(try loops.books.nextDelivery(of: "de-linde")).id
    guard case .waiting(let wait) = try step.deliver() else { return #expect(Bool(false), "it was answered") }
    #expect(wait.isUnanswered, "it was asked for, sent again, and not answered again")
    guard case .moved = try step.deliver(givingUp: delivery) else {
      return #expect(Bool(false), "it still holds up the others")
    }
    #expect(try trial.states() == ["refused"])
    #expect(
      system.told.map { $0.prefix(4) } == ["send", "look", "send", "look"], "asked before it is given up")
  }

  @Test func `what is refused is not tried again by itself`() throws {
    let trial = try TrialWorkspace()
    let system = Bookkeeping()
    system.refusal = "period 2026-04 is locked"
    let loops = try loops(trial, system)
    try give(Self.invoice, to: loops, in: trial)
    try again(loops)
    #expect(system.told == ["send de-linde-J20260501-001"])
    #expect(try trial.states() == ["refused"])
    // A person asks again.
    system.refusal = nil
    try loops.books.transaction { try loops.books.intendRefusedDeliveries(of: "de-linde") }
    try again(loops)
    #expect(system.told.map { $0.prefix(4) } == ["send", "look", "send"])
    #expect(try trial.states() == ["delivered"])
  }
}

/// Systems that take or refuse each entry by itself.
struct EntryDeliveryTests {
  private static let invoices = (1...9).map { number in
    Told.declared(Invoice("WV2600030\(number)", [Visit("L\(number)", Int64(number) * 10_00, client: number)]))
  }

  /// A workspace that delivers to a Tryton, in whose place `system` stands.
  private func loops(_ trial: TrialWorkspace, _ system: Bookkeeping) throws -> Loops {
    let settings = trial.folder.appending(path: "remitd.yaml")
    let text = try String(contentsOf: settings, encoding: .utf8)
    let outlets = try #require(text.range(of: "destinations:"))
    let tryton = """
      destinations:
        - { id: ledger-files, kind: tryton, url: "http://127.0.0.1:1", database: gl, company: Linde, user: gateway,
            secret: env:NONE }

      """
    try (text[..<outlets.lowerBound] + tryton).write(to: settings, atomically: true, encoding: .utf8)
    let workspace = try Workspace.open(DiskPath(trial.folder.path)).get()
    return try Loops(
      workspace, clock: .fixed(Canonical.day("2026-05-01")), connect: { _, _, _, _ in system })
  }

  private func give(_ files: ArraySlice<Told>, to loops: Loops, in trial: TrialWorkspace) throws {
    for file in files {
      let path = trial.folder.appending(path: file.name)
      try Data(file.bytes).write(to: path)
      _ = try loops.receiver.receive([DiskPath(path.path)], administration: "de-linde")
    }
    try loops.settle()
  }

  @Test func `one refused entry keeps none of the others back`() throws {
    let trial = try TrialWorkspace()
    let system = Bookkeeping()
    system.refuses = { $0.entries[0].reference.text == "VRK-2026-000002" ? "period closed" : nil }
    try give(Self.invoices[..<4], to: loops(trial, system), in: trial)
    #expect(try trial.states() == ["delivered", "refused", "delivered", "delivered"])
    #expect(system.told.count == 4, "each entry travels by itself")
  }

  @Test func `five refusals in a row stop all sending, until a person asks again`() throws {
    let trial = try TrialWorkspace()
    let system = Bookkeeping()
    system.refuses = { _ in "the key was withdrawn" }
    let loops = try loops(trial, system)
    try give(Self.invoices[...], to: loops, in: trial)
    #expect(system.told.count == 5)
    #expect(
      try trial.states() == Array(repeating: "refused", count: 5) + Array(repeating: "committed", count: 4))
    #expect(loops.deliveriesWaiting["de-linde"]?.contains("5 were refused in a row") == true)
    #expect(try trial.books.isSettled("de-linde"), "a command does not wait for it")
    loops.retryDeliveries()
    try loops.settle()
    #expect(system.told.count == 5, "a restart does not try either")
    system.refuses = { _ in nil }
    try loops.books.transaction { try loops.books.intendRefusedDeliveries(of: "de-linde") }
    loops.retryDeliveries()
    try loops.settle()
    #expect(try trial.states() == Array(repeating: "delivered", count: 9))
  }

  @Test func `the parts that settings admit in a form are those that are filled in`() {
    #expect(Set(Settings.Partner.entryParts) == EntryForm.entryParts)
    #expect(Set(Settings.Partner.postingParts) == EntryForm.postingParts)
  }

  @Test func `an outage makes a queue and nothing else`() throws {
    let trial = try TrialWorkspace()
    let system = Bookkeeping()
    system.isAway = true
    let loops = try loops(trial, system)
    try give(Self.invoices[..<3], to: loops, in: trial)
    #expect(system.told.count == 1, "what stands behind waits with it")
    #expect(try trial.states() == ["committed", "committed", "committed"])
    #expect(try trial.books.isSettled("de-linde"))
    system.isAway = false
    loops.retryDeliveries()
    try loops.settle()
    #expect(try trial.states() == ["delivered", "delivered", "delivered"])
  }
}

/// A bookkeeping system that does what a test says.
private final class Bookkeeping: Delivery.Destination {
  var losesAnswers = false
  var losesBatches = false
  var knowsWhatItHas = true
  var refusal: String?
  var refuses: (Batch) -> String? = { _ in nil }
  var isAway = false
  /// What is in the way of anything that is asked.
  var obstacle: DeliveryFailure?
  var whileSending: () -> Void = {}
  /// What it was asked, in order.
  private(set) var told: [String] = []
  private var kept: Set<BatchName> = []

  var guarantee: Guarantee { .searchable }

  func send(_ batch: Batch) throws(DeliveryFailure) -> Acknowledgement {
    told.append("send \(batch.name)")
    whileSending()
    if let obstacle { throw obstacle }
    if isAway { throw .unreachable("nobody answers") }
    if let refusal = refusal ?? refuses(batch) { throw .refused(refusal) }
    if losesBatches { throw .outcomeUnknown("no answer came") }
    kept.insert(batch.name)
    if losesAnswers { throw .outcomeUnknown("no answer came") }
    return acknowledgement(of: batch, wasThere: false)
  }

  func lookUp(_ batch: Batch) throws(DeliveryFailure) -> LookUp {
    told.append("look up \(batch.name)")
    if let obstacle { throw obstacle }
    guard knowsWhatItHas else { throw .outcomeUnknown("it cannot say what it has") }
    return kept.contains(batch.name) ? .delivered(acknowledgement(of: batch, wasThere: true)) : .absent
  }

  private func acknowledgement(of batch: Batch, wasThere: Bool) -> Acknowledgement {
    Acknowledgement(
      batch: batch.name, entries: batch.entries.count, debits: [], digest: SHA256.digest([]),
      wasThere: wasThere)
  }
}

extension TrialWorkspace {
  /// How each of our entries stands, in the order in which they were recorded.
  fileprivate func states() throws -> [String] {
    try ask("SELECT state FROM entry WHERE booker = 'gateway' ORDER BY id") { try $0.text(0) }
  }
}
