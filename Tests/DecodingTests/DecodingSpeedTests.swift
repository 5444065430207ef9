import Care
import Findings
import Decoding
import Findings
import Foundation
import Testing

/// Figures, not promises: run with `REMITD_MEASURE=1 swift test -c release --filter DecodingSpeed`.
@Suite(
  .enabled(if: ProcessInfo.processInfo.environment["REMITD_MEASURE"] != nil, "set REMITD_MEASURE to measure"),
  .serialized)
struct DecodingSpeedTests {
  private func measure(_ what: String, _ bytes: [UInt8], lines: Int) throws {
    guard case .decoder(let decoder) = Decoders().decoder(for: Array(bytes.prefix(4_096)), named: what) else {
      Issue.record("not recognised")
      return
    }
    for collects in [false, true] {
      var source = Pieces(bytes, size: 262_144)
      var collector = MessageCollector()
      var facts = 0
      let started = ContinuousClock.now
      let reading = try decoder.decode(&source, named: what) { fact in
        facts += 1
        if collects { try collector.take(fact) }
      }
      let seconds = (ContinuousClock.now - started) / .seconds(1)
      #expect(reading.findings.kept == [])
      #expect(reading.lines == lines)
      print(
        "\(what)\(collects ? " with messages" : ""): \(Int(Double(lines) / seconds)) lines a second, \(facts) facts"
      )
    }
  }

  @Test func `declarations and answers of the Vektis standards`() throws {
    let count = 400_000
    var file = EIFile()
    file.lines = (0..<count).map { number in
      EIFile.Line(
        client: String(999_900_006 + number / 4 % 90), cents: 1_000 + number % 100,
        reference: "WV-26-\(number)",
        awarded: 1_000 + number % 100)
    }
    try measure("AW319", file.bytes, lines: count)
    file.isAnswer = true
    try measure("AW320", file.bytes, lines: count)
  }

  @Test func `canonical tables`() throws {
    let count = 400_000
    var text =
      "payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on\n"
    for number in 0..<count {
      text +=
        "uzovi-3311,D\(number / 300),\(number % 300),C\(number % 97),99999901,1000,Zvw,2026-03-01,2026-03-31,48,"
      text += "240.00,2026-04-05\n"
    }
    try measure("canonical declarations", Array(text.utf8), lines: count)
  }
}
