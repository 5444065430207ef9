import Accounting
import Care
import Findings
import Mapping
import Testing

/// A mapping that builds on shipped tables: its own rows are narrower, or say which shipped one they override.
struct ExtendsTests {
  /// The template with no reasons of its own but one.
  private static func extending(_ base: String = "home-care@1", own rows: String = "") -> Template {
    var template = Template.homeCare.exchanging(
      "mapping.yaml", "mapping: home-care", "mapping: home-care\nextends: \(base)")
    template.files["reasons.csv"] = "scheme,code,awarded,destination,from,until,because\n" + rows
    return template
  }

  private func destination(_ code: String, _ granted: Granted, in mapping: Mapping, scheme: String = "Zvw")
    throws
    -> Destination
  {
    let line = Circumstances(
      payer: try #require(PayerCode("uzovi-3311")), scheme: try #require(Scheme(scheme)), service: nil,
      careYear: .current, date: try #require(CalendarDate(iso: "2026-03-31")))
    return mapping.destination(line, codes: [try #require(ReasonCode(code))], granted: granted).destination
  }

  @Test func `shipped rows answer where a mapping has none of its own`() throws {
    let own = "*,0584,zero,not-chargeable,2026-01-01,,Inkoopbeleid 2026\n"
    let mapping = try Self.extending(own: own).checked()
    #expect(try destination("0551", .zero, in: mapping) == .redeclare)
    #expect(try destination("0320", .zero, in: mapping) == .otherPayer)
    #expect(try destination("0584", .zero, in: mapping) == .notChargeable)
    #expect(try destination("0999", .zero, in: mapping) == .undecided)
    let places = Set(mapping.differenceRules.rules.map(\.position.file))
    #expect(places == ["reasons.csv", "home-care@1/reasons.csv"])
  }

  @Test func `a narrower row of one's own wins, and a broader one answers the rest`() throws {
    let mapping = try Self.extending(
      own: """
        Wlz,0320,zero,redeclare,2026-01-01,,The care office mends it itself
        *,0584,zero,not-chargeable,2026-01-01,,Inkoopbeleid 2026
        *,*,*,redeclare,2026-01-01,,Everything else is declared again

        """
    ).checked()
    #expect(try destination("0320", .zero, in: mapping) == .otherPayer)
    #expect(try destination("0320", .zero, in: mapping, scheme: "Wlz") == .redeclare)
    #expect(try destination("0999", .zero, in: mapping) == .redeclare)
  }

  private static let equal = "*,0320,zero,redeclare,2026-01-01,,We mend it\n"

  @Test func `an equal row is refused until it says which shipped one it overrides`() throws {
    let (_, findings) = Self.extending(own: Self.equal).read()
    let hidden = try #require(findings.kept.first { $0.rule == "hidden-override" })
    #expect(hidden.position.description == "reasons.csv:2:1")
    #expect(hidden.message.contains("home-care@1/reasons.csv:9:1"))
    #expect(hidden.remedy.contains("{ table: reasons.csv, row: \"*,0320,zero\", because: … }"))
    let named = Self.extending(own: Self.equal + "*,0584,zero,not-chargeable,2026-01-01,,Inkoopbeleid 2026\n")
      .exchanging(
        "mapping.yaml", "extends: home-care@1",
        "extends: home-care@1\noverrides:\n  - { table: reasons.csv, row: \"*,0320,zero\", because: We mend it }"
      )
    #expect(try destination("0320", .zero, in: named.checked()) == .redeclare)
  }

  @Test(arguments: [
    ("home-care@9", "", "unknown-base"), ("home-care@1", "row: \"*,9999,zero\"", "unknown-override"),
    ("home-care@1", "row: \"*,0320,zero\", tabel: x", "unknown-key"),
  ])
  func `a mistake about what is shipped is found`(base: String, override: String, rule: String) {
    var template = Self.extending(base)
    if !override.isEmpty {
      template = template.exchanging(
        "mapping.yaml", "extends: \(base)",
        "extends: \(base)\noverrides:\n  - { table: reasons.csv, \(override), because: Test }")
    }
    #expect(template.read().1.kept.contains { $0.rule == rule })
  }

  @Test func `overrides without what they override are refused`() {
    let template = Template.homeCare.exchanging(
      "mapping.yaml", "mapping: home-care", "mapping: home-care\noverrides: []")
    #expect(template.read().1.kept.map(\.rule) == ["missing-key"])
  }

  /// What was posted under a version is derived from it again for as long as there are books.
  @Test(arguments: [("home-care@1", "reasons.csv", 17)])
  func `a shipped version stays as it was shipped`(name: String, table: String, rows: Int) throws {
    let bytes = try #require(ShippedTables.tables(of: name)?[table])
    #expect(bytes.count { $0 == 10 } == rows + 1)
    #expect(
      bytes.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        == Self.home1)
  }

  private static let home1: UInt64 = 6_922_491_595_000_120_035

  @Test func `what is shipped is kept with the mapping that builds on it`() {
    let yaml = Array((Self.extending().files["mapping.yaml"] ?? "").utf8)
    let kept = Mapping.shippedFiles(namedIn: yaml)
    #expect(kept.map(\.name) == ["home-care@1/reasons.csv"])
    // Read back from an archive, the kept bytes count, not the program's.
    var tables = Template.homeCare.files.mapValues { Array($0.utf8) }
    tables["reasons.csv"] = Array("scheme,code,awarded,destination,from,until,because\n".utf8)
    tables["home-care@1/reasons.csv"] = Array(
      "scheme,code,awarded,destination,from,until,because\n*,0551,zero,other-payer,2026-01-01,,Kept\n".utf8)
    let (mapping, _) = Mapping.read(yaml, file: "mapping.yaml", digest: "", tables: tables)
    #expect(mapping?.differenceRules.rules.map(\.outcome) == [.otherPayer])
  }

  @Test func `nobody has to cover what is shipped`() throws {
    let mapping = try Self.extending(own: "*,0584,zero,not-chargeable,2026-01-01,,Inkoopbeleid 2026\n")
      .checked()
    let rows = Coverage(of: mapping).rows.filter { $0.question == "difference" }
    #expect(rows.map(\.conditions.description) == ["code 0584, awarded zero"])
  }
}
