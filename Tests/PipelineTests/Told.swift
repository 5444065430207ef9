import Accounting
import Books
import Findings
import Foundation
import Pipeline
import Storybook
import Testing

/// A file of a small story.
struct Told: Sendable {
  var name: String
  var bytes: [UInt8]

  init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  static func declared(_ invoices: Invoice...) -> Told {
    Told("declarations-\(invoices[0].number).csv", Array(Canonical.declarations(invoices).utf8))
  }

  static func answered(_ replies: Reply...) -> Told {
    Told("awards-\(replies[0].reference).csv", Array(Canonical.awards(replies).utf8))
  }

  static func specified(_ specifications: Specified...) -> Told {
    Told(
      "specification-\(specifications[0].reference).csv", Array(Canonical.specifications(specifications).utf8)
    )
  }

  static func bank(_ identification: String, _ movements: Movement...) -> Told {
    Told("camt053-\(identification).xml", Canonical.statement(identification, movements))
  }

  /// An EI declaration of two lines, and its answer that gives one of them to another client.
  static var answeredForAnotherClient: [Told] {
    let day = Canonical.day("2026-03-02")
    func declaration(of clients: [String]) -> StoryDeclaration {
      StoryDeclaration(
        .homeNursing, to: "7095", "WV26000499", on: Canonical.day("2026-04-02"), period: day...day,
        lines: clients.enumerated().map { index, client in
          StoryLine(
            "E\(index)", client: client, service: "1000", from: day, until: day, quantity: 5,
            tariff: Money(minorUnits: 10_00))
        })
    }
    let sent = declaration(of: [TestPeople.clients[0], TestPeople.clients[1]])
    let answered = declaration(of: [TestPeople.clients[0], TestPeople.clients[2]])
    let zero = Money(minorUnits: 0)
    return [
      Told("AW319.asc", AW319Writer.bytes(sent)),
      Told(
        "AW320.asc",
        AW320Writer.bytes(
          StoryReturn(
            to: answered, "71190499", on: Canonical.day("2026-04-10"), headerCodes: ["0200"],
            answers: ["E0": StoryAnswer(zero, "0551"), "E1": StoryAnswer(zero, "0551")]))),
    ]
  }

  /// Every order of a few.
  static func orders(of files: [Told]) -> [[Told]] {
    guard files.count > 1 else { return [files] }
    return files.indices.flatMap { index in
      var rest = files
      let first = rest.remove(at: index)
      return orders(of: rest).map { [first] + $0 }
    }
  }
}

extension Told {
  /// All orders but the given one, or some of them where they are many: the reverse among them.
  static func someOrders(of files: [Told], atMost count: Int) -> [[Told]] {
    let all = Array(orders(of: files).dropFirst())
    guard all.count > count else { return all }
    var random = SplitMix64(seed: UInt64(files.count))
    var some = Array(all.dropLast())
    random.shuffle(&some)
    return Array(some.prefix(count - 1)) + [all[all.count - 1]]
  }
}

extension TrialWorkspace {

  @discardableResult
  func take(_ file: Told) throws -> BookFile { try take(file.name, file.bytes) }

  /// Tells a story in every order, or many; all must end as the first does, add up, and be derived again.
  static func everyOrder(
    of files: [Told], under mapping: [String: String] = [:], atMost count: Int = 12,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> TrialWorkspace {
    let straight = try TrialWorkspace(mapping)
    for file in files { try straight.take(file) }
    let expected = try straight.endState()
    try straight.expectSound(sourceLocation)
    for order in Told.someOrders(of: files, atMost: count) {
      let workspace = try TrialWorkspace(mapping)
      for file in order { try workspace.take(file) }
      let difference = expected.difference(to: try workspace.endState())
      #expect(
        difference.isEmpty, "\(order.map(\.name)): \(difference)", sourceLocation: sourceLocation)
      #expect(try workspace.books.contradictions(in: "de-linde") == [], sourceLocation: sourceLocation)
    }
    return straight
  }

  /// The books add up, no number is missing, and everything is derived again byte for byte.
  func expectSound(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try books.contradictions(in: "de-linde") == [], sourceLocation: sourceLocation)
    #expect(try gaps() == [], sourceLocation: sourceLocation)
    let report = try Verification(loops.workspace).run()
    #expect(report.isEqual, "\(report.different) \(report.findings)", sourceLocation: sourceLocation)
  }

  /// Reverses an entry on the 20th of May.
  func reversal(of reference: String) throws -> Result<[EntryRow], Finding.Refusal> {
    try Reversal(loops.workspace, clock: .fixed(Canonical.day("2026-05-20"))).run(
      reference, reason: "sent by mistake", by: "controller", administration: "de-linde")
  }

  /// Reverses an entry of which something stands.
  /// - Returns: why it cannot be, if it cannot.
  @discardableResult
  func reverse(_ reference: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Finding? {
    switch try reversal(of: reference) {
    case .success(let posted):
      #expect(posted.first?.reference == reference + "-R1", sourceLocation: sourceLocation)
      #expect(posted.first?.reverses == reference, sourceLocation: sourceLocation)
      return nil
    case .failure(let refusal): return refusal.finding
    }
  }

  /// Puts other files in place of the mapping's, as a person who edits it does.
  func remap(_ mapping: TemplateMapping) throws {
    let folder = folder.appending(path: "mappings/de-linde")
    let shipped = TrialWorkspace.repository.appending(path: "mappings/home-care")
    for name in try FileManager.default.contentsOfDirectory(atPath: shipped.path) where name != "remitd.yaml"
    {
      let text = try mapping.files[name] ?? String(contentsOf: shipped.appending(path: name), encoding: .utf8)
      try text.write(to: folder.appending(path: name), atomically: false, encoding: .utf8)
    }
    try loops.readMappings()
    #expect(loops.mappingFindings["de-linde"]?.hasErrors == false)
    try loops.settle()
  }
}
