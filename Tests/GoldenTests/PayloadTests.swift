import Foundation
import Mapping
import Pipeline
import Reports
import Testing

/// What is handed to other programs, in each format: as it is expected, and with the balances that we have.
struct PayloadTests {
  private static let formats = ExportFormat.allCases.filter { $0 != .hledger }
  private static let folder = GoldenStory.repository.appending(path: "Tests/GoldenTests/Payloads")

  private static func story(_ name: String) throws -> GoldenStory {
    try #require(GoldenStory.all.first { $0.folder.lastPathComponent == name })
  }

  @Test(arguments: formats)
  func `a payload of each format is as it was read and found right`(format: ExportFormat) throws {
    let trial = try StoryWorkspace(try Self.story("second-return"))
    try trial.tell()
    try trial.reverse("VRK-2026-000002")
    try Golden.compare(
      try trial.journal(in: format), with: Self.folder.appending(path: "second-return.\(format.rawValue)"))
  }

  /// The month with a payment, an award and a bank line taken back.
  private func month() throws -> StoryWorkspace {
    let trial = try StoryWorkspace(try Self.story("home-care-month"))
    try trial.tell()
    try trial.reverse("MEM-2026-000001", "VRK-2026-000003", "BNK-2026-000002")
    return trial
  }

  private func write(_ format: ExportFormat, of trial: StoryWorkspace, as name: String) throws -> String {
    let file = trial.folder.appending(path: name)
    try Data(try trial.journal(in: format).utf8).write(to: file)
    return file.path
  }

  /// By account code, the cents of `account|amount` or `account,amount`, those with nothing left out.
  private func balances(_ rows: some Sequence<Substring>, separator: Character) throws -> [String: Int64] {
    var balances: [String: Int64] = [:]
    for row in rows {
      let cells = row.split(separator: separator).map {
        $0.replacing("EUR", with: "").filter { $0 != " " && $0 != "\"" && $0 != "\r" }
      }
      let code = try #require(cells[0].split(separator: ":").last.map { $0.drop { $0 == "A" } }, "\(row)")
      let cents: Int64 = try #require(wholeCents(of: cells[1]), "\(row)")
      balances[String(code)] = cents
    }
    return balances.filter { $0.value != 0 }
  }

  @Test(.enabled(if: Program.isInstalled("hledger"), "needs hledger"))
  func `a month with reversals balances in hledger as in our books`() throws {
    let trial = try month()
    let file = try write(.hledger, of: trial, as: "month.journal")
    #expect(try Program.run("hledger", ["-f", file, "check", "--strict"]).status == 0)
    let answer = try Program.run("hledger", ["-f", file, "balance", "--flat", "--no-total", "-O", "csv"])
    let theirs = try balances(answer.output.split(whereSeparator: \.isNewline).dropFirst(), separator: ",")
    #expect(try theirs == trial.balances(isExpected: false))
    #expect(theirs.count > 5)
  }

  @Test(.enabled(if: Program.isInstalled("ledger"), "needs ledger"))
  func `a month with reversals balances in ledger as in our books`() throws {
    let trial = try month()
    let file = try write(.ledger, of: trial, as: "month.ledger")
    let answer = try Program.run(
      "ledger",
      [
        "--strict", "--pedantic", "-f", file, "balance", "--flat", "--no-total", "--balance-format",
        "%(account)|%(display_total)\n",
      ])
    #expect(answer.status == 0, "\(answer.output)")
    let theirs = try balances(answer.output.split(whereSeparator: \.isNewline), separator: "|")
    #expect(try theirs == trial.balances(isExpected: false))
  }

  @Test(.enabled(if: Program.isInstalled("bean-query"), "needs beancount"))
  func `a month with reversals balances in beancount as in our books`() throws {
    let trial = try month()
    let file = try write(.beancount, of: trial, as: "month.beancount")
    let check = try Program.run("bean-check", [file])
    #expect(check.status == 0, "\(check.output)")
    let answer = try Program.run(
      "bean-query", ["-f", "csv", file, "SELECT account, sum(number) GROUP BY account"])
    let theirs = try balances(answer.output.split(whereSeparator: \.isNewline).dropFirst(), separator: ",")
    #expect(try theirs == trial.balances(isExpected: false))
  }

  private static let shared = GoldenStory.repository.deletingLastPathComponent().appending(path: "shared")
  private static let hasGnuCash: Bool = {
    let peer = shared.appending(path: "peers/gnucash_peer.py").path
    guard FileManager.default.fileExists(atPath: peer),
      FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
    else { return false }
    return (try? Program.run("python3", ["-c", "import gnucash"]).status) == 0
  }()

  @Test(
    .enabled(if: hasGnuCash, "needs GnuCash with its Python bindings, and the given script that drives it"))
  func `a month with reversals balances in GnuCash as in our books`() throws {
    let trial = try month()
    let file = try write(.gnucash, of: trial, as: "month.csv")
    let chart = try #require(try trial.source().mapping?.chart)
    let kinds = chart.map { "(\"\($0.account)\", \"\($0.kind.rawValue.capitalized)\")" }.joined(
      separator: ", ")
    // The given script makes a book of a few accounts; ours takes their place. GnuCash shows income and debts by their
    // own sign, so what is asked for is debit less credit.
    let script = """
      import sys; sys.path.insert(0, "\(Self.shared.path)/peers")
      import gnucash_peer as g
      kind = {"Assets": "ASSET", "Liabilities": "LIABILITY", "Equity": "LIABILITY", "Income": "INCOME", "Expenses": "EXPENSE"}
      rows = [\(kinds)]
      g.CHART = tuple((k, t, tuple((c, t, c) for c, a in rows if a == k)) for k, t in kind.items())
      book = "\(trial.folder.path)/month.gnucash"
      g.create(book)
      g.import_csv(book, "\(file)")
      g.balances(book)
      """
    let answer = try Program.run("python3", ["-c", script])
    #expect(answer.status == 0, "\(answer.output)")
    var theirs: [String: Int64] = [:]
    for row in answer.output.split(whereSeparator: \.isNewline) where row.filter({ $0 == "," }).count >= 3 {
      let cells = row.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.filter { $0 != "\r" && $0 != "\"" }
      }
      guard let debit = wholeCents(of: cells[cells.count - 3]),
        let credit = wholeCents(of: cells[cells.count - 2]),
        let code = cells[0].split(separator: ":").last
      else { continue }
      if debit != credit { theirs[String(code)] = debit - credit }
    }
    #expect(try theirs == trial.balances(isExpected: false), "\(answer.output)")
  }

  @Test(
    .enabled(
      if: Program.isInstalled("xmllint")
        && FileManager.default.fileExists(atPath: shared.appending(path: "bookkeeping-specs").path),
      "needs xmllint and the given schemas"),
    arguments: [(ExportFormat.xaf, "3.2"), (.xaf40, "4.0")])
  func `an audit file satisfies its schema, and its control totals are those of our books`(
    format: ExportFormat, version: String
  ) throws {
    let trial = try month()
    let file = try write(format, of: trial, as: "month.xaf")
    let schema = Self.shared.appending(path: "bookkeeping-specs/XmlAuditfileFinancieel\(version).xsd").path
    let check = try Program.run("xmllint", ["--noout", "--schema", schema, file])
    #expect(check.status == 0, "\(check.output)")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let lines = text.matches(
      of: /<accID>([^<]+)<\/accID><docRef>[^\n]*<amnt>([0-9.]+)<\/amnt><amntTp>([DC])</)
    var theirs: [String: Int64] = [:]
    var debits: Int64 = 0
    for line in lines {
      let cents: Int64 = try #require(wholeCents(of: line.output.2))
      theirs[String(line.output.1), default: 0] += line.output.3 == "D" ? cents : -cents
      if line.output.3 == "D" { debits += cents }
    }
    #expect(try theirs.filter { $0.value != 0 } == trial.balances(isExpected: false))
    #expect(text.contains("<linesCount>\(lines.count)</linesCount>"))
    let total = try #require(
      text.firstMatch(of: /<totalDebit>([0-9.]+)<\/totalDebit><totalCredit>([0-9.]+)</))
    #expect(wholeCents(of: total.output.1) == debits)
    #expect(total.output.1 == total.output.2)
  }
}
