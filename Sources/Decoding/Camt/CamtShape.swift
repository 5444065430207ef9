import XML

/// The shape of camt.053 as far as we read it: which element may stand in which. Versions 02 to 10 differ in
/// wrappers (`Pty`, `Sts/Cd`), so one shape reads them all. What is not in it is passed over with all it holds.
struct CamtShape: Sendable {
  let vocabulary: XMLVocabulary
  /// The name of the attribute that gives an amount's currency.
  let currency: Int
  private let children: [CamtElement?]
  private let isText: [Bool]

  static let statement = CamtShape()

  private init() {
    var names: [String] = ["Ccy"]
    for row in Self.rows where !names.contains(row.name) { names.append(row.name) }
    var children = [CamtElement?](repeating: nil, count: CamtElement.allCases.count * names.count)
    var isText = [Bool](repeating: false, count: CamtElement.allCases.count)
    for row in Self.rows {
      guard let name = names.firstIndex(of: row.name) else { preconditionFailure("every name was added") }
      children[Int(row.parent.rawValue) * names.count + name] = row.child
      if row.isText { isText[Int(row.child.rawValue)] = true }
    }
    vocabulary = XMLVocabulary(names)
    currency = 0
    self.children = children
    self.isText = isText
  }

  func child(of parent: CamtElement, named name: Int) -> CamtElement? {
    children[Int(parent.rawValue) * vocabulary.names.count + name]
  }

  /// Whether its text says something.
  func isText(_ element: CamtElement) -> Bool { isText[Int(element.rawValue)] }

  private struct Row {
    let parent: CamtElement
    let name: String
    let child: CamtElement
    let isText: Bool
  }

  private static func holds(_ parent: CamtElement, _ name: String, _ child: CamtElement) -> Row {
    Row(parent: parent, name: name, child: child, isText: false)
  }

  private static func says(_ parent: CamtElement, _ name: String, _ child: CamtElement) -> Row {
    Row(parent: parent, name: name, child: child, isText: true)
  }

  private static let rows =
    message + statementHead + balances + summary + entry + transaction + parties + remittance

  private static let message = [
    holds(.file, "Document", .document),
    holds(.document, "BkToCstmrStmt", .message),
    holds(.document, "BkToCstmrAcctRpt", .foreignMessage),
    holds(.document, "BkToCstmrDbtCdtNtfctn", .foreignMessage),
    holds(.message, "GrpHdr", .header),
    says(.header, "AddtlInf", .headerInformation),
    holds(.header, "MsgPgntn", .pages),
    holds(.message, "Stmt", .statement),
  ]

  private static let statementHead = [
    says(.statement, "Id", .statementIdentification),
    holds(.statement, "StmtPgntn", .pages),
    says(.pages, "PgNb", .pageNumber),
    says(.pages, "LastPgInd", .lastPage),
    says(.statement, "ElctrncSeqNb", .electronicSequence),
    says(.statement, "LglSeqNb", .legalSequence),
    says(.statement, "CreDtTm", .createdAt),
    holds(.statement, "FrToDt", .period),
    says(.period, "FrDtTm", .periodStart),
    says(.period, "ToDtTm", .periodEnd),
    says(.statement, "CpyDplctInd", .copyIndicator),
    holds(.statement, "Acct", .account),
    says(.account, "Ccy", .accountCurrency),
    holds(.account, "Id", .accountIdentification),
    says(.accountIdentification, "IBAN", .accountNumber),
    holds(.accountIdentification, "Othr", .accountOther),
    says(.accountOther, "Id", .accountNumber),
  ]

  private static let balances = [
    holds(.statement, "Bal", .balance),
    holds(.balance, "Tp", .balanceType),
    holds(.balanceType, "CdOrPrtry", .balanceCodes),
    says(.balanceCodes, "Cd", .balanceCode),
    says(.balance, "Amt", .balanceAmount),
    says(.balance, "CdtDbtInd", .balanceIndicator),
    holds(.balance, "Dt", .balanceDate),
    says(.balanceDate, "Dt", .balanceDay),
    says(.balanceDate, "DtTm", .balanceDay),
  ]

  private static let summary = [
    holds(.statement, "TxsSummry", .summary),
    holds(.summary, "TtlNtries", .summaryAll),
    holds(.summary, "TtlCdtNtries", .summaryCredits),
    holds(.summary, "TtlDbtNtries", .summaryDebits),
    says(.summaryAll, "NbOfNtries", .summaryCount),
    says(.summaryCredits, "NbOfNtries", .summaryCount),
    says(.summaryDebits, "NbOfNtries", .summaryCount),
    says(.summaryAll, "Sum", .summarySum),
    says(.summaryCredits, "Sum", .summarySum),
    says(.summaryDebits, "Sum", .summarySum),
  ]

  private static let entry = [
    holds(.statement, "Ntry", .entry),
    says(.entry, "Amt", .entryAmount),
    says(.entry, "CdtDbtInd", .entryIndicator),
    says(.entry, "RvslInd", .entryReversal),
    says(.entry, "Sts", .entryStatus),
    says(.entryStatus, "Cd", .entryStatusCode),
    says(.entryStatus, "Prtry", .entryStatusCode),
    holds(.entry, "BookgDt", .entryBooking),
    says(.entryBooking, "Dt", .entryDay),
    says(.entryBooking, "DtTm", .entryDay),
    says(.entry, "AcctSvcrRef", .entryReference),
    says(.entry, "AddtlNtryInf", .entryInformation),
    holds(.entry, "NtryDtls", .details),
    holds(.details, "Btch", .batch),
    says(.batch, "NbOfTxs", .batchCount),
    says(.batch, "MsgId", .batchText),
    says(.batch, "PmtInfId", .batchText),
    holds(.details, "TxDtls", .transaction),
  ]

  private static let transaction = [
    holds(.transaction, "Refs", .references),
    says(.references, "AcctSvcrRef", .reference),
    says(.references, "EndToEndId", .endToEnd),
    says(.references, "InstrId", .referenceText),
    says(.references, "PmtInfId", .referenceText),
    says(.transaction, "Amt", .transactionAmount),
    says(.transaction, "CdtDbtInd", .transactionIndicator),
    holds(.transaction, "AmtDtls", .amountDetails),
    holds(.amountDetails, "TxAmt", .settled),
    says(.settled, "Amt", .settledAmount),
    holds(.amountDetails, "InstdAmt", .instructed),
    says(.instructed, "Amt", .instructedAmount),
    holds(.settled, "CcyXchg", .exchange),
    holds(.instructed, "CcyXchg", .exchange),
    says(.transaction, "AddtlTxInf", .transactionInformation),
  ]

  private static let parties =
    [
      holds(.transaction, "RltdPties", .parties),
      holds(.parties, "Dbtr", .debtor),
      holds(.parties, "Cdtr", .creditor),
      holds(.parties, "UltmtDbtr", .ultimateDebtor),
      holds(.parties, "UltmtCdtr", .ultimateCreditor),
      holds(.parties, "DbtrAcct", .debtorAccount),
      holds(.parties, "CdtrAcct", .creditorAccount),
      holds(.partyAgent, "FinInstnId", .partyInstitution),
      says(.partyChoice, "Nm", .partyName),
      says(.partyInstitution, "Nm", .partyName),
      says(.partyAccount, "IBAN", .partyAccountNumber),
      holds(.partyAccount, "Othr", .partyAccountOther),
      says(.partyAccountOther, "Id", .partyAccountNumber),
    ]
    + [CamtElement.debtor, .creditor, .ultimateDebtor, .ultimateCreditor].flatMap { party in
      [says(party, "Nm", .partyName), holds(party, "Pty", .partyChoice), holds(party, "Agt", .partyAgent)]
    }
    + [CamtElement.debtorAccount, .creditorAccount].map { holds($0, "Id", .partyAccount) }

  private static let remittance = [
    holds(.transaction, "RmtInf", .remittance),
    says(.remittance, "Ustrd", .unstructured),
    holds(.remittance, "Strd", .structured),
    holds(.structured, "CdtrRefInf", .creditorReference),
    says(.creditorReference, "Ref", .remittanceText),
    holds(.structured, "RfrdDocInf", .documentReference),
    says(.documentReference, "Nb", .remittanceText),
    says(.structured, "AddtlRmtInf", .remittanceText),
  ]
}
