extension Play {
  /// Money between a payer and us; the bank's reference of it.
  mutating func move(_ payer: Int, _ cents: Cents, _ text: [String], on day: Day) -> String {
    let account = account(for: payer)
    let other =
      cents > 0 ? payers[payer].paysFrom : (iban: payers[payer].iban, name: payers[payer].name)
    return banks[account].book(cents, with: other.name, iban: other.iban, text, on: day)
  }

  /// Rent, wages, the bank's costs, and a supplier that gives something back: no payer has to do with them.
  mutating func payOthers(on day: Day) {
    func falls(on dayOfMonth: Int) -> Bool {
      Day(year: day.year, month: day.month, day: dayOfMonth).bankingDay == day
    }
    if falls(on: 1) {
      pay(2_450_00, to: "Vastgoed Lindelaan BV", 900, "Huur kantoor \(day.text.prefix(7))", on: day)
    }
    if falls(on: 24) {
      let wages = Cents(random.between(18_000_00, 26_000_00))
      pay(wages, to: "Medewerkers De Linde", 901, "Salarissen \(day.text.prefix(7))", on: day)
    }
    if falls(on: 3) { pay(1875, to: "Testbank", 902, "kosten zakelijk betalingsverkeer", on: day) }
    if falls(on: 16), random.chance(percent: 30) {
      pay(Cents(-random.between(1000, 20000)), to: "Groothandel De Kade", 903, "Creditnota 771", on: day)
    }
  }

  private mutating func pay(_ cents: Cents, to name: String, _ account: Int, _ text: String, on day: Day) {
    let reference = banks[0].book(-cents, with: name, iban: Iban.test(account), [text], on: day)
    truth.others.append(TruthLedger.OtherMovement(bankReference: reference, day: day, cents: -cents))
  }

  /// A statement for each account on which something moved; it comes the day after.
  mutating func closeBanks(on day: Day) {
    for account in banks.indices {
      guard let file = banks[account].close(day) else { continue }
      emit(.statement, on: day.advanced(by: 1), [file])
    }
  }
}
