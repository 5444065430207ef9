import Accounting
import Books
import Crypto
import Delivery
import Disk
import Foundation
import Pipeline
import SQLite
import Testing

/// Deliveries to a bookkeeping system that is not sure to answer: what may have been sent is asked for, and never sent
/// on the off chance.
struct LostAnswerTests {
  private static let invoice = Told.declared(Invoice("WV26000301", [Visit("L1", 500_00)]))

  /// A workspace whose entries go to `system`.
  private func loops(_ trial: TrialWorkspace, _ system: Bookkeeping) throws -> Loops {
    try Loops(
      trial.loops.workspace, clock: .fixed(Canonical.day("2026-05-01")), connect: { _, _, _ in system })
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

/// A bookkeeping system that does what a test says.
private final class Bookkeeping: Destination {
  var losesAnswers = false
  var losesBatches = false
  var knowsWhatItHas = true
  var refusal: String?
  var whileSending: () -> Void = {}
  /// What it was asked, in order.
  private(set) var told: [String] = []
  private var kept: Set<BatchName> = []

  var guarantee: Guarantee { .searchable }

  func send(_ batch: Batch) throws(DeliveryFailure) -> Acknowledgement {
    told.append("send \(batch.name)")
    whileSending()
    if let refusal { throw .refused(refusal) }
    if losesBatches { throw .outcomeUnknown("no answer came") }
    kept.insert(batch.name)
    if losesAnswers { throw .outcomeUnknown("no answer came") }
    return acknowledgement(of: batch, wasThere: false)
  }

  func lookUp(_ batch: Batch) throws(DeliveryFailure) -> LookUp {
    told.append("look up \(batch.name)")
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
