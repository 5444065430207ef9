import Findings
import Foundation
import Testing

@testable import remitd

/// Whoever reads Dutch or German is told findings so; programs are not.
struct ReaderLanguageTests {
  private let installation = Installation()

  private func run(_ arguments: String..., in language: Language) -> (
    code: ExitCode, output: String, errors: String
  ) {
    var streams = Streams(output: Output(.memory), errors: Output(.memory))
    let code = Program.run(
      arguments + ["--workspace", installation.folder.path], &streams, language: language)
    return (code, streams.output.text, streams.errors.text)
  }

  @Test func `check tells a mistake in the language of the reader, and JSON in English`() throws {
    let chart = installation.folder.appending(path: "mappings/de-linde/chart.csv")
    let text = try String(contentsOf: chart, encoding: .utf8)
    try text.replacing("8010,", with: "8O10,").write(to: chart, atomically: false, encoding: .utf8)
    #expect(run("check", in: .english).output.contains("error: account 8010 does not stand in the chart"))
    let dutch = run("check", in: .dutch)
    #expect(dutch.code == .findings)
    #expect(
      dutch.output.contains("fout: grootboekrekening 8010 staat niet in het rekeningschema [unknown-account]")
    )
    #expect(dutch.output.contains("Bedoelde u 8O10? "))
    #expect(run("check", in: .german).output.contains("Fehler: Konto 8010 steht nicht im Kontenplan"))
    let json = run("check", "--json", in: .dutch).output
    #expect(json.contains("account 8010 does not stand in the chart") && !json.contains("rekeningschema"))
  }

  @Test func `what the books kept of a file is told so too`() throws {
    try installation.write(Data("no statement".utf8), to: "given/x.xml")
    let path = installation.folder.appending(path: "given/x.xml").path
    #expect(run("ingest", path, in: .dutch).output.contains("het bestand heeft geen bekend formaat"))
    let kept = installation.folder.appending(path: "quarantine/de-linde/x.xml.findings.txt")
    #expect(try String(contentsOf: kept, encoding: .utf8).contains("the file is in no format that is known"))
    #expect(run("inspect", path, in: .german).output.contains("die Datei hat kein bekanntes Format"))
  }

  @Test func `what commands sum up is told in the language of the reader`() throws {
    #expect(run("check", in: .english).output.hasSuffix("\n0 errors, 0 warnings\n"))
    #expect(run("check", in: .dutch).output.hasSuffix("\n0 fouten, 0 waarschuwingen\n"))
    #expect(run("check", in: .german).output.contains(" Konten, "))
    try installation.write(Data("no statement".utf8), to: "given/x.xml")
    let path = installation.folder.appending(path: "given/x.xml").path
    let inspected = run("inspect", path, in: .dutch)
    #expect(inspected.output.hasPrefix("x.xml: in geen bekend formaat\n"))
    #expect(inspected.output.hasSuffix("\nHet bestand zou in quarantaine gaan.\n"))
    let taken = run("ingest", path, in: .german).output
    #expect(taken.hasPrefix("in Quarantäne  x.xml\n"))
    #expect(taken.contains("\n0 Buchungen, 0 geliefert, 0 Posten auf Klärungskonten\n"))
  }

  /// A declaration that a payer answers, a statement, a return on a declaration nobody knows.
  private func takeAStory() throws {
    let header =
      "payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,"
    try installation.take(
      "declarations.csv",
      header
        + "submitted_on\nuzovi-9999,WV1,WV1-1,999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,100.00,2026-04-02\n"
    )
    try installation.take(
      "awards.csv",
      """
      payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
      uzovi-3311,5550,2026-04-13,WV404,WV404-1,100.00,0.00,0551,100.00,0.00

      """)
    let month = Installation.repository.appending(path: "samples/home-care-month/inbox")
    let statement = month.appending(path: "15-camt053_NL85TEST0000000101_20260417.xml")
    #expect(run("ingest", statement.path, in: .english).code == .done)
    let mapping = installation.folder.appending(path: "mappings/de-linde/mapping.yaml")
    try FileManager.default.removeItem(at: mapping)
  }

  @Test func `status tells how things stand in the language of the reader`() throws {
    try takeAStory()
    let today = /20[0-9]{2}-[0-9]{2}-[0-9]{2}/
    let told = { (language: Language) in
      run("status", in: language).output.replacing(/de-linde-J[0-9]{8}-[0-9]{3}/) { _ in "JOB" }
        .replacing(today) { _ in "DAY" }.replacing(/(versie|Fassung) [0-9a-f]{12}/) {
          "\($0.output.1) DIGEST"
        }
    }
    #expect(
      told(.dutch) == """
        de-linde: Thuiszorg De Linde
          mapping        versie DIGEST
            mappings/de-linde/mapping.yaml: fout: er is geen bestand met die naam [no-mapping]
              maak het, of verbeter `mapping` van de-linde in remitd.yaml
          bestanden      3 opgenomen; laatst ontvangen DAY
          te boeken      1 declaratie zonder rekening, hieronder
          journaalposten 4 geleverd
          tussenrekening 4 posten, 559.30
          afschriften    NL85TEST0000000101: 1 afschrift, volledig tot en met DAY
          leveringen     1 bevestigd aan ledger-files, laatst JOB: 4 journaalposten
          vastgehouden retourbericht uzovi-3311 5550 van DAY op WV404 [unknown-declaration]
            wij hebben geen declaratie met dat nummer
              neem het declaratiebestand op; het retourbericht wordt meteen gebruikt
          wachtende declaratie uzovi-9999 WV1 van DAY [no-account]
              payers.csv heeft geen financier uzovi-9999: voeg een rij voor die toe

        """)
    #expect(
      told(.german) == """
        de-linde: Thuiszorg De Linde
          Zuordnung     Fassung DIGEST
            mappings/de-linde/mapping.yaml: Fehler: es gibt keine solche Datei [no-mapping]
              sie anlegen, oder `mapping` von de-linde in remitd.yaml berichtigen
          Dateien       3 aufgenommen; zuletzt eingegangen DAY
          zu buchen     1 Abrechnung ohne Konto, siehe unten
          Buchungen     4 geliefert
          Klärungskonto 4 Posten, 559.30
          Auszüge       NL85TEST0000000101: 1 Auszug, vollständig bis DAY
          Lieferungen   1 bestätigt an ledger-files, zuletzt JOB: 4 Buchungen
          zurückgehaltene Antwort uzovi-3311 5550 vom DAY auf WV404 [unknown-declaration]
            wir haben keine Abrechnung dieser Nummer
              die Abrechnungsdatei aufnehmen; die Antwort wird sofort verwendet
          wartende Abrechnung uzovi-9999 WV1 vom DAY [no-account]
              payers.csv hat keinen Kostenträger uzovi-9999: eine Zeile für ihn hinzufügen

        """)
    let json = run("status", "--json", in: .english).output
    #expect(json.contains("take the declaration file in; the return is used at once"))
    for language in Language.allCases { #expect(run("status", "--json", in: language).output == json) }
  }
}
