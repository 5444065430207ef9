import Accounting
import Care
import Decoding
import Findings
import Testing

@Suite(.enabled(if: Samples.arePresent, "needs ../shared/samples-nl"))
struct VektisSampleTests {
  private func decoded(_ name: String) throws -> Decoded {
    let read = try Decoded(Samples.bytes("samples-nl/synthetic/\(name)"), named: name)
    #expect(read.findings == [])
    #expect(read.reading.format.isTest)
    return read
  }

  @Test func `the mixed declaration is read to the cent`() throws {
    let read = try decoded("zvw-wv-mixed-heen-AW319.asc")
    #expect(
      read.reading.format
        == Format(kind: .declarations, name: "AW319 1.4", isTest: true, carriesTestMark: true))
    #expect(read.reading.lines == 5)
    let declaration = try #require(read.declarations.first)
    #expect(declaration.payer.text == "uzovi-3332")
    #expect(declaration.number == "WV26000117")
    #expect(declaration.provider == "99999901")
    #expect(declaration.submittedOn.description == "2026-04-05")
    #expect(read.lines.map(\.reference) == (1...5).map { "WV-26-00000\($0)" })
    #expect(read.lines.map(\.claimed.plain) == ["240.00", "120.00", "50.00", "-100.00", "-20.00"])
    #expect(read.lines.map(\.previous) == [nil, nil, nil, "WV-26-C00099", "WV-26-C00100"])
    #expect(read.lines.map(\.service.text) == ["1000", "1001", "1000", "1000", "1002"])
    #expect(read.lines.map(\.quantity) == [4_800, 2_400, 1_000, 2_000, 400])
    #expect(
      read.lines.map { $0.client.reveal(for: .testing) }
        == ["999900006", "999900006", "999900018", "999900031", "999900031"])
    #expect(Set(read.lines.map(\.practitioner)) == ["99999901"])
    #expect(Set(read.lines.map(\.scheme.text)) == ["Zvw"])
    #expect(read.lines[3].from.description == "2026-02-01")
    #expect(read.lines[3].until.description == "2026-02-28")
    #expect(read.lines[0].place == Place(byte: 624, length: 310, line: 3))
  }

  @Test func `the mixed answer is read to the cent`() throws {
    let read = try decoded("zvw-wv-mixed-retour-AW320.asc")
    #expect(
      read.reading.format == Format(kind: .awards, name: "AW320 1.4", isTest: true, carriesTestMark: true))
    let remittance = try #require(read.remittances.first)
    #expect(remittance.payer.text == "uzovi-3332")
    #expect(remittance.reference == "5550012345")
    #expect(remittance.date.description == "2026-04-12")
    #expect(remittance.declaration == "WV26000117")
    #expect(remittance.provider == "99999901")
    #expect(remittance.headerCodes.map(\.text) == ["0200"])
    #expect(read.awards.map(\.line) == ["WV-26-000002", "WV-26-000003", "WV-26-000005"])
    #expect(read.awards.map(\.claimed.plain) == ["120.00", "50.00", "-20.00"])
    #expect(read.awards.map(\.awarded.plain) == ["90.00", "0.00", "0.00"])
    #expect(read.awards.map { $0.reasons.map(\.text) } == [["0611"], ["8002", "0320"], ["8017"]])
    let totals = try #require(read.totals.first)
    #expect(totals.claimed.plain == "290.00")
    #expect(totals.awarded.plain == "230.00")
  }

  @Test func `a declaration granted in full has an answer without lines`() throws {
    let sent = try decoded("wlz-full-heen-AW319.asc")
    #expect(sent.declarations.map(\.number) == ["WLZ2603"])
    #expect(sent.declarations.map(\.payer.text) == ["uzovi-5515"])
    #expect(sent.lines.map(\.claimed.plain) == ["7750.00", "6510.00"])
    #expect(sent.lines.map(\.service.text) == ["Z051", "Z041"])
    #expect(sent.lines.map(\.reference) == ["WLZ-26-0001", "WLZ-26-0002"])
    #expect(Set(sent.lines.map(\.scheme.text)) == ["Wlz"])
    let answer = try decoded("wlz-full-retour-AW320.asc")
    #expect(answer.remittances.map(\.reference) == ["ZK-2026-88001"])
    #expect(answer.remittances.map { $0.headerCodes.map(\.text) } == [["8001"]])
    #expect(answer.awards.isEmpty)
    #expect(answer.totals.map(\.claimed.plain) == ["14260.00"])
    #expect(answer.totals.map(\.awarded.plain) == ["14260.00"])
  }

  @Test func `a technical rejection has neither lines nor a reference`() throws {
    let sent = try decoded("zvw-wv-techreject-heen-AW319.asc")
    #expect(sent.lines.map(\.claimed.plain) == ["10.00"])
    #expect(sent.lines.map(\.reference) == ["WV-26-000006"])
    let answer = try decoded("zvw-wv-techreject-retour-AW320.asc")
    #expect(answer.remittances.map(\.reference) == [""])
    #expect(answer.remittances.map(\.declaration) == ["WV26000118"])
    #expect(answer.remittances.map(\.date.description) == ["2026-04-06"])
    #expect(answer.remittances.map { $0.headerCodes.map(\.text) } == [["0001"]])
    #expect(answer.awards.isEmpty)
    #expect(answer.totals.map(\.claimed.plain) == ["10.00"])
    #expect(answer.totals.map(\.awarded.plain) == ["0.00"])
    print("Vektis samples: 6 files, 82 values asserted")
  }

  @Test func `a standard without a layout table is named with the nearest one`() throws {
    let bytes = try Samples.bytes("samples-nl/vektis/MZ301-vendor-test-anonymised.asc")
    let unknown = #expect(throws: Decoded.Unknown.self) { try Decoded(bytes, named: "MZ301.asc") }
    #expect(unknown?.finding.rule == "unknown-format")
    #expect(unknown?.finding.message.contains("EI code 176") == true)
    #expect(unknown?.finding.message.contains("187 (AW319)") == true)
  }
}
