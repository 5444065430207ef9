import Accounting
import Care
import Findings
import Mapping
import Testing

struct TemplateTests {
  private func line(
    _ payer: String, _ scheme: String, _ service: String?, _ year: CareYear = .current,
    location: String? = nil, on day: String = "2026-03-31"
  ) throws -> Circumstances {
    Circumstances(
      payer: try #require(PayerCode(payer)), scheme: try #require(Scheme(scheme)),
      service: service.flatMap { ServiceCode($0) }, location: location, careYear: year,
      date: try #require(CalendarDate(iso: day)))
  }

  private func codes(_ text: String) -> [ReasonCode] {
    text.split(separator: " ").compactMap { ReasonCode(String($0)) }
  }

  @Test func `the shipped home-care template has nothing to complain about`() throws {
    let mapping = try Template.homeCare.checked()
    #expect(mapping.name == "home-care")
    #expect(mapping.chart.count == 34)
    #expect(mapping.examples.count == 34)
    #expect(mapping.payers.count == 5)
    #expect(mapping.ownAccounts.map(\.value.bookedBy) == [.gateway, .bookkeeping])
  }

  @Test func `the settings of the template have nothing to complain about`() throws {
    let (settings, findings) = Settings.read(
      Array(try #require(Template.homeCare.files["remitd.yaml"]).utf8), file: "remitd.yaml")
    #expect(findings == [])
    let administration = try #require(settings?.administration("de-linde"))
    #expect(administration.owner == "Financiële administratie")
    #expect(administration.mapping == "mappings/de-linde/mapping.yaml")
    #expect(
      settings?.destination(administration.destination)?.kind
        == .fileDrop(.init(format: .hledger, place: .folder("drop/de-linde"))))
    #expect(settings?.storage == .sqlite(path: "books.sqlite"))
    #expect(settings?.inboxQuietMilliseconds == 2_000)
  }

  @Test func `a mapping names its tables, so that the caller can fetch them`() throws {
    let yaml = Array(try #require(Template.homeCare.files[Template.yaml]).utf8)
    #expect(
      Mapping.tableFiles(namedIn: yaml) == [
        "bank-accounts.csv", "bank-others.csv", "chart.csv", "payer-ibans.csv", "payers.csv", "reasons.csv",
        "revenue.csv",
      ])
    #expect(Mapping.tableFiles(namedIn: Array("tables: { chart: ../../etc/passwd }".utf8)) == [])
    #expect(Mapping.tableFiles(namedIn: Array("tables: [".utf8)) == [])
  }

  @Test func `questions of the template are answered`() throws {
    let mapping = try Template.homeCare.checked()
    let nursing = try line("uzovi-3311", "Zvw", "1000", location: "north")
    #expect(mapping.revenue(nursing).account == AccountCode("8010"))
    #expect(mapping.revenue(nursing).role == .revenue)
    #expect(mapping.costCentre(nursing) == CostCentre("110"))
    #expect(mapping.recognition(of: nursing.scheme, on: nursing.date) == .submitted)
    let unknown = mapping.revenue(try line("uzovi-3311", "Zvw", "1999"))
    #expect(unknown.role == .noAccount)
    #expect(unknown.account == AccountCode("2190"))
    let earlier = try line("uzovi-5512", "Wlz", "Z051", .earlier)
    #expect(mapping.revenue(earlier).account == AccountCode("8090"))
    #expect(mapping.revenueCorrection(earlier).account == AccountCode("8095"))
    #expect(mapping.revenueCorrection(try line("uzovi-5512", "Wlz", nil)).account == AccountCode("8026"))
    #expect(mapping.payer(nursing.payer, nursing.scheme, on: nursing.date)?.debtor == AccountCode("1310"))
    #expect(mapping.payer(nursing.payer, earlier.scheme, on: nursing.date) == nil)
    #expect(mapping.account(of: .vat).account == AccountCode("1520"))
    #expect(mapping.account(of: Role.interest).role == .interest)
    #expect(mapping.suspense(.rejected)?.dueDays == 30)
    #expect(mapping.journal(of: .explained) == JournalCode("MEM"))
    #expect(mapping.closedUntil == nil)
    #expect(mapping.chartAccount(try #require(AccountCode("8010")))?.takesCostCentre == true)
    #expect(!mapping.isAdvance(earlier.payer, earlier.scheme, on: earlier.date))
  }

  @Test func `nothing holds before the day on which it begins`() throws {
    let mapping = try Template.homeCare.checked()
    let old = try line("uzovi-3311", "Zvw", "1000", on: "2025-12-31")
    #expect(mapping.revenue(old).role == .noAccount)
    #expect(mapping.recognition(of: old.scheme, on: old.date) == nil)
    #expect(mapping.payer(old.payer, old.scheme, on: old.date) == nil)
    #expect(mapping.group(ofIBAN: "NL36TEST0000003311", on: old.date) == nil)
    #expect(mapping.ownAccount("NL85TEST0000000101", on: old.date) == nil)
  }

  @Test(arguments: [
    ("Zvw", "0551", Granted.zero, Destination.redeclare), ("Zvw", "0551 8002", .zero, .redeclare),
    ("Zvw", "8002", .zero, .redeclare), ("Zvw", "0551 0584", .zero, .undecided),
    ("Zvw", "9999", .zero, .undecided),
    ("Zvw", "9999 0551", .zero, .redeclare), ("Zvw", "0611", .part, .tariffDifference),
    ("Zvw", "0611", .zero, .redeclare), ("Zvw", "", .zero, .undecided), ("Zvw", "0553", .part, .undecided),
    ("Wlz", "0553", .part, .redeclare), ("Zvw", "0320", .zero, .otherPayer),
    ("Zvw", "8059", .part, .tariffDifference),
  ])
  func `return codes decide together where a residual goes`(
    scheme: String, text: String, granted: Granted, expected: Destination
  ) throws {
    let mapping = try Template.homeCare.checked()
    let payer = scheme == "Wlz" ? "uzovi-5512" : "uzovi-3311"
    let answer = mapping.destination(
      try line(payer, scheme, "1000"), codes: codes(text), granted: granted)
    #expect(answer.destination == expected)
    #expect(!answer.because.isEmpty)
  }

  @Test func `every destination and every role has an account`() throws {
    let mapping = try Template.homeCare.checked()
    let expected: [Destination: (Role, String)] = [
      .redeclare: (.rejected, "2110"), .otherPayer: (.rejected, "2110"), .undecided: (.rejected, "2110"),
      .client: (.clientDue, "2130"), .ownContribution: (.clientDue, "2130"),
      .tariffDifference: (.tariffDifference, "8015"), .notChargeable: (.notChargeable, "4810"),
      .writeOff: (.writeOff, "4800"),
    ]
    for destination in Destination.allCases {
      let answer = mapping.account(of: destination)
      #expect(answer.role == expected[destination]?.0)
      #expect(answer.account.text == expected[destination]?.1)
    }
    let bare = try Template.homeCare.exchanging(
      "mapping.yaml", "  interest: { account: \"9100\", because: \"Late payment by a payer\" }\n", ""
    ).checked()
    #expect(bare.account(of: Role.interest).role == .noAccount)
    for role in Role.suspense { #expect(bare.account(of: role).role == role) }
  }

  @Test func `payers are known by account and by name`() throws {
    let mapping = try Template.homeCare.checked()
    let day = try #require(CalendarDate(iso: "2026-02-01"))
    #expect(mapping.group(ofIBAN: "NL36TEST0000003311", on: day) == "zilveren-kruis")
    #expect(mapping.group(ofIBAN: "NL00TEST0000009999", on: day) == nil)
    #expect(mapping.group(of: try #require(PayerCode("uzovi-7119"))) == "cz")
    #expect(mapping.group(named: "ZILVEREN  KRUIS Zorgverzekeringen N.V.") == "zilveren-kruis")
    #expect(mapping.group(named: "Coöperatie VGZ U.A.") == "vgz")
    #expect(mapping.group(named: "CZ") == "cz")
    #expect(mapping.group(named: "Czechia Travel") == nil)
    #expect(mapping.group(named: "VGZ en CZ") == nil)
    #expect(mapping.group(named: "") == nil)
    #expect(mapping.ownAccount("NL74TEST0000000202", on: day)?.journal == JournalCode("BNK2"))
  }

  @Test func `a header is assessed, rejects, or says neither`() throws {
    let mapping = try Template.homeCare.exchanging(
      "mapping.yaml", "decide:",
      "header-codes: { assessed: [8001, 0200], payers: { uzovi-7095: { assessed: [8001, 8022] } } }\ndecide:"
    ).checked()
    let kruis = try #require(PayerCode("uzovi-3311"))
    let vgz = try #require(PayerCode("uzovi-7095"))
    for code in ["8001", "0200"] {
      #expect(mapping.isAssessed(codes(code), by: kruis))
      #expect(!mapping.isRejecting(codes(code), by: kruis))
    }
    for code in ["0001", "8097", "8073", "8074", "8067", "0030", "8022"] {
      #expect(!mapping.isAssessed(codes(code), by: kruis))
      #expect(mapping.isRejecting(codes(code), by: kruis))
    }
    #expect(!mapping.isAssessed(codes("9999"), by: kruis))
    #expect(!mapping.isRejecting(codes("9999"), by: kruis))
    #expect(!mapping.isAssessed(codes("8001 0001"), by: kruis))
    #expect(!mapping.isRejecting(codes("8001 0001"), by: kruis))
    #expect(mapping.isAssessed(codes("8022"), by: vgz))
    #expect(!mapping.isRejecting(codes("8022"), by: vgz))
    #expect(!mapping.isAssessed(codes("0200"), by: vgz))
    #expect(mapping.isRejecting(codes("0001"), by: vgz))
    #expect(mapping.isAssessed([], by: kruis))
    #expect(!mapping.isRejecting([], by: kruis))
  }

  @Test func `texts are filled in, and a part without a value leaves no gap`() throws {
    let mapping = try Template.homeCare.checked()
    #expect(
      mapping.text(of: .event(.awarded), ["declaration": "F1", "remittance": "R9"]) == "Toekenning F1 R9")
    #expect(mapping.text(of: .event(.awarded), ["remittance": "R9"]) == "Toekenning R9")
    #expect(
      mapping.text(of: .event(.explained), ["receipt": "{date}", "payer-name": "CZ"])
        == "Afletteren {date} CZ")
    for wording in Wording.all { #expect(!mapping.text(of: wording, [:]).isEmpty) }
  }

  @Test func `lines that concern no payer are known by account, by words, or by both`() throws {
    let mapping = try Template.homeCare
      .adding("NL46TEST0000000900,,4400,2026-01-01,,Leverancier", to: "bank-others.csv")
      .adding("NL46TEST0000000900,rente,9100,2026-01-01,,Leverancier", to: "bank-others.csv").checked()
    let day = try #require(CalendarDate(iso: "2026-02-01"))
    func account(_ iban: String, _ text: String) -> String? {
      mapping.otherReceipt(iban: iban, text: text, on: day)?.account.text
    }
    #expect(account("", "Kosten Zakelijk Betalingsverkeer jan") == "4400")
    #expect(account("", "kosten zakelijk") == nil)
    #expect(account("NL46TEST0000000900", "factuur") == "4400")
    #expect(account("NL46TEST0000000900", "Rente 2025") == "9100")
    #expect(account("NL46TEST0000000900", "kosten zakelijk betalingsverkeer") == "4400")
    // Neither the account nor the words ask for more than the other: nobody guesses.
    #expect(account("NL46TEST0000000900", "interne overboeking") == nil)
    #expect(account("NL36TEST0000003311", "declaratie") == nil)
  }

  @Test func `the tolerance of one payer stands before that of all`() throws {
    let mapping = try Template.homeCare.exchanging(
      "mapping.yaml", "tolerance:\n",
      "tolerance:\n  - { payer: uzovi-7119, money: \"0.00\", percent: \"0.00\", because: \"None\" }\n"
    ).checked()
    let day = try #require(CalendarDate(iso: "2026-02-01"))
    let general = mapping.tolerance(of: try #require(PayerCode("uzovi-3311")), on: day)
    #expect(general?.money.minorUnits == 5)
    #expect(general?.basisPoints == 10)
    #expect(mapping.tolerance(of: try #require(PayerCode("uzovi-7119")), on: day)?.money.minorUnits == 0)
  }

  @Test func `a rule for a group gives way to one for a payer of it, and a prefix to a service`() throws {
    let mapping = try Template.homeCare.exchanging(
      "mapping.yaml", "    table: revenue.csv\n",
      """
          table: revenue.csv
          rules:
            - { when: { group: zk-nhn, service: "Z*", care-year: current, scheme: Wlz }, account: "8026", from: 2026-01-01, because: "x" }
            - { when: { payer: uzovi-5512, service: "Z05*", care-year: current, scheme: Wlz }, account: "8010", from: 2026-01-01, because: "x" }
            - { when: { payer: uzovi-5512, service: "Z051", care-year: current, scheme: Wlz }, account: "8015", from: 2026-02-01, because: "x" }

      """
    ).checked()
    #expect(mapping.revenue(try line("uzovi-5512", "Wlz", "H300")).account.text == "8020")
    #expect(mapping.revenue(try line("uzovi-5512", "Wlz", "Z100")).account.text == "8026")
    #expect(mapping.revenue(try line("uzovi-5512", "Wlz", "Z059")).account.text == "8010")
    #expect(mapping.revenue(try line("uzovi-5512", "Wlz", "Z051")).account.text == "8015")
    #expect(mapping.revenue(try line("uzovi-5512", "Wlz", "Z051", on: "2026-01-31")).account.text == "8010")
  }

  @Test func `examples are read with their postings, codes, parts and place`() throws {
    let mapping = try Template.homeCare.checked()
    let withheld = try #require(mapping.examples.first { $0.given.event == .explained })
    #expect(withheld.question == "revenue-correction")
    #expect(withheld.given.parts.map(\.amount.plain) == ["400.00", "-125.00"])
    #expect(withheld.given.receipt?.plain == "275.00")
    #expect(withheld.given.date == CalendarDate(iso: "2026-01-01"))
    #expect(withheld.expected.map(\.side) == [.debit, .debit, .credit])
    #expect(withheld.position.column == 9)
    let first = try #require(mapping.examples.first)
    #expect(first.expected.map { $0.costCentre?.text } == [nil, "100"])
  }
}
