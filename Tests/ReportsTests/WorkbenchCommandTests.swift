import Foundation
import Testing

@testable import remitd

/// `mapping explain`, `mapping coverage` and `mapping diff` as a person types them.
struct WorkbenchCommandTests {
  @Test func `a declaration is explained by the version it was posted under, not by today's`() throws {
    let month = try Installation(sample: "home-care-month")
    let before = month("mapping", "explain", "WV26000117")
    #expect(before.code == .done)
    #expect(before.output.contains("account 8015 (Tariefverschillen): The tariff of the agreement counts"))
    let revenue = month.folder.appending(path: "mappings/de-linde/revenue.csv")
    let text = try String(contentsOf: revenue, encoding: .utf8)
    try month.write(
      Data(
        text.replacing(
          "Zvw,1000,current,8010,2026-01-01,,", with: "Zvw,1000,current,8010,2026-01-01,,Changed: "
        ).utf8),
      to: "mappings/de-linde/revenue.csv")
    #expect(month("ingest").code == .done)
    #expect(month("mapping", "explain", "WV26000117").output == before.output)
    let one = try month("mapping", "explain", "uzovi-3311/WV26000117/WV26-211", "--json").list("explained")
    #expect(one.count == 1)
    #expect(one[0]["lines"] as? [String] == ["WV26-211"])
    #expect(one[0]["awarded"] as? String == "0.00")
    let described = month(
      "mapping", "explain", "--payer", "uzovi-3311", "--scheme", "Zvw", "--service", "1000")
    #expect(described.output.contains("Changed: "))
  }

  @Test func `a case that would wait says why`() {
    let answer = Installation()(
      "mapping", "explain", "--payer", "uzovi-3312", "--scheme", "Zvw", "--service", "1000")
    #expect(answer.output.contains("did you mean uzovi-3311?"))
  }

  @Test func `rules that neither example nor line ever hit are told apart`() throws {
    let month = try Installation(sample: "home-care-month")
    let never = try month("mapping", "coverage", "--never", "--json").json()
    let rules = try #require(never["rules"] as? [[String: Any]])
    #expect(rules.count == never["never"] as? Int)
    #expect(rules.allSatisfy { $0["examples"] as? Int == 0 && $0["lines"] as? Int == 0 })
    let whole = try month("mapping", "coverage", "--json").list("rules")
    let lines = whole.filter { $0["question"] as? String == "revenue" }.compactMap { $0["lines"] as? Int }
    let declared = try month("declarations", "--json").list("declarations").compactMap { $0["lines"] as? Int }
    #expect(lines.reduce(0, +) == declared.reduce(0, +), "each line has one revenue rule")
  }

  @Test func `what an edit would change is shown before it counts`() throws {
    let month = try Installation(sample: "second-return")
    let mapping = month.folder.appending(path: "mappings/de-linde/mapping.yaml")
    let text = try String(contentsOf: mapping, encoding: .utf8)
    #expect(month("mapping", "diff").output == "now and folder say the same\n")
    try month.write(
      Data(text.replacing("due: 14 days", with: "due: 10 days").utf8), to: "mappings/de-linde/mapping.yaml")
    let changes = try month("mapping", "diff", "--json").list("changes")
    #expect(changes.compactMap { $0["subject"] as? String } == ["receipts"])
    let folder = month.folder.appending(path: "mappings/de-linde").path
    #expect(month("mapping", "diff", folder, "now").output.contains("  ~ receipts\n"))
    #expect(month("mapping", "diff", "zzz").code == .wrongUse)
    #expect(month("mapping").errors.contains("mapping explain or mapping coverage or mapping diff"))
    #expect(month("help", "mapping", "diff").output.hasPrefix("remitd mapping diff: "))
  }

  @Test func `a destination is checked before the first entry is sent`() throws {
    let installation = Installation()
    #expect(
      installation("destination", "check").output
        == "ledger-files, for de-linde: has all that the mapping asks for\n")
    #expect(installation("destination", "check", "nowhere").code == .wrongUse)
    try installation.write(Data("in the way".utf8), to: "drop2")
    let settings = installation.folder.appending(path: "remitd.yaml")
    let text = try String(contentsOf: settings, encoding: .utf8)
    try installation.write(
      Data(text.replacing("folder: drop/de-linde", with: "folder: drop2").utf8), to: "remitd.yaml")
    let answer = installation("destination", "check", "ledger-files")
    #expect(answer.code == .findings)
    #expect(answer.output.contains("[folder-not-writable]"))
  }
}
