import Foundation
import Testing

@testable import remitd

@Suite struct StatusTests {
  private func administration(_ installation: Installation) throws -> [String: Any] {
    try #require(try installation("status", "--json").list("administrations").first)
  }

  @Test func `statements whose movements join their balances are complete up to the last of them`() throws {
    let source = try #require(
      (try administration(Installation(sample: "home-care-month"))["sources"] as? [[String: Any]])?.first)
    #expect(source["chain"] as? String == "unbroken")
    #expect(source["complete_up_to"] as? String == "2026-04-24")
    #expect(source["statements"] as? Int == 2)
  }

  @Test func `a statement that is missing breaks the chain`() throws {
    let installation = Installation()
    let inbox = Installation.repository.appending(path: "samples/care-system-posts/inbox")
    let month = Installation.repository.appending(path: "samples/home-care-month/inbox")
    for (folder, name) in [
      (month, "15-camt053_NL85TEST0000000101_20260417.xml"),
      (inbox, "08-camt053_NL85TEST0000000101_20260508.xml"),
    ] {
      _ = installation("ingest", folder.appending(path: name).path)
    }
    let source = try #require((try administration(installation)["sources"] as? [[String: Any]])?.first)
    #expect(source["chain"] as? String == "broken")
    #expect(source["complete_up_to"] is NSNull)
    #expect(installation("status").output.contains("a statement is missing"))
  }

  @Test func `a return on a declaration we do not hold is listed with what to do`() throws {
    let installation = Installation()
    try installation.take(
      "awards.csv",
      """
      payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
      uzovi-3311,5550,2026-04-13,WV404,WV404-1,100.00,0.00,0551,100.00,0.00

      """)
    let held = try #require((try administration(installation)["held_returns"] as? [[String: Any]])?.first)
    #expect(held["reason"] as? String == "unknown-declaration")
    #expect(held["declaration"] as? String == "WV404")
    #expect((held["remedy"] as? String)?.isEmpty == false)
    #expect(installation("explain", "WV404").output.contains("we hold no declaration of that number"))
    #expect(installation("explain", "5550").code == .done)
  }

  @Test func `a return with another total is held whole`() throws {
    let installation = Installation()
    try installation.take(
      "declarations.csv",
      """
      payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
      uzovi-3311,WV1,WV1-1,999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,100.00,2026-04-02

      """)
    try installation.take(
      "awards.csv",
      """
      payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
      uzovi-3311,5550,2026-04-13,WV1,WV1-1,100.00,0.00,0551,250.00,150.00

      """)
    let held = try #require((try administration(installation)["held_returns"] as? [[String: Any]])?.first)
    #expect(held["reason"] as? String == "claimed-total-differs")
    #expect(
      installation("explain", "WV1").output.contains("held, for the return speaks of another claimed total"))
  }

  @Test func `a declaration without a recognition mode waits visibly`() throws {
    let installation = Installation()
    try installation.take(
      "declarations.csv",
      """
      payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
      gemeente-0384,WMO1,WMO1-1,999900018,,H100,Wmo,2026-03-02,2026-03-08,1.00,100.00,2026-04-02

      """)
    let waiting = try #require(
      (try administration(installation)["waiting_declarations"] as? [[String: Any]])?.first)
    #expect(waiting["cause"] as? String == "no-account")
    let declaration = try #require(try installation("declarations", "--json").list("declarations").first)
    #expect(declaration["state"] as? String == "waiting")
    #expect(installation("explain", "WMO1").output.contains("It waits and is not posted, cause no-account."))
  }

  @Test func `a mapping that has become wrong is told with its findings`() throws {
    let installation = try Installation(sample: "home-care-month")
    try installation.write(Data("mapping: home-care\n".utf8), to: "mappings/de-linde/mapping.yaml")
    let mapping = try #require(try administration(installation)["mapping"] as? [String: Any])
    #expect((mapping["findings"] as? [Any])?.isEmpty == false)
    #expect(mapping["digest"] is String)
    let status = installation("status")
    #expect(status.code == .findings)
    let lines = status.output.split(separator: "\n", omittingEmptySubsequences: false)
    let finding = try #require(lines.firstIndex { $0.contains(": error: ") })
    #expect(lines[finding].hasPrefix("    mappings/de-linde/mapping.yaml:"))
    #expect(lines[finding + 1].hasPrefix("      "), "the remedy stands under its finding")
    #expect(installation("balance").output.contains("Debiteuren VGZ"))
  }

  private static let head =
    "payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on"

  private func remedy(payer: String, scheme: String, on day: String = "2026-04-02") throws -> String {
    let installation = Installation()
    try installation.take(
      "declarations.csv",
      """
      \(Self.head)
      \(payer),WV1,WV1-1,999900018,,1000,\(scheme),2026-03-02,2026-03-08,1.00,100.00,\(day)

      """)
    let waiting = try #require(
      (try administration(installation)["waiting_declarations"] as? [[String: Any]])?.first)
    #expect(installation("status").output.contains(try #require(waiting["remedy"] as? String)))
    return try #require(waiting["remedy"] as? String)
  }

  @Test func `a declaration that waits says which part of the mapping is missing`() throws {
    let mistyped = try remedy(payer: "uzovi-3312", scheme: "Zvw")
    #expect(mistyped.contains("payers.csv has no payer uzovi-3312: did you mean uzovi-3311?"))
    #expect(!mistyped.contains("recognition"))
    let stranger = try remedy(payer: "gemeente-0384", scheme: "Zvw")
    #expect(stranger.contains("payers.csv has no payer gemeente-0384") && !stranger.contains("did you mean"))
    let shouted = try remedy(payer: "uzovi-3311", scheme: "ZVW")
    #expect(shouted.contains("recognition has no row for the scheme ZVW: did you mean Zvw?"))
    #expect(!shouted.contains("payers.csv has"))
    let other = try remedy(payer: "uzovi-3311", scheme: "Wlz")
    #expect(other.contains("payers.csv has no row for uzovi-3311 under Wlz"), "\(other)")
    let early = try remedy(payer: "uzovi-3311", scheme: "Zvw", on: "2025-04-02")
    #expect(early.contains("valid on 2025-04-02"), "\(early)")
    let both = try remedy(payer: "gemeente-0384", scheme: "Wmo")
    #expect(both.contains("no payer gemeente-0384") && both.contains("no row for the scheme Wmo"))
  }

  @Test func `a previous line that no declaration has is remarked upon, and no error`() throws {
    let installation = Installation()
    let credits = (1...120).map {
      "uzovi-3311,WV2,WV2-\($0),999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,-1.00,2026-04-03,OLD-\($0)"
    }
    try installation.take(
      "declarations.csv",
      """
      \(Self.head),previous
      uzovi-3311,WV1,WV1-1,999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,900.00,2026-04-02,
      uzovi-3311,WV2,WV2-0,999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,-1.00,2026-04-03,WV1-1
      uzovi-7095,WV1,WV1-1,999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,-1.00,2026-04-03,WV2-0
      \(credits.joined(separator: "\n"))

      """)
    let told = try administration(installation)
    let findings = try #require(told["line_findings"] as? [[String: Any]])
    #expect(findings.count == 100)
    #expect(told["more_line_findings"] as? Int == 21)
    #expect(
      findings.allSatisfy {
        $0["rule"] as? String == "unknown-predecessor" && $0["severity"] as? String == "warning"
      })
    let messages = findings.compactMap { $0["message"] as? String }
    #expect(messages[0].contains("uzovi-3311/WV2") && messages[0].contains("OLD-1"), "\(messages[0])")
    #expect((findings[0]["remedy"] as? String)?.contains("before") == true)
    let status = installation("status")
    #expect(status.code == .done)
    #expect(status.output.contains("… and 21 more"))
  }

  @Test func `what is in quarantine is hinted at`() throws {
    let installation = Installation()
    #expect(!installation("status").output.contains("quarantined"))
    try installation.take("letter.txt", "Dear Sir,\n")
    #expect(installation("status").output.contains("remitd files --state quarantined"))
  }
}
