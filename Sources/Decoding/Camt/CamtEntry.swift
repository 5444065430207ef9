import Accounting
import Care

/// One booking on the account (`Ntry`), with its transactions where the bank gives them.
struct CamtEntry {
  /// A batch of more transactions than this is kept as one line, so that memory stays bounded.
  static let mostTransactions = 50_000
  /// Likewise a batch whose transactions have more text than this, in bytes.
  static let longestTexts = 33_554_432

  enum Day {
    case missing, unreadable
    case day(CalendarDate)
  }

  /// Why a batch is one line although it has transactions.
  enum Doubt {
    case amountsUnknown(Int, of: Int)
    case sumDiffers(Int64)
    case tooMany
  }

  var byte: Int
  var line: Int
  var end = 0
  var amount: CamtQuantity?
  var direction: CamtDirection?
  var hasUnknownDirection = false
  /// Amount or direction stand there twice: nobody can tell which one counts.
  var isAmbiguous = false
  var isReversal = false
  var status = ""
  var booked = Day.missing
  var reference = ""
  var information = ""
  var batchTexts: [String] = []
  /// How many batches say their number of transactions, and what the last of them says.
  var batches = 0
  var batchCount: Int?
  var transactions: [CamtTransaction] = []
  var transactionCount = 0
  private var textLength = 0
  private var isTooLarge = false

  init(byte: Int, line: Int) {
    self.byte = byte
    self.line = line
  }

  mutating func add(_ transaction: CamtTransaction) {
    transactionCount += 1
    textLength += transaction.textLength
    isTooLarge = transactionCount > Self.mostTransactions || textLength > Self.longestTexts
    if isTooLarge { transactions = [] } else { transactions.append(transaction) }
  }

  /// The movements this entry stands for; they always sum to `cents`.
  func lines(
    on day: CalendarDate, cents: Int64, _ direction: CamtDirection, _ currency: Currency, ours: String
  ) -> (lines: [BankLine], doubt: Doubt?) {
    guard transactionCount > 1 else {
      return ([wholeLine(on: day, cents, direction, currency, ours, transactions.first)], nil)
    }
    guard !isTooLarge else {
      return ([wholeLine(on: day, cents, direction, currency, ours, nil)], .tooMany)
    }
    var parts: [Int64] = []
    for transaction in transactions {
      guard let part = transaction.cents(in: currency) else { continue }
      parts.append((transaction.direction ?? direction).signed(part))
    }
    let unknown = transactions.count - parts.count
    guard unknown == 0 else {
      return (
        [wholeLine(on: day, cents, direction, currency, ours, nil)],
        .amountsUnknown(unknown, of: transactions.count)
      )
    }
    let sum = parts.reduce(0, +)
    guard sum == cents else {
      return ([wholeLine(on: day, cents, direction, currency, ours, nil)], .sumDiffers(sum))
    }
    let references = distinctReferences()
    var lines: [BankLine] = []
    lines.reserveCapacity(parts.count)
    for (index, transaction) in transactions.enumerated() {
      let party = transaction.counterparty(
        of: transaction.direction ?? direction, isReversal: isReversal, ours: ours)
      lines.append(
        BankLine(
          bookedOn: day, amount: Money(minorUnits: parts[index], currency), counterparty: party.account,
          name: party.name, texts: transaction.texts + closingTexts, bankReference: references[index],
          endToEnd: transaction.endToEnd, isReversal: isReversal,
          place: Place(
            byte: transaction.byte, length: transaction.end - transaction.byte, line: transaction.line)))
    }
    return (lines, nil)
  }

  /// The entry as one movement: with the words of its only transaction, or with its own where there are none or
  /// where they cannot be trusted.
  private func wholeLine(
    on day: CalendarDate, _ cents: Int64, _ direction: CamtDirection, _ currency: Currency, _ ours: String,
    _ only: CamtTransaction?
  ) -> BankLine {
    let party =
      only?.counterparty(of: direction, isReversal: isReversal, ours: ours)
      ?? commonCounterparty(direction, ours)
    let own = only?.reference ?? ""
    return BankLine(
      bookedOn: day, amount: Money(minorUnits: cents, currency), counterparty: party.account,
      name: party.name,
      texts: (only?.texts ?? batchTexts) + closingTexts, bankReference: own.isEmpty ? reference : own,
      endToEnd: only?.endToEnd ?? "", isReversal: isReversal,
      place: Place(byte: byte, length: end - byte, line: line))
  }

  /// The other party of a batch, if all its transactions have the same.
  private func commonCounterparty(_ direction: CamtDirection, _ ours: String) -> CamtTransaction.Party {
    func party(_ transaction: CamtTransaction) -> CamtTransaction.Party {
      transaction.counterparty(of: transaction.direction ?? direction, isReversal: isReversal, ours: ours)
    }
    guard transactionCount == transactions.count, let first = transactions.first.map(party) else {
      return CamtTransaction.Party()
    }
    let isCommon = transactions.allSatisfy {
      let other = party($0)
      return other.account == first.account && other.name == first.name
    }
    return isCommon ? first : CamtTransaction.Party()
  }

  private var closingTexts: [String] { information.isEmpty ? [] : [information] }

  /// The transactions' own references where they tell them apart; else the shared one with the index.
  private func distinctReferences() -> [String] {
    var times: [String: Int] = [:]
    for transaction in transactions { times[transaction.reference, default: 0] += 1 }
    return transactions.enumerated().map { index, transaction in
      let own = transaction.reference
      if !own.isEmpty, own != reference, times[own] == 1 { return own }
      let shared = own.isEmpty ? reference : own
      return shared.isEmpty ? "" : "\(shared)/\(index + 1)"
    }
  }
}
