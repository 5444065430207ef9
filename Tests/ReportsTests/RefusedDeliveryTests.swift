import Foundation
import Testing

@testable import remitd

/// Something else lies in the outlet under the name of our batch.
@Suite struct RefusedDeliveryTests {
  private let installation = Installation()

  private var outlet: URL { installation.folder.appending(path: "drop/de-linde") }

  private func declaration(_ number: Int) -> String {
    """
    payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
    uzovi-3311,WV\(number),WV\(number)-1,999900018,,1000,Zvw,2026-03-0\(number),2026-03-08,1.00,100.00,2026-04-02

    """
  }

  private func journals() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: outlet.path).filter { $0.hasSuffix(".journal") }
      .sorted()
  }

  private func states() throws -> [String] {
    try installation("entries", "--json").list("entries").compactMap { $0["state"] as? String }
  }

  /// A foreign file, where the second batch of the day is to lie.
  private func putInTheWay() throws -> String {
    #expect(try installation.take("first.csv", declaration(1)).code == .done)
    let first = try #require(try journals().first)
    let name = first.replacing("-001.journal", with: "-002.journal")
    try installation.write(Data("theirs\n".utf8), to: "drop/de-linde/\(name)")
    return name
  }

  @Test func `a foreign file under a batch's name is not overwritten, and a person is told what next`() throws
  {
    let name = try putInTheWay()
    let answer = try installation.take("second.csv", declaration(2))
    #expect(answer.code == .findings)
    #expect(answer.errors.contains("1 entry refused or in doubt; `remitd status` says why"))
    #expect(try String(contentsOf: outlet.appending(path: name), encoding: .utf8) == "theirs\n")
    #expect(try states() == ["delivered", "refused"])
    let refused = try installation("entries", "--state", "refused", "--json").list("entries")
    #expect(refused.count == 1)

    let status = installation("status").output
    #expect(status.contains("1 refused to ledger-files, last \(name.replacing(".journal", with: ""))"))
    #expect(status.contains("\(name) is in the drop folder with other content; nothing is overwritten"))
    #expect(
      status.contains("then `remitd ingest` asks ledger-files again, and sends only what it has not got"))
    let told = try #require(try installation("status", "--json").list("administrations").first)
    let deliveries = try #require(told["deliveries"] as? [[String: Any]])
    #expect(deliveries.compactMap { $0["state"] as? String } == ["acknowledged", "refused"])
    #expect(deliveries[0]["remedy"] is NSNull && deliveries[1]["remedy"] is String)
  }

  @Test func `a refused batch is delivered once its place is free, and stays refused until then`() throws {
    let name = try putInTheWay()
    try installation.take("second.csv", declaration(2))
    // The place is still taken; what else there is to do is done.
    #expect(try installation.take("third.csv", declaration(3)).code == .findings)
    #expect(try states() == ["delivered", "refused", "delivered"])
    try FileManager.default.removeItem(at: outlet.appending(path: name))
    #expect(installation("ingest").code == .done)
    #expect(try states() == ["delivered", "delivered", "delivered"])
    let text = try String(contentsOf: outlet.appending(path: name), encoding: .utf8)
    #expect(text.contains("WV2") && !text.contains("WV3"))
    #expect(!installation("status").output.contains("refused"))
    #expect(installation("ingest").code == .done)
    #expect(try journals().count == 3)
    #expect(installation("verify").code == .done)
  }
}
