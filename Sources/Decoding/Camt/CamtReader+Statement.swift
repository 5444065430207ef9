import Accounting
import Care
import Findings

extension CamtReader {
  mutating func closeBalance(_ balance: CamtStatement.Balance) {
    statement.hasBalance = true
    if statement.balanceCurrency == nil { statement.balanceCurrency = balance.quantity?.currency }
    guard let kind = CamtStatement.BalanceKind(rawValue: balance.code) else { return }
    let at = (byte: balance.byte, line: balance.line)
    guard let amount = balance.quantity, !balance.hasUnknownDirection else {
      statement.hasBrokenBalance = true
      note(
        "malformed-balance", .error, at, "the balance \(balance.code) cannot be read", remedy: Self.askAgain)
      return
    }
    guard let cents = cents(of: amount), isInAccountCurrency(amount, balance.code) else {
      statement.hasBrokenBalance = true
      return
    }
    if let day = balance.day, !day.isPlausible {
      note("absurd-date", .warning, at, "the balance \(balance.code) is dated \(day)", remedy: Self.askAgain)
    }
    // Some banks leave out the direction of a balance; it is then a credit.
    let signed = (balance.direction ?? .credit).signed(cents)
    statement.keep(CamtStatement.Proven(cents: signed, day: balance.day), as: kind)
  }

  private mutating func isInAccountCurrency(_ amount: CamtQuantity, _ code: String) -> Bool {
    let known = statement.accountCurrency ?? statement.balanceCurrency
    guard let currency = known.flatMap(Currency.init) else { return true }
    return isIn(currency, amount, "the balance \(code)")
  }

  /// Tells the statement before its first line. Its currency is the account's, else that of its balances, else that
  /// of the entry at hand.
  mutating func tell(_ entryCurrency: String?) {
    guard !statement.isTold else { return }
    statement.isTold = true
    let at = (byte: statement.byte, line: statement.line)
    if statement.account.isEmpty {
      note(
        "account-missing", .error, at, "the statement does not say of which account", remedy: Self.askAgain)
    }
    guard let code = statement.accountCurrency ?? statement.balanceCurrency ?? entryCurrency else {
      note("currency-missing", .error, at, "the statement names no currency", remedy: Self.askAgain)
      return
    }
    guard let currency = Currency(code) else {
      note(
        "unsupported-currency", .error, at, "the account's currency is not one with two decimals",
        remedy: "Statements of such accounts cannot be taken in.")
      return
    }
    statement.currency = currency
    facts.append(
      .statement(
        Statement(
          account: statement.account, identification: statement.identification,
          sequence: statement.sequence, firstDay: statement.firstDay, lastDay: statement.lastDay,
          source: "camt.053", currency: currency,
          opening: statement.start.map { Money(minorUnits: $0.cents, currency) },
          closing: statement.closing.map { Money(minorUnits: $0.cents, currency) },
          place: Place(byte: statement.byte, line: statement.line))))
  }

  mutating func closeStatement() {
    tell(nil)
    remark()
    guard let currency = statement.currency else { return }
    checkSummary(currency)
    checkBalances(currency)
  }

  /// Opening balance plus booked entries is the closing balance, or nothing of the file is used.
  private mutating func checkBalances(_ currency: Currency) {
    let at = (byte: statement.byte, line: statement.line)
    guard !statement.hasBrokenBalance else { return }
    guard let start = statement.start, let closing = statement.closing else {
      let missing =
        if !statement.hasBalance {
          "no balance"
        } else if statement.closing != nil {
          "no opening balance (OPBD or PRCD)"
        } else {
          statement.start == nil ? "no booked balance" : "no closing balance (CLBD)"
        }
      note(
        "balance-missing", .error, at, "the statement has \(missing), so its entries cannot be proven",
        remedy: askForWhole)
      return
    }
    if let opening = statement.opening, let previous = statement.previousClosing,
      opening.cents != previous.cents
    {
      note(
        "opening-differs", .error, at,
        "the opening balance is \(Money(minorUnits: opening.cents, currency)), "
          + "the closing balance before it \(Money(minorUnits: previous.cents, currency))",
        remedy: "Look for a statement that is missing in between, or ask the bank for the file again.")
    }
    guard !statement.hasBrokenEntry else { return }
    let (reached, overflow) = start.cents.addingReportingOverflow(statement.booked)
    guard overflow || reached != closing.cents else { return }
    let hint =
      holdsIfReversalsFlip(start.cents, closing.cents)
      ? "; they would agree if entries marked as reversals (RvslInd) counted with the opposite sign" : ""
    note(
      "balance-differs", .error, at,
      "opening balance \(Money(minorUnits: start.cents, currency)) plus booked entries "
        + "\(Money(minorUnits: statement.booked, currency)) is not the closing balance "
        + "\(Money(minorUnits: closing.cents, currency))\(hint)",
      remedy: askForWhole)
  }

  private func holdsIfReversalsFlip(_ start: Int64, _ closing: Int64) -> Bool {
    guard statement.bookedReversals != 0 else { return false }
    let unflipped = statement.booked - statement.bookedReversals
    let (flipped, overflow) = unflipped.subtractingReportingOverflow(statement.bookedReversals)
    guard !overflow else { return false }
    let (reached, tooLarge) = start.addingReportingOverflow(flipped)
    return !tooLarge && reached == closing
  }

  private var askForWhole: String {
    statement.isLastPage
      ? "Ask the bank for the complete statement; nothing of it is used."
      : "This is a page of a longer statement: ask the bank for one file with all pages."
  }

  /// `TxsSummry`, where the bank gives it. Whether it counts pending entries differs from bank to bank.
  private mutating func checkSummary(_ currency: Currency) {
    guard let place = statement.summaryPlace, !statement.hasBrokenEntry else { return }
    var differences: [String] = []
    for (kind, name) in ["entries", "credits", "debits"].enumerated() {
      let said = statement.summaries[kind]
      let (read, booked) = (statement.entries[kind], statement.bookedEntries[kind])
      if let count = said.count, count != read, count != booked {
        differences.append("\(count) \(name) where \(booked) are booked")
      }
      if let sum = said.sum, sum != statement.sums[kind], read == booked {
        let (given, found) = (
          Money(minorUnits: sum, currency), Money(minorUnits: statement.sums[kind], currency)
        )
        differences.append("a sum of \(name) of \(given) where it is \(found)")
      }
    }
    guard !differences.isEmpty else { return }
    note(
      "summary-differs", .warning, place, "the bank's summary says " + differences.joined(separator: ", "),
      remedy: "Compare with the bank's list; the balances decide whether the statement is complete.")
  }

  /// What is worth saying once for the statement, however many entries it concerns.
  private mutating func remark() {
    if let place = statement.firstWithoutDay, let day = statement.day {
      note(
        "booking-date-missing", .warning, place,
        "\(statement.withoutDay) entries have no booking date; they are given that of the statement, \(day)",
        remedy: "Ask the bank to give the booking date (BookgDt).")
    }
    if let place = statement.firstWrongBatchCount {
      note(
        "batch-count-differs", .note, place,
        "\(statement.wrongBatchCounts) batches say another number of transactions than they hold",
        remedy: "Nothing to do: amounts decide.")
    }
    if statement.notBooked > 0 {
      note(
        "not-booked", .note, (statement.byte, statement.line),
        "\(statement.notBooked) entries are pending or informational; they are not money and are not read",
        remedy: "Nothing to do: they come again once they are booked.")
    }
  }
}
