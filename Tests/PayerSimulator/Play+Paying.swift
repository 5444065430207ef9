/// A payment before it is sent.
struct Payment {
  /// Declarations of the payer by their places, and what is paid of each.
  var awards: [(place: Int, cents: Cents)]
  /// Whether it is a part of a declaration, or the rest of one.
  var isPartial = false
  /// Takebacks by their places in the ledger.
  var offsets: [(takeback: Int, cents: Cents)] = []
  var drawdown: Cents = 0
  var interest: Cents = 0
  var fee: Cents = 0

  var gross: Cents { awards.map(\.cents).total }
  var net: Cents { gross + interest - offsets.map(\.cents).total - drawdown - fee }
}

extension Play {
  /// A payment run: whatever was granted and is not paid.
  mutating func pay(_ payer: Int, on day: Day) {
    guard payers[payer].habit != .paysInAdvance, isRun(payer, day) else { return }
    // A specification that comes before the money does not know what is decided after it.
    let known = day.advanced(by: specifiesBefore(payer) ? -5 : -2)
    let due = payers[payer].declarations.indices.filter { place in
      let declaration = payers[payer].declarations[place]
      return declaration.answersOn <= known && truth.declarations[declaration.place].unpaid > 0
    }
    guard !due.isEmpty else { return }
    for var payment in payments(payer, of: Array(due)) {
      withhold(payer, from: &payment, on: known)
      send(payer, payment, on: day)
    }
  }

  func isRun(_ payer: Int, _ day: Day) -> Bool {
    payers[payer].runs.contains { Day(year: day.year, month: day.month, day: $0).bankingDay == day }
  }

  func specifiesBefore(_ payer: Int) -> Bool {
    payers[payer].habit == .specifiesBefore || payers[payer].habit == .drawsDown
  }

  private mutating func payments(_ payer: Int, of due: [Int]) -> [Payment] {
    let owed = due.map { (place: $0, cents: truth.declarations[payers[payer].declarations[$0].place].unpaid) }
    guard payers[payer].habit.paysDeclarationsApart else { return [Payment(awards: owed)] }
    return owed.map { place, cents in
      guard payers[payer].habit == .splits else { return Payment(awards: [(place, cents)]) }
      let declaration = payers[payer].declarations[place]
      let isRest = cents < declaration.awarded
      let splits = !isRest && random.chance(percent: 70)
      let now = splits ? cents.part(percent: random.between(30, 70)) : cents
      return Payment(awards: [(place, now)], isPartial: isRest || splits)
    }
  }

  /// Takebacks, oldest first, and what a payer keeps besides.
  private mutating func withhold(_ payer: Int, from payment: inout Payment, on known: Day) {
    if !payment.isPartial {
      var left = payment.gross.part(percent: payers[payer].offsetPercent)
      for place in openTakebacks(payer, decidedBy: known) where left > 0 {
        let takeback = truth.takebacks[place]
        let cents = min(left, takeback.open)
        payment.offsets.append((place, cents))
        left = left - cents
      }
    }
    switch payers[payer].habit {
    case .drawsDown:
      let left = payment.net.part(percent: random.one(of: [50, 80, 100]))
      payment.drawdown = min(left, advanceBalance(payer, first.year))
    case .deductsFee: payment.fee = min(250, payment.net - 1)
    case .specifiesBefore, .specifiesAfter:
      if random.chance(percent: 15) { payment.interest = Cents(random.between(150, 4000)) }
    default: break
    }
  }

  private mutating func send(_ payer: Int, _ payment: Payment, on day: Day) {
    let habit = payers[payer].habit
    let isPlain = payment.offsets.isEmpty && payment.interest == 0
    // Some specify only what was netted.
    let specifies = habit.specifies && !(habit == .specifiesAfter && isPlain && random.chance(percent: 40))
    let number = specifies ? nextSpecification(payer) : nil
    let (naming, text) = words(payer, payment, specification: number, on: day)
    let reference = payment.net == 0 ? nil : move(payer, payment.net, text, on: day)
    for (place, cents) in payment.awards {
      truth.declarations[payers[payer].declarations[place].place].unpaid -= cents
    }
    for (place, cents) in payment.offsets {
      truth.takebacks[place].recoveries.append(
        TrueTakeback.Recovery(day: day, cents: cents, payment: reference ?? number ?? ""))
    }
    if payment.drawdown > 0 {
      move(payer, .drawnDown, payment.drawdown, year: first.year, because: reference ?? number ?? "", on: day)
    }
    var receipt = TrueReceipt(
      bankReference: reference, day: day, payer: payers[payer].code, habit: habit, cents: payment.net,
      parts: parts(payer, payment), naming: naming, text: reference == nil ? [] : text)
    if let number {
      let isBefore = specifiesBefore(payer)
      // Never after the next run; where no money moves, there is nothing to wait for.
      let after = payment.net == 0 ? 0 : random.between(3, 6)
      let arrives = day.advanced(by: isBefore ? -random.between(2, 4) : after)
      receipt.specification = (number, arrives)
      let written = Specification(
        number: number, date: isBefore ? day : arrives, payment: payment.net,
        contributions: contributions(payer, payment), announced: [])
      if isBefore {
        specify(payer, written, decidedBy: day.advanced(by: -5), arrives: arrives)
      } else {
        payers[payer].specifications.append(written)
      }
    }
    truth.receipts.append(receipt)
  }

  private func parts(_ payer: Int, _ payment: Payment) -> [TruePart] {
    let code = payers[payer].code
    var parts = payment.awards.map { place, cents in
      TruePart(
        kind: .declaration, payer: code, reference: payers[payer].declarations[place].number,
        contribution: cents)
    }
    for (place, cents) in payment.offsets {
      parts.append(
        TruePart(
          kind: .takeback, payer: code, reference: truth.takebacks[place].reference, contribution: -cents))
    }
    if payment.drawdown > 0 {
      parts.append(
        TruePart(
          kind: .advanceDrawdown, payer: code, reference: advanceReference(payer, first.year),
          contribution: -payment.drawdown))
    }
    if payment.interest > 0 {
      parts.append(TruePart(kind: .interest, payer: code, reference: "", contribution: payment.interest))
    }
    if payment.fee > 0 {
      parts.append(TruePart(kind: .fee, payer: code, reference: "", contribution: -payment.fee))
    }
    return parts
  }

  private mutating func words(
    _ payer: Int, _ payment: Payment, specification: String?, on day: Day
  ) -> (Naming, [String]) {
    let text = PaymentText(style: payers[payer].style)
    if let specification { return (.specification, text.fields("BETALING SPECIFICATIE \(specification)")) }
    let numbers = payment.awards.map { payers[payer].declarations[$0.place].number }
    let own = payment.awards.first.map { award in
      truth.declarations[payers[payer].declarations[award.place].place].awards[0].remittance
    }
    func naming(_ word: String) -> [String] { text.naming(word, numbers, own: own ?? "") }
    let isNetted = !payment.offsets.isEmpty
    switch payers[payer].habit {
    case .namesNothing:
      return (
        .nothing,
        random.one(of: [["BETALING ZORG"], ["uitbetaling declaraties"], ["Zorgkosten", "batch"], []])
      )
    case .cutsNumbers:
      let cut = numbers.map { number in
        random.chance(percent: 50)
          ? String(number.dropLast(random.between(1, 2))) : String(number.dropFirst(random.between(2, 4)))
      }
      return (.numbersCut, text.fields("declaratie \(cut.joined(separator: " "))"))
    case .deductsFee: return (.namedLessFee, naming("na aftrek kosten, declaratie"))
    case .splits where payment.isPartial: return (.namedInPart, naming("deelbetaling declaratie"))
    case .forgetsToAnnounce where isNetted:
      return (netted(payment, on: day), naming("declaratie"))
    default:
      guard isNetted else { return (.namedInFull, naming("declaratie")) }
      return (netted(payment, on: day), naming("AFREKENING"))
    }
  }

  /// What the numbers say of a payment from which something is withheld, before that is written down.
  private func netted(_ payment: Payment, on day: Day) -> Naming {
    guard isAnnounced(payment, on: day) else { return .namedButNetted }
    let isWhole = payment.offsets.allSatisfy { truth.takebacks[$0.takeback].open == $0.cents }
    return isWhole ? .namedWithTakebacks : .namedPartlyNetted
  }

  private func isAnnounced(_ payment: Payment, on day: Day) -> Bool {
    payment.offsets.allSatisfy { truth.takebacks[$0.takeback].isAnnounced(on: day) }
  }

  /// Specifications that come after their payments.
  mutating func specify(_ payer: Int, on day: Day) {
    for written in payers[payer].specifications where written.date == day {
      specify(payer, written, decidedBy: day, arrives: day)
    }
    payers[payer].specifications.removeAll { $0.date == day }
  }

  private mutating func specify(
    _ payer: Int, _ written: Specification, decidedBy known: Day, arrives: Day
  ) {
    let open = openTakebacks(payer, decidedBy: known)
    let withheld = written.contributions.map(\.against).filter { !$0.isEmpty }
    for place in payers[payer].takebacks where truth.takebacks[place].announced == nil {
      guard open.contains(place) || withheld.contains(truth.takebacks[place].reference) else { continue }
      truth.takebacks[place].announced = (written.date, arrives)
    }
    var specification = written
    specification.announced = open.map { truth.takebacks[$0] }
    emit(.specification, on: arrives, [specification.file(of: payers[payer])])
  }

  private func contributions(_ payer: Int, _ payment: Payment) -> [Specification.Row] {
    var rows = payment.awards.map { place, cents in
      Specification.Row(
        kind: .award, declaration: payers[payer].declarations[place].number, amount: cents)
    }
    for (place, cents) in payment.offsets {
      let takeback = truth.takebacks[place]
      rows.append(
        Specification.Row(
          kind: .offset, declaration: takeback.declaration, amount: -cents, against: takeback.number ?? ""))
    }
    if payment.drawdown > 0 {
      rows.append(
        Specification.Row(
          kind: .advanceDrawdown, amount: -payment.drawdown, against: advanceReference(payer, first.year),
          remark: "Salderen voorschot"))
    }
    if payment.interest > 0 { rows.append(Specification.Row(kind: .interest, amount: payment.interest)) }
    return rows
  }

  /// Near the end we repay what payers still want, as far as they have given it a number.
  mutating func repay(_ payer: Int, on day: Day) {
    guard day == last.advanced(by: -12).bankingDay, random.chance(percent: 60) else { return }
    let open = openTakebacks(payer, decidedBy: day).filter {
      truth.takebacks[$0].number != nil && truth.takebacks[$0].isAnnounced(on: day)
    }
    guard !open.isEmpty else { return }
    let owed = open.map { truth.takebacks[$0] }
    let text = PaymentText(style: .plain)
      .fields("terugbetaling \(owed.compactMap(\.number).joined(separator: " "))")
    let cents = -owed.map(\.open).total
    let reference = move(payer, cents, text, on: day)
    let parts = owed.map {
      TruePart(kind: .takeback, payer: $0.payer, reference: $0.reference, contribution: -$0.open)
    }
    for place in open {
      let recovery = TrueTakeback.Recovery(day: day, cents: truth.takebacks[place].open, payment: reference)
      truth.takebacks[place].recoveries.append(recovery)
    }
    truth.receipts.append(
      TrueReceipt(
        bankReference: reference, day: day, payer: payers[payer].code, habit: payers[payer].habit,
        cents: cents, parts: parts, naming: .namedInFull, text: text))
  }
}
