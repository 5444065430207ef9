/// The elements of a camt message that we read, named after what they mean. Elements that look alike at several
/// places (a balance's date, an entry's date) have one name per place.
enum CamtElement: UInt8, CaseIterable {
  case file, document, message, foreignMessage

  case header, headerInformation, pages, pageNumber, lastPage

  case statement, statementIdentification, electronicSequence, legalSequence, createdAt
  case period, periodStart, periodEnd, copyIndicator
  case account, accountIdentification, accountOther, accountNumber, accountCurrency

  case balance, balanceType, balanceCodes, balanceCode, balanceAmount, balanceIndicator, balanceDate
  case balanceDay

  case summary, summaryAll, summaryCredits, summaryDebits, summaryCount, summarySum

  case entry, entryAmount, entryIndicator, entryReversal, entryStatus, entryStatusCode, entryBooking
  case entryDay, entryReference, entryInformation
  case details, batch, batchCount, batchText

  case transaction, references, reference, endToEnd, referenceText
  case transactionAmount, transactionIndicator, amountDetails
  case settled, settledAmount, instructed, instructedAmount, exchange
  case parties, debtor, creditor, ultimateDebtor, ultimateCreditor, partyChoice, partyAgent, partyInstitution
  case partyName, debtorAccount, creditorAccount, partyAccount, partyAccountOther, partyAccountNumber
  case remittance, unstructured, structured, creditorReference, documentReference, remittanceText
  case transactionInformation
}
