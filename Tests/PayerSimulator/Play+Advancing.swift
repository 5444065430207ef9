extension Play {
  /// Instalments, and the settlement of the year that is over.
  mutating func advance(_ payer: Int, on day: Day) {
    settle(payer, on: day)
    switch payers[payer].habit {
    case .paysInAdvance:
      guard Day(year: day.year, month: day.month, day: 20).bankingDay == day,
        (day.year - first.year) * 12 + day.month <= months
      else { return }
      // What is expected of a month, more or less.
      let expected = payers[payer].services[0].amount.count * 37 * (85 + Int(seed % 4) * 10) / 100
      let text = PaymentText(style: payers[payer].style)
        .fields("VOORSCHOT \(day.year) TERMIJN \(padded(day.month, to: 2))")
      receive(payer, Cents(expected / 10000 * 10000), text, naming: .namedYear, on: day)
    case .drawsDown:
      guard day == Day(year: first.year, month: 1, day: 22).bankingDay else { return }
      let cents = Cents(random.between(60, 160) * 100_00)
      let number = nextSpecification(payer)
      let row = Specification.Row(
        kind: .advance, amount: cents, reference: advanceReference(payer, day.year), remark: "Voorschot")
      let arrives = day.advanced(by: -2)
      let specification = Specification(
        number: number, date: day, payment: cents, contributions: [row], announced: [])
      emit(.specification, on: arrives, [specification.file(of: payers[payer])])
      receive(
        payer, cents, ["VOORSCHOT \(day.year) \(number)"], naming: .specification, on: day,
        specification: (number, arrives))
    default: break
    }
  }

  private mutating func receive(
    _ payer: Int, _ cents: Cents, _ text: [String], naming: Naming, on day: Day,
    specification: (String, Day)? = nil
  ) {
    let reference = move(payer, cents, text, on: day)
    move(payer, .received, cents, year: day.year, because: reference, on: day)
    let part = TruePart(
      kind: .advance, payer: payers[payer].code, reference: advanceReference(payer, day.year),
      contribution: cents)
    truth.receipts.append(
      TrueReceipt(
        bankReference: reference, day: day, payer: payers[payer].code, habit: payers[payer].habit,
        cents: cents, parts: [part], naming: naming, text: text, specification: specification))
  }

  /// In March: we repay what is left of an advance, or the payer pays what is short.
  private mutating func settle(_ payer: Int, on day: Day) {
    guard day == Day(year: day.year, month: 3, day: 10).bankingDay else { return }
    let year = day.year - 1
    let balance = advanceBalance(payer, year)
    guard balance != 0 else { return }
    let text = ["\(balance > 0 ? "terugbetaling " : "")AFREKENING VOORSCHOT \(year)"]
    let reference = move(payer, -balance, text, on: day)
    move(payer, .settled, balance, year: year, because: reference, on: day)
    let part = TruePart(
      kind: .settlement, payer: payers[payer].code, reference: String(year), contribution: -balance)
    truth.receipts.append(
      TrueReceipt(
        bankReference: reference, day: day, payer: payers[payer].code, habit: payers[payer].habit,
        cents: -balance, parts: [part], naming: .namedYear, text: text))
  }

  /// What the award of a declaration, as it stands now, draws down more than it did before, by the year of care.
  mutating func draw(_ payer: Int, _ place: Int, before: [Declaration.Line], on day: Day) {
    let declaration = payers[payer].declarations[place]
    var changes: [Int: Cents] = [:]
    for (old, new) in zip(before, declaration.lines) {
      changes[new.day.year, default: 0] += (new.awarded ?? 0) - (old.awarded ?? 0)
    }
    for (year, cents) in changes.sorted(by: { $0.key < $1.key }) where cents != 0 {
      move(payer, .drawnDown, cents, year: year, because: declaration.number, on: day)
      truth.declarations[declaration.place].drawnFromAdvance += cents
    }
  }

  mutating func move(
    _ payer: Int, _ kind: TrueAdvance.Kind, _ cents: Cents, year: Int, because: String, on day: Day
  ) {
    let movement = TrueAdvance.Movement(day: day, kind: kind, cents: cents, because: because)
    if let place = advancePlace(payer, year) {
      truth.advances[place].movements.append(movement)
    } else {
      truth.advances.append(
        TrueAdvance(
          payer: payers[payer].code, year: year,
          number: payers[payer].habit == .drawsDown ? advanceReference(payer, year) : nil,
          movements: [movement]))
    }
  }

  func advanceBalance(_ payer: Int, _ year: Int) -> Cents {
    advancePlace(payer, year).map { truth.advances[$0].balance } ?? 0
  }

  private func advancePlace(_ payer: Int, _ year: Int) -> Int? {
    truth.advances.firstIndex { $0.payer == payers[payer].code && $0.year == year }
  }

  func advanceReference(_ payer: Int, _ year: Int) -> String {
    payers[payer].habit == .drawsDown ? "VS-\(payers[payer].registerNumber)-\(year)" : String(year)
  }
}
