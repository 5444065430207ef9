import Foundation
import Testing

@testable import remitd

/// What was taken in and does not count any more is not in any list; it must not look as if it had never been there.
@Suite struct WithdrawnTests {
  private static func declaration(_ amount: String) -> String {
    """
    payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
    uzovi-3311,WV1,WV1-1,999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,\(amount),2026-04-02

    """
  }

  private func held() throws -> Installation {
    let installation = Installation()
    try installation.take("first.csv", Self.declaration("100.00"))
    let second = try installation.take("second.csv", Self.declaration("90.00"))
    #expect(second.output.contains("declaration WV1 was received before with other content, in first.csv"))
    #expect(!second.output.contains("a person chooses") && second.output.contains("a number of its own"))
    return installation
  }

  @Test func `a declaration that is held is explained with both files`() throws {
    let installation = try held()
    for reference in ["WV1", "uzovi-3311/WV1"] {
      let story = try #require(try installation("explain", reference, "--json").list("found").first)
      #expect(story["kind"] as? String == "withdrawn-declaration" && story["cause"] as? String == "held")
      #expect((story["by"] as? [String: Any])?["reference"] as? String == "second.csv")
    }
    let text = installation("explain", "WV1").output
    #expect(text.contains("file first.csv") && text.contains("second.csv, received on"))
    #expect(text.contains("this version cannot let one of the two in"))
  }

  @Test func `the entry that takes back what is held says so, and rests on the file`() throws {
    let installation = try held()
    let entry = try #require(try installation("entries", "--json").list("entries").last)
    #expect(entry["text"] as? String == "Teruggenomen, twee versies verschillen: WV1")
    #expect((entry["because"] as? [String] ?? []).contains { $0.contains("held file second.csv") })
    #expect(installation("verify").code == .done)
  }

  @Test func `a return on a declaration that is held does not look for one that never came`() throws {
    let installation = try held()
    let awards = try installation.take(
      "awards.csv",
      """
      payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
      uzovi-3311,5550,2026-04-13,WV1,WV1-1,100.00,40.00,0551,100.00,40.00

      """)
    #expect(awards.output.contains("[declaration-withdrawn]"))
    #expect(!awards.output.contains("we hold no declaration"))
    #expect(installation("explain", "5550").output.contains("does not count"))
  }

  @Test func `a reversal reads as one in the journal, and so does what follows from it`() throws {
    let installation = try Installation(sample: "second-return")
    #expect(installation("reverse", "VRK-2026-000001", "--reason", "wrong month").code == .done)
    let texts = try installation("entries", "--json").list("entries").compactMap { $0["text"] as? String }
    #expect(texts.contains { $0.hasPrefix("Storno VRK-2026-000001 WV26000501") })
    #expect(!texts.contains { $0.hasPrefix("Besluit") })
    let story = installation("explain", "WV26000501").output
    #expect(story.contains("It was taken back by the decision on VRK-2026-000001"))
    #expect(installation("verify").code == .done)
  }

  @Test func `a reversed payment names the explanation that goes with it, and what it settled tells of that`()
    throws
  {
    let installation = try Installation(sample: "home-care-month")
    func items(_ entry: [String: Any]) -> [String] {
      (entry["postings"] as? [[String: Any]] ?? []).compactMap { $0["item"] as? String }
    }
    let entries = try installation("entries", "--json").list("entries")
    let explained = try #require(
      entries.first { entry in
        items(entry).contains { $0.hasPrefix("uzovi-") } && items(entry).contains { $0.hasPrefix("R26") }
      })
    let receipt = try #require(items(explained).first { $0.hasPrefix("R26") })
    let bank = try #require(
      entries.first { $0["journal"] as? String == "BNK" && items($0).contains(receipt) })
    let reference = try #require(bank["reference"] as? String)
    let item = try #require(items(explained).first { $0.hasPrefix("uzovi-") })
    let answer = try installation("reverse", reference, "--reason", "booked twice", "--json").json()
    let also = try #require((answer["also"] as? [String])?.first)
    #expect(answer["reversal"] as? String == reference + "-R1")
    #expect(installation("explain", item).output.contains("- \(also) of"))
    #expect(installation("verify").code == .done)
  }

  @Test func `a return that was reversed is explained, and one on a reversed declaration is held`() throws {
    let installation = Installation()
    try installation.take("declarations.csv", Self.declaration("100.00"))
    try installation.take(
      "awards.csv",
      """
      payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
      uzovi-3311,5550,2026-04-13,WV1,WV1-1,100.00,40.00,0551,100.00,40.00

      """)
    let entries = try installation("entries", "--json").list("entries").compactMap {
      $0["reference"] as? String
    }
    #expect(installation("reverse", entries[0], "--reason", "wrong month").code == .done)
    let held = try #require(
      (installation("status", "--json").list("administrations").first?["held_returns"] as? [[String: Any]])?
        .first)
    #expect(held["reason"] as? String == "declaration-withdrawn")
    #expect(installation("explain", "5550").output.contains("does not count"))
    let second = Installation()
    try second.take("declarations.csv", Self.declaration("100.00"))
    try second.take(
      "awards.csv",
      """
      payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
      uzovi-3311,5550,2026-04-13,WV1,WV1-1,100.00,40.00,0551,100.00,40.00

      """)
    #expect(second("reverse", entries[1], "--reason", "not ours").code == .done)
    let story = try #require(try second("explain", "5550", "--json").list("found").first)
    #expect(story["kind"] as? String == "withdrawn-return" && story["cause"] as? String == "reversed")
    #expect(second("explain", "5550").output.contains("by the decision on \(entries[1])"))
  }
}
