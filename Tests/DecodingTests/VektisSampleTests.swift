import Accounting
import Care
import Decoding
import Findings
import Synchronization
import Testing

@Suite(.enabled(if: Samples.arePresent, "needs ../shared/samples-nl"))
struct VektisSampleTests {
  /// The names of files that were read, and how many of their values were compared.
  private static let read = Mutex((files: Set<String>(), values: 0))

  private func decoded(_ name: String) throws -> Decoded {
    let read = try Decoded(Samples.bytes("samples-nl/synthetic/\(name)"), named: name)
    Self.read.withLock { _ = $0.files.insert("samples-nl/synthetic/\(name)") }
    same(read.findings, [])
    same(read.reading.format.isTest, true)
    return read
  }

  private func same<Value: Equatable>(
    _ found: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    Self.read.withLock { $0.values += (expected as? any Collection)?.count ?? 1 }
    #expect(found == expected, sourceLocation: sourceLocation)
  }

  @Test func `every file of both messages gives the values that are asserted of it`() throws {
    try readTheMixedDeclaration()
    try readTheMixedAnswer()
    try readTheDeclarationGrantedInFull()
    try readTheTechnicalRejection()
    // EI messages begin with record 01 and the number of their kind: 187 and 428, answered by 188 and 429.
    let there = try Samples.files { bytes in
      ["01187", "01188", "01428", "01429"].contains { bytes.starts(with: $0.utf8) }
    }
    let (files, values) = Self.read.withLock { $0 }
    #expect(Set(there) == files, "a file that is there is asserted, and the other way round")
    print("Vektis samples: \(files.count) files, \(values) values asserted")
  }

  private func readTheMixedDeclaration() throws {
    let read = try decoded("zvw-wv-mixed-heen-AW319.asc")
    same(
      read.reading.format,
      Format(kind: .declarations, name: "AW319 1.4", isTest: true, carriesTestMark: true))
    same(read.reading.lines, 5)
    let declaration = try #require(read.declarations.first)
    same(declaration.payer.text, "uzovi-3332")
    same(declaration.number, "WV26000117")
    same(declaration.provider, "99999901")
    same(declaration.submittedOn.description, "2026-04-05")
    same(read.lines.map(\.reference), (1...5).map { "WV-26-00000\($0)" })
    same(read.lines.map(\.claimed.plain), ["240.00", "120.00", "50.00", "-100.00", "-20.00"])
    same(read.lines.map(\.previous), [nil, nil, nil, "WV-26-C00099", "WV-26-C00100"])
    same(read.lines.map(\.service.text), ["1000", "1001", "1000", "1000", "1002"])
    same(read.lines.map(\.quantity), [4_800, 2_400, 1_000, 2_000, 400])
    same(
      read.lines.map { $0.client.reveal(for: .testing) },
      ["999900006", "999900006", "999900018", "999900031", "999900031"])
    same(Set(read.lines.map(\.practitioner)), ["99999901"])
    same(Set(read.lines.map(\.scheme.text)), ["Zvw"])
    same(read.lines[3].from.description, "2026-02-01")
    same(read.lines[3].until.description, "2026-02-28")
    same(read.lines[0].place, Place(byte: 624, length: 310, line: 3))
  }

  private func readTheMixedAnswer() throws {
    let read = try decoded("zvw-wv-mixed-retour-AW320.asc")
    same(
      read.reading.format, Format(kind: .awards, name: "AW320 1.4", isTest: true, carriesTestMark: true))
    let remittance = try #require(read.remittances.first)
    same(remittance.payer.text, "uzovi-3332")
    same(remittance.reference, "5550012345")
    same(remittance.date.description, "2026-04-12")
    same(remittance.declaration, "WV26000117")
    same(remittance.provider, "99999901")
    same(remittance.headerCodes.map(\.text), ["0200"])
    same(read.awards.map(\.line), ["WV-26-000002", "WV-26-000003", "WV-26-000005"])
    same(read.awards.map(\.claimed.plain), ["120.00", "50.00", "-20.00"])
    same(read.awards.map(\.awarded.plain), ["90.00", "0.00", "0.00"])
    same(read.awards.map { $0.reasons.map(\.text) }, [["0611"], ["8002", "0320"], ["8017"]])
    let totals = try #require(read.totals.first)
    same(totals.claimed.plain, "290.00")
    same(totals.awarded.plain, "230.00")
  }

  /// Its answer has no lines.
  private func readTheDeclarationGrantedInFull() throws {
    let sent = try decoded("wlz-full-heen-AW319.asc")
    same(sent.declarations.map(\.number), ["WLZ2603"])
    same(sent.declarations.map(\.payer.text), ["uzovi-5515"])
    same(sent.lines.map(\.claimed.plain), ["7750.00", "6510.00"])
    same(sent.lines.map(\.service.text), ["Z051", "Z041"])
    same(sent.lines.map(\.reference), ["WLZ-26-0001", "WLZ-26-0002"])
    same(Set(sent.lines.map(\.scheme.text)), ["Wlz"])
    let answer = try decoded("wlz-full-retour-AW320.asc")
    same(answer.remittances.map(\.reference), ["ZK-2026-88001"])
    same(answer.remittances.map { $0.headerCodes.map(\.text) }, [["8001"]])
    same(answer.awards.count, 0)
    same(answer.totals.map(\.claimed.plain), ["14260.00"])
    same(answer.totals.map(\.awarded.plain), ["14260.00"])
  }

  /// It has neither lines nor a reference.
  private func readTheTechnicalRejection() throws {
    let sent = try decoded("zvw-wv-techreject-heen-AW319.asc")
    same(sent.lines.map(\.claimed.plain), ["10.00"])
    same(sent.lines.map(\.reference), ["WV-26-000006"])
    let answer = try decoded("zvw-wv-techreject-retour-AW320.asc")
    same(answer.remittances.map(\.reference), [""])
    same(answer.remittances.map(\.declaration), ["WV26000118"])
    same(answer.remittances.map(\.date.description), ["2026-04-06"])
    same(answer.remittances.map { $0.headerCodes.map(\.text) }, [["0001"]])
    same(answer.awards.count, 0)
    same(answer.totals.map(\.claimed.plain), ["10.00"])
    same(answer.totals.map(\.awarded.plain), ["0.00"])
  }

  @Test func `a standard without a layout table is named with the nearest one`() throws {
    let bytes = try Samples.bytes("samples-nl/vektis/MZ301-vendor-test-anonymised.asc")
    let unknown = #expect(throws: Decoded.Unknown.self) { try Decoded(bytes, named: "MZ301.asc") }
    #expect(unknown?.finding.rule == "unknown-format")
    #expect(unknown?.finding.message.contains("EI code 176") == true)
    #expect(unknown?.finding.message.contains("187 (AW319)") == true)
  }
}
