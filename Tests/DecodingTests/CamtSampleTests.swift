import Accounting
import Care
import Decoding
import Findings
import Synchronization
import Testing

@Suite(.enabled(if: CamtSamples.arePresent, "needs ../shared/samples-intl/camt"))
struct `Public camt files` {
  private static let tally = Mutex((files: 0, values: 0))

  @Test(arguments: CamtSamples.names)
  func `a file is read with its values or refused with its fault`(name: String) throws {
    let bytes = try CamtSamples.bytes(of: name)
    let expected = try #require(try CamtSamples.expected()[name])
    let message = expected.computed
    #expect(CamtDecoder().recognises(Array(bytes.prefix(4_096))))
    let outcome = try CamtOutcome(CamtPieces(bytes))
    var values = 0
    if message.message == "BkToCstmrStmt" {
      values = try check(outcome, of: bytes, against: message, name)
      #expect(try CamtOutcome(CamtPieces(bytes, each: 997)) == outcome)
    } else {
      values = 1
      #expect(outcome.rules == ["not-a-statement"])
      #expect(outcome.facts.isEmpty)
    }
    values += try checkUpstream(outcome, against: expected, name)
    let (files, all) = Self.tally.withLock { tally in
      tally.files += 1
      tally.values += values
      return tally
    }
    guard files == CamtSamples.names.count else { return }
    print("camt: \(files) public files, \(all) values checked")
    #expect(files >= 31 && all > 2_500)
  }

  @Test func `every camt.053 file that is there is one of these`() throws {
    let there = try Samples.files { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      return text.contains("<Document") && text.contains("<BkToCstmrStmt")
    }
    let asserted = try CamtSamples.expected().filter { $0.value.computed.message == "BkToCstmrStmt" }
    #expect(there == asserted.keys.map { "samples-intl/camt/\($0)" }.sorted())
  }

  /// What the projects that the files come from assert of them. Not kept by remitd, and so not compared: charges,
  /// reason codes, value dates, BIC, mandate, creditor's number, SWIFT code, original amounts and rates, the numbers of
  /// a batch.
  private func checkUpstream(
    _ outcome: CamtOutcome, against expected: CamtSamples.Expectation, _ name: String
  ) throws -> Int {
    var values = 0
    func same<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) {
      values += 1
      #expect(found == expected, "\(name): \(what)")
    }
    let asserted = expected.upstream
    let statement = outcome.statements.first
    if let id = asserted["statement.id"] { same(statement?.identification, id, "identification") }
    if let account = asserted["account"] { same(statement?.account, account, "account") }
    if let number = asserted["electronic_sequence_number"] {
      // Behind the stroke stands the page.
      same(statement.map { String($0.sequence.prefix { $0 != "/" }) }, number, "sequence number")
    }
    if let from = asserted["from"] {
      same(statement?.firstDay?.description, String(from.prefix(10)), "first day")
    }
    if let to = asserted["to"] { same(statement?.lastDay?.description, String(to.prefix(10)), "last day") }
    if let opening = asserted["opening"] {
      same(statement?.opening?.plain, String(opening.prefix { $0 != " " }), "opening balance")
    }
    if let debtor = asserted["debtor"] { same(outcome.lineFacts.first?.name, debtor, "name of the debtor") }
    for (place, value) in asserted where place.hasPrefix("entries[") {
      let parts = place.split(separator: ".").map(String.init)
      guard let line = outcome.line(ofEntry: parts[0], in: expected.computed) else {
        same(outcome.hasErrors, true, "an entry that is not read is in a file that is refused: \(place)")
        continue
      }
      switch parts.last {
      case "amount":
        same(line.amount.minorUnits.magnitude, CamtSamples.cents(value)?.magnitude, "amount")
      case "booking": same(line.bookedOn.description, value, "booking date")
      case "name": same(line.name, value, "name")
      case "iban": same(line.counterparty, value, "account of the other party")
      case "end_to_end": same(line.endToEnd, value, "end-to-end reference")
      // Of an entry it gives way to that of its transaction, which is narrower.
      case "bank_reference" where place.contains(".tx["): same(line.bankReference, value, "bank reference")
      case "creditor_reference": same(line.texts.contains(value), true, "creditor reference")
      case "remittance": same(line.texts.joined(separator: " ").contains(value), true, "remittance text")
      default: break
      }
    }
    return values
  }

  private func check(
    _ outcome: CamtOutcome, of bytes: [UInt8], against message: CamtSamples.Message, _ name: String
  ) throws -> Int {
    var values = 0
    func same<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) {
      values += 1
      #expect(found == expected, "\(name): \(what)")
    }
    if let namespace = message.namespace {
      same(outcome.format.name, String(namespace.split(separator: ":").last ?? ""), "format")
    } else {
      same(outcome.format.name, "camt.053", "format")
    }
    same(outcome.statements.count, message.statements.count, "number of statements")
    let groups = outcome.linesByStatement
    for (index, expected) in message.statements.enumerated() where index < groups.count {
      let statement = outcome.statements[index]
      same(statement.identification, expected.id, "identification")
      same(statement.account, expected.account, "account")
      same(statement.source, "camt.053", "source")
      if let currency = expected.currency { same(statement.currency.code, currency, "currency") }
      let opening = expected.balance(["OPBD", "PRCD"])
      same(
        statement.opening?.minorUnits, opening?[1].flatMap(CamtSamples.cents), "opening balance")
      let closing = expected.balance(["CLBD"]).flatMap { $0[2] == statement.currency.code ? $0 : nil }
      same(statement.closing?.minorUnits, closing?[1].flatMap(CamtSamples.cents), "closing balance")
      var lines = groups[index][...]
      for entry in expected.entries where entry.ccy == statement.currency.code && entry.amount != nil {
        let parts = entry.tx_sum_equals_entry == true ? entry.tx ?? [] : []
        let count = max(1, parts.count)
        let taken = lines.prefix(count)
        lines = lines.dropFirst(count)
        same(taken.count, count, "number of lines of an entry")
        same(
          taken.reduce(0) { $0 + $1.amount.minorUnits }, entry.amount.flatMap(CamtSamples.cents) ?? 0,
          "amount")
        for (number, line) in taken.enumerated() {
          same(line.isReversal, entry.reversal ?? false, "reversal")
          if let day = entry.booking {
            same(line.bookedOn.description, String(day.prefix(10)), "booking date")
          }
          if let reference = entry.acctSvcrRef, taken.count == 1, !line.bankReference.isEmpty {
            // The reference of a single transaction is narrower than that of its entry.
            if entry.tx?.count == 1 {
              let element = bytes[line.place.byte..<line.place.byte + line.place.length]
              same(
                String(decoding: element, as: UTF8.self).contains("AcctSvcrRef>\(line.bankReference)<"), true,
                "bank reference")
            } else {
              same(line.bankReference, reference, "bank reference")
            }
          }
          guard let all = entry.tx, all.count == taken.count else { continue }
          let transaction = all[number]
          if taken.count > 1, let amount = transaction.amount.flatMap(CamtSamples.cents) {
            same(line.amount.minorUnits.magnitude, amount.magnitude, "amount of a transaction")
          }
          let endToEnd = transaction.endToEndId ?? ""
          same(line.endToEnd, endToEnd == "NOTPROVIDED" ? "" : endToEnd, "end-to-end reference")
          let allText = line.texts.joined()
          for text in transaction.ustrd ?? [] {
            values += 1
            #expect(allText.contains(text), "\(name): remittance text")
          }
          for reference in transaction.creditorRefs ?? [] {
            same(line.texts.contains(reference[1] ?? ""), true, "creditor reference")
          }
        }
      }
      same(lines.count, 0, "lines left over")
      if outcome.hasErrors == false {
        let net = groups[index].reduce(Int64(0)) { $0 + $1.amount.minorUnits }
        same(net, CamtSamples.cents(expected.net_booked_or_unstated) ?? 0, "net of all lines")
      }
    }
    let disagree = message.statements.contains { $0.opening_plus_net_equals_closing != true }
    same(outcome.hasErrors, disagree, "accepted or refused")
    return values
  }

  @Test(arguments: [
    ("genkgo/camt053.v2.five.decimals.xml", ["balance-differs"]),
    ("genkgo/camt053.v2.all-balance-types.xml", ["opening-differs", "balance-differs"]),
    ("genkgo/camt053.v4.xml", ["currency-differs"]),
    ("genkgo/camt053.v8.xml", ["currency-differs"]),
    ("genkgo/camt53.only-Dt-with-DtTm.xml", ["balance-missing"]),
    ("viafintech/053_v8_ubs.xml", ["currency-differs"]),
    ("viafintech/053_v2_ing_batch.xml", ["balance-differs"]),
    ("oca/test-camt053.xml", ["balance-differs"]),
    ("bankstatementparser/camt053_garbled_amount.xml", ["malformed-amount", "balance-missing"]),
  ])
  func `a faulty file is refused for its own fault`(name: String, rules: [String]) throws {
    let outcome = try CamtOutcome(CamtPieces(CamtSamples.bytes(of: name)))
    let errors = outcome.findings.filter { $0.severity == .error }
    #expect(errors.map(\.rule) == rules, "\(outcome.findings)")
    #expect(errors.allSatisfy { ($0.position.line ?? 0) > 1 && ($0.position.byte ?? 0) > 0 })
  }

  @Test func `a reversal keeps its sign and names the party that is not us`() throws {
    let swiss = try CamtOutcome(CamtPieces(CamtSamples.bytes(of: "viafintech/053_v4_postfinance.xml")))
    let reversals = swiss.lineFacts.filter(\.isReversal)
    #expect(reversals.count == 2)
    #expect(reversals.allSatisfy { $0.amount.isNegative })
    #expect(!swiss.hasErrors)
    let dutch = try CamtOutcome(CamtPieces(CamtSamples.bytes(of: "oca/test-camt053.xml")))
    #expect(dutch.lineFacts.filter(\.isReversal).map(\.amount.plain) == ["-564.05", "-100.00"])
  }

  @Test func `no two genuine statements are taken for versions of one`() throws {
    var contents: [[String]: Set<Message>] = [:]
    for name in CamtSamples.names {
      let outcome = try CamtOutcome(CamtPieces(CamtSamples.bytes(of: name)))
      guard !outcome.hasErrors else { continue }
      var collector = MessageCollector()
      for fact in outcome.facts { try collector.take(fact) }
      for message in collector.finished() where !message.identity.isEmpty {
        contents[[message.number, message.identity], default: []].insert(message)
      }
    }
    #expect(contents.count > 15)
    #expect(contents.filter { Set($0.value.map(\.content)).count > 1 }.keys.map { $0 } == [])
  }

  @Test func `an archive is not mistaken for a statement`() throws {
    let bytes = try CamtSamples.bytes(of: "oca/test-camt053.zip")
    #expect(!CamtDecoder().recognises(Array(bytes.prefix(4_096))))
  }

  @Test func `each line stands where its place says`() throws {
    for name in ["viafintech/053_v4_postfinance.xml", "camt-to-coda/053_v2_BE_small.xml"] {
      let bytes = try CamtSamples.bytes(of: name)
      let outcome = try CamtOutcome(CamtPieces(bytes))
      for line in outcome.lineFacts {
        let element = String(
          decoding: bytes[line.place.byte..<line.place.byte + line.place.length], as: UTF8.self)
        let isEntry = element.hasPrefix("<Ntry>") && element.hasSuffix("</Ntry>")
        #expect(isEntry || (element.hasPrefix("<TxDtls>") && element.hasSuffix("</TxDtls>")))
        #expect(bytes[..<line.place.byte].count(where: { $0 == 10 }) + 1 == line.place.line)
      }
    }
  }
}
