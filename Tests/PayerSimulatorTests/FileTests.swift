import PayerSimulator
import Testing

/// What files say is what is true, and nobody says what is false.
struct FileTests {
  @Test(arguments: Worlds.all.indices)
  func `statements lead from balance to balance, and hold every movement once`(seed: Int) throws {
    let world = Worlds.all[seed]
    var closing: [String: Cents] = [:]
    var booked: [String: Cents] = [:]
    for file in world.files(.statement) {
      let account = try #require(file.contents(of: "IBAN").first)
      let balances = file.contents(of: "Bal").map(signed)
      let entries = file.contents(of: "Ntry")
      if let before = closing[account] { #expect(balances[0] == before, "\(file.name)") }
      #expect(balances[0] + entries.map(signed).total == balances[1], "\(file.name)")
      closing[account] = balances[1]
      for entry in entries {
        let reference = entry.split(separator: "AcctSvcrRef>")[1].split(separator: "<")[0]
        #expect(booked.updateValue(signed(entry), forKey: String(reference)) == nil)
      }
    }
    #expect(!closing.isEmpty)
    let paid = world.truth.receipts.compactMap { receipt in receipt.bankReference.map { ($0, receipt.cents) }
    }
    let others = world.truth.others.map { ($0.bankReference, $0.cents) }
    #expect(booked == Dictionary(uniqueKeysWithValues: paid + others))
  }

  private func signed(_ text: String) -> Cents {
    let amount = Cents(text.split(separator: "<Amt Ccy=\"EUR\">")[1].split(separator: "<")[0])
    return text.contains("<CdtDbtInd>DBIT") ? -amount : amount
  }

  @Test(arguments: Worlds.all.indices)
  func `a specification adds up to its payment, which is one of the payer's`(seed: Int) throws {
    let world = Worlds.all[seed]
    var numbers: Set<String> = []
    for file in world.files(.specification) {
      let rows = file.rows
      let payment = try #require(rows.first { $0["kind"] == "payment" })
      let number = try #require(payment["specification"])
      #expect(numbers.insert(number).inserted)
      let announced = rows.filter { $0["kind"] == "takeback" }
      let contributions = rows.filter { !["payment", "takeback"].contains($0["kind"]) }
      #expect(announced.allSatisfy { Cents($0["amount"] ?? "") < 0 })
      let sum = contributions.map { Cents($0["amount"] ?? "") }.total
      #expect(sum == Cents(payment["amount"] ?? ""), "\(file.name)")
      if let receipt = world.truth.receipts.first(where: { $0.specification?.number == number }) {
        #expect(receipt.cents == sum)
        #expect(receipt.parts.map(\.contribution) == contributions.map { Cents($0["amount"] ?? "") })
      } else {
        #expect(contributions.isEmpty && !announced.isEmpty, "\(file.name)")
      }
    }
    let specified = world.truth.receipts.compactMap(\.specification?.number)
    #expect(numbers.isSuperset(of: specified))
  }

  @Test(arguments: Worlds.all.indices)
  func `the totals of a return prove the lines that it does not list`(seed: Int) {
    let world = Worlds.all[seed]
    for file in world.files(.returnMessage) {
      let records = file.text.split(separator: "\r\n")
      #expect(records.allSatisfy { $0.utf8.count == 370 })
      func number(_ record: Substring, _ first: Int, _ last: Int) -> Int {
        Int(record.dropFirst(first - 1).prefix(last - first + 1)) ?? .min
      }
      let last = records[records.count - 1]
      let lost = records.filter { $0.hasPrefix("04") }.map { number($0, 186, 193) - number($0, 320, 327) }
      #expect(number(last, 34, 44) - number(last, 46, 56) == lost.reduce(0, +), "\(file.name)")
      #expect(number(last, 27, 33) == records.count - 2)
      let invoice = records[0].dropFirst(80).prefix(12).filter { $0 != " " }
      let declaration = world.truth.declarations.first { $0.number == invoice }
      #expect(declaration?.claimed.count == number(last, 34, 44))
      #expect(
        declaration?.awards.contains { award in
          award.cents.count == number(last, 46, 56)
            && records[0].dropFirst(310).hasPrefix(award.remittance + " ")
        } == true)
    }
    for file in world.files(.awards) where file.rows[0]["total_claimed"] != "" {
      let lost = file.rows.filter { $0["line"] != "" }
        .map { Cents($0["claimed"] ?? "") - Cents($0["awarded"] ?? "") }.total
      let totals = file.rows[0]
      #expect(Cents(totals["total_claimed"] ?? "") - Cents(totals["total_awarded"] ?? "") == lost)
    }
  }

  @Test(arguments: Worlds.all.indices)
  func `no text names a declaration that it does not pay, and who names in full names them all`(seed: Int) {
    let world = Worlds.all[seed]
    let known = Set(world.truth.declarations.map(\.number))
    for receipt in world.truth.receipts where receipt.bankReference != nil {
      // A number may stand across two fields.
      let words = [" ", ""].flatMap { Self.words(of: receipt.text.joined(separator: $0)) }
      let paid = receipt.parts.filter { $0.kind == .declaration }.map(\.reference)
      let named = known.intersection(words)
      switch receipt.naming {
      case .namedInFull, .namedWithTakebacks, .namedPartlyNetted, .namedButNetted, .namedInPart,
        .namedLessFee:
        #expect(named == Set(paid), "\(receipt.text)")
      case .specification, .numbersCut, .namedYear, .nothing: #expect(named.isEmpty, "\(receipt.text)")
      }
    }
  }

  /// Upper case, without zeros before them.
  private static func words(of text: String) -> [String] {
    text.uppercased().split { !$0.isLetter && !$0.isNumber }.map { String($0.drop { $0 == "0" }) }
  }

  @Test(arguments: Worlds.all.indices)
  func `names of files, and numbers of declarations, lines and answers, are given once`(seed: Int) {
    let world = Worlds.all[seed]
    let names = world.events.flatMap(\.files).map(\.name)
    #expect(Set(names).count == names.count)
    let rows = world.files(.declarations).flatMap(\.rows)
    #expect(Set(rows.map { $0["line"] }).count == rows.count)
    let numbers = world.truth.declarations.map(\.number)
    #expect(Set(numbers).count == numbers.count)
    #expect(Set(rows.compactMap { $0["declaration"] }) == Set(numbers))
    let answers = world.truth.declarations.flatMap { declaration in
      declaration.awards.map { declaration.payer + $0.remittance }
    }
    #expect(Set(answers).count == answers.count)
    // Else an ordinary line would be taken for a rejected one that is declared again.
    let ordinary = rows.filter { $0["previous"] == "" }
    let care = ordinary.map { row in
      ["payer", "client", "service", "service_from"].map { row[$0] ?? "" }
    }
    #expect(Set(care).count == care.count)
  }
}
