import Accounting
import Findings
import Foundation
import Mapping
import Posting
import Testing

@testable import remitd

/// What `init` is told, and the files it writes then.
struct WishTests {
  private func text(_ template: Template, _ file: String) -> String {
    template.files.contains { $0.name == file } ? template.text(of: file) : ""
  }

  private func wishes(_ arguments: String...) throws -> Wishes {
    try Wishes(try ArgumentReader(commands: Command.all).read(["init", "new"] + arguments).invocation)
  }

  /// Read, free of findings, and with examples that hold.
  private func checked(_ template: Template) throws -> Mapping {
    let (mapping, findings) = Mapping.read(
      Array(template.text(of: "mapping.yaml").utf8), file: "mapping.yaml", digest: ""
    ) { name in template.files.first { $0.name == name }?.bytes }
    #expect(findings.kept.map(\.description) == [])
    let read = try #require(mapping)
    #expect(ExampleRun.findings(of: read) == [])
    return read
  }

  @Test(arguments: Template.all.map(\.name))
  func `every rule and row of a template has a worked example, under plain accounts and those of RGS`(
    name: String
  ) throws {
    for accounts in ["plain", "rgs"] {
      let folder = FileManager.default.temporaryDirectory.appending(path: "remitd-\(UUID().uuidString)")
      defer {
        do { try FileManager.default.removeItem(at: folder) } catch { Issue.record("\(error)") }
      }
      #expect(
        Installation.remitd("init", folder.path, "--template", name, "--accounts", accounts).code == .done)
      let check = Installation.remitd("check", "--workspace", folder.path)
      #expect(check.output.hasSuffix("0 errors, 0 warnings\n"), "\(check.output)")
      let coverage = Installation.remitd("mapping", "coverage", "--workspace", folder.path)
      #expect(coverage.output.contains("rules, each hit by an example or a line"), "\(coverage.output)")
    }
  }

  @Test(arguments: Template.all.map(\.name))
  func `accounts of RGS are the plain ones under other codes, one for one`(name: String) throws {
    let template = try Template.named(name)
    let plain = try checked(template)
    let (changed, examples) = try template.fulfilling(try wishes("--accounts", "rgs"))
    let rgs = try checked(changed)
    #expect(examples == 0)
    #expect(rgs.chart.map(\.name) == plain.chart.map(\.name))
    #expect(Set(rgs.chart.map(\.account)).count == plain.chart.count)
    for account in rgs.chart {
      // Balance or result, then the main group: the code itself says which kind an account is.
      let kinds: [String: ChartAccount.Kind] = [
        "BLim": .assets, "BVor": .assets, "BSch": .liabilities, "WOmz": .income, "WFbe": .income,
        "WBed": .expenses,
      ]
      #expect(kinds[String(account.account.text.prefix(4))] == account.kind, "\(account)")
    }
    #expect(changed.text(of: "mapping.yaml").contains("# dagboeken"))
  }

  @Test func `the services of a template are not taken for accounts of the same number`() throws {
    let changed = try Template.smallPractice.fulfilling(try wishes("--ledger", "1010=1000")).template
    #expect(text(changed, "revenue.csv").contains("Zvw,1000,8000,"))
    #expect(text(changed, "chart.csv").contains("\n1000,Rekening-courant,assets"))
    #expect(text(changed, "bank-accounts.csv").contains(",1000,BNK,"))
  }

  @Test func `a name, an AGB code, an account and who books it are written where they belong`() throws {
    let changed = try Template.homeCare.fulfilling(
      try wishes(
        "--name", "Zorg \"De Eik\"", "--provider", "01234567", "--iban", "nl63 test 0000 0003 03",
        "--booked-by", "bookkeeping")
    ).template
    let (settings, findings) = Settings.read(Array(text(changed, "remitd.yaml").utf8), file: "remitd.yaml")
    #expect(findings == [])
    let administration = try #require(settings?.administrations.first)
    #expect(administration.name == "Zorg \"De Eik\"")
    #expect(administration.provider == "01234567")
    let account = try #require(try checked(changed).ownAccounts.first?.value)
    #expect(account.iban == "NL63TEST0000000303")
    #expect(account.bookedBy == .bookkeeping)
    #expect(text(changed, "remitd.yaml").contains("# AGB-code"))
  }

  @Test func `where receivables come with the grant, the examples say so`() throws {
    let (changed, examples) = try Template.homeCare.fulfilling(try wishes("--recognition", "Zvw=awarded"))
    let mapping = try checked(changed)
    #expect(examples == 26)
    func expected(_ title: String) throws -> [String] {
      try #require(mapping.examples.first { $0.title == title }).expected.map {
        "\($0.side) \($0.account) \($0.amount)"
      }
    }
    #expect(try expected("home nursing is a receivable on the day it is declared") == [])
    // 88.00 claimed and 80.00 granted: only the 80.00 ever stand.
    #expect(
      text(changed, "mapping.yaml").contains(
        "expect: [ debit 1330 80.00, credit 8010 80.00 cost-centre 100 ]"))
    #expect(try expected("an authorisation that is absent can be mended") == [])
    #expect(text(changed, "mapping.yaml").contains("mode: awarded, from: 2026-01-01, because: \"As answered"))
    #expect(text(changed, "mapping.yaml").contains("The care office cuts to the authorised days"))
  }

  @Test func `one mode alone is meant of every scheme`() throws {
    let changed = try Template.youthAndSocialSupport.fulfilling(try wishes("--recognition", "none")).template
    #expect(text(changed, "mapping.yaml").matches(of: /mode: none,/).count == 2)
    _ = try checked(changed)
  }

  @Test func `suspense accounts are renamed wherever they stand`() throws {
    let changed = try Template.smallPractice.fulfilling(
      try wishes("--accounts", "rgs", "--suspense", "receipts=1999,rejected=1998")
    ).template
    let mapping = try checked(changed)
    #expect(mapping.suspense(.receipts)?.account.text == "1999")
    #expect(mapping.suspense(.rejected)?.account.text == "1998")
    #expect(text(changed, "mapping.yaml").contains("debit 1998 39.50"))
    #expect(!text(changed, "mapping.yaml").contains("BVorTusTon"))
  }

  @Test(arguments: [
    (["--recognition", "Zv=awarded"], "there is no scheme in this template Zv"),
    (["--recognition", "Zvw=later"], "there is no mode later"),
    (["--ledger", "8010=8020"], "these answers do not fit: account 8020 stands already"),
    (["--ledger", "8011=8020"], "there is no account in the template's chart 8011"),
    (["--ledger", "8010"], "--ledger is not written that way: 8010"),
    (["--ledger", "8010=80 10"], "80 10 is no ledger account"),
    (["--suspense", "receipt=1"], "there is no suspense account receipt"),
    (["--ledger", "2100=1", "--suspense", "receipts=2"], "account 2100 is to be 1 and"),
    (["--provider", "123"], "123 is no AGB code"),
    (["--ledger", "8010=1,8010=2"], "--ledger says 8010 twice"),
    (["--recognition", "Zvw=none,Zvw=awarded"], "--recognition says Zvw twice"),
    (["--recognition", "none,awarded"], "--recognition says what holds for all others twice"),
    (["--iban", "x"], "x is no account"), (["--iban", "NL85TEST01"], "its check digits do not fit"),
    (["--iban", "NL36TEST0000003311"], "account NL36TEST0000003311 stands in payer-ibans.csv too"),
    (["--booked-by", "bank"], "there is no booked-by bank"),
    (["--template", "homecare"], "there is no template homecare"),
    (["--accounts", "plan"], "did you mean plain?"),
  ])
  func `an answer that cannot be is refused, and nothing is made`(arguments: [String], said: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "remitd-\(UUID().uuidString)")
    let answer = Installation.run(["init", folder.path] + arguments)
    #expect(answer.code == .wrongUse)
    #expect(answer.errors.contains(said), "\(answer.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }

  // MARK: Asking

  /// Answers line by line, then nobody is there any more.
  private func asked(_ lines: [String], _ template: Template) throws -> (wishes: Wishes, said: String) {
    var rest = lines[...]
    var questionnaire = Questionnaire(nextLine: { rest.popFirst() }, errors: Output(.memory))
    let wishes = try Wishes(asking: &questionnaire, about: template)
    #expect(rest.isEmpty, "\(rest)")
    return (wishes, questionnaire.errors.text)
  }

  @Test func `whoever keeps everything gets the template`() throws {
    let (wishes, said) = try asked(["", "", "", "", "", "", "", ""], .homeCare)
    let (changed, examples) = try Template.homeCare.fulfilling(wishes)
    #expect(examples == 0)
    for file in Template.homeCare.files { #expect(text(changed, file.name) == text(.homeCare, file.name)) }
    #expect(said.contains("Name [Thuiszorg De Linde]: "))
    #expect(said.contains("Who books that account (gateway, bookkeeping) [gateway]: "))
  }

  @Test func `an answer that cannot be is asked again, with what is wrong`() throws {
    let (wishes, said) = try asked(
      ["", "De Eik", "1234", " 01234567 ", "", "bank", "bookkeeping", "", "none", "no"], .homeCare)
    #expect(wishes.name == "De Eik")
    #expect(wishes.provider == "01234567")
    #expect(wishes.bookedBy == .bookkeeping)
    #expect(wishes.recognition == ["Zvw": Recognition.none])
    #expect(said.contains("1234 is no AGB code: write its eight digits"))
    #expect(said.contains("there is no answer bank"))
  }

  @Test func `a letter in an account is named`() throws {
    let wrong = try #require(throws: WrongUse.self) { try wishes("--iban", "NL36 TEST O000 003311") }
    #expect(wrong.remedy == "did you mean NL36TEST0000003311? In yours the 9th character is the letter O")
    #expect(Lookalike(iban: "NL36TEST0000003311") == nil)
    #expect(Lookalike(iban: "NL37TEST0000003311") == nil)
  }

  @Test(arguments: [
    (
      Language.dutch,
      [
        "Overzichten en auditfiles tonen de naam van de organisatie.\nNaam [Thuiszorg De Linde]: ",
        "  1234 is geen AGB-code: schrijf de acht cijfers, met de nul vooraan: 04999901\n",
        "Wie boekt die rekening (gateway, bookkeeping) [gateway]: ",
        "  er is geen antwoord bank: bekend zijn gateway, bookkeeping\n", "Vorderingen onder Zvw (",
      ]
    ),
    (
      .german,
      [
        "AGB-Code [", "  1234 ist kein AGB-Code: die acht Ziffern schreiben, mit der Null vorn: 04999901\n",
        "Wer bucht dieses Konto (gateway, bookkeeping) [gateway]: ",
        "  die Antwort bank gibt es nicht: bekannt sind gateway, bookkeeping\n",
        "Ihre Kontonummern jetzt angeben (yes, no) [no]: ",
      ]
    ),
  ])
  func `questions are asked in the language of who answers, with the words that are answers as they are`(
    language: Language, expected: [String]
  ) throws {
    let (wishes, said) = try Language.$ofReader.withValue(language) {
      try asked(["", "De Eik", "1234", "01234567", "", "bank", "bookkeeping", "", "none", "no"], .homeCare)
    }
    #expect(wishes.bookedBy == .bookkeeping)
    for part in expected { #expect(said.contains(part)) }
  }

  @Test func `accounts are asked one by one of who has them at hand`() throws {
    let (wishes, _) = try asked(
      ["rgs", "", "", "", "", "", "yes", "1999", "", "", "", "", "1100"] + Array(repeating: "", count: 9),
      .smallPractice)
    #expect(wishes.suspense == [.receipts: "1999"])
    #expect(wishes.ledger == ["BLimBanRba": "1100"])
    _ = try checked(try Template.smallPractice.fulfilling(wishes).template)
  }

  @Test func `who goes away has made nothing`() throws {
    #expect(throws: WrongUse.self) { try asked(["", "De Eik"], .homeCare) }
  }
}
