package import Accounting
package import Care
import Crypto

/// Gathers the messages of a file from its facts: one for every declaration, remittance, statement and specification, in the order of
/// the file. Memory grows with messages, not with lines.
package struct MessageCollector: ~Copyable {
  private var messages: [Message] = []
  private var open: Message?
  /// Where the open message stands, if an earlier run began it.
  private var openPlace: Int?
  private var content = CanonicalContent()

  /// Of declarations, whose lines may come in several runs: where each stands among the messages, what its header says,
  /// and the sum of what its lines say.
  private var places: [DeclarationKey: Int] = [:]
  private var headers: [Int: Digest] = [:]

  package init() {}

  /// Messages so far.
  package var count: Int { messages.count + (open == nil ? 0 : 1) }

  /// Takes facts in the order in which a decoder hands them over. Throws if sums outgrow what can be counted.
  package mutating func take(_ fact: Fact) throws(MoneyError) {
    switch fact {
    case .declaration(let declaration): begin(declaration)
    case .declarationLine(let line): try take(line)
    case .remittance(let remittance): begin(remittance)
    case .award(let award): take(award)
    case .remittanceTotals(let totals): take(totals)
    case .statement(let statement): begin(statement)
    case .bankLine(let line): take(line)
    case .specification(let specification): begin(specification)
    case .specificationRow(let row): take(row)
    }
  }

  /// All messages so far; the collector is then empty.
  package mutating func finished() -> [Message] {
    close()
    for (place, header) in headers {
      content.add("declaration \(messages[place].lines)", header.hex, messages[place].content.hex)
      messages[place].content = content.finish()
    }
    defer { (messages, places, headers) = ([], [:], [:]) }
    return messages
  }

  private mutating func begin(_ declaration: Declaration) {
    close()
    let key = DeclarationKey(declaration)
    if let place = places[key] {
      open = messages[place]
      openPlace = place
      return
    }
    places[key] = messages.count
    open = Message(
      kind: .declaration, payer: declaration.payer, number: declaration.number, reference: "",
      date: declaration.submittedOn, lines: 0, claimed: .zero(.eur), awarded: nil, content: .zero,
      place: declaration.place)
    content.add("declaration", declaration.payer.text, declaration.number, declaration.provider)
    content.add(declaration.submittedOn)
    headers[messages.count] = content.finish()
  }

  private mutating func begin(_ remittance: Remittance) {
    close()
    open = Message(
      kind: .remittance, payer: remittance.payer, number: remittance.declaration,
      reference: remittance.reference, date: remittance.date, lines: 0, claimed: nil, awarded: nil,
      content: .zero, place: remittance.place)
    content.add(
      "remittance", remittance.payer.text, remittance.reference, remittance.declaration, remittance.provider)
    content.add(remittance.date)
    content.add(remittance.headerCodes)
  }

  private mutating func begin(_ statement: Statement) {
    close()
    open = Message(
      kind: .statement, payer: nil, number: statement.account, reference: statement.identification, date: nil,
      lines: 0, claimed: nil, awarded: nil, content: .zero, place: statement.place)
    open?.identity = statement.identity
    content.add(
      "statement", statement.account, statement.identity, statement.source, statement.currency.code)
    content.add(statement.opening)
    content.add(statement.closing)
  }

  private mutating func begin(_ specification: Specification) {
    close()
    open = Message(
      kind: .specification, payer: specification.payer, number: specification.reference,
      reference: specification.reference, date: specification.date, lines: 0, claimed: nil, awarded: nil,
      content: .zero, place: specification.place)
    content.add("specification", specification.payer.text, specification.reference)
    content.add(specification.date)
  }

  private mutating func take(_ row: SpecificationRow) {
    open?.lines += 1
    if row.kind == .payment { open?.claimed = row.amount }
    content.add(
      "row", row.kind.rawValue, row.declaration, row.reference, row.against, row.scheme?.text)
    content.add(row.amount)
  }

  private mutating func take(_ line: DeclarationLine) throws(MoneyError) {
    open?.lines += 1
    if line.approved { open?.approvedLines += 1 }
    if line.approved, let sum = open?.claimed { open?.claimed = try sum.adding(line.claimed) }
    content.add("line", line.reference, line.client.reveal(for: .comparingContent), line.practitioner)
    content.add(line.service.text, line.scheme.text, line.previous, line.location, line.stream)
    content.add(line.approved ? "approved" : "not approved")
    content.add(line.from)
    content.add(line.until)
    content.add(line.quantity)
    content.add(line.claimed)
    content.add(line.vat)
    let said = content.finish()
    if let sum = open?.content { open?.content = sum.adding(said) }
  }

  private mutating func take(_ award: Award) {
    open?.lines += 1
    content.add("award", award.line)
    content.add(award.claimed)
    content.add(award.awarded)
    content.add(award.reasons)
  }

  private mutating func take(_ totals: RemittanceTotals) {
    open?.claimed = totals.claimed
    open?.awarded = totals.awarded
    content.add("totals")
    content.add(totals.claimed)
    content.add(totals.awarded)
    content.add(totals.reasons)
  }

  private mutating func take(_ line: BankLine) {
    open?.lines += 1
    if open?.date.map({ line.bookedOn < $0 }) ?? true { open?.date = line.bookedOn }
    content.add("bank line", line.counterparty, line.name, line.bankReference, line.endToEnd)
    content.add(line.isReversal ? "reversal" : "booking")
    content.add(line.bookedOn)
    content.add(line.amount)
    content.add(Int64(line.texts.count))
    for text in line.texts { content.add(text) }
  }

  private mutating func close() {
    guard var message = open else { return }
    open = nil
    if let place = openPlace {
      messages[place] = message
      openPlace = nil
      return
    }
    if message.kind != .declaration { message.content = content.finish() }
    messages.append(message)
  }
}
