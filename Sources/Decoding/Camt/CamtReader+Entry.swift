import Accounting
import Care
import Findings

extension CamtReader {
  /// An entry ends: it becomes bank lines, or a finding says why not.
  mutating func closeEntry(_ entry: CamtEntry) {
    tell(entry.amount?.currency)
    let at = (byte: entry.byte, line: entry.line)
    if let direction = entry.direction { statement.count(direction) }
    guard isBooked(entry, at) else {
      statement.notBooked += 1
      return
    }
    guard let direction = direction(of: entry, at), let cents = cents(of: entry, at) else {
      statement.hasBrokenEntry = true
      return
    }
    guard statement.book(cents, direction, isReversal: entry.isReversal) else {
      statement.hasBrokenEntry = true
      note(
        "absurd-amount", .error, at, "the sum of the entries is too large to be true", remedy: Self.askAgain)
      return
    }
    guard let day = day(of: entry, at), let currency = statement.currency else { return }
    let (lines, doubt) = entry.lines(
      on: day, cents: direction.signed(cents), direction, currency, ours: statement.account)
    if let doubt { warn(doubt, Money(minorUnits: direction.signed(cents), currency), at) }
    countBatch(entry, at)
    lineCount += lines.count
    for line in lines { facts.append(.bankLine(line)) }
  }

  /// Only what is booked is money. Banks that leave the status out send nothing but booked entries.
  private mutating func isBooked(_ entry: CamtEntry, _ at: (byte: Int, line: Int)) -> Bool {
    switch entry.status {
    case "", "BOOK": return true
    case "PDNG", "INFO", "FUTR": return false
    default:
      note(
        "unknown-status", .warning, at,
        "an entry has a status that is neither booked nor pending; it is not read",
        remedy: "Ask the bank what it means; the control of the balances shows whether the entry is money.")
      return false
    }
  }

  private mutating func direction(of entry: CamtEntry, _ at: (byte: Int, line: Int)) -> CamtDirection? {
    if entry.isAmbiguous {
      note("given-twice", .error, at, "an entry gives its amount or direction twice", remedy: Self.askAgain)
      return nil
    }
    guard let direction = entry.direction else {
      note(
        "direction-missing", .error, at,
        "an entry does not say whether it is a credit or a debit (CdtDbtInd)",
        remedy: Self.askAgain)
      return nil
    }
    return direction
  }

  private mutating func cents(of entry: CamtEntry, _ at: (byte: Int, line: Int)) -> Int64? {
    guard let amount = entry.amount else {
      note("amount-missing", .error, at, "an entry has no amount", remedy: Self.askAgain)
      return nil
    }
    guard let cents = cents(of: amount) else { return nil }
    guard let currency = statement.currency else { return nil }
    return isIn(currency, amount, "an entry") ? cents : nil
  }

  /// The cents of an amount that counts, or a finding.
  mutating func cents(of amount: CamtQuantity) -> Int64? {
    let at = (byte: amount.byte, line: amount.line)
    let shown = amount.shown.map { " \($0)" } ?? ""
    switch amount.cents {
    case .success(let cents):
      return cents
    case .failure(.malformed):
      note(
        "malformed-amount", .error, at, "the amount\(shown) is not a decimal number", remedy: Self.askAgain)
    case .failure(.fractionOfACent):
      note(
        "fraction-of-a-cent", .error, at, "the amount\(shown) has a fraction of a cent",
        remedy: "Ask the bank for amounts in whole cents; nothing is rounded.")
    case .failure(.absurd):
      note(
        "absurd-amount", .error, at, "the amount\(shown) is over a hundred billion", remedy: Self.askAgain)
    }
    return nil
  }

  /// Currencies are never added; a missing one is the account's.
  mutating func isIn(_ currency: Currency, _ amount: CamtQuantity, _ what: String) -> Bool {
    guard let named = amount.currency, named != currency.code else { return true }
    let shown = named.isCode(3...3, also: "", lowercase: false) ? named : "another currency"
    note(
      "currency-differs", .error, (amount.byte, amount.line),
      "\(what) is in \(shown), the account in \(currency)",
      remedy: "Ask the bank for statements in the account's currency.")
    return false
  }

  private mutating func day(of entry: CamtEntry, _ at: (byte: Int, line: Int)) -> CalendarDate? {
    switch entry.booked {
    case .day(let day):
      guard day.isPlausible else {
        note("absurd-date", .error, at, "an entry is booked on \(day)", remedy: Self.askAgain)
        return nil
      }
      return day
    case .unreadable:
      note("malformed-date", .error, at, "the booking date of an entry is not a date", remedy: Self.askAgain)
      return nil
    case .missing:
      guard let day = statement.day else {
        note(
          "date-missing", .error, at, "neither the entry nor its statement has a date", remedy: Self.askAgain)
        return nil
      }
      statement.withoutDay += 1
      if statement.firstWithoutDay == nil { statement.firstWithoutDay = at }
      return day
    }
  }

  private mutating func warn(_ doubt: CamtEntry.Doubt, _ entry: Money, _ at: (byte: Int, line: Int)) {
    let message =
      switch doubt {
      case .amountsUnknown(let unknown, let all):
        "the batch of \(entry) gives no usable amount for \(unknown) of its \(all) transactions"
      case .sumDiffers(let sum):
        "the transactions of a batch sum to \(Money(minorUnits: sum, entry.currency)), its entry is \(entry)"
      case .tooMany:
        "the batch of \(entry) has more than \(CamtEntry.mostTransactions) transactions, or too much text"
      }
    note(
      "batch-details-differ", .warning, at, "\(message); it is taken in as one line",
      remedy: "Look the transactions up at the bank, or wait for the payer's specification.")
  }

  private mutating func countBatch(_ entry: CamtEntry, _ at: (byte: Int, line: Int)) {
    guard entry.batches == 1, let said = entry.batchCount, entry.transactionCount > 0 else { return }
    guard said != entry.transactionCount else { return }
    statement.wrongBatchCounts += 1
    if statement.firstWrongBatchCount == nil { statement.firstWrongBatchCount = at }
  }

  static let askAgain = "Ask the bank for the file again; nothing of it is used."
}
