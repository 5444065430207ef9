import Findings
import Mapping
import Testing

/// Each is one mistake in a whole mapping, and gives exactly these findings at exactly these places.
struct BrokenMappingTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let file: String
    let old: String
    let new: String
    let places: [String]

    init(_ file: String, _ old: String, _ new: String, _ places: String...) {
      self.file = file
      self.old = old
      self.new = new
      self.places = places
    }

    var testDescription: String { "\(file): \(new)" }
  }

  @Test func `the whole mapping has nothing to complain about`() throws {
    _ = try Template.small.checked()
  }

  @Test(arguments: keys + values + tables + rules + examples)
  func `a mistake is found where it stands, and nothing else is`(mistake: Mistake) {
    let (mapping, findings) = Template.small.exchanging(mistake.file, mistake.old, mistake.new).read()
    #expect(findings.kept.map(\.place) == mistake.places)
    let isFatal = findings.kept.contains { $0.severity == .error }
    #expect((mapping == nil) == isFatal)
    for finding in findings.kept {
      #expect(!finding.message.isEmpty)
      #expect(!finding.remedy.isEmpty)
    }
  }

  static let keys: [Mistake] = [
    Mistake(
      "mapping.yaml", "mapping: small", "maping: small", "mapping.yaml:1:1 unknown-key",
      "mapping.yaml:1:1 missing-key"),
    Mistake(
      "mapping.yaml", "  chart: chart.csv\n", "  chart: chart.csv\n  colours: c.csv\n",
      "mapping.yaml:4:3 unknown-key"),
    Mistake(
      "mapping.yaml", "mode: awarded", "mood: awarded", "mapping.yaml:9:20 unknown-key",
      "mapping.yaml:9:5 missing-key"),
    Mistake(
      "mapping.yaml", "tables:\n  chart", "mapping: twice\ntables:\n  chart", "mapping.yaml:2:1 duplicate-key"
    ),
    Mistake(
      "mapping.yaml", "    otherwise: { suspense: no-account, because: asked about }\n  difference",
      "  difference", "mapping.yaml:21:5 missing-otherwise"),
    Mistake("mapping.yaml", ", because: paid late", "", "mapping.yaml:38:13 missing-because"),
    Mistake("mapping.yaml", "because: paid late", "because: \"\"", "mapping.yaml:38:41 missing-because"),
    Mistake(
      "mapping.yaml", "recognition:\n", "recognition: soon\nheader-codes:\n", "mapping.yaml:7:14 wrong-shape",
      "mapping.yaml:9:3 wrong-shape"),
    Mistake("mapping.yaml", "mapping: small", "mapping: [small]", "mapping.yaml:1:10 wrong-shape"),
    Mistake("mapping.yaml", "mapping: small", "mapping: &x small", "mapping.yaml:1:10 yaml-refused"),
    Mistake("mapping.yaml", "mapping: small", "mapping: 'small", "mapping.yaml:39:1 yaml-syntax"),
    Mistake("mapping.yaml", "interest: {", "intrest: {", "mapping.yaml:38:3 unknown-key"),
    Mistake(
      "mapping.yaml", "  client-due: { account: \"2130\", due: 60 days, cleared-by: invoice }\n", "",
      "mapping.yaml:14:3 missing-key"),
    Mistake("mapping.yaml", ", decided: MEM", "", "mapping.yaml:10:11 missing-key"),
  ]

  static let values: [Mistake] = [
    Mistake("mapping.yaml", "mode: awarded", "mode: granted", "mapping.yaml:9:26 unknown-value"),
    Mistake("mapping.yaml", "scheme: Wlz, mode", "scheme: Wlx, mode", "mapping.yaml:9:15 unknown-scheme"),
    Mistake(
      "mapping.yaml", "- { scheme: Wlz, mode: awarded,", "- { scheme: Zvw, mode: awarded,",
      "mapping.yaml:9:5 overlapping-validity"),
    Mistake(
      "mapping.yaml", "  - { scheme: Wlz, mode: awarded, from: 2026-01-01, because: agreed }\n", "",
      "mapping.yaml:7:1 no-recognition"),
    Mistake(
      "mapping.yaml", "awarded, from: 2026-01-01", "awarded, from: 01-01-2026", "mapping.yaml:9:41 bad-date"),
    Mistake(
      "mapping.yaml", "awarded, from: 2026-01-01", "awarded, from: 2026-02-30", "mapping.yaml:9:41 bad-date"),
    Mistake(
      "mapping.yaml", "awarded, from: 2026-01-01", "awarded, from: 2026-01-01, until: 2025-12-31",
      "mapping.yaml:9:60 ends-before-it-begins"),
    Mistake("mapping.yaml", "decided: MEM", "decided: memoriaal", "mapping.yaml:10:96 bad-journal"),
    Mistake("mapping.yaml", "{payer-name}", "{client}", "mapping.yaml:12:13 unknown-part"),
    Mistake("mapping.yaml", "{payer-name}", "{payer-name", "mapping.yaml:12:13 unknown-part"),
    Mistake("mapping.yaml", "\"2110\"", "\"211O\"", "mapping.yaml:15:24 unknown-account"),
    Mistake("mapping.yaml", "\"2110\"", "\"21 10\"", "mapping.yaml:15:24 bad-account"),
    Mistake(
      "mapping.yaml", "\"2110\"", "\"8010\"", "mapping.yaml:15:24 wrong-kind",
      "revenue.csv:2:18 suspense-account-shared"),
    Mistake("mapping.yaml", "\"2110\"", "\"1310\"", "payers.csv:2:28 suspense-account-shared"),
    Mistake("mapping.yaml", "\"2110\"", "\"2100\"", "mapping.yaml:15:24 suspense-account-shared"),
    Mistake("mapping.yaml", "due: 14 days", "due: two weeks", "mapping.yaml:14:37 bad-term"),
    Mistake(
      "mapping.yaml", "suspense: no-account, because: asked about }\n  difference",
      "suspense: rejected, because: asked about }\n  difference", "mapping.yaml:22:28 unknown-value"),
    Mistake(
      "mapping.yaml", "destination: undecided", "destination: write-off",
      "mapping.yaml:25:31 otherwise-decides"),
    Mistake(
      "mapping.yaml", "      not-chargeable: { account: \"4810\" }\n", "", "mapping.yaml:27:7 missing-key"),
    Mistake(
      "mapping.yaml", "      not-chargeable: { account: \"4810\" }\n",
      "      not-chargeable: { account: \"4810\" }\n      redeclare: { suspense: no-account }\n",
      "mapping.yaml:29:30 unknown-value"),
    Mistake("mapping.yaml", "value: \"100\"", "value: \"1 00\"", "mapping.yaml:36:41 bad-cost-centre"),
    Mistake(
      "mapping.yaml", "recognition:", "closed-until: yesterday\nrecognition:", "mapping.yaml:7:15 bad-date"),
    Mistake(
      "mapping.yaml", "recognition:",
      "tolerance:\n  - { payer: \"*\", money: \"0,05\", percent: \"0.10\", because: x }\nrecognition:",
      "mapping.yaml:8:26 bad-money"),
    Mistake(
      "mapping.yaml", "recognition:",
      "tolerance:\n  - { payer: \"*\", money: \"0.05\", percent: \"101.00\", because: x }\nrecognition:",
      "mapping.yaml:8:43 bad-percentage"),
    Mistake(
      "mapping.yaml", "recognition:",
      "advances:\n  - { payer: uzovi-5512, scheme: Wlz, from: 2026-01-01, because: x }\nrecognition:",
      "mapping.yaml:8:14 no-advance-account"),
    Mistake(
      "mapping.yaml", "recognition:", "header-codes: { assessed: [8001], rejecting: [8001] }\nrecognition:",
      "mapping.yaml:7:47 contradicting-codes"),
    Mistake(
      "mapping.yaml", "recognition:",
      "header-codes: { payers: { uzovi-3312: { assessed: [\"80 01\"] } } }\nrecognition:",
      "mapping.yaml:7:27 unknown-payer", "mapping.yaml:7:52 bad-code"),
    Mistake("mapping.yaml", "chart: chart.csv", "chart: ../chart.csv", "mapping.yaml:3:10 bad-path"),
    Mistake("mapping.yaml", "table: revenue.csv", "table: revenu.csv", "mapping.yaml:21:12 missing-table"),
  ]

  static let tables: [Mistake] = [
    Mistake("chart.csv", "account,name,kind", "account;name;kind", "chart.csv:1:1 semicolons"),
    Mistake(
      "chart.csv", "account,name,kind", "account,name,sort", "chart.csv:1:14 unknown-column",
      "chart.csv:1:1 column-missing"),
    Mistake(
      "payer-ibans.csv", "iban,group,from,until,because\nNL36TEST0000003311,",
      "iban,group,from,until,because,group\nNL36TEST0000003311,", "payer-ibans.csv:1:31 column-twice",
      "payer-ibans.csv:2:1 column-count", "payer-ibans.csv:3:1 column-count"),
    Mistake("chart.csv", "1010,Bank,assets", "1010,Bank,asset", "chart.csv:2:11 unknown-value"),
    Mistake(
      "chart.csv", "1350,Care office,assets", "1310,Care office,assets\n1350,Care office,assets",
      "chart.csv:4:1 duplicate-row"),
    Mistake(
      "chart.csv", "1010,Bank,assets", "1010,Bank, our own,assets", "chart.csv:2:1 column-count",
      "bank-accounts.csv:2:20 unknown-account"),
    Mistake("chart.csv", "1010,Bank,assets", "1010,\"Bank\" ours,assets", "chart.csv:2:12 text-after-quote"),
    Mistake(
      "chart.csv", "9100,Interest,income", "9100,\"Interest,income", "chart.csv:18:6 quote-not-closed"),
    Mistake("payers.csv", "uzovi-3311", "3311", "payers.csv:2:1 bad-payer"),
    Mistake("payers.csv", "kruis,Zvw,1310", "kruis,Zvw,131O", "payers.csv:2:28 unknown-account"),
    Mistake(
      "payers.csv", "uzovi-5512,Kantoor,kantoor,Wlz", "uzovi-3311,Kantoor,kantoor,Wlz",
      "payers.csv:3:20 group-differs"),
    Mistake(
      "payers.csv", "uzovi-5512,Kantoor,kantoor,Wlz", "uzovi-3311,Kruis,kruis,Zvw",
      "payers.csv:3:1 overlapping-validity", "payer-ibans.csv:3:20 unknown-group",
      "mapping.yaml:9:15 unknown-scheme",
      "revenue.csv:4:1 unknown-scheme"),
    Mistake(
      "payers.csv", "uzovi-5512,Kantoor,kantoor,Wlz,1350", "uzovi-5512,Kantoor,kantoor,Wlz,8010",
      "payers.csv:3:32 wrong-kind"),
    Mistake("payer-ibans.csv", "NL36TEST", "NL37TEST", "payer-ibans.csv:2:1 bad-iban"),
    Mistake(
      "payer-ibans.csv", "NL70TEST0000005512,kantoor", "NL70TEST0000005512,kruis",
      "payers.csv:3:20 group-without-iban"),
    Mistake("payer-ibans.csv", "kruis", "kruiz", "payer-ibans.csv:2:20 unknown-group"),
    Mistake(
      "payer-ibans.csv", "NL36TEST0000003311,kruis,2026-01-01,,letter",
      "NL36TEST0000003311,kruis,2026-01-01,,letter\nNL36TEST0000003311,kantoor,2026-02-01,,letter",
      "payer-ibans.csv:3:1 overlapping-validity"),
    Mistake("payer-ibans.csv", ",,letter", ",,", "payer-ibans.csv:2:38 missing-because"),
    Mistake("bank-accounts.csv", "gateway", "getaway", "bank-accounts.csv:2:29 unknown-value"),
    Mistake("bank-accounts.csv", "camt.053", "camt.052", "bank-accounts.csv:2:37 unknown-value"),
    Mistake(
      "bank-accounts.csv", "NL85TEST0000000101", "NL36TEST0000003311", "bank-accounts.csv:2:1 payer-iban"),
    Mistake("bank-accounts.csv", "BNK", "bank", "bank-accounts.csv:2:25 bad-journal"),
  ]

  static let rules: [Mistake] = [
    Mistake(
      "revenue.csv", "Wlz,*,current", "*,1000,*,8010,2026-01-01,,planted\nWlz,*,current",
      "revenue.csv:4:1 ambiguous-rules", "revenue.csv:5:1 ambiguous-rules"),
    Mistake(
      "revenue.csv", "Wlz,*,current,8020,2026-01-01,,at home", "Zvw,1000,current,8020,2026-06-01,,at home",
      "revenue.csv:4:1 duplicate-rule"),
    Mistake("revenue.csv", "Zvw,*,earlier", "Zvw,,earlier", "revenue.csv:3:5 missing-value"),
    Mistake("revenue.csv", "Zvw,*,earlier", "Zvw,*,last", "revenue.csv:3:7 unknown-value"),
    Mistake("revenue.csv", "Zvw,*,earlier", "Wmo,*,earlier", "revenue.csv:3:1 unknown-scheme"),
    Mistake("revenue.csv", "Zvw,*,earlier", "Zvw,*1,earlier", "revenue.csv:3:5 bad-service"),
    Mistake("revenue.csv", "8090", "8091", "revenue.csv:3:15 unknown-account"),
    Mistake(
      "revenue.csv", "scheme,service,care-year", "scheme,code,care-year", "revenue.csv:1:8 unknown-column"),
    Mistake("reasons.csv", "redeclare", "write-off", "reasons.csv:2:13 write-off-by-rule"),
    Mistake(
      "reasons.csv", "redeclare,2026-01-01,,authorisation", "client,2026-01-01,,policy",
      "reasons.csv:2:32 missing-citation"),
    Mistake("reasons.csv", "redeclare", "redclare", "reasons.csv:2:13 unknown-value"),
    Mistake("reasons.csv", "zero", "none", "reasons.csv:2:8 unknown-value"),
    Mistake("reasons.csv", "0551", "05 51", "reasons.csv:2:3 bad-code"),
    Mistake("reasons.csv", "Zvw,0611,part", "Zvw,0551,*", "reasons.csv:3:1 ambiguous-rules"),
    Mistake(
      "mapping.yaml", "when: { scheme: Zvw }, account", "when: { scheme: Zvw, code: 0551 }, account",
      "mapping.yaml:32:32 unknown-key"),
    Mistake(
      "mapping.yaml", "when: { scheme: Zvw }, account: \"8016\"", "when: { scheme: Zvw }",
      "mapping.yaml:32:9 missing-value"),
    Mistake(
      "mapping.yaml", "account: \"8016\"", "account: \"8016\", suspense: no-account",
      "mapping.yaml:32:61 account-and-suspense"),
    Mistake(
      "mapping.yaml", "when: { scheme: Zvw }, account", "when: { scheme: Wlz, payer: uzovi-3311 }, account",
      "mapping.yaml:32:27 never-matches"),
    Mistake(
      "mapping.yaml", "when: { scheme: Zvw }, account",
      "when: { group: kantoor, payer: uzovi-3311 }, account", "mapping.yaml:32:26 never-matches"),
    Mistake(
      "mapping.yaml", "      - { when: { scheme: Zvw }, value",
      "      - { when: { location: north }, value: \"110\", from: 2026-01-01, because: x }\n      - { when: { scheme: Zvw }, value",
      "mapping.yaml:37:9 ambiguous-rules"),
  ]

  private static let before = "    otherwise: { suspense: no-account, because: asked about }\n  difference"

  private static func example(_ given: String, _ expect: String) -> String {
    "    examples:\n      - example: e\n        given: \(given)\n        expect: \(expect)\n" + before
  }

  private static let declared =
    "{ event: declared, payer: uzovi-3311, scheme: Zvw, service: 1000, claimed: 5.00 }"

  static let examples: [Mistake] = [
    Mistake(
      "mapping.yaml", before, example(declared, "[debit 1310 5.00, credit 8010 4.00]"),
      "mapping.yaml:25:17 example-unbalanced"),
    Mistake(
      "mapping.yaml", before, example(declared, "[debit 1310 5.00, credit 8011 5.00]"),
      "mapping.yaml:25:35 unknown-account"),
    Mistake("mapping.yaml", before, example(declared, "[debet 1310 5.00]"), "mapping.yaml:25:18 bad-posting"),
    Mistake(
      "mapping.yaml", before,
      example("{ event: declared, payer: uzovi-3311, scheme: Zvw, service: 1000 }", "[]"),
      "mapping.yaml:24:16 missing-key"),
    Mistake("mapping.yaml", before, example("{ event: happened }", "[]"), "mapping.yaml:24:25 unknown-value"),
    Mistake(
      "mapping.yaml", before, example("{ event: explained, receipt: 5.00, parts: award 5.00 }", "[]"),
      "mapping.yaml:24:58 bad-part"),
    Mistake(
      "mapping.yaml", before, example("{ event: declared, payr: uzovi-3311 }", "[]"),
      "mapping.yaml:24:35 unknown-key", "mapping.yaml:24:16 missing-key", "mapping.yaml:24:16 missing-key",
      "mapping.yaml:24:16 missing-key", "mapping.yaml:24:16 missing-key"),
  ]
}
