import Foundation
import Testing

@testable import remitd

/// What `docs/json.md` says of an answer is what the answer has.
struct JSONPageTests {
  private let page: String

  init() throws {
    page = try String(
      contentsOf: Installation.repository.appending(path: "docs/json.md"), encoding: .utf8)
  }

  /// The text under a heading.
  private func section(_ name: String) throws -> String {
    let start = try #require(page.range(of: "\n## \(name)\n"), "no section \(name)")
    let rest = page[start.upperBound...]
    return String(rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)])
  }

  /// The members of each object that is drawn in a text: `{"total","items":[{"reference","amount"}]}` draws two.
  private func shapes(in text: String) -> Set<Set<String>> {
    var shapes: Set<Set<String>> = []
    for span in text.matches(of: /`([{\[][^`]*)`/) {
      var open: [Set<String>] = []
      // Behind a colon stands a value: `"kind":"entry"`.
      for part in String(span.output.1).matches(of: /[{}]|:?"([a-z_]+)"/) {
        switch part.output.0 {
        case "{": open.append([])
        case "}": if let shape = open.popLast() { shapes.insert(shape) }
        case let name where name.hasPrefix(":"): continue
        default: if let member = part.output.1 { open[open.count - 1].insert(String(member)) }
        }
      }
    }
    return shapes
  }

  /// Every object in a document, however deep, but for `dimensions`, whose members are data.
  private func objects(in value: Any) -> [[String: Any]] {
    if let list = value as? [Any] { return list.flatMap(objects) }
    guard let object = value as? [String: Any] else { return [] }
    return [object] + object.filter { $0.key != "dimensions" }.flatMap { objects(in: $0.value) }
  }

  private func expect(_ answer: String, isDrawnUnder name: String) throws {
    let drawn = shapes(in: try section(name)).union(shapes(in: try section("Everywhere")))
      // A receipt and an entry in `explain` are those of the lists, and so are files everywhere.
      .union(name == "explain" ? shapes(in: try section("receipts") + section("entries")) : [])
    let document = try JSONSerialization.jsonObject(with: Data(answer.utf8))
    for object in objects(in: document) {
      #expect(drawn.contains(Set(object.keys)), "\(name): \(object.keys.sorted())")
    }
  }

  @Test(arguments: [
    "balance", "receipts", "open-items", "suspense", "entries", "declarations", "files", "status", "check",
    "verify",
  ])
  func `the page draws every object of an answer`(command: String) throws {
    let month = try Installation(sample: "home-care-month")
    try month.take("letter.txt", "Dear Sir,\n")
    try month.take("waiting.csv", Self.waiting)
    try month.take("return.csv", Self.held)
    try month.take("other.csv", Self.waiting.replacing("100.00", with: "90.00"))
    try expect(month(command, "--json").output, isDrawnUnder: command)
    if command == "status" || command == "check" {
      try month.write(Data("mapping: home-care\n".utf8), to: "mappings/de-linde/mapping.yaml")
      try expect(month(command, "--json").output, isDrawnUnder: command)
    }
  }

  @Test func `the page draws what commands answer that change something, and their errors`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "remitd-\(UUID().uuidString)")
    defer {
      do { try FileManager.default.removeItem(at: folder) } catch { Issue.record("\(error)") }
    }
    try expect(Installation.remitd("init", folder.path, "--json").output, isDrawnUnder: "init")
    let installation = try Installation(sample: "second-return")
    try installation.write(Data("no table at all".utf8), to: "given/letter.txt")
    try expect(
      installation(
        "ingest", "/nonexistent/x", installation.folder.appending(path: "given/letter.txt").path, "--json"
      ).output, isDrawnUnder: "ingest")
    for _ in 1...2 {
      try expect(
        installation("reverse", "VRK-2026-000001", "--reason", "wrong", "--json").output,
        isDrawnUnder: "reverse")
    }
    try expect(installation("explain", "NOTHING", "--json").errors, isDrawnUnder: "Everywhere")
    try installation.write(Data("storage: sqlite:books.sqlite\n".utf8), to: "remitd.yaml")
    try expect(installation("balance", "--json").errors, isDrawnUnder: "Everywhere")
  }

  @Test func `the page draws each story of explain`() throws {
    let month = try Installation(sample: "home-care-month")
    try month.take("return.csv", Self.held)
    var references = ["WV26000117", "WV26000119", "WV404", "5550"]
    for (command, list) in [("receipts", "receipts"), ("entries", "entries")] {
      references += try month(command, "--json").list(list).compactMap { $0["reference"] as? String }
    }
    for reference in references {
      try expect(month("explain", reference, "--json").output, isDrawnUnder: "explain")
    }
    #expect(month("reverse", "VRK-2026-000001", "--reason", "wrong").code == .done)
    try expect(month("explain", "WV26000098", "--json").output, isDrawnUnder: "explain")
    try expect(month("explain", "VRK-2026-000001-R1", "--json").output, isDrawnUnder: "explain")
  }

  @Test func `the page draws what the workbench of mappings answers`() throws {
    let month = try Installation(sample: "home-care-month")
    let mapping = month.folder.appending(path: "mappings/de-linde/mapping.yaml")
    let text = try String(contentsOf: mapping, encoding: .utf8)
    try month.write(
      Data(text.replacing("due: 14 days", with: "due: 9 days").utf8), to: "mappings/de-linde/mapping.yaml")
    try expect(month("destination", "check", "--json").output, isDrawnUnder: "destination check")
    for number in ["WV26000117", "26-211", "WV2600017"] {
      try expect(month("find", number, "--json").output, isDrawnUnder: "find")
    }
    for command in ["explain", "coverage", "diff"] {
      let operands = command == "explain" ? ["WV26000117"] : []
      try expect(
        month.run(["mapping", command] + operands + ["--json"]).output, isDrawnUnder: "mapping \(command)")
    }
  }

  @Test func `the page draws each fact of inspect`() throws {
    for (sample, count) in [("home-care-month", 21), ("second-return", 1)] {
      let folder = Installation.repository.appending(path: "samples/\(sample)/inbox")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names.count >= count)
      for name in names {
        let answer = Installation.remitd(
          "inspect", folder.appending(path: name).path, "--lines", "1000", "--json")
        try expect(answer.output, isDrawnUnder: "inspect")
      }
    }
  }

  @Test(arguments: [
    "Everywhere", "balance", "receipts", "open-items", "suspense", "entries", "declarations", "files",
    "ingest", "reverse", "verify", "status", "explain", "check", "inspect", "init",
    "mapping explain", "mapping coverage", "mapping diff", "destination check", "find",
  ])
  func `every member that the page draws is described beside it`(name: String) throws {
    let section = try section(name)
    let described = Set(section.matches(of: /`([a-z_]+)`/).map { String($0.output.1) })
    let drawn = shapes(in: section).reduce(into: Set<String>()) { $0.formUnion($1) }
    #expect(!drawn.isEmpty)
    // What a finding has is said once.
    #expect(drawn.subtracting(described).subtracting(["findings"]).sorted() == [])
  }

  private static let waiting = """
    payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on,previous
    gemeente-0384,WMO1,WMO1-1,999900018,,H100,Wmo,2026-03-02,2026-03-08,1.00,100.00,2026-04-02,
    gemeente-0384,WMO2,WMO2-1,999900018,,H100,Wmo,2026-03-02,2026-03-08,1.00,-50.00,2026-04-02,OLD-1

    """

  private static let held = """
    payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
    uzovi-3311,5550,2026-04-13,WV404,WV404-1,100.00,0.00,0551,100.00,0.00

    """
}
