import Foundation
import Testing

@testable import remitd

/// The lists over the month of home care, whose figures `samples/home-care-month/story.md` works out by hand.
@Suite struct ListTests {
  private static let samples = [
    "home-care-month", "awarded-mode", "care-system-posts", "second-return", "netted-payment",
    "takeback-over-three-payments", "nothing-is-paid", "five-equal-amounts", "another-label-pays",
    "unannounced-takeback",
  ]

  @Test(arguments: [
    ("balance", "accounts", "account name debit credit balance"),
    ("receipts", "receipts", "reference date amount payer text outcome class parts unexplained candidates"),
    ("open-items", "items", "payer scheme kind reference claimed awarded paid open state due"),
    ("suspense", "items", "reference account amount cause since owner cleared_by due"),
    (
      "entries", "entries", "reference date period journal text job booked_by state postings because"
    ),
    (
      "declarations", "declarations",
      "payer declaration submitted_on scheme lines claimed awarded paid open state answered returns waiting file"
    ),
    (
      "files", "files",
      "name digest size origin state kind format lines received duplicate_of findings"
    ),
    (
      "status", "administrations",
      """
      administration name mapping files fetched last_received waiting_events held_files held_returns waiting_declarations waiting_takebacks line_findings \
      more_line_findings entries deliveries sources suspense
      """
    ),
  ])
  func `each list has the members of the contract`(command: String, list: String, members: String) throws {
    let answer = try Installation(sample: "home-care-month")(command, "--json")
    #expect(answer.code == .done)
    #expect(answer.errors.isEmpty)
    #expect(answer.output.filter { $0 == "\n" }.count == 1)
    let rows = try answer.list(list)
    #expect(!rows.isEmpty)
    for row in rows { #expect(Set(row.keys) == Set(members.split(separator: " ").map(String.init))) }
  }

  @Test func `postings, parts and findings have the members of the contract`() throws {
    let month = try Installation(sample: "home-care-month")
    let entry = try #require(try month("entries", "--json").list("entries").first)
    let posting = try #require((entry["postings"] as? [[String: Any]])?.first)
    #expect(Set(posting.keys) == ["account", "debit", "credit", "dimensions", "item"])
    let receipt = try #require(try month("receipts", "--json", "--outcome", "unique").list("receipts").first)
    let part = try #require((receipt["parts"] as? [[String: Any]])?.first)
    #expect(Set(part.keys) == ["kind", "reference", "amount"])
    #expect(try month.take("letter.txt", "Dear Sir,\n").code == .findings)
    let file = try #require(try month("files", "--json", "--state", "quarantined").list("files").first)
    let finding = try #require((file["findings"] as? [[String: Any]])?.first)
    #expect(
      Set(finding.keys)
        == [
          "rule", "severity", "file", "line", "column", "byte", "message", "remedy",
          "line_text", "also",
        ])
  }

  @Test func `each entry names the job of the run that posted it, which is its file in the outlet`() throws {
    let installation = Installation()
    func declared(_ number: Int) -> String {
      """
      payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
      uzovi-3311,WV\(number),WV\(number)-1,999900018,,1000,Zvw,2026-03-0\(number),2026-03-08,1.00,100.00,2026-04-02

      """
    }
    for number in 1...2 { try installation.take("\(number).csv", declared(number)) }
    let jobs = try installation("entries", "--json").list("entries").compactMap { $0["job"] as? String }
    #expect(jobs.map { $0.suffix(4) } == ["-001", "-002"])
    for job in jobs {
      let journal = "drop/de-linde/de-linde-\(job).journal"
      #expect(FileManager.default.fileExists(atPath: installation.folder.appending(path: journal).path))
    }
  }

  @Test func `balances are those that were worked out by hand`() throws {
    let accounts = try Installation(sample: "home-care-month")("balance", "--json").list("accounts")
    let balances = accounts.reduce(into: [String: String]()) {
      $0[$1["account"] as? String ?? ""] = $1["balance"] as? String
    }
    #expect(
      balances == [
        "1010": "-15384.45", "1310": "110.10", "1320": "0.00", "1330": "0.00", "1350": "0.00",
        "2100": "33762.45", "2110": "0.00", "8010": "-4865.30", "8015": "7.20", "8020": "-13630.00",
      ])
  }

  @Test(arguments: samples)
  func `what waits sums to the balance of the suspense accounts`(sample: String) throws {
    let installation = try Installation(sample: sample)
    let suspense = try installation("suspense", "--json").json()
    let items = try #require(suspense["items"] as? [[String: Any]])
    let onAccounts = try installation("balance", "--expected", "--json").list("accounts")
      .filter { ($0["account"] as? String ?? "").hasPrefix("21") && $0["account"] as? String != "2140" }
      .map { cents($0["balance"]) }.reduce(0, +)
    #expect(cents(suspense["total"]) == onAccounts)
    #expect(items.map { cents($0["amount"]) }.reduce(0, +) == onAccounts)
  }

  @Test(arguments: samples)
  func `each receipt is its parts and what is unexplained`(sample: String) throws {
    let receipts = try Installation(sample: sample)("receipts", "--json").list("receipts")
    #expect(!receipts.isEmpty)
    for receipt in receipts {
      let parts = (receipt["parts"] as? [[String: Any]] ?? []).map { cents($0["amount"]) }.reduce(0, +)
      #expect(cents(receipt["amount"]) == parts + cents(receipt["unexplained"]))
    }
  }

  @Test func `what other systems book is in no balance unless expected`() throws {
    let installation = try Installation(sample: "care-system-posts")
    let ours = try installation("entries", "--json").list("entries")
    #expect(Set(ours.map { $0["booked_by"] as? String }).isSuperset(of: ["care-system", "gateway"]))
    let plain = try installation("balance", "--json").list("accounts")
    #expect(!plain.contains { $0["account"] as? String == "8010" })
    #expect(
      try installation("balance", "--expected", "--json").list("accounts")
        .contains { $0["account"] as? String == "8010" })
  }

  @Test func `nothing that is printed names a client or whom a line that is not ours was paid to`() throws {
    let month = try Installation(sample: "home-care-month")
    var printed = ""
    for command in ["status", "declarations", "receipts", "open-items", "suspense", "entries", "files"] {
      printed += month(command).output + month(command, "--json").output
    }
    for receipt in try month("receipts", "--json").list("receipts") {
      let reference = receipt["reference"] as? String ?? ""
      printed += month("explain", reference).output + month("explain", reference, "--json").output
    }
    for declaration in try month("declarations", "--json").list("declarations") {
      let number = declaration["declaration"] as? String ?? ""
      printed += month("explain", number).output + month("explain", number, "--json").output
    }
    #expect(!printed.contains("9999000"))
    #expect(!printed.contains("Huur") && !printed.contains("Vastgoed") && !printed.contains("Salaris"))
    #expect(printed.contains("•••"))
  }

  @Test func `filters narrow a list`() throws {
    let month = try Installation(sample: "home-care-month")
    #expect(try month("declarations", "--payer", "uzovi-7095", "--json").list("declarations").count == 2)
    #expect(try month("declarations", "--from=2026-04-14", "--json").list("declarations").count == 2)
    #expect(try month("open-items", "--open", "--json").list("items").count == 1)
    #expect(try month("receipts", "--payer", "uzovi-7095", "--json").list("receipts").count == 3)
    #expect(try month("receipts", "--cause", "unknown-payer", "--json").list("receipts").count == 1)
    #expect(try month("suspense", "--due-before", "2026-05-06", "--json").list("items").count == 1)
    #expect(
      try month("balance", "--account", "1310", "--until", "2026-04-07", "--json").list("accounts").count == 1
    )
    #expect(try month("entries", "--journal", "MEM", "--json").list("entries").count == 6)
    #expect(try month("files", "--state", "duplicate", "--json").list("files").count == 1)
  }

  @Test func `tables end with totals`() throws {
    let month = try Installation(sample: "home-care-month")
    let lines = month("balance").output.split(separator: "\n")
    #expect(lines.last == "EUR      10 accounts                           90,593.75  90,593.75        0.00")
    let suspense = month("suspense").output
    #expect(suspense.contains("4 items                                                      33,762.45"))
    #expect(suspense.contains("2026-04-23  2026-05-07 overdue  2100"))
    #expect(suspense.hasSuffix("money that came in and waits is negative.\n"))
  }

  @Test func `an account or journal that is unknown does not read as an empty one`() throws {
    let month = try Installation(sample: "home-care-month")
    for command in ["entries", "balance", "suspense"] {
      let answer = month(command, "--account", "801O")
      #expect(answer.code == .wrongUse && answer.errors.contains("did you mean 8010?"), "\(command)")
      #expect(month(command, "--account", "8016").code == .done, "of the chart, and nothing is posted on it")
    }
    #expect(month("entries", "--journal", "MEN").errors.contains("did you mean MEM?"))
  }

  @Test func `a balance tells of the entries of other systems that it leaves out`() throws {
    let installation = try Installation(sample: "care-system-posts")
    #expect(installation("balance").output.contains("of other systems are not counted; --expected adds them"))
    #expect(!installation("balance", "--expected").output.contains("not counted"))
  }

  @Test func `a file that comes twice is told with the one that it repeats`() throws {
    let installation = Installation()
    let file = Installation.repository.appending(
      path: "samples/second-return/inbox/01-declarations_WV26000501.csv"
    ).path
    _ = installation("ingest", file)
    #expect(
      installation("ingest", file).output.contains("says nothing that 01-declarations_WV26000501.csv did not")
    )
  }

  @Test func `an empty workspace has empty lists`() throws {
    let empty = Installation()
    for command in [
      "status", "declarations", "receipts", "open-items", "suspense", "entries", "balance", "files",
    ] {
      #expect(empty(command).code == .done)
      #expect(empty(command, "--json").code == .done)
    }
    #expect(empty("entries").output == "No entries.\n")
    #expect(empty("entries", "--json").output == "{\"entries\":[]}\n")
  }

  @Test func `what is only claimed is in no sum`() throws {
    let installation = Installation()
    try installation.take(
      "declarations.csv",
      """
      payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
      uzovi-3311,WV1,WV1-1,999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,100.00,2026-04-02

      """)
    let item = try #require(try installation("open-items", "--json").list("items").first)
    #expect(item["state"] as? String == "claimed")
    #expect(item["awarded"] as? String == "0.00" && item["open"] as? String == "0.00")
    #expect(item["due"] is NSNull)
  }

  private func cents(_ amount: Any?) -> Int {
    Int((amount as? String ?? "").replacing(".", with: "")) ?? Int.min / 4
  }
}
