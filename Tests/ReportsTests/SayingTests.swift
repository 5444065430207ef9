import Foundation
import Testing

@testable import remitd

/// What commands say beyond figures: what waits, what a line of the bank is, and nothing that a terminal would obey.
@Suite struct SayingTests {
  @Test func `ingest says what waits, why, and what is next`() throws {
    let installation = Installation()
    let awards = try installation.take(
      "awards.csv",
      """
      payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
      uzovi-3311,5550,2026-04-13,WV404,WV404-1,100.00,0.00,0551,100.00,0.00

      """)
    #expect(awards.output.contains("held return uzovi-3311 5550 of 2026-04-13 on WV404"))
    #expect(awards.output.contains("take the declaration file in"))
    let declarations = try installation.take(
      "declarations.csv",
      """
      payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
      uzovi-3311,WV404,WV404-1,999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,100.00,2026-04-02

      """)
    #expect(declarations.output.contains("2 entries, 2 delivered, 1 item on suspense"))
    #expect(
      declarations.output.contains(
        "on suspense, rejected-open: 1 item, 100.00; cleared by mending what the return code names and "
          + "declaring the line again"
      ))
    #expect(!declarations.output.contains("held return"))
    let status = installation("status").output
    #expect(!status.contains("1 entries") && !status.contains("1 items"))
  }

  @Test func `ingest tells in full what is new, and counts what waited before`() throws {
    let installation = Installation()
    func awards(_ number: Int) throws -> String {
      try installation.take(
        "awards-\(number).csv",
        """
        payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded
        uzovi-3311,555\(number),2026-04-13,WV40\(number),WV40\(number)-1,100.00,0.00,0551,100.00,0.00

        """
      ).output
    }
    #expect(!(try awards(1).contains("from before")))
    let second = try awards(2)
    #expect(second.contains("held return uzovi-3311 5552") && !second.contains("5551"))
    #expect(second.contains("  from before: 1 held return; remitd status lists it\n"), "\(second)")
    let declared = """
      payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
      uzovi-3311,WV1,WV1-1,999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,100.00,2026-04-02

      """
    try installation.take("first.csv", declared)
    let held = try installation.take("second.csv", declared.replacing("100.00", with: "90.00")).output
    #expect(held.components(separatedBy: "a number of its own").count == 2, "told once:\n\(held)")
    let third = try awards(3)
    #expect(!third.contains("second.csv"))
    #expect(third.contains("  from before: 1 held file and 2 held returns; remitd status lists them\n"))
  }

  @Test func `a bank line that an account of bank-others takes is not unexplained`() throws {
    let installation = Installation()
    try installation.write(
      Data(
        """
        iban,text,account,from,until,because
        ,huur,4400,2026-01-01,,Rent

        """.utf8), to: "mappings/de-linde/bank-others.csv")
    let month = Installation.repository.appending(path: "samples/home-care-month/inbox")
    let names = try FileManager.default.contentsOfDirectory(atPath: month.path).filter { $0.contains("camt") }
    #expect(
      installation.run(["ingest"] + names.sorted().map { month.appending(path: $0).path }).code == .done)
    let receipts = try installation("receipts", "--outcome", "not-ours", "--json").list("receipts")
    #expect(receipts.count == 2)
    for receipt in receipts {
      guard let part = (receipt["parts"] as? [[String: Any]])?.first else {
        // No row takes it: it waits with its cause.
        #expect(receipt["unexplained"] as? String == receipt["amount"] as? String)
        continue
      }
      #expect(part["kind"] as? String == "other-account" && part["reference"] as? String == "4400")
      #expect(part["amount"] as? String == receipt["amount"] as? String)
      #expect(receipt["unexplained"] as? String == "0.00")
      let story = installation("explain", receipt["reference"] as? String ?? "").output
      #expect(story.contains("By bank-others.csv it stands on 4400"))
      #expect(!story.contains("is not explained"))
    }
    let list = installation("receipts", "--outcome", "not-ours").output
    #expect(list.contains("from no payer: on 4400") && list.contains("not-from-a-payer: "))
  }

  @Test func `what concerns no payer and is the bookkeeping's to book counts as nobody's to explain`() throws
  {
    let installation = try Installation(sample: "care-system-posts")
    let lists = installation("receipts", "--outcome", "not-ours").output
    for receipt in try installation("receipts", "--outcome", "not-ours", "--json").list("receipts") {
      // Nothing is posted on it, so there are no parts, and the sum rule holds.
      #expect(receipt["unexplained"] as? String == receipt["amount"] as? String)
      #expect(lists.contains("from no payer: booked by the bookkeeping"))
    }
  }

  @Test func `nothing that a terminal would obey comes out of a file`() throws {
    let installation = Installation()
    let marks = ["\u{1B}[2J", "\u{9B}31m", "\u{202E}", "\u{7F}", "\u{2066}", "\u{AD}"]
    let number = "WV" + marks.joined()
    let answer = try installation.take(
      "declarations\u{1B}[31m.csv",
      """
      payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
      uzovi-3311,\(number),"WV1\n-1",999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,100.00,2026-04-02

      """)
    var said = answer.output + answer.errors
    for command in ["status", "declarations", "open-items", "entries", "files"] {
      said += installation(command).output + installation(command, "--json").output
      #expect(throws: Never.self) { try installation(command, "--json").json() }
    }
    said += installation("explain", number).output + installation("explain", "\u{1B}]0;x").errors
    for mark in marks {
      for scalar in mark.unicodeScalars where !(0x20...0x7E).contains(scalar.value) {
        #expect(!said.unicodeScalars.contains(scalar), "U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  @Test func `a number in a bank text that may be a client's is dots, unless a declaration carries it`()
    throws
  {
    let installation = Installation()
    try installation.take(
      "declarations.csv",
      """
      payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
      uzovi-7095,999900031,L-1,999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,100.00,2026-04-02

      """)
    let camt = try String(
      contentsOf: Installation.repository.appending(
        path: "samples/home-care-month/inbox/19-camt053_NL85TEST0000000101_20260424.xml"), encoding: .utf8)
    for text in ["Nabetaling zorg", "DECLARATIE WV26000120"] { #expect(camt.contains(text)) }
    try installation.take(
      "camt.xml",
      camt.replacing("Nabetaling zorg", with: "Nabetaling 999900018")
        .replacing("DECLARATIE WV26000120", with: "DECLARATIE 999900031 clnt 999900018"))
    var shown = installation("receipts").output + installation("receipts", "--json").output
    for receipt in try installation("receipts", "--json").list("receipts") {
      let reference = receipt["reference"] as? String ?? ""
      shown += installation("explain", reference).output + installation("explain", reference, "--json").output
    }
    #expect(!shown.contains("999900018"))
    #expect(shown.contains("DECLARATIE 999900031 clnt •••••••••"))
    #expect(shown.contains("Nabetaling •••••••••"))
  }
}
