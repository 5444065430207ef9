import Findings
import Foundation
import Mapping
import Posting
import Testing

struct ExampleTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func mapping(in folder: URL, changing change: (String) -> String = { $0 }) throws -> Mapping?
  {
    let yaml = change(try String(contentsOf: folder.appending(path: "mapping.yaml"), encoding: .utf8))
    var tables: [String: [UInt8]] = [:]
    for name in Mapping.tableFiles(namedIn: Array(yaml.utf8)) {
      tables[name] = Array(try Data(contentsOf: folder.appending(path: name)))
    }
    let (mapping, findings) = Mapping.read(Array(yaml.utf8), file: "mapping.yaml", digest: "", tables: tables)
    #expect(!findings.hasErrors, "\(findings.kept)")
    return mapping
  }

  @Test(arguments: [("home-care", 34), ("youth-and-social-support", 43), ("small-practice", 21)])
  func `every worked example of a shipped template is what its mapping does`(name: String, count: Int) throws
  {
    let mapping = try #require(try Self.mapping(in: Self.repository.appending(path: "mappings/\(name)")))
    #expect(mapping.examples.count == count)
    #expect(ExampleRun.findings(of: mapping) == [])
    #expect(ExampleRun.differing(in: mapping).isEmpty)
  }

  private static let draft = repository.appending(path: "../shared/design/mapping-draft")

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: draft.path), "needs ../shared/design/mapping-draft"))
  func `every worked example of the draft mapping holds, takebacks, advances and netting too`() throws {
    let mapping = try #require(try Self.mapping(in: Self.draft))
    #expect(mapping.examples.count == 12)
    #expect(ExampleRun.findings(of: mapping) == [])
  }

  @Test func `an example that says something else is found, with what it expects and what it gets`() throws {
    let mapping = try #require(
      try Self.mapping(in: Self.repository.appending(path: "mappings/home-care")) {
        $0.replacing("credit 8010 312.40 cost-centre 100", with: "credit 8020 312.40 cost-centre 100")
      })
    let finding = try #require(ExampleRun.findings(of: mapping).first)
    #expect(finding.rule == "example-differs")
    #expect(finding.message.contains("expects credit 8020 312.40 cost-centre 100, "))
    #expect(finding.message.contains("gives credit 8010 312.40 cost-centre 100"))
    // Under 8020: the word that is another one.
    #expect((finding.position.line, finding.position.column) == (55, 45))
    #expect(finding.also.map(\.position) == [mapping.examples.first?.position])
  }
}
