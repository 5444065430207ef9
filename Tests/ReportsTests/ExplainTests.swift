import Foundation
import Testing

@testable import remitd

@Suite struct ExplainTests {
  private let month: Installation
  init() throws { month = try Installation(sample: "home-care-month") }

  private func found(_ reference: String) throws -> [String: Any] {
    try #require(try month("explain", reference, "--json").list("found").first)
  }

  private func strings(_ value: Any?) -> [String] { value as? [String] ?? [] }

  @Test func `a declaration is told with its answers, payments and entries`() throws {
    let story = try found("WV26000117")
    #expect(story["kind"] as? String == "declaration")
    #expect(story["claimed"] as? String == "2367.70" && story["awarded"] as? String == "2239.00")
    let answer = try #require((story["returns"] as? [[String: Any]])?.first)
    #expect(answer["standing"] as? String == "complete")
    let listed = try #require(answer["listed"] as? [[String: Any]])
    #expect(listed.map { $0["line"] as? String } == ["WV26-211", "WV26-218"])
    #expect(listed.map { $0["destination"] as? String } == ["redeclare", "tariff-difference"])
    #expect(listed.map { strings($0["reasons"]) } == [["0551"], ["0611"]])
    #expect((story["payments"] as? [[String: Any]])?.count == 1)
    #expect((story["entries"] as? [[String: Any]])?.count == 4)
  }

  @Test func `every line of a declaration that is rejected as a whole has its destination`() throws {
    let answer = try #require((try found("WV26000119")["returns"] as? [[String: Any]])?.first)
    #expect(answer["standing"] as? String == "rejected")
    let listed = try #require(answer["listed"] as? [[String: Any]])
    #expect(listed.count == 6)
    #expect(listed.allSatisfy { $0["destination"] as? String == "redeclare" })
  }

  @Test func `a document leads back to its very bytes`() throws {
    let receipt = try #require(
      try month("receipts", "--json", "--payer", "uzovi-7119").list("receipts").first?["reference"] as? String
    )
    let document = try #require(try found(receipt)["document"] as? [String: Any])
    let source = try #require(document["source"] as? [String: Any])
    let name = try #require(source["file"] as? String)
    let bytes = try Data(
      contentsOf: Installation.repository.appending(path: "samples/home-care-month/inbox/\(name)"))
    let (start, end) = (try #require(source["byte"] as? Int), try #require(source["end"] as? Int))
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    #expect(text.contains("496.80"))
    #expect(text.contains("WV26000122"))
  }

  @Test func `an entry names its case, mapping version and grounds`() throws {
    let entry = try #require(
      try month("entries", "--journal", "MEM", "--json").list("entries").last?["reference"] as? String)
    let story = try found(entry)
    #expect(story["event"] as? String == "explained")
    #expect((story["mapping"] as? String)?.count == 64)
    #expect((story["case"] as? [String: Any])?["kind"] as? String == "receipt")
    let kinds = (story["grounds"] as? [[String: Any]] ?? []).map { $0["kind"] as? String }
    #expect(kinds == ["declaration", "return", "receipt"])
    let text = month("explain", entry).output
    #expect(text.contains("the latest document date among what it rests on"))
    #expect(text.contains("received") && text.contains("digest") && text.contains("bytes"))
  }

  @Test func `an entry that was reversed and its reversal name each other`() throws {
    let entry = try #require(try month("entries", "--journal", "MEM", "--json").list("entries").last)
    let reference = try #require(entry["reference"] as? String)
    #expect(month("reverse", reference, "--reason", "paid for another").code == .done)
    let reversal = try #require(strings(try found(reference)["reversed_by"]).first)
    let story = try found(reversal)
    #expect(story["reverses"] as? String == reference)
    let decision = (story["grounds"] as? [[String: Any]] ?? []).first { $0["kind"] as? String == "decision" }
    #expect(decision?["reason"] as? String == "paid for another")
  }

  @Test func `an item is found under the name that lists give it`() throws {
    #expect(try found("uzovi-3311/WV26000117")["reference"] as? String == "WV26000117")
    #expect(try found("uzovi-3311/WV26000117/WV26-211")["reference"] as? String == "WV26000117")
  }

  @Test func `what does not exist is wrong use`() {
    let answer = month("explain", "WV99", "--json")
    #expect(answer.code == .wrongUse)
    #expect(answer.output.isEmpty)
    #expect(answer.errors.hasPrefix("{\"error\":{\"kind\":\"wrong-use\""))
  }
}
