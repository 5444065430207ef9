import Accounting
import Care
import Findings
import YAML

extension MappingReader {
  mutating func readExamples(of question: String, _ decide: Outline) -> [Example] {
    guard let node = decide[question], let examples = inspector.child("examples", of: node) else { return [] }
    var read: [Example] = []
    for item in inspector.items(examples, of: "examples") {
      guard
        let outline = inspector.outline(
          item, of: "an example", required: ["example", "given", "expect"])
      else { continue }
      let title = inspector.required("example", of: inspector.record(outline, keys: ["example"]))
      let given = outline["given"].flatMap { readGiven($0) }
      let expected = outline["expect"].map { readExpected($0) }
      guard let title, let given, let expected else { continue }
      read.append(
        Example(
          question: question, title: title.value, given: given, expected: expected,
          expectation: outline.position(ofKey: "expect"), position: outline.position))
    }
    return read
  }

  /// What an event must be told to be played.
  private static let needs: [Event: [String]] = [
    .declared: ["payer", "scheme", "service", "claimed"],
    .awarded: ["payer", "scheme", "service", "claimed", "awarded"],
    .reduced: ["payer", "scheme", "service", "claimed", "awarded"],
    .takeback: ["payer", "scheme", "amount"],
    .bank: ["receipt"],
    .explained: ["receipt", "parts"],
    .decided: [],
  ]

  private mutating func readGiven(_ node: Node) -> Example.Given? {
    let optional = [
      "payer", "scheme", "service", "practitioner", "location", "stream", "care-year", "claimed", "awarded",
      "vat", "amount", "codes", "receipt", "parts", "date",
    ]
    guard
      let record = inspector.record(node, of: "given", required: ["event"], optional: optional),
      let event: Placed<Event> = inspector.choice(inspector.required("event", of: record))
    else { return nil }
    for name in Self.needs[event.value, default: []] where record.text(name) == nil {
      inspector.report(
        "missing-key", at: record.position, "the event \(event.value.rawValue) needs \(name)",
        remedy: "Add \(name)")
    }
    let careYear: Placed<CareYear>? = inspector.choice(record.text("care-year"))
    return Example.Given(
      event: event.value, payer: knownPayer(record.text("payer"), by: "this example"),
      scheme: knownScheme(record.text("scheme")),
      service: inspector.service(record.text("service"))?.value,
      practitioner: record.text("practitioner")?.value, location: record.text("location")?.value,
      stream: record.text("stream")?.value, careYear: careYear?.value ?? .current,
      claimed: inspector.money(record.text("claimed"))?.value,
      awarded: inspector.money(record.text("awarded"))?.value,
      vat: inspector.money(record.text("vat"))?.value,
      amount: inspector.money(record.text("amount"))?.value,
      codes: record.text("codes").map { codes($0) } ?? [],
      receipt: inspector.money(record.text("receipt"))?.value,
      parts: record.text("parts").map { exampleParts($0) } ?? [],
      date: inspector.date(record.text("date"))?.value ?? lastBeginning ?? CalendarDate(dayNumber: 0))
  }

  /// Several return codes stand in one text, separated by blanks.
  private mutating func codes(_ text: Placed<String>) -> [ReasonCode] {
    text.value.split(separator: " ").compactMap { word in
      inspector.reasonCode(Placed(String(word), at: text.position))?.value
    }
  }

  private mutating func exampleParts(_ text: Placed<String>) -> [Example.Part] {
    text.value.split(separator: ",").compactMap { part in
      let words = part.split(separator: " ").map(String.init)
      guard words.count == 3, let kind = Example.Part.Kind(rawValue: words[0]),
        let amount = Money(strict: words[2])
      else {
        inspector.report(
          "bad-part", at: text.position, "\(quoted(String(part))) is no part of a receipt",
          remedy: "Write kind, payer and amount: award uzovi-7095 500.00")
        return nil
      }
      let payer = knownPayer(Placed(words[1], at: text.position), by: "this example")
      return payer.map { Example.Part(kind: kind, payer: $0, amount: amount) }
    }
  }

  private mutating func readExpected(_ node: Node) -> [Example.ExpectedPosting] {
    var balance: Int64 = 0
    var postings: [Example.ExpectedPosting] = []
    let texts = inspector.texts(node, of: "expect")
    for text in texts {
      guard let posting = expectedPosting(text) else { continue }
      postings.append(posting)
      balance += posting.side == .debit ? posting.amount.money.minorUnits : -posting.amount.money.minorUnits
    }
    if postings.count == texts.count, balance != 0 {
      inspector.report(
        "example-unbalanced", at: inspector.position(node.mark),
        "debit and credit differ by \(Money(minorUnits: balance).plain)",
        remedy: "An entry that does not balance cannot come of any mapping")
    }
    return postings
  }

  private mutating func expectedPosting(_ text: Placed<String>) -> Example.ExpectedPosting? {
    let words = text.value.split(separator: " ").map(String.init)
    let hasCostCentre = words.count == 5 && words[3] == "cost-centre"
    guard words.count == 3 || hasCostCentre, let side = Side(rawValue: words[0]),
      let amount = Money(strict: words[2]).flatMap({ Amount($0) })
    else {
      inspector.report(
        "bad-posting", at: text.position, "\(quoted(text.value)) is no posting",
        remedy: "Write side, account and amount: credit 8010 240.00 cost-centre 110")
      return nil
    }
    let costCentre = hasCostCentre ? inspector.costCentre(Placed(words[4], at: text.position)) : nil
    guard let account = accountInChart(Placed(words[1], at: text.position)) else { return nil }
    return Example.ExpectedPosting(
      side: side, account: account, amount: amount, costCentre: costCentre?.value, words: Self.places(text))
  }

  /// Where each word of a text stands that is not quoted.
  private static func places(_ text: Placed<String>) -> [Position] {
    text.value.split(separator: " ").map { word in
      var place = text.position
      place.column = place.column.map {
        $0 + text.value[..<word.startIndex].unicodeScalars.count
      }
      return place
    }
  }
}

extension MappingReader {
  /// An account that an example mentions: it must stand in the chart, and is used for nothing.
  private mutating func accountInChart(_ text: Placed<String>) -> AccountCode? {
    let uses = accountUses
    defer { accountUses = uses }
    return account(text, for: "an example")
  }
}

extension Inspector {
  /// A value below a mapping that was opened, and complained about, before.
  func child(_ key: String, of node: Node) -> Node? {
    guard case .mapping(let pairs) = node.content else { return nil }
    return pairs.first { $0.key == key }?.value
  }
}
