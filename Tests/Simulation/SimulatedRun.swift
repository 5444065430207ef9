import Accounting
package import Books
import Care
import Disk
import Findings
import Foundation
import Matching
package import PayerSimulator
import Pipeline
import Posting
import Storybook

/// A simulated world, lived through by the real loops, and held against what is true.
package final class SimulatedRun {
  package let world: SimulatedWorld
  private let folder: URL
  private let loops: Loops
  private let clock: Clock
  private var given = 0
  /// What the person could not decide, in sentences.
  package private(set) var refusals: [String] = []

  /// In memory where the system has such a place: what is simulated is not whether disks keep what they are given.
  private static let place: URL = {
    let memory = URL(filePath: "/dev/shm")
    return FileManager.default.isWritableFile(atPath: memory.path)
      ? memory : FileManager.default.temporaryDirectory
  }()

  package init(_ world: SimulatedWorld) throws {
    self.world = world
    folder = Self.place.appending(path: "remitd-world-\(UUID().uuidString)")
    for file in world.workspace {
      let path = folder.appending(path: file.name)
      try FileManager.default.createDirectory(
        at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.bytes).write(to: path)
    }
    guard let today = CalendarDate(iso: "2027-06-30") else { preconditionFailure("that day exists") }
    clock = .fixed(today)
    loops = try Loops(try Workspace.open(DiskPath(folder.path)).get(), clock: clock)
  }

  deinit {
    do { try FileManager.default.removeItem(at: folder) } catch {
      print("a simulated world stays behind: \(error)")
    }
  }

  private var books: Books { loops.books }

  // MARK: Living through it

  /// All events in their order, with a person who decides what nobody could know: payments that do not say of what they
  /// consist, after two weeks, and takebacks that a letter withdraws.
  /// - Parameter after: called after each event.
  package func live(_ after: (SimulatedEvent) throws -> Void = { _ in }) throws {
    var undecided = world.truth.receipts.filter { !$0.namesItsParts }[...]
    var settlements = world.truth.receipts.filter { $0.parts.contains { $0.kind == .settlement } }[...]
    for event in world.events {
      while let next = settlements.first, next.day <= event.day {
        settlements.removeFirst()
        try settleAdvance(paidBy: next)
      }
      while let next = undecided.first, next.day.advanced(by: 14) < event.day {
        undecided.removeFirst()
        try decide(next)
      }
      try take(event)
      if let withdrawn = event.takeback {
        try decide(.withdraw, on: "\(withdrawn.payer)/\(withdrawn.number)")
      }
      try after(event)
    }
  }

  /// A person settles the year of an advance before the payment comes that ends it.
  private func settleAdvance(paidBy receipt: TrueReceipt) throws {
    for part in receipt.parts where part.kind == .settlement {
      for row in try books.advanceRows(of: world.administration)
      where row.item.hasPrefix("\(part.payer):advance:") && row.item.hasSuffix(":\(part.reference.suffix(4))")
      {
        try decide(.destination("settlement"), on: row.item)
      }
    }
  }

  /// Without a person: letters are read by nobody.
  package func liveAlone() throws {
    for event in world.events { try take(event) }
  }

  private func decide(_ receipt: TrueReceipt) throws {
    guard let reference = receipt.bankReference,
      let row = try books.receiptRows(of: world.administration).first(where: {
        try books.bankReference(ofReceipt: $0.id) == reference
      }), row.parts.isEmpty
    else { return }
    var parts: [Deciding.Part] = []
    for part in receipt.parts {
      let said = try said(part)
      if let known = parts.firstIndex(where: { $0.kind == said.kind && $0.reference == said.reference }) {
        parts[known].cents += said.cents
      } else {
        parts.append(said)
      }
    }
    try decide(.parts(parts.filter { $0.cents != 0 }), on: row.reference)
  }

  private func decide(_ wish: Deciding.Wish, on subject: String) throws {
    let recorded = try Deciding(loops.workspace, clock: clock)
      .record(wish, on: subject, "the payer said so", "controller", world.administration, books)
    switch recorded {
    case .success: try loops.settle()
    case .failure(let refusal): refusals.append("\(subject): \(refusal.finding.message)")
    }
  }

  /// As a person would type it.
  private func said(_ part: TruePart) throws -> Deciding.Part {
    let cents = Int64(part.contribution.count)
    switch part.kind {
    case .declaration:
      return Deciding.Part(kind: "award", reference: "\(part.payer)/\(part.reference)", cents: cents)
    case .takeback:
      guard let payer = PayerCode(part.payer),
        let takeback = try books.takeback(
          called: part.reference, of: payer, administration: world.administration),
        takeback.answeredBy == nil
      else {
        let declaration = world.truth.takebacks.first {
          $0.payer == part.payer && ($0.number == part.reference || $0.declaration == part.reference)
        }?.declaration
        return Deciding.Part(
          kind: "award", reference: "\(part.payer)/\(declaration ?? part.reference)", cents: cents)
      }
      return Deciding.Part(kind: "takeback", reference: "\(part.payer)/\(part.reference)", cents: cents)
    case .advance, .advanceDrawdown, .settlement:
      return Deciding.Part(
        kind: part.kind == .settlement ? "settlement" : "advance",
        reference: String(part.reference.suffix(4)), cents: cents)
    case .interest: return Deciding.Part(kind: "interest", reference: "", cents: cents)
    case .fee: return Deciding.Part(kind: "payment-difference", reference: "", cents: cents)
    }
  }

  /// The files in another order, and some of them twice.
  package func live(shuffledBy seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let again = world.events.filter { _ in Int.random(in: 0..<10, using: &random) == 0 }
    for event in (world.events + again).shuffled(using: &random) { try take(event) }
  }

  private func take(_ event: SimulatedEvent) throws {
    guard !event.files.isEmpty else { return }
    try take(event.files)
  }

  /// Class and outcome of the payment that was booked last.
  package func lastOutcome() throws -> String {
    guard let last = try books.receiptRows(of: world.administration).last else { return "none" }
    return "\(last.evidence?.rawValue ?? "-") \(last.outcome.rawValue)"
  }

  package func take(_ files: [SimulatedFile]) throws {
    var received: [Int64] = []
    for file in files {
      given += 1
      let folder = folder.appending(path: "given-\(given)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let path = folder.appending(path: file.name)
      try Data(file.bytes).write(to: path)
      received.append(
        try loops.receiver.receive([DiskPath(path.path)], administration: world.administration)[0].get())
      try FileManager.default.removeItem(at: folder)
    }
    try loops.settle()
    for id in received {
      guard let file = try books.file(id), file.state == .accepted || file.state == .duplicate else {
        throw NotTaken(event: "\(files.map(\.name)), \(try books.file(id)?.findings ?? "")")
      }
    }
  }

  package struct NotTaken: Error, CustomStringConvertible {
    let event: String
    package var description: String { "not taken in: \(event)" }
  }

  // MARK: What must hold whatever happens

  /// The laws of conservation that the books break, in sentences; empty if none.
  package func faults() throws -> [String] {
    var faults = try books.contradictions(in: world.administration)
    for row in try books.receiptRows(of: world.administration) where !row.parts.isEmpty {
      let sum = row.parts.reduce(0) { $0 + $1.cents }
      if sum != row.amount { faults.append("receipt \(row.reference) is \(row.amount), its parts \(sum)") }
    }
    for row in try books.takebackRows(of: world.administration)
    where -row.settled > row.takeback.amount {
      faults.append("more of takeback \(row.takeback.key) is recovered than was to be taken back")
    }
    let items = try books.suspenseRows(of: world.administration).reduce(0) { $0 + $1.amount }
    let accounts = try books.suspenseBalance(of: world.administration)
    if items != accounts { faults.append("suspense items come to \(items), their accounts to \(accounts)") }
    return faults
  }

  package func endState() throws -> EndState { try books.endState(of: world.administration) }

  // MARK: Against the truth

  package func tally() throws -> Tally {
    var tally = Tally()
    let truth = Dictionary(
      uniqueKeysWithValues: world.truth.receipts.map { (Self.identity($0), $0) })
    var seen: Set<String> = []
    for row in try books.receiptRows(of: world.administration) {
      guard let receipt = try books.receipt(row.id) else { continue }
      let identity = try identity(receipt, row)
      guard seen.insert(identity).inserted else {
        tally.countDoubled()
        continue
      }
      guard let meant = truth[identity] else {
        if !row.parts.isEmpty { tally.add(row, wrong: "pays \(row.parts), and is no payment") }
        continue
      }
      tally.add(row, meant, isRight: try row.parts.isEmpty || agree(row.parts, meant.parts))
    }
    return tally
  }

  private static func identity(_ receipt: TrueReceipt) -> String {
    receipt.bankReference ?? "\(receipt.payer) \(receipt.specification?.number ?? "")"
  }

  private func identity(_ receipt: BookReceipt, _ row: ReceiptRow) throws -> String {
    if let id = receipt.specification, let specification = try books.specification(id) {
      return "\(specification.payer) \(specification.reference)"
    }
    return try books.bankReference(ofReceipt: receipt.id)
  }

  /// Both say the same of every item.
  private func agree(_ parts: [Contribution], _ meant: [TruePart]) throws -> Bool {
    var difference: [String: Int64] = [:]
    for part in parts { difference[Self.withoutReference(part.item), default: 0] += part.cents }
    for part in meant { difference[try item(of: part), default: 0] -= Int64(part.contribution.count) }
    return difference.values.allSatisfy { $0 == 0 }
  }

  /// Interest and differences are of no item.
  private static func withoutReference(_ item: String) -> String {
    if let parts = ItemName.parts(of: item), parts.kind == .advance || parts.kind == .settlement {
      return "\(parts.payer.text):\(parts.kind.rawValue):\(parts.reference.suffix(4))"
    }
    guard let parts = ItemName.parts(of: item), parts.kind == .interest || parts.kind == .paymentDifference
    else { return item }
    return "\(parts.payer.text):\(parts.kind.rawValue)"
  }

  /// The item as the books call it.
  private func item(of part: TruePart) throws -> String {
    guard let payer = PayerCode(part.payer) else { preconditionFailure("the world has codes of payers") }
    switch part.kind {
    case .declaration: return ItemName.declaration(payer, part.reference)
    case .takeback:
      if let known = try books.takeback(
        called: part.reference, of: payer, administration: world.administration)
      {
        return known.answeredBy ?? known.item
      }
      // No specification has told its number: a return or nothing has.
      if let takeback = world.truth.takebacks.first(where: {
        $0.payer == part.payer && $0.number == part.reference
      }) {
        return ItemName.declaration(payer, takeback.declaration)
      }
      return ItemName.declaration(payer, part.reference)
    case .advance, .advanceDrawdown:
      let year = Naming.years(in: [part.reference]).first.map(String.init) ?? part.reference
      return "\(payer.text):advance:\(year)"
    case .settlement: return "\(payer.text):settlement:\(part.reference.suffix(4))"
    case .interest: return "\(payer.text):interest"
    case .fee: return "\(payer.text):fee"
    }
  }
}
