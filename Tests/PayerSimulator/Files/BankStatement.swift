/// camt.053 of one account and day: 001.02 of the first account, 001.08 of the second.
struct BankStatement {
  var account: OwnAccount
  var day: Day
  var number: String
  var sequence: Int

  private var isLater: Bool { account.number == 202 }

  var file: SimulatedFile {
    let moved = account.movements.map(\.cents)
    let received = moved.filter { $0 > 0 }
    let spent = moved.filter { $0 < 0 }
    let made = "\(day.advanced(by: 1).text)T06:12:41.000+02:00"
    let bic = isLater ? "BICFI" : "BIC"
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.\(isLater ? "08" : "02")">
      <BkToCstmrStmt>
      <GrpHdr>
      <MsgId>MSG\(number)</MsgId>
      <CreDtTm>\(made)</CreDtTm>
      </GrpHdr>
      <Stmt>
      <Id>\(number)</Id>
      <ElctrncSeqNb>\(sequence)</ElctrncSeqNb>
      <CreDtTm>\(made)</CreDtTm>
      <FrToDt><FrDtTm>\(day.text)T00:00:00</FrDtTm><ToDtTm>\(day.text)T23:59:59</ToDtTm></FrToDt>
      <Acct><Id><IBAN>\(account.iban)</IBAN></Id><Ccy>EUR</Ccy><Svcr><FinInstnId><\(bic)>TESTNL2A</\(bic)></FinInstnId></Svcr></Acct>
      \(balance("OPBD", account.balance))
      \(balance("CLBD", account.balance + moved.total))
      <TxsSummry>
      <TtlNtries><NbOfNtries>\(moved.count)</NbOfNtries><Sum>\(moved.map(\.magnitude).total.text)</Sum></TtlNtries>
      <TtlCdtNtries><NbOfNtries>\(received.count)</NbOfNtries><Sum>\(received.total.text)</Sum></TtlCdtNtries>
      <TtlDbtNtries><NbOfNtries>\(spent.count)</NbOfNtries><Sum>\((-spent.total).text)</Sum></TtlDbtNtries>
      </TxsSummry>
      \(account.movements.enumerated().map { entry($0.element, $0.offset + 1) }.joined(separator: "\n"))
      </Stmt>
      </BkToCstmrStmt>
      </Document>

      """
    return SimulatedFile("\(day.compact)-camt053-\(account.iban).xml", text)
  }

  private func balance(_ code: String, _ cents: Cents) -> String {
    """
    <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp>
    <Amt Ccy="EUR">\(cents.magnitude.text)</Amt>
    <CdtDbtInd>\(cents < 0 ? "DBIT" : "CRDT")</CdtDbtInd>
    <Dt><Dt>\(day.text)</Dt></Dt></Bal>
    """
  }

  private func entry(_ movement: OwnAccount.Movement, _ place: Int) -> String {
    let isSpent = movement.cents < 0
    let side = isSpent ? "DBIT" : "CRDT"
    let role = isSpent ? "Cdtr" : "Dbtr"
    let name = "<Nm>\(escaped(movement.name))</Nm>"
    let amount = "<Amt Ccy=\"EUR\">\(movement.cents.magnitude.text)</Amt>"
    let fields = movement.text.map { "<Ustrd>\(escaped($0))</Ustrd>" }.joined()
    return """
      <Ntry>
      <NtryRef>\(place)</NtryRef>
      \(amount)
      <CdtDbtInd>\(side)</CdtDbtInd>
      <Sts>\(isLater ? "<Cd>BOOK</Cd>" : "BOOK")</Sts>
      <BookgDt><Dt>\(day.text)</Dt></BookgDt>
      <ValDt><Dt>\(day.text)</Dt></ValDt>
      <AcctSvcrRef>\(movement.reference)</AcctSvcrRef>
      <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>\(isSpent ? "ICDT" : "RCDT")</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
      <NtryDtls>
      <TxDtls>
      <Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
      \(isLater ? amount + "<CdtDbtInd>\(side)</CdtDbtInd>" : "<AmtDtls><TxAmt>\(amount)</TxAmt></AmtDtls>")
      <RltdPties>
      <\(role)>\(isLater ? "<Pty>\(name)</Pty>" : name)</\(role)>
      <\(role)Acct><Id><IBAN>\(movement.iban)</IBAN></Id></\(role)Acct>
      </RltdPties>
      \(fields.isEmpty ? "" : "<RmtInf>\(fields)</RmtInf>")
      </TxDtls>
      </NtryDtls>
      </Ntry>
      """
  }

  private func escaped(_ text: String) -> String {
    text.map { ["&": "&amp;", "<": "&lt;", ">": "&gt;"][$0] ?? String($0) }.joined()
  }
}
