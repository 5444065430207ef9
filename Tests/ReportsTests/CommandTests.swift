import Foundation
import SQLite
import Testing

@testable import remitd

@Suite struct CommandTests {
  @Test func `every file of a shipped template is in the program`() throws {
    for template in Template.all {
      let folder = Installation.repository.appending(path: "mappings/\(template.name)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(template.files.map(\.name).sorted() == names)
      for file in template.files {
        #expect(try Data(contentsOf: folder.appending(path: file.name)) == Data(file.bytes), "\(file.name)")
      }
    }
  }

  @Test func `a new workspace is without findings`() throws {
    let installation = Installation()
    let check = installation("check", "--json")
    #expect(check.code == .done)
    #expect(try check.json()["errors"] as? Int == 0)
    for place in ["inbox", "drop", "quarantine"] {
      #expect(
        FileManager.default.fileExists(atPath: installation.folder.appending(path: "\(place)/de-linde").path))
    }
  }

  @Test func `a workspace that took nothing in yet is verified, and so is one administration by its name`()
    throws
  {
    let installation = Installation()
    let answer = installation("verify", "--json")
    #expect(answer.code == .done)
    #expect(try answer.json()["entries"] as? Int == 0)
    #expect(installation("verify", "--administration", "de-linde").code == .done)
    let wrong = installation("verify", "--administration", "de-lind")
    #expect(wrong.code == .wrongUse)
    #expect(wrong.errors.contains("did you mean de-linde?"))
  }

  /// What is left where the process is killed while it makes them: a file, then a database without a table.
  @Test(arguments: [false, true])
  func `books that were never finished are none yet`(isDatabase: Bool) throws {
    let installation = Installation()
    let path = installation.folder.appending(path: "books.sqlite").path
    if isDatabase { _ = try Connection(path) } else { try installation.write(Data(), to: "books.sqlite") }
    for command in [["status"], ["balance"], ["verify"], ["export", "--format", "hledger"], ["ingest"]] {
      let answer = installation.run(command)
      #expect(answer.code == .done, "\(command): \(answer.errors)")
    }
    #expect(installation("verify").code == .done)
  }

  @Test func `books that lost their tables are told, not taken for none`() throws {
    let installation = try Installation(sample: "second-return")
    for name in ["books.sqlite-wal", "books.sqlite-shm"] {
      let file = installation.folder.appending(path: name)
      if FileManager.default.fileExists(atPath: file.path) { try FileManager.default.removeItem(at: file) }
    }
    try installation.write(Data(), to: "books.sqlite")
    let answer = installation("verify")
    #expect(answer.code == .outsideFailed)
    #expect(answer.errors.contains("the books have schema 0"), "\(answer.errors)")
  }

  @Test func `an export without books is an empty journal`() throws {
    let installation = Installation()
    let answer = installation("export", "--format", "csv")
    #expect(answer.code == .done)
    #expect(answer.output.split(separator: "\n").count == 1)
  }

  @Test func `a mapping is meant by its folder and by its file`() {
    let installation = Installation()
    let folder = installation.folder.appending(path: "mappings/de-linde").path
    let answer = installation("mapping", "diff", folder, folder + "/mapping.yaml")
    #expect(answer.code == .done)
    #expect(answer.output.contains("say the same"), "\(answer.output)")
  }

  @Test func `a line break in a name or a text of the mapping does not break a list`() throws {
    let installation = Installation()
    let mapping = "mappings/de-linde/mapping.yaml"
    let text = try String(contentsOf: installation.folder.appending(path: mapping), encoding: .utf8)
    try installation.write(
      Data(text.replacing("Declaratie {declaration}", with: "Declaratie\\n{declaration}").utf8), to: mapping)
    try installation.take(
      "declarations.csv",
      """
      payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
      uzovi-7095,WV1,WV1-1,999900006,99999901,1001,Zvw,2026-03-02,2026-03-08,40.00,200.00,2026-04-02

      """)
    #expect(installation("entries").output.contains("Declaratie\\x0aWV1 VGZ"))
    for asked in ["WV1", "VRK-2026-000001"] {
      #expect(installation("explain", asked).output.contains("Declaratie\\x0aWV1 VGZ"))
    }
  }

  @Test func `damaged books are told as such, whoever reads them`() throws {
    let installation = try Installation(sample: "second-return")
    let path = installation.folder.appending(path: "books.sqlite").path
    try Connection(path).execute("UPDATE file SET state = 'accepxed' WHERE id = 1")
    try Connection(path).execute("UPDATE entry SET booker = 'gatewax'")
    for command in ["files", "entries"] {
      let answer = installation(command)
      #expect(answer.code == .outsideFailed)
      #expect(answer.errors.contains("the books are damaged: table"), "\(answer.errors)")
    }
    let answer = installation("verify")
    #expect(answer.code == .findings)
    #expect(answer.output.contains("books-damaged") || answer.output.contains("not-reproducible"))
  }

  @Test func `a folder with anything in it is left alone`() throws {
    let installation = Installation()
    let answer = Installation.remitd("init", installation.folder.path)
    #expect(answer.code == .wrongUse)
    #expect(answer.errors.contains("not an empty folder"))
  }

  @Test func `an administration may have another name from the start`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "remitd-\(UUID().uuidString)")
    defer {
      do { try FileManager.default.removeItem(at: folder) } catch { Issue.record("\(error)") }
    }
    #expect(Installation.remitd("init", folder.path, "--administration", "noord").code == .done)
    #expect(
      Installation.remitd("check", "--workspace", folder.path).output
        .hasPrefix("noord: 34 accounts"))
    #expect(Installation.remitd("init", folder.path + "x", "--administration", "No ord").code == .wrongUse)
  }

  @Test func `check names file, line and column of every mistake at once`() throws {
    let installation = Installation()
    let path = installation.folder.appending(path: "mappings/de-linde/payers.csv")
    let text = try String(contentsOf: path, encoding: .utf8)
    try installation.write(
      Data(text.replacing(",1310,", with: ",1319,").replacing(",1320,", with: ",1329,").utf8),
      to: "mappings/de-linde/payers.csv")
    let check = installation("check")
    #expect(check.code == .findings)
    #expect(check.output.contains("payers.csv:2:") && check.output.contains("payers.csv:3:"))
    #expect(check.output.contains("[unknown-account]"))
    #expect(check.output.hasSuffix("2 errors, 0 warnings\n"))
  }

  @Test func `whoever removes a payer is told what still names it, and not to take another payer`() throws {
    let installation = Installation()
    let path = installation.folder.appending(path: "mappings/de-linde/payers.csv")
    let rows = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
    try installation.write(
      Data(rows.filter { !$0.contains("uzovi-7095") }.joined(separator: "\n").utf8),
      to: "mappings/de-linde/payers.csv")
    let check = installation("check").output
    #expect(check.contains("payer uzovi-7095 does not stand in payers.csv, and this example names it"))
    #expect(check.contains("If the payer is gone, remove this example too. Else add it to payers.csv"))
    #expect(check.contains("payer-ibans.csv:3:20: error: no payer belongs to the group ‘vgz’"))
    #expect(check.contains("If its payers are gone from payers.csv, remove this row too"))
    #expect(!check.contains("Did you mean uzovi"))
  }

  @Test func `settings that cannot be used end with 1 and say why`() throws {
    let installation = Installation()
    try installation.write(Data("storage: sqlite:books.sqlite\n".utf8), to: "remitd.yaml")
    #expect(installation("check").code == .findings)
    let balance = installation("balance", "--json")
    #expect(balance.code == .findings)
    #expect(balance.output.isEmpty)
    #expect(balance.errors.contains("\"kind\":\"findings\""))
  }

  @Test func `inspect shows what a file is without naming anybody`() throws {
    let folder = Installation.repository.appending(path: "samples/home-care-month/inbox")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let path = folder.appending(path: name).path
      for answer in [Installation.remitd("inspect", path), Installation.remitd("inspect", path, "--json")] {
        #expect(answer.code == .done, "\(name)")
        #expect(!answer.output.contains("9999000") && !answer.output.contains("Vastgoed"), "\(name)")
      }
    }
    let declared = Installation.remitd(
      "inspect", folder.appending(path: "03-AW319_3311_WV26000117.asc").path, "--lines", "2", "--json")
    let message = try #require(try declared.list("messages").first)
    #expect(message["claimed"] as? String == "2367.70")
    #expect(try declared.list("facts").count == 2)
    #expect(try declared.json()["quarantined"] as? Bool == false)
  }

  @Test func `inspect says how many facts it does not show`() throws {
    let path = Installation.repository.appending(
      path: "samples/home-care-month/inbox/03-AW319_3311_WV26000117.asc"
    ).path
    let answer = try Installation.remitd("inspect", path, "--json").json()
    let all = try #require(answer["fact_count"] as? Int)
    #expect(all > 10 && (answer["facts"] as? [Any])?.count == 10)
    let said = Installation.remitd("inspect", path).output
    #expect(said.contains("10 of \(all) facts shown; --lines \(all) shows all"), "\(said)")
    let none = Installation.remitd("inspect", path, "--lines", "0")
    #expect(none.output.contains("0 of \(all) facts shown"))
    let whole = Installation.remitd("inspect", path, "--lines", "\(all)")
    #expect(whole.code == .done && !whole.output.contains(" shown"))
  }

  @Test(arguments: ["payer-ibans.csv", "bank-accounts.csv"])
  func `an account that stands twice may simply be removed once`(table: String) throws {
    let installation = Installation()
    let path = installation.folder.appending(path: "mappings/de-linde/\(table)")
    let text = try String(contentsOf: path, encoding: .utf8)
    let row = try #require(text.split(separator: "\n").dropFirst().first)
    try installation.write(Data("\(text)\(row)\n".utf8), to: "mappings/de-linde/\(table)")
    let check = installation("check")
    #expect(check.code == .findings)
    #expect(
      check.output.contains("Remove one of them, or end the earlier one with until"), "\(check.output)")
  }

  @Test func `inspect ends with 1 only for a file that would be quarantined`() throws {
    let installation = Installation()
    try installation.write(Data("no table at all".utf8), to: "given/letter.txt")
    let answer = Installation.remitd("inspect", installation.folder.appending(path: "given/letter.txt").path)
    #expect(answer.code == .findings)
    #expect(answer.output.contains("[unknown-format]"))
  }

  @Test(arguments: [
    ("empty.csv", "", "the file is empty"), ("month.xlsx", "PK\u{3}\u{4} xl/", "an Excel workbook"),
  ])
  func `a file that is no message at all is named by ingest and inspect`(
    name: String, bytes: String, what: String
  ) throws {
    let installation = Installation()
    #expect(try installation.take(name, bytes).output.contains(what))
    let given = installation.folder.appending(path: "given/\(name)").path
    #expect(Installation.remitd("inspect", given).output.contains(what))
  }

  @Test func `what is wrong with a mapping that two administrations share is told once`() throws {
    let installation = Installation()
    let settings = try String(contentsOf: installation.folder.appending(path: "remitd.yaml"), encoding: .utf8)
    let second = """
        - { id: de-eik, name: De Eik, owner: x, currency: EUR, provider: "99999901", destination: more-files,
            mapping: mappings/de-linde/mapping.yaml }
      destinations:
        - { id: more-files, kind: file-drop, format: hledger, folder: drop/de-eik }

      """
    try installation.write(
      Data(settings.replacing("destinations:\n", with: second).utf8), to: "remitd.yaml")
    let path = installation.folder.appending(path: "mappings/de-linde/mapping.yaml")
    let mapping = try String(contentsOf: path, encoding: .utf8)
    try installation.write(
      Data(mapping.replacing("credit 8010 312.40", with: "credit 8020 312.40").utf8),
      to: "mappings/de-linde/mapping.yaml")
    let check = installation("check").output
    #expect(check.components(separatedBy: "[example-differs]").count == 2, "\(check)")
    #expect(check.hasSuffix("\n1 error, 0 warnings\n"))
  }

  @Test func `inspect refuses a total that ingest would refuse`() throws {
    let installation = Installation()
    let row = { (day: Int) in
      "uzovi-3311,D1,L\(day),999900006,99999901,1000,Zvw,2026-03-0\(day),2026-03-0\(day),1,99999999999.99,2026-04-02\n"
    }
    let header =
      "payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on\n"
    try installation.write(Data((header + row(1) + row(2)).utf8), to: "given/absurd.csv")
    let path = installation.folder.appending(path: "given/absurd.csv").path
    for answer in [Installation.remitd("inspect", path), installation("ingest", path)] {
      #expect(answer.code == .findings)
      #expect(answer.output.contains("[absurd-total]"))
    }
  }

  @Test func `every command says what it does`() {
    for command in Command.all {
      let help = Installation.run(["help"] + command.name.split(separator: " ").map(String.init))
      #expect(help.code == .done)
      #expect(help.output.hasPrefix("remitd \(command.name): \(command.summary)"))
    }
    #expect(Installation.remitd("helpp").code == .wrongUse)
  }

  @Test func `with several administrations one has to be named`() throws {
    let installation = Installation()
    let settings = try String(
      contentsOf: installation.folder.appending(path: "remitd.yaml"), encoding: .utf8)
    let second =
      "  - { id: noord, name: Noord, owner: administratie, currency: EUR, provider: '99999902', "
      + "mapping: mappings/de-linde/mapping.yaml, destination: ledger-files }\ndestinations:"
    try installation.write(Data(settings.replacing("destinations:", with: second).utf8), to: "remitd.yaml")
    let answer = installation("balance")
    #expect(answer.code == .wrongUse)
    #expect(answer.errors.contains("de-linde, noord"))
    #expect(installation("balance", "--administration", "noord").code == .done)
    #expect(installation("balance", "--administration", "nord").errors.contains("did you mean noord?"))
    #expect(try installation("status", "--json").list("administrations").count == 2)
  }
}
