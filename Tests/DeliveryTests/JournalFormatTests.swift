import Accounting
import Delivery
import Disk
import Foundation
import TestSupport
import Testing

@Suite struct JournalFormatTests {
  private let folder = TemporaryFolder()

  private func journal(
    _ format: some JournalFormat, _ entries: [OutgoingEntry], tags: [String] = ["document"]
  ) throws -> String {
    var text = ""
    var export = JournalExport(
      format, try Story.chart(), currencies: [.eur, .chf], tags: tags, opening: try Story.date("2026-01-01"))
    for entry in entries { try export.append(entry) { text += $0 } }
    try export.finish { text += $0 }
    return text
  }

  private func hostileEntries() throws -> [OutgoingEntry] {
    try Story.hostileTexts.enumerated().map { number, text in
      try Story.entry(
        "VRK-2026-\(1_000 + number)", "2026-03-15", text, 1 + Int64(number), debit: "4800", credit: "2.4-00",
        item: text,
        tags: [.init("document", text)], bookedBy: number % 2 == 0 ? .gateway : .careSystem)
    }
  }

  @Test func `an entry in hledger reads as an accountant writes it`() throws {
    let text = try journal(HledgerJournal(), [try Story.entries()[2]])
    #expect(
      text.hasSuffix(
        """
        tag reversal-of

        2026-04-01 * (VRK-2026-000001-R1) Declaration 2026-0042
            ; journal: VRK, reversal-of: VRK-2026-000001
            income:8000  EUR 1250.00  ; cost-centre: 110, item: 2026-0042
            assets:1310  EUR -1250.00


        """))
    #expect(text.contains("account assets:1010  ; Bank, main / account. EUR\n"))
  }

  @Test func `an entry in beancount reads as its own documentation has it`() throws {
    let text = try journal(BeancountJournal(), [try Story.entries()[0]])
    #expect(
      text.hasSuffix(
        """
        2026-03-31 * "Payment uzovi-3311" ^VRK-2026-000002
          journal: "VRK"
          Assets:A1010  1250.00 EUR
            cost-centre: "110"
            item: "camt/2026-03-31/7"
          Liabilities:A1390  -1250.00 EUR


        """))
  }

  @Test func `a row in CSV is a posting, and no cell is a formula`() throws {
    let entry = try Story.entry(
      "VRK-2026-000009", "2026-03-31", "=HYPERLINK(\"x\")", 5, debit: "4800", credit: "8000", item: "a,b")
    let rows = try journal(CSVJournal(), [entry]).components(separatedBy: "\r\n")
    #expect(
      rows[1...] == [
        #"VRK-2026-000009,2026-03-31,VRK,"'=HYPERLINK(""x"")",4800,expenses,"Tariff difference, ""small""","#
          + #"0.05,,EUR,110,"a,b",,gateway,"#,
        #"VRK-2026-000009,2026-03-31,VRK,"'=HYPERLINK(""x"")",8000,income,Revenue,,0.05,EUR,,,,gateway,"#, "",
      ])
  }

  @Test func `an account that is not in the chart stops the journal and is named`() throws {
    let entry = try Story.entry("VRK-2026-000009", "2026-03-31", "x", 5, debit: "9999", credit: "8000")
    for format in [HledgerJournal(), BeancountJournal(), CSVJournal()] as [any JournalFormat] {
      let failure = #expect(throws: JournalFailure.self) { try format.text(entry, Story.chart()) }
      #expect(failure?.description.contains("account 9999") == true)
    }
  }

  @Test(.enabled(if: Program.isInstalled("hledger"), "needs hledger"))
  func `hledger accepts the journal, whatever the texts, and finds each entry on its day`() throws {
    let entries = try hostileEntries()
    try folder.write(try journal(HledgerJournal(), entries), to: "all.journal")
    let check = try Program.run(
      "hledger", ["check", "-s", "ordereddates", "-f", folder.path + "/all.journal"])
    #expect(check.status == 0, "\(check.output)")
    let codes = try Program.run("hledger", ["codes", "-f", folder.path + "/all.journal"])
    #expect(codes.output.split(separator: "\n").count == entries.count)
    // Neither a text nor an item moves a posting to another day or changes its amount.
    let register = try Program.run(
      "hledger", ["register", "-f", folder.path + "/all.journal", "-O", "csv", "expenses:4800"])
    let rows = register.output.split(separator: "\n").dropFirst()
    #expect(rows.count == entries.count)
    #expect(rows.allSatisfy { $0.contains("\"2026-03-15\"") }, "\(register.output)")
    let tags = try Program.run("hledger", ["tags", "-f", folder.path + "/all.journal"])
    #expect(
      Set(tags.output.split(separator: "\n").map(String.init))
        == ["booked-by", "cost-centre", "document", "item", "journal"])
  }

  @Test(.enabled(if: Program.isInstalled("bean-check"), "needs beancount"))
  func `beancount accepts the journal, whatever the texts`() throws {
    try folder.write(
      try journal(BeancountJournal(), try hostileEntries() + Story.entries()), to: "all.beancount")
    let check = try Program.run("bean-check", [folder.path + "/all.beancount"])
    #expect(check.status == 0, "\(check.output)")
    #expect(check.output.isEmpty)
  }

  @Test func `a long journal is handed on in pieces`() throws {
    let entry = try Story.entries()[0]
    var pieces: [Int] = []
    var export = JournalExport(
      HledgerJournal(), try Story.chart(), currencies: [.eur], opening: try Story.date("2026-01-01"))
    for _ in 0..<5_000 { try export.append(entry) { pieces.append($0.utf8.count) } }
    try export.finish { pieces.append($0.utf8.count) }
    #expect(pieces.count > 5)
    #expect(pieces.allSatisfy { $0 < 70_000 })
  }
}
