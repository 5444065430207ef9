import Accounting
import Care
import Findings
import Mapping
import Testing

/// The checked starting point of the mapping language answers as its own examples say.
@Suite(.enabled(if: Template.hasDraft, "needs ../shared/design/mapping-draft"))
struct DraftTests {
  @Test func `the draft reads clean`() throws {
    let mapping = try Template(folder: Template.draftFolder).checked()
    #expect(mapping.name == "thuiszorg-de-linde")
    #expect(mapping.examples.count == 12)
  }

  @Test func `the draft's questions get the answers of its examples`() throws {
    let mapping = try Template(folder: Template.draftFolder).checked()
    var asked = 0
    for example in mapping.examples {
      let given = example.given
      guard let payer = given.payer, let scheme = given.scheme else { continue }
      let line = Circumstances(
        payer: payer, scheme: scheme, service: given.service, location: given.location,
        careYear: given.careYear,
        date: given.date)
      let accounts = Set(example.expected.map(\.account))
      if example.question == "revenue", !accounts.isEmpty {
        #expect(accounts.contains(mapping.revenue(line).account), "\(example.title)")
        asked += 1
      }
      if example.question == "difference", !accounts.isEmpty, let awarded = given.awarded,
        mapping.recognition(of: scheme, on: given.date) == .submitted
      {
        let answer = mapping.destination(
          line, codes: given.codes, granted: awarded.isZero ? .zero : .part)
        #expect(accounts.contains(mapping.account(of: answer.destination).account), "\(example.title)")
        asked += 1
      }
      if example.question == "revenue-correction" {
        #expect(accounts.contains(mapping.revenueCorrection(line).account), "\(example.title)")
        asked += 1
      }
      for posting in example.expected {
        let takesOne = mapping.chartAccount(posting.account)?.takesCostCentre ?? false
        #expect(posting.costCentre == (takesOne ? mapping.costCentre(line) : nil), "\(example.title)")
      }
    }
    #expect(asked == 8)
    #expect(
      mapping.isAdvance(
        try #require(PayerCode("uzovi-5512")), try #require(Scheme("Wlz")),
        on: try #require(CalendarDate(iso: "2026-01-01"))))
  }

  @Test func `a planted row is found to conflict with the three it half overlaps`() throws {
    let (mapping, findings) = Template(folder: Template.draftFolder)
      .adding("*,1000,*,8010,2026-01-01,,Planted", to: "revenue.csv").read()
    #expect(mapping == nil)
    #expect(findings.kept.map(\.place) == Array(repeating: "revenue.csv:8:1 ambiguous-rules", count: 3))
    let others = findings.kept.flatMap(\.also).compactMap(\.line)
    #expect(
      others.map { $0.split(separator: ",").prefix(3).joined(separator: ",") } == [
        "Zvw,*,earlier", "Wlz,*,current", "Wlz,*,earlier",
      ])
  }
}
