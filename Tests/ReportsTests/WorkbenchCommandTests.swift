import Foundation
import Testing

@testable import remitd

/// `mapping explain`, `mapping coverage` and `mapping diff` as a person types them.
struct WorkbenchCommandTests {
  @Test func `a declaration is explained by the version it was posted under, not by today's`() throws {
    let month = try Installation(sample: "home-care-month")
    let before = month("mapping", "explain", "WV26000117")
    #expect(before.code == .done)
    #expect(before.output.contains("account 8015 (Tariefverschillen): The tariff of the agreement counts"))
    let revenue = month.folder.appending(path: "mappings/de-linde/revenue.csv")
    let text = try String(contentsOf: revenue, encoding: .utf8)
    try month.write(
      Data(
        text.replacing(
          "Zvw,1000,current,8010,2026-01-01,,", with: "Zvw,1000,current,8010,2026-01-01,,Changed: "
        ).utf8),
      to: "mappings/de-linde/revenue.csv")
    #expect(month("ingest").code == .done)
    #expect(month("mapping", "explain", "WV26000117").output == before.output)
    let one = try month("mapping", "explain", "uzovi-3311/WV26000117/WV26-211", "--json").list("explained")
    #expect(one.count == 1)
    #expect(one[0]["lines"] as? [String] == ["WV26-211"])
    #expect(one[0]["awarded"] as? String == "0.00")
    #expect(one[0]["recognition"] as? String == "submitted")
    #expect(before.output.contains("Receivable from the day it is declared (recognition submitted), on"))
    let described = month(
      "mapping", "explain", "--payer", "uzovi-3311", "--scheme", "Zvw", "--service", "1000")
    #expect(described.output.contains("Changed: "))
  }

  @Test func `a case that would wait says why`() {
    let answer = Installation()(
      "mapping", "explain", "--payer", "uzovi-3312", "--scheme", "Zvw", "--service", "1000")
    #expect(answer.output.contains("did you mean uzovi-3311?"))
  }

  @Test func `rules that neither example nor line ever hit are told apart`() throws {
    let month = try Installation(sample: "home-care-month")
    let never = try month("mapping", "coverage", "--never", "--json").json()
    let rules = try #require(never["rules"] as? [[String: Any]])
    #expect(rules.count == never["never"] as? Int)
    #expect(rules.allSatisfy { $0["examples"] as? Int == 0 && $0["lines"] as? Int == 0 })
    let whole = try month("mapping", "coverage", "--json").list("rules")
    let lines = whole.filter { $0["question"] as? String == "revenue" }.compactMap { $0["lines"] as? Int }
    let declared = try month("declarations", "--json").list("declarations").compactMap { $0["lines"] as? Int }
    #expect(lines.reduce(0, +) == declared.reduce(0, +), "each line has one revenue rule")
  }

  @Test func `what an edit would change is shown before it counts`() throws {
    let month = try Installation(sample: "second-return")
    let mapping = month.folder.appending(path: "mappings/de-linde/mapping.yaml")
    let text = try String(contentsOf: mapping, encoding: .utf8)
    #expect(month("mapping", "diff").output == "now and folder say the same\n")
    try month.write(
      Data(text.replacing("due: 14 days", with: "due: 10 days").utf8), to: "mappings/de-linde/mapping.yaml")
    let changes = try month("mapping", "diff", "--json").list("changes")
    #expect(changes.compactMap { $0["subject"] as? String } == ["receipts"])
    let folder = month.folder.appending(path: "mappings/de-linde").path
    #expect(month("mapping", "diff", folder, "now").output.contains("  ~ receipts\n"))
    #expect(month("mapping", "diff", "zzz").code == .wrongUse)
    #expect(month("mapping").errors.contains("mapping explain or mapping coverage or mapping diff"))
    #expect(month("help", "mapping", "diff").output.hasPrefix("remitd mapping diff: "))
  }

  @Test func `an edit after the first entries says how many lines stay where they are`() throws {
    let month = try Installation(sample: "home-care-month")
    #expect(try month("mapping", "diff", "--json").list("placed_otherwise").isEmpty)
    // The row, and the examples that show it.
    for (name, was, now) in [
      ("revenue.csv", "Zvw,1000,current,8010,", "Zvw,1000,current,8015,"),
      ("mapping.yaml", "credit 8010 312.40", "credit 8015 312.40"),
    ] {
      let path = "mappings/de-linde/\(name)"
      let text = try String(contentsOf: month.folder.appending(path: path), encoding: .utf8)
      try month.write(Data(text.replacing(was, with: now).utf8), to: path)
    }
    let declared = try #require(
      try month("mapping", "coverage", "--json").list("rules").first {
        $0["conditions"] as? String == "scheme Zvw, service 1000, care-year current"
      })
    let placed = try month("mapping", "diff", "--json").list("placed_otherwise")
    #expect(placed.map { $0["question"] as? String } == ["revenue"])
    #expect(placed[0]["before"] as? String == "8010")
    #expect(placed[0]["after"] as? String == "8015")
    #expect(placed[0]["lines"] as? Int == declared["lines"] as? Int)
    #expect(month("mapping", "diff").output.contains("What is posted keeps its place:"))
  }

  @Test func `a destination is checked before the first entry is sent`() throws {
    let installation = Installation()
    #expect(
      installation("destination", "check").output
        == "ledger-files, for de-linde: nothing is in the way\n")
    #expect(installation("destination", "check", "nowhere").code == .wrongUse)
    try installation.write(Data("in the way".utf8), to: "drop2")
    let settings = installation.folder.appending(path: "remitd.yaml")
    let text = try String(contentsOf: settings, encoding: .utf8)
    try installation.write(
      Data(text.replacing("folder: drop/de-linde", with: "folder: drop2").utf8), to: "remitd.yaml")
    let answer = installation("destination", "check", "ledger-files")
    #expect(answer.code == .findings)
    #expect(answer.output.contains("[folder-not-writable]"))
  }

  @Test func `of several destinations the one that does not answer is named, and the others are checked`()
    throws
  {
    let installation = Installation()
    let settings = installation.folder.appending(path: "remitd.yaml")
    let text = try String(contentsOf: settings, encoding: .utf8)
    let more = """
        - { id: de-eik, name: De Eik, owner: x, currency: EUR, provider: "99999901", destination: books,
            mapping: mappings/de-linde/mapping.yaml }
      destinations:
        - { id: books, kind: tryton, url: "https://127.0.0.1:1", database: x, company: De Eik, user: remitd,
            secret: "file:secrets/books" }

      """
    try installation.write(Data(text.replacing("destinations:\n", with: more).utf8), to: "remitd.yaml")
    try installation.write(Data("secret".utf8), to: "secrets/books")
    let check = installation("destination", "check")
    #expect(check.code == .outsideFailed, "\(check.errors)")
    #expect(check.output == "ledger-files, for de-linde: nothing is in the way\n")
    #expect(check.errors.hasPrefix("remitd: the destination books, for de-eik: "))
    #expect(installation("destination", "check", "books").output == "")
  }

  @Test func `an export may be asked for by the names that destinations have for it`() throws {
    let installation = try Installation(sample: "home-care-month")
    let settings = installation.folder.appending(path: "remitd.yaml")
    let text = try String(contentsOf: settings, encoding: .utf8)
    let numbered = text.replacing(
      "    currency: EUR\n", with: "    currency: EUR\n    tax-number: NL999999990B01\n")
    try installation.write(Data(numbered.utf8), to: "remitd.yaml")
    #expect(installation("export", "--format", "xaf-3.2").code == .done)
    #expect(
      installation("export", "--format", "xaf-3.2").output == installation("export", "--format", "xaf").output
    )
    #expect(installation("export", "--format", "datev").errors.contains("known are hledger, "))
  }
}

/// `find`: what carries a number that somebody reads out on the telephone.
struct FindTests {
  private let month: Installation

  init() throws { month = try Installation(sample: "home-care-month") }

  private func found(_ number: String) throws -> [String] {
    try month("find", number, "--json").list("found").map { "\($0["kind"] ?? "") \($0["reference"] ?? "")" }
  }

  private func near(_ number: String) throws -> [String] {
    try month("find", number, "--json").list("near").compactMap { $0["reference"] as? String }
  }

  @Test func `a declaration is found with its returns' answers, its payments and its files`() throws {
    let found = try found("WV26000117")
    #expect(found.contains("declaration uzovi-3311/WV26000117"))
    #expect(found.contains { $0.hasPrefix("payment R") })
    #expect(found.contains("file 03-AW319_3311_WV26000117.asc"))
  }

  @Test func `a line is found in its declaration and in what returns say of it`() throws {
    let found = try found("WV26-211")
    #expect(found.first == "line uzovi-3311/WV26000117/WV26-211")
    #expect(found.contains { $0.hasPrefix("answer ") })
  }

  @Test(arguments: ["wv 26000117", "WV-26000117", "00WV26000117"])
  func `padding and separators do not matter`(number: String) throws {
    #expect(try found(number).contains("declaration uzovi-3311/WV26000117"))
  }

  @Test(arguments: ["WV26000171", "WV2600117", "WV26000127", "26000117"])
  func `a slip of the finger shows what is near`(number: String) throws {
    #expect(try near(number).contains("uzovi-3311/WV26000117"))
  }

  @Test func `an entry is found with its reversal, and what was taken back says so`() throws {
    let entry = "VRK-2026-000001"
    #expect(month("reverse", entry, "--reason", "wrong").code == .done)
    #expect(try found(entry) == ["entry \(entry)", "entry \(entry)-R1"])
    let declaration = try month("find", "WV26000098", "--json").list("found")
    #expect(declaration.contains { $0["counts"] as? Bool == false })
  }

  @Test func `a takeback and the specification that tells of it are found`() throws {
    let installation = Installation()
    try installation.take(
      "specification.csv",
      """
      payer,specification,date,kind,declaration,amount,reference,against
      uzovi-7095,BS-26-0042,2026-04-20,payment,,0.00,,
      uzovi-7095,BS-26-0042,2026-04-20,takeback,WV26000601,-200.00,CM96-3001,

      """)
    for (number, kind) in [("CM96-3001", "takeback"), ("BS-26-0042", "specification")] {
      let found = try installation("find", number, "--json").list("found")
      #expect(found.map { $0["kind"] as? String } == [kind])
      #expect(found.first?["reference"] as? String == number)
      let near = try installation("find", String(number.dropLast()), "--json").list("near")
      #expect(near.map { $0["reference"] as? String } == [number])
    }
    #expect(try installation("find", "CM963001", "--json").list("found").count == 1)
  }

  @Test func `nothing is said to be nothing`() {
    let answer = month("find", "ZZZZ")
    #expect(answer.code == .done)
    #expect(answer.output == "nothing carries ZZZZ\n")
    #expect(month("find").code == .wrongUse)
  }
}

/// What shells complete and man shows is made of the commands themselves.
struct ShellTests {
  private static func run(_ program: String, _ arguments: [String], reading text: String) throws -> (
    String, Int32
  ) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: said, as: UTF8.self), process.terminationStatus)
  }

  @Test func `bash completes commands, their second words and their flags`() throws {
    let script = Installation.remitd("completion", "bash").output
    let asked = [
      ("remitd exp", 1, "explain export"), ("remitd mapping ", 2, "explain coverage diff"),
      ("remitd destination ", 2, "check"), ("remitd balance --exp", 2, "--expected"),
      ("remitd mapping coverage --n", 3, "--never"),
      ("remitd --workspace here map", 3, "mapping"), ("remitd --workspace = here mapping c", 5, "coverage"),
      ("remitd help ver", 2, "verify"), ("remitd help mapping c", 3, "coverage"),
      ("remitd completion ", 2, "bash zsh fish"), ("remitd explain ", 2, ""),
    ]
    for (line, place, expected) in asked {
      let words = line.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "' '")
      let (said, status) = try Self.run(
        "/bin/bash", ["-s"],
        reading: script + "COMP_WORDS=('\(words)'); COMP_CWORD=\(place); _remitd; echo ${COMPREPLY[@]}\n")
      #expect(status == 0)
      #expect(said == expected + "\n", "\(line)")
    }
  }

  @Test(arguments: [
    ("remitd init new --template ", 4, "home-care youth-and-social-support small-practice"),
    ("remitd init new --template = s", 5, "small-practice"), ("remitd init new --template =", 4, "home-care"),
    ("remitd init new --accounts ", 4, "plain rgs"),
    ("remitd init new --booked-by b", 4, "bookkeeping"), ("remitd entries --booked-by c", 3, "care-system"),
    ("remitd export --format ", 3, "hledger ledger beancount csv gnucash xaf xaf-4.0 xaf-3.2"),
    ("remitd export --format xaf-", 3, "xaf-4.0 xaf-3.2"),
    ("remitd files --state h", 3, "held"), ("remitd receipts --outcome n", 3, "none not-ours"),
    ("remitd mapping explain --awarded ", 4, "part zero"), ("remitd export --administration ", 3, ""),
  ])
  func `bash completes what a flag may be, where that is one of a few words`(
    line: String, place: Int, expected: String
  ) throws {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "' '")
    let (said, status) = try Self.run(
      "/bin/bash", ["-s"],
      reading: Installation.remitd("completion", "bash").output
        + "COMP_WORDS=('\(words)'); COMP_CWORD=\(place); _remitd; echo ${COMPREPLY[@]}\n")
    #expect(status == 0)
    #expect(said.hasPrefix(expected), "\(line): \(said)")
    #expect(expected == "home-care" || said == expected + "\n", "\(line): \(said)")
  }

  @Test func `bash completes a name with blanks as one, and takes none for a pattern`() throws {
    let (said, _) = try Self.run(
      "/bin/bash", ["-s"],
      reading: Installation.remitd("completion", "bash").output
        + "cd \"$(mktemp -d)\" || exit; touch 'a file.csv' 'a*'; COMP_WORDS=(remitd ingest a); COMP_CWORD=2; "
        + "_remitd; printf '<%s>\\n' \"${COMPREPLY[@]}\" | LC_ALL=C sort | tr -d '\\n'; rm -r \"$PWD\"\n")
    #expect(said == "<a file.csv><a*>")
  }

  @Test func `bash completes names of files only where a file or a folder is wanted`() throws {
    let script = Installation.remitd("completion", "bash").output
    for (line, place, expected) in [
      ("remitd ingest a", 2, "a.csv a.folder"), ("remitd check --workspace a", 3, "a.folder"),
      ("remitd init a", 2, "a.folder"), ("remitd find a", 2, ""),
    ] {
      let words = line.split(separator: " ").joined(separator: "' '")
      let (said, _) = try Self.run(
        "/bin/bash", ["-s"],
        reading: script
          + "cd \"$(mktemp -d)\" || exit; touch a.csv; mkdir a.folder; COMP_WORDS=('\(words)'); "
          + "COMP_CWORD=\(place); _remitd; echo ${COMPREPLY[@]} | tr ' ' '\\n' | sort | tr '\\n' ' '; rm -r \"$PWD\"\n"
      )
      #expect(
        said.split(separator: " ").joined(separator: " ").split(separator: "\n").joined() == expected,
        "\(line)")
    }
  }

  @Test(arguments: ["zsh", "fish"])
  func `each shell is told of every command`(shell: String) {
    let answer = Installation.remitd("completion", shell)
    #expect(answer.code == .done)
    for command in Command.all {
      #expect(answer.output.contains(command.name.split(separator: " ")[0]))
      for option in command.options {
        #expect(answer.output.contains(option.name), "\(option.name)")
        #expect(
          option.words.isEmpty || answer.output.contains(option.words.joined(separator: " ")),
          "\(option.name)")
      }
    }
    #expect(Installation.remitd("completion", "csh").code == .wrongUse)
  }

  @Test func `the manual page has every command and every flag, and no line that man would obey by mistake`()
  {
    let page = Installation.remitd("man").output
    for command in Command.all {
      #expect(page.contains(".SS remitd " + command.name.replacing("-", with: "\\-")))
      for option in command.options { #expect(page.contains(option.name.replacing("-", with: "\\-"))) }
    }
    let macros: Set<Substring> = [".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".I", ".RI"]
    for line in page.split(separator: "\n") where line.hasPrefix(".") {
      #expect(macros.contains(line.prefix { $0 != " " }), "\(line)")
    }
  }
}
