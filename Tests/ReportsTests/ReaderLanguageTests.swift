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
}
