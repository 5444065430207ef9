import Accounting
import Care
import JSON
import Findings
import Mapping
import Testing

struct SettingsTests {
  static let whole = """
    storage: sqlite:books.sqlite
    inbox-quiet: 500ms
    administrations:
      - id: de-linde
        name: Thuiszorg De Linde
        owner: administratie
        currency: EUR
        provider: 01020304
        mapping: mappings/de-linde/mapping.yaml
        destination: ledger
        test: true
    destinations:
      - { id: ledger, kind: file-drop, format: hledger, folder: drop/de-linde }
    profiles:
      - { id: bank, kind: receipts, separator: ";", decimal: ",", encoding: windows-1252, skip-first: 1, date: yyyyMMdd,
          columns: { date: Datum, amount: "Bedrag (EUR)", sign: "Af Bij", text: [Mededelingen, "Naam"] }, debit: Af }
    web:
      listen: 127.0.0.1:8470

    """

  /// What stands among real entries.
  private static let real = whole.replacing("    test: true\n", with: "")

  private static func read(_ text: String) -> (Settings?, [Finding]) {
    Settings.read(Array(text.utf8), file: "remitd.yaml")
  }

  @Test func `settings are read whole, and codes keep their zeros`() throws {
    let (read, findings) = Self.read(Self.whole)
    #expect(findings == [])
    let settings = try #require(read)
    #expect(settings.inboxQuietMilliseconds == 500)
    #expect(settings.administrations.map(\.provider) == ["01020304"])
    #expect(settings.administrations.map(\.isTest) == [true])
    #expect(
      settings.destinations.map(\.kind) == [
        .fileDrop(.init(format: .hledger, place: .folder("drop/de-linde")))
      ])
    #expect(settings.web?.host == "127.0.0.1")
    #expect(settings.web?.port == 8470)
    let profile = try #require(settings.profiles.first)
    #expect(profile.separator == UInt8(ascii: ";"))
    #expect(profile.columns[.text] == ["Mededelingen", "Naam"])
    #expect(profile.skipFirst == 1)
    #expect(profile.debit == "Af")
  }

  @Test func `a payer's profile is its own, or a shipped one with its payer`() throws {
    let own = """
      profiles:
        - { id: vgz-betaalspecificatie, kind: specification, payer: uzovi-7095, skip-last: 1 }
        - { id: own, kind: specification, payer: uzovi-3311, separator: ";", decimal: ",", encoding: utf-8, date: yyyyMMdd,
            netted-sign: plus, file-name: "overzicht {specification} {date}",
            columns: { declaration: Factuur, amount: Bedrag, netted-amount: Verrekend } }

      """
    let (read, findings) = Self.read(Self.whole.replacing("profiles:\n", with: own))
    #expect(findings == [])
    let settings = try #require(read)
    #expect(settings.profiles.map(\.id) == ["bank"])
    #expect(settings.specifications.map(\.id) == ["vgz-betaalspecificatie", "own"])
    #expect(settings.specifications.map(\.payer.text) == ["uzovi-7095", "uzovi-3311"])
    let (shipped, whole) = (settings.specifications[0], settings.specifications[1])
    #expect(shipped.columns == nil && shipped.separator == nil && shipped.skipLast == 1)
    #expect(
      whole.columns == [.declaration: "Factuur", .amount: "Bedrag", .nettedAmount: "Verrekend"])
    #expect(whole.nettedSign == .plus && whole.fileName == "overzicht {specification} {date}")
  }

  @Test func `a database elsewhere is named without its password`() throws {
    let (settings, findings) = Self.read(
      Self.whole.replacing("sqlite:books.sqlite", with: "postgresql://remitd@db.example:5432/remitd"))
    #expect(findings == [])
    #expect(settings?.storage == .postgresql(url: "postgresql://remitd@db.example:5432/remitd"))
  }

  @Test func `further codes of the provider are read, and each is checked`() throws {
    let more = "destination: ledger\n    other-providers: ["
    let (settings, findings) = Self.read(
      Self.whole.replacing("destination: ledger", with: more + "01020305, \"01020306\"]"))
    #expect(findings == [])
    #expect(settings?.administrations.first?.otherProviders == ["01020305", "01020306"])
    let (_, wrong) = Self.read(Self.whole.replacing("destination: ledger", with: more + "1020305]"))
    #expect(wrong.map(\.rule) == ["bad-provider"])
    #expect(wrong.first?.position.line == 11)
  }

  @Test func `a test administration may not deliver among real entries`() throws {
    let text = Self.tryton.replacing("destination: ledger\n", with: "destination: ledger\n    test: true\n")
    let (_, findings) = Self.read(text)
    #expect(findings.map(\.rule) == ["test-destination"])
    #expect(findings.first?.position.line == 10)
  }

  @Test func `a test administration shares no folder with a real one`() throws {
    let second = """
        - { id: noord, name: Noord, owner: administratie, currency: EUR, provider: "01020304",
            mapping: mappings/noord/mapping.yaml, destination: ledger }
      destinations:
      """
    let findings = Self.read(Self.whole.replacing("destinations:", with: second)).1
    #expect(findings.map(\.rule) == ["shared-destination"])
  }

  @Test
  func `two administrations that would give their entries the same references in one system are told apart`()
    throws
  {
    let second = """
        - { id: noord, name: Noord, owner: administratie, currency: EUR, provider: "01020304",
            mapping: mappings/noord/mapping.yaml, destination: ledger }
      destinations:
      """
    #expect(Self.read(Self.real.replacing("destinations:", with: second)).1 == [], "a folder can be shared")
    let (_, findings) = Self.read(Self.tryton.replacing("destinations:", with: second))
    let finding = try #require(findings.first)
    #expect(findings.map(\.rule) == ["shared-destination"])
    #expect(finding.position.line == 12)
    #expect(finding.also.map(\.position.line) == [10])
    let twin = """
        - { id: twin, kind: tryton, url: "https://books.example", database: gl, company: Linde, user: x, secret: env:X }
      profiles:
      """
    let other = Self.tryton.replacing(
      "destinations:", with: second.replacing("destination: ledger", with: "destination: twin")
    ).replacing("profiles:", with: twin)
    #expect(Self.read(other).1.map(\.rule) == ["shared-destination"], "another id, and the same company")
  }

  private static let tryton = real.replacing(
    "kind: file-drop, format: hledger, folder: drop/de-linde",
    with:
      "kind: tryton, url: https://books.example/, database: gl, company: Linde, user: gateway, secret: env:BOOKS"
  )

  @Test func `a bookkeeping system is named with its secret's name, and never with the secret`() throws {
    let (settings, findings) = Self.read(Self.tryton)
    #expect(findings == [])
    let outlet = try #require(settings?.destinations.first)
    #expect(outlet.isRemote)
    #expect(outlet.entriesPerDelivery == 1)
    guard case .tryton(let tryton) = outlet.kind else { return #expect(Bool(false)) }
    #expect(tryton.url == "https://books.example")
    #expect(tryton.secret == .environment("BOOKS"))
    #expect(tryton.access == .user("gateway"))
  }

  @Test(arguments: [
    ("consultant: 1001", "consultant: 1000", "bad-number"), ("client: 1,", "client: 100000,", "bad-number"),
    ("account-length: 4", "account-length: 9", "bad-number"), ("07-01", "07-31", "bad-day-of-year"),
    (", account-length: 4", "", "missing-key"), ("format: datev", "format: csv", "unused-key"),
    (", datev:", ", date:", "missing-key"),
  ])
  func `what DATEV asks for is read, and a mistake in it found`(old: String, new: String, rule: String) throws
  {
    let text = Self.whole.replacing(
      "format: hledger, folder: drop/de-linde",
      with: "format: datev, folder: drop/de-linde, "
        + "datev: { consultant: 1001, client: 1, account-length: 4, fiscal-year: 07-01 }")
    let (settings, findings) = Self.read(text)
    #expect(findings == [])
    let outlet = try #require(settings?.destinations.first)
    #expect(outlet.fiscalYear == FiscalYear("07-01"))
    #expect(outlet.entriesPerDelivery == 1_000)
    #expect(text.contains(old))
    #expect(Self.read(text.replacing(old, with: new)).1.contains { $0.rule == rule })
  }

  @Test func `over REST the secret is a key, and nobody logs in`() throws {
    let text = Self.tryton.replacing("user: gateway", with: "interface: rest")
    let (settings, findings) = Self.read(text)
    #expect(findings == [])
    guard case .tryton(let tryton) = settings?.destinations.first?.kind else { return #expect(Bool(false)) }
    #expect(tryton.access == .key)
    let both = Self.read(Self.tryton.replacing("user: gateway", with: "user: gateway, interface: rest")).1
    #expect(both.map(\.rule) == ["needless-user"])
    let neither = Self.read(Self.tryton.replacing("user: gateway, ", with: "")).1
    #expect(neither.map(\.rule) == ["missing-key"])
    let other = Self.read(Self.tryton.replacing("user: gateway", with: "user: gateway, interface: soap")).1
    #expect(other.map(\.rule) == ["unknown-value"])
  }

  @Test(arguments: [
    ("env:BOOKS", "hunter2", "secret-in-settings"), ("env:BOOKS", "file:/etc/shadow", "secret-in-settings"),
    ("https://books.example/", "http://books.example/", "bad-address"),
    ("https://books.example/", "https://user:secret@books.example/", "secret-in-settings"),
    ("https://books.example/", "http://127.0.0.1.example/", "bad-address"),
    (", user: gateway", "", "missing-key"),
    ("database: gl", "database: ../x", "bad-name"), ("company:", "companie:", "unknown-key"),
  ])
  func `a mistake about a bookkeeping system is found, and no secret repeated`(
    old: String, new: String, rule: String
  ) {
    #expect(Self.tryton.contains(old))
    let (settings, findings) = Self.read(Self.tryton.replacing(old, with: new))
    #expect(settings == nil)
    #expect(findings.contains { $0.rule == rule }, "\(findings)")
    #expect(!findings.contains { $0.message.contains("hunter2") || $0.remedy.contains("hunter2") })
  }

  private static let partner = real.replacing(
    "kind: file-drop, format: hledger, folder: drop/de-linde",
    with: """
      kind: http-json, url: "https://p.example/e", look-up: "https://p.example/e?r={reference}", secret: env:P,
          headers: { Authorization: "Bearer {secret}" }, accepted: ["201"], known: ["409"],
          body: { ref: "{reference}", lines: [ { for-each: postings, acc: "{account}", amt: "{amount:number}" } ]
          }
      """)

  @Test func `a partner's system is told with its form, whose parts are known`() throws {
    let (settings, findings) = Self.read(Self.partner)
    #expect(findings == [])
    guard case .partner(let partner) = settings?.destinations.first?.kind else { return #expect(Bool(false)) }
    #expect(partner.accepted == [201])
    #expect(
      partner.body?.line
        == #"{"ref":"{reference}","lines":[{"for-each":"postings","acc":"{account}","amt":"{amount:number}"}]}"#
    )
  }

  @Test(arguments: [
    ("{reference}\", secret", "\", secret", "no-reference"),
    ("secret: env:P", "secret: P", "secret-in-settings"),
    (", secret: env:P", "", "missing-key"), ("{secret}", "{secrets}", "unknown-part"),
    ("[\"201\"]", "[ok]", "bad-status"), ("ref: \"{reference}\"", "ref: \"{refrence}\"", "unknown-part"),
    ("ref: \"{reference}\"", "ref: \"{account}\"", "unknown-part"),
    ("for-each: postings", "for-each: lines", "unknown-value"),
    ("{ Authorization:", "{ \"a b\":", "bad-header"),
  ])
  func `a mistake about a partner's system is found`(old: String, new: String, rule: String) {
    #expect(Self.partner.contains(old))
    #expect(Self.read(Self.partner.replacing(old, with: new)).1.contains { $0.rule == rule })
  }

  @Test func `a mistyped key gets the nearest known one as remedy`() {
    let (_, findings) = Self.read(Self.whole.replacing("inbox-quiet", with: "inboxQuite"))
    #expect(findings.map(\.remedy) == ["Did you mean inbox-quiet?"])
  }

  @Test func `all mistakes are told at once`() {
    let (_, findings) = Self.read("storage: x\nadministrations: y\ndestinations: z\nweb: w\n")
    #expect(findings.map(\.rule) == ["bad-storage", "wrong-shape", "wrong-shape", "wrong-shape"])
    #expect(Self.read("").1.map(\.rule) == ["empty-file"])
    #expect(Self.read("- a").1.map(\.rule) == ["wrong-shape"])
  }
}
