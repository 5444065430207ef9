package import Accounting

/// Writes camt.053, valid against the schema of its version, in the manner of a Dutch bank. Statements as whole
/// values, or streamed: `begin`, any number of `append`, `end`, taking the bytes away in between.
package struct CamtWriter: Sendable {
  package enum Version: String, Sendable, CaseIterable {
    case v02 = "camt.053.001.02"
    case v08 = "camt.053.001.08"
  }

  /// What was written and not yet taken away.
  package private(set) var bytes: [UInt8] = []
  private let version: Version
  private var entries = 0

  package init(_ version: Version) { self.version = version }

  package static func bytes(_ version: Version, _ statements: [StoryStatement]) -> [UInt8] {
    var writer = CamtWriter(version)
    guard let first = statements.first else { preconditionFailure("a message holds a statement") }
    writer.beginMessage(first.head.identification, on: first.head.days.upperBound)
    for statement in statements {
      writer.begin(statement.head)
      for booking in statement.bookings { writer.append(booking) }
      writer.end()
    }
    writer.endMessage()
    return writer.bytes
  }

  /// Hands over what was written so far, and forgets it.
  package mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  package mutating func beginMessage(_ identification: String, on day: CalendarDate) {
    line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    line("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:\(version.rawValue)\">")
    line("<BkToCstmrStmt>")
    line("<GrpHdr>")
    element("MsgId", "MSG" + identification)
    element("CreDtTm", "\(day.adding(days: 1))T06:12:41.000+02:00")
    line("</GrpHdr>")
  }

  package mutating func begin(_ head: StoryStatement.Head) {
    line("<Stmt>")
    element("Id", head.identification)
    element("CreDtTm", "\(head.days.upperBound.adding(days: 1))T06:12:41.000+02:00")
    line(
      "<FrToDt><FrDtTm>\(head.days.lowerBound)T00:00:00</FrDtTm>"
        + "<ToDtTm>\(head.days.upperBound)T23:59:59</ToDtTm></FrToDt>")
    line(
      "<Acct><Id><IBAN>\(head.account)</IBAN></Id><Ccy>EUR</Ccy>"
        + "<Svcr><FinInstnId><\(bankCodeElement)>TESTNL2A</\(bankCodeElement)></FinInstnId></Svcr></Acct>")
    balance("OPBD", head.opening, on: head.days.lowerBound)
    balance("CLBD", head.closing, on: head.days.upperBound)
    let all = Money(minorUnits: head.credits.sum.minorUnits + head.debits.sum.minorUnits)
    line("<TxsSummry>")
    summary("TtlNtries", head.credits.count + head.debits.count, all)
    summary("TtlCdtNtries", head.credits.count, head.credits.sum)
    summary("TtlDbtNtries", head.debits.count, head.debits.sum)
    line("</TxsSummry>")
    entries = 0
  }

  package mutating func append(_ booking: StoryBooking) {
    entries += 1
    line("<Ntry>")
    line("<NtryRef>\(entries)</NtryRef>")
    amount("Amt", booking.amount)
    direction(booking.amount)
    if booking.isReversal { line("<RvslInd>true</RvslInd>") }
    line(version == .v02 ? "<Sts>BOOK</Sts>" : "<Sts><Cd>BOOK</Cd></Sts>")
    line("<BookgDt><Dt>\(booking.bookedOn)</Dt></BookgDt>")
    line("<ValDt><Dt>\(booking.bookedOn)</Dt></ValDt>")
    element("AcctSvcrRef", booking.bankReference)
    let family = booking.amount.isNegative ? "ICDT" : "RCDT"
    line(
      "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>\(family)</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>")
    line("<NtryDtls>")
    switch booking.content {
    case .single(let payment):
      append(payment)
    case .batch(let identification, let payments):
      batch(identification, count: payments.count, booking.amount)
      for payment in payments { append(payment) }
    case .bareBatch(let identification, let count, let sum):
      batch(identification, count: count, sum)
    }
    line("</NtryDtls>")
    line("</Ntry>")
  }

  package mutating func end() { line("</Stmt>") }

  package mutating func endMessage() {
    line("</BkToCstmrStmt>")
    line("</Document>")
  }
}

extension CamtWriter {
  private var bankCodeElement: String { version == .v02 ? "BIC" : "BICFI" }

  private mutating func append(_ payment: StoryPayment) {
    line("<TxDtls>")
    line("<Refs>")
    if !payment.bankReference.isEmpty { element("AcctSvcrRef", payment.bankReference) }
    element("EndToEndId", payment.endToEnd)
    line("</Refs>")
    switch version {
    case .v02:
      line("<AmtDtls><TxAmt>")
      amount("Amt", payment.amount)
      line("</TxAmt></AmtDtls>")
    case .v08:
      amount("Amt", payment.amount)
      direction(payment.amount)
    }
    // The other party: who pays us, or whom we pay.
    let party = payment.amount.isNegative ? "Cdtr" : "Dbtr"
    line("<RltdPties>")
    line(version == .v02 ? "<\(party)>" : "<\(party)><Pty>")
    element("Nm", payment.name)
    line(version == .v02 ? "</\(party)>" : "</Pty></\(party)>")
    line("<\(party)Acct><Id><IBAN>\(payment.iban)</IBAN></Id></\(party)Acct>")
    line("</RltdPties>")
    if !payment.text.isEmpty {
      line("<RmtInf>")
      element("Ustrd", payment.text)
      line("</RmtInf>")
    }
    line("</TxDtls>")
  }

  private mutating func batch(_ identification: String, count: Int, _ sum: Money) {
    line("<Btch>")
    element("PmtInfId", identification)
    line("<NbOfTxs>\(count)</NbOfTxs>")
    amount("TtlAmt", sum)
    direction(sum)
    line("</Btch>")
  }

  private mutating func balance(_ code: String, _ money: Money, on day: CalendarDate) {
    line("<Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp>")
    amount("Amt", money)
    direction(money)
    line("<Dt><Dt>\(day)</Dt></Dt></Bal>")
  }

  private mutating func summary(_ name: String, _ count: Int, _ sum: Money) {
    line("<\(name)><NbOfNtries>\(count)</NbOfNtries><Sum>\(sum.plain)</Sum></\(name)>")
  }

  private mutating func amount(_ name: String, _ money: Money) {
    bytes.append(contentsOf: "<\(name) Ccy=\"EUR\">".utf8)
    bytes.append(decimal: Money(minorUnits: Int64(money.minorUnits.magnitude)))
    line("</\(name)>")
  }

  private mutating func direction(_ money: Money) {
    line(money.isNegative ? "<CdtDbtInd>DBIT</CdtDbtInd>" : "<CdtDbtInd>CRDT</CdtDbtInd>")
  }

  private mutating func element(_ name: String, _ text: String) {
    bytes.append(contentsOf: "<\(name)>".utf8)
    for byte in text.utf8 {
      switch byte {
      case 0x26: bytes.append(contentsOf: "&amp;".utf8)
      case 0x3C: bytes.append(contentsOf: "&lt;".utf8)
      case 0x3E: bytes.append(contentsOf: "&gt;".utf8)
      default: bytes.append(byte)
      }
    }
    line("</\(name)>")
  }

  private mutating func line(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    bytes.append(0x0A)
  }
}
