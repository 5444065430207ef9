import Accounting
import Books
import Delivery
import Foundation
import JSON
import Reports
import TestSupport
import Testing

@testable import remitd

/// Booking batches for DATEV: judged by the lists of its fields, and read back into balances.
struct DATEVTests {
  /// A story whose entries go to DATEV.
  private func told(
    _ name: String, fiscalYear: String = "01-01", atOnce: Bool = false
  ) throws -> StoryWorkspace {
    let story = try #require(GoldenStory.all.first { $0.folder.lastPathComponent == name })
    let trial = try StoryWorkspace(story)
    let settings = trial.folder.appending(path: "remitd.yaml")
    let text = try String(contentsOf: settings, encoding: .utf8)
    let datev = "{ consultant: 1001, client: 1, account-length: 4, fiscal-year: \"\(fiscalYear)\" }"
    #expect(text.contains("format: hledger"))
    try text.replacing("format: hledger", with: "format: datev\n    datev: \(datev)").write(
      to: settings, atomically: false, encoding: .utf8)
    try trial.tell(atOnce: atOnce)
    return trial
  }

  private func batches(of trial: StoryWorkspace) throws -> [(name: String, bytes: [UInt8])] {
    let drop = trial.folder.appending(path: "drop/\(Template.administration)")
    return try FileManager.default.contentsOfDirectory(atPath: drop.path).filter { $0.hasSuffix(".csv") }
      .sorted().map { ($0, Array(try Data(contentsOf: drop.appending(path: $0)))) }
  }

  @Test(
    .enabled(if: BookingBatch.canBeJudged, "needs the given lists of DATEV's fields"),
    arguments: [
      "home-care-month", "second-return", "awarded-mode", "vat", "bank-feed", "equal-payments",
      "takeback-over-three-payments", "nothing-is-paid", "advance-year", "declared-again",
      "residual-for-the-client",
    ])
  func `every batch of a story satisfies DATEV's lists, and together they are our balances`(name: String)
    throws
  {
    let trial = try told(name)
    if name == "home-care-month" {
      try trial.reverse("MEM-2026-000001", "VRK-2026-000003", "BNK-2026-000002")
    }
    var balances: [String: Int64] = [:]
    var reversals = 0
    for (file, bytes) in try batches(of: trial) {
      #expect(file.hasPrefix("EXTF_de-linde-J"))
      let batch = try BookingBatch(bytes)
      #expect(batch.faults == [], "\(file)")
      balances.merge(batch.balances, uniquingKeysWith: +)
      reversals += batch.rows.count { $0[117] == "1" }
    }
    #expect(try balances.filter { $0.value != 0 } == trial.balances(isExpected: false))
    #expect((reversals > 0) == (name == "home-care-month"))
  }

  @Test func `a batch is as it was read and found right`() throws {
    let trial = try told("second-return")
    try trial.reverse("VRK-2026-000002")
    let text = try batches(of: trial).map { file, bytes in
      "\(file)\n" + (String(bytes: bytes, encoding: .windowsCP1252) ?? "").replacing("\r\n", with: "\n")
    }
    try Golden.compare(
      text.joined(separator: "\n"),
      with: GoldenStory.repository.appending(path: "Tests/GoldenTests/Payloads/second-return.datev"))
  }

  @Test func `each financial year has a job of its own, in whatever order their entries came`() throws {
    // Between declarations of March and payments of April a year begins; files are given all at once.
    let trial = try told("home-care-month", fiscalYear: "04-10", atOnce: true)
    let starts = try batches(of: trial).map { _, bytes in
      String(decoding: bytes, as: UTF8.self).split(separator: ";", omittingEmptySubsequences: false)[12]
    }
    #expect(starts == ["20250410", "20260410"])
    let states = try trial.source().books.entryCounts(of: Template.administration)
    #expect(states.map(\.state) == ["delivered"])
  }

  @Test func `an account that is no number is told before the first entry`() throws {
    let trial = try told("second-return")
    let mapping = trial.folder.appending(path: "mappings/\(Template.administration)")
    for file in try FileManager.default.contentsOfDirectory(atPath: mapping.path) {
      let path = mapping.appending(path: file)
      let text = try String(contentsOf: path, encoding: .utf8)
      try text.replacing("8010", with: "ZVW").write(to: path, atomically: false, encoding: .utf8)
    }
    var streams = Streams(output: Output(.memory), errors: Output(.memory))
    let code = remitd.Program.run(["destination", "check", "--workspace", trial.folder.path], &streams)
    #expect(code == .findings)
    #expect(streams.output.text.contains("account ZVW is no number of at most 4 digits"))
    #expect(streams.output.text.contains("[account-unwritable]"))
  }
}
