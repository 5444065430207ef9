import Accounting
import Care
import Findings
import Mapping
import Testing

/// What implementers ask a mapping about itself.
struct WorkbenchTests {
  private func line(_ service: String, _ year: CareYear = .current) throws -> Circumstances {
    Circumstances(
      payer: try #require(PayerCode("uzovi-3311")), scheme: try #require(Scheme("Zvw")),
      service: ServiceCode(service), location: "north", careYear: year,
      date: try #require(CalendarDate(iso: "2026-03-31")))
  }

  @Test func `an answer names the rule it comes from, and the broader ones that gave way`() throws {
    let mapping = try Template.homeCare.checked()
    let explained = mapping.explainRevenue(try line("1001"))
    #expect(explained.map(\.question) == ["revenue", "cost-centre"])
    #expect(explained[0].answer == "account 8010 (Omzet wijkverpleging)")
    let answering = explained[0].considerations.filter { $0.fate == .answers }
    #expect(answering.map(\.position.line) == [3])
    let costCentre = explained[1].considerations
    #expect(costCentre.map(\.fate) == [.answers, .isBroader, .asksOtherwise([.scheme])])
    #expect(explained[1].because == "Team North reports by itself")
  }

  @Test func `what no rule answers is said to be otherwise's`() throws {
    let explained = try Template.homeCare.checked().explainRevenue(try line("1999"))
    #expect(explained.count == 1, "suspense carries no cost centre")
    #expect(explained[0].isOtherwise)
    #expect(explained[0].answer == "account 2190 (Tussenrekening zonder rekening), suspense no-account")
  }

  @Test func `codes that disagree are each explained, with the one destination that follows`() throws {
    let codes = ["0551", "0584"].compactMap { ReasonCode($0) }
    let explained = try Template.homeCare.checked().explainDifference(
      try line("1001"), codes: codes, granted: .zero)
    #expect(
      explained.compactMap { $0.considerations.first?.outcome } == [
        "destination redeclare", "destination not-chargeable",
      ])
    #expect(explained.allSatisfy { $0.because == "Codes 0551 and 0584 disagree" })
  }

  @Test func `a rule is covered by the examples and lines that it answers, and by no other`() throws {
    let mapping = try Template.homeCare
      .adding("*,0590,zero,redeclare,2026-01-01,,Nobody gave an example", to: "reasons.csv").checked()
    var coverage = Coverage(of: mapping)
    let before = coverage.rows
    coverage.count(try line("1002"), lines: 40)
    coverage.count(try line("1002"), codes: [try #require(ReasonCode("0590"))], granted: .zero, lines: 2)
    let changed = zip(before, coverage.rows).filter { $0.0 != $0.1 }.map(\.1)
    #expect(
      changed.map(\.conditions.description) == [
        "scheme Zvw, service 1002, care-year current", "code 0590, awarded zero",
        "scheme Zvw, location north",
      ])
    #expect(changed.map(\.lines) == [40, 2, 40])
    #expect(before.first { $0.conditions.description == "code 0590, awarded zero" }?.isHit == false)
  }

  @Test func `two mappings differ by what they say, not by how they are written`() throws {
    let mapping = try Template.homeCare.checked()
    #expect(mapping.changes(to: mapping) == [])
    let other = Template.homeCare
      .exchanging("revenue.csv", "Zvw,1002,current,8010", "Zvw,1002,current,8020")
      .exchanging("mapping.yaml", "due: 14 days", "due: 10 days")
      .exchanging("mapping.yaml", "# kostenplaatsen", "# cost centres")
      .adding("8094,Correcties,income", to: "chart.csv")
    let changes = mapping.changes(to: try other.checked())
    #expect(changes.map(\.section) == ["chart", "suspense", "revenue"])
    #expect(changes[0].before == nil)
    #expect(changes[0].after == "Correcties, income")
    #expect(changes[2].subject == "scheme Zvw, service 1002, care-year current, from 2026-01-01")
    #expect(changes[2].before?.hasPrefix("account 8010") == true)
    #expect(changes[2].after?.hasPrefix("account 8020") == true)
  }
}
