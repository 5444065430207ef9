import Foundation
import Testing

@testable import remitd

/// What a person is told who typed something that cannot be done, and how the command ends.
@Suite struct WrongUseTests {
  private static let declarations = """
    payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
    uzovi-3311,WV1,WV1-1,999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,100.00,2026-04-02

    """

  @Test(arguments: [".hidden", "declarations.csv.part", "x.tmp", "x.filepart"])
  func `a name that belongs to somebody who is still writing is refused, and nothing is kept`(name: String)
    throws
  {
    let installation = Installation()
    let answer = try installation.take(name, Self.declarations)
    #expect(answer.code == .wrongUse)
    #expect(answer.output.contains("[unfinished-name]") && answer.output.contains("is never read"))
    #expect(try installation("files", "--json").list("files").isEmpty)
    #expect(try installation("declarations", "--json").list("declarations").isEmpty)
  }

  @Test(arguments: ["/nonexistent/file", "/dev/null", "/", "/etc/hostname/x"])
  func `a name under which no file can be read is wrong use for every command`(path: String) throws {
    #expect(Installation()("ingest", path).code == .wrongUse)
    #expect(Installation.remitd("inspect", path).code == .wrongUse)
  }

  @Test func `beside a file that is missing the others are taken in`() throws {
    let installation = Installation()
    try installation.write(Data(Self.declarations.utf8), to: "given/declarations.csv")
    try installation.write(Data("no table at all".utf8), to: "given/letter.txt")
    let given = ["letter.txt", "absent.csv", "declarations.csv"].map {
      installation.folder.appending(path: "given/\($0)").path
    }
    let answer = installation.run(["ingest", "/etc/hostname/x"] + given)
    #expect(answer.code == .wrongUse)
    #expect(answer.output.contains("accepted  declarations.csv"))
    #expect(answer.output.contains("quarantined  letter.txt"))
    #expect(answer.output.contains("[no-such-file]"))
  }

  @Test func `a file that is not there is refused, and not quarantined`() throws {
    let answer = Installation()("ingest", "/nonexistent/nope.csv", "--json")
    #expect(answer.code == .wrongUse)
    let file = try #require(try answer.list("files").first)
    #expect(file["state"] as? String == "refused" && file["digest"] is NSNull)
  }

  @Test(arguments: [["explain", "NOTHING"], ["reverse", "VRK-2026-009999", "--reason", "wrong"]])
  func `a reference that names nothing is wrong use for every command`(arguments: [String]) {
    let installation = Installation()
    let answer = installation.run(arguments)
    #expect(answer.code == .wrongUse)
    #expect(answer.output.isEmpty)
    #expect(answer.errors.contains("called \(arguments[1])"))
    #expect(installation.run(arguments + ["--json"]).errors.hasPrefix("{\"error\":{\"kind\":\"wrong-use\""))
  }

  @Test(arguments: ["", " ", "\t\n"])
  func `a reversal without words for its reason is refused`(reason: String) throws {
    let month = try Installation(sample: "second-return")
    let answer = month("reverse", "VRK-2026-000001", "--reason=\(reason)")
    #expect(answer.code == .wrongUse)
    #expect(month("reverse", "VRK-2026-000001", "--reason", "wrong", "--by", " ").code == .wrongUse)
    #expect(month("explain", "VRK-2026-000001").output.contains("It is reversed by") == false)
  }

  @Test func `the usage shows what has to be given without brackets`() {
    #expect(
      Installation.remitd("help", "reverse").output
        .contains("usage: remitd reverse <entry> --reason <text> [--by <name>]\n"))
    #expect(
      Installation.remitd("help", "export").output
        .contains(
          "usage: remitd export --format hledger|ledger|beancount|csv|gnucash|xaf|xaf-4.0 [--output <file>] [--expected]\n"
        ))
  }

  @Test func `an administration that was renamed is missed, and nothing is kept under its new name`() throws {
    let installation = Installation()
    try installation.take("declarations.csv", Self.declarations)
    let settings = installation.folder.appending(path: "remitd.yaml")
    let right = try String(contentsOf: settings, encoding: .utf8)
    try installation.write(
      Data(right.replacing("- id: de-linde", with: "- id: mijn-zorg").utf8), to: "remitd.yaml")
    for command in [["check"], ["status"], ["balance"], ["verify"], ["ingest"]] {
      let answer = installation.run(command)
      #expect(answer.code == .findings, "\(command)")
      #expect((answer.output + answer.errors).contains("[administration-gone]"), "\(command)")
    }
    try installation.write(Data(right.utf8), to: "remitd.yaml")
    for command in [["check"], ["status"], ["verify"], ["ingest"]] {
      #expect(installation.run(command).code == .done, "\(command)")
    }
  }
}
