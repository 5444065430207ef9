extension Play {
  /// Once a month a payer looks again at what it has paid, and at what it forgot to say.
  mutating func review(_ payer: Int, on day: Day) {
    // Never on the day of a payment: which of the two came first could not be told.
    guard !isRun(payer, day) else { return }
    sayLate(payer, on: day)
    guard day == reviewDay(payer, in: day), random.chance(percent: 65) else { return }
    for _ in 0..<random.between(1, 2) {
      guard let places = reviewable(payer, on: day) else { return }
      takeBack(payer, random.one(of: places), on: day)
    }
  }

  private func reviewDay(_ payer: Int, in month: Day) -> Day {
    var day = Day(year: month.year, month: month.month, day: payers[payer].reviewsOn)
    while isRun(payer, day) { day = day.advanced(by: 1) }
    return day
  }

  private mutating func takeBack(_ payer: Int, _ place: Int, on day: Day) {
    payers[payer].declarations[place].wasReviewed = true
    let channel: TrueTakeback.Channel =
      payers[payer].habit == .paysInAdvance ? .loweredReturn : random.one(of: payers[payer].habit.channels)
    let cut = cutLines(payer, place, sparingFirst: channel != .specification)
    guard cut.cents > 0 else { return }
    guard payers[payer].habit == .paysInAdvance else {
      return takeBack(payer, place, cut, by: channel, on: day)
    }
    // Nothing was paid for it, so nothing is wanted back: less of the advance is drawn down.
    let before = payers[payer].declarations[place].lines
    payers[payer].declarations[place].lines = cut.lines
    draw(payer, place, before: before, on: day)
    sendAnswer(payer, place, on: day, arrives: day.advanced(by: random.between(0, 2)))
  }

  /// Nothing where nothing can be taken back.
  private func reviewable(_ payer: Int, on day: Day) -> [Int]? {
    let places = payers[payer].declarations.indices.filter { place in
      let declaration = payers[payer].declarations[place]
      guard let arrived = declaration.answerArrives, arrived < day else { return false }
      // The advance of a year that is over is settled, and nothing of it is looked at again.
      let isSettled = payers[payer].habit == .paysInAdvance && declaration.from.year < day.year
      return !declaration.wasReviewed && !isSettled && declaration.answersOn.distance(to: day) > 10
        && truth.declarations[declaration.place].unpaid == 0
    }
    return places.isEmpty ? nil : Array(places)
  }

  private mutating func cutLines(
    _ payer: Int, _ place: Int, sparingFirst: Bool
  ) -> (lines: [Declaration.Line], cents: Cents) {
    var lines = payers[payer].declarations[place].lines
    let granted = lines.indices.filter { lines[$0].awarded == lines[$0].amount && !(sparingFirst && $0 == 0) }
    let wanted = random.one(of: [1, 1, 2, 3, granted.count, granted.count])
    let reduces = payers[payer].scheme != .wmo && random.chance(percent: 30)
    var cents: Cents = 0
    for line in random.shuffled(granted).prefix(wanted).sorted() {
      let left = reduces ? lines[line].amount.part(percent: 50) : 0
      cents += lines[line].amount - left
      lines[line].awarded = left
      lines[line].reason =
        payers[payer].scheme == .wmo
        ? Reason.beyondOrder : reduces ? Reason.otherTariff : Reason.maximumReached
    }
    return (lines, cents)
  }

  private mutating func takeBack(
    _ payer: Int, _ place: Int, _ cut: (lines: [Declaration.Line], cents: Cents),
    by channel: TrueTakeback.Channel, on day: Day
  ) {
    let code = payers[payer].code
    var takeback = TrueTakeback(
      payer: code, number: nil, declaration: payers[payer].declarations[place].number, cents: cut.cents,
      decidedOn: day, channel: channel, isExpressedByReturn: channel == .loweredReturn)
    if channel != .loweredReturn {
      takebackNumber += 1
      takeback.number = "TV-\(payers[payer].registerNumber)-\(padded(takebackNumber, to: 4))"
    }
    payers[payer].takebacks.append(truth.takebacks.count)
    switch channel {
    case .loweredReturn:
      let arrives = day.advanced(by: random.between(0, 2))
      takeback.announced = (day, arrives)
      truth.takebacks.append(takeback)
      payers[payer].declarations[place].linesBeforeReview = payers[payer].declarations[place].lines
      payers[payer].declarations[place].lines = cut.lines
      sendAnswer(payer, place, on: day, arrives: arrives)
    case .specification:
      truth.takebacks.append(takeback)
      // At once, on a specification of a payment of 0.00; else on that of the next payment.
      if !payers[payer].habit.specifies || random.chance(percent: 40) { announce(payer, on: day) }
    case .unannounced:
      if random.chance(percent: 50) {
        payers[payer].lateAnnouncements.append(
          (day.advanced(by: random.between(25, 60)), truth.takebacks.count))
        payers[payer].declarations[place].linesWhenSaid = cut.lines
      }
      truth.takebacks.append(takeback)
    }
  }

  private mutating func sayLate(_ payer: Int, on day: Day) {
    for late in payers[payer].lateAnnouncements where late.on <= day {
      let number = truth.takebacks[late.takeback].declaration
      guard let place = payers[payer].declarations.firstIndex(where: { $0.number == number }),
        let lines = payers[payer].declarations[place].linesWhenSaid
      else { continue }
      payers[payer].declarations[place].lines = lines
      truth.takebacks[late.takeback].announced = (day, day)
      truth.takebacks[late.takeback].isExpressedByReturn = true
      sendAnswer(payer, place, on: day, arrives: day)
    }
    payers[payer].lateAnnouncements.removeAll { $0.on <= day }
  }

  /// A specification of nothing paid, for its takebacks alone.
  private mutating func announce(_ payer: Int, on day: Day) {
    let open = openTakebacks(payer, decidedBy: day)
    let number = nextSpecification(payer)
    for place in open where truth.takebacks[place].announced == nil {
      truth.takebacks[place].announced = (day, day)
    }
    let specification = Specification(
      number: number, date: day, payment: 0, contributions: [], announced: open.map { truth.takebacks[$0] })
    emit(.specification, on: day, [specification.file(of: payers[payer])])
  }

  /// Now and then a payer gives up what is still open of a takeback that it has announced.
  mutating func withdraw(_ payer: Int, on day: Day) {
    guard day.dayOfMonth == 28, random.chance(percent: 25) else { return }
    let open = openTakebacks(payer, decidedBy: day).filter {
      truth.takebacks[$0].isAnnounced(on: day) && truth.takebacks[$0].channel != .unannounced
        && truth.takebacks[$0].decidedOn.distance(to: day) > 3
    }
    guard let place = open.last else { return }
    let takeback = truth.takebacks[place]
    if let number = takeback.number {
      truth.takebacks[place].withdrawn = (day, takeback.open)
      events.append(
        SimulatedEvent(day: day, kind: .letter, files: [], takeback: (takeback.payer, number)))
    } else if takeback.recovered == 0,
      let declared = payers[payer].declarations.firstIndex(where: { $0.number == takeback.declaration }),
      let lines = payers[payer].declarations[declared].linesBeforeReview
    {
      truth.takebacks[place].withdrawn = (day, takeback.open)
      payers[payer].declarations[declared].lines = lines
      sendAnswer(payer, declared, on: day, arrives: day.advanced(by: 1))
    }
  }

  /// What the payer has decided by a day and still wants back, oldest first.
  func openTakebacks(_ payer: Int, decidedBy day: Day) -> [Int] {
    payers[payer].takebacks.filter { truth.takebacks[$0].decidedOn <= day && truth.takebacks[$0].open > 0 }
  }

  mutating func nextSpecification(_ payer: Int) -> String {
    specificationNumber += 1
    return "SP\(payers[payer].registerNumber)\(padded(specificationNumber, to: 5))"
  }
}
