extension Play {
  /// First answers: most lines are granted.
  mutating func answer(_ payer: Int, on day: Day) {
    for place in payers[payer].declarations.indices where payers[payer].declarations[place].answersOn == day {
      let unanswered = payers[payer].declarations[place].lines
      for line in unanswered.indices {
        let (awarded, reason) = verdict(payer, on: unanswered[line], at: line)
        payers[payer].declarations[place].lines[line].awarded = awarded
        payers[payer].declarations[place].lines[line].reason = reason
      }
      // Some answers come after the money.
      let late = random.chance(percent: 6) ? random.between(8, 20) : random.between(0, 2)
      payers[payer].declarations[place].answerArrives = day.advanced(by: late)
      let declaration = payers[payer].declarations[place]
      if payers[payer].habit == .paysInAdvance {
        draw(payer, place, before: unanswered, on: day)
      } else {
        truth.declarations[declaration.place].unpaid = declaration.awarded
      }
      sendAnswer(payer, place, on: day, arrives: day.advanced(by: late))
    }
  }

  private mutating func verdict(_ payer: Int, on line: Declaration.Line, at place: Int) -> (Cents, String) {
    let isMunicipality = payers[payer].scheme == .wmo
    // The first line is always granted: a declaration without any award is another story.
    guard place > 0 else { return (line.amount, "") }
    if random.chance(percent: payers[payer].rejects) {
      if isMunicipality { return (0, Reason.beyondOrder) }
      return (0, random.one(of: [Reason.noAuthorisation, Reason.noAuthorisation, Reason.maximumReached]))
    }
    if random.chance(percent: payers[payer].reduces) {
      return (line.amount.part(percent: 90), Reason.otherTariff)
    }
    return (line.amount, "")
  }

  /// The answer as it stands now; it is the latest of its declaration.
  mutating func sendAnswer(_ payer: Int, _ place: Int, on day: Day, arrives: Day) {
    payers[payer].answers += 1
    let number = "\(payers[payer].registerNumber)\(padded(payers[payer].answers, to: 5))"
    let declaration = payers[payer].declarations[place]
    truth.declarations[declaration.place].awards.append(
      TrueDeclaration.Award(on: day, remittance: number, cents: declaration.awarded))
    switch payers[payer].answer {
    case .returnMessage:
      let name = "\(arrives.compact)-AW320-\(number)-\(declaration.number).asc"
      emit(
        .returnMessage, on: arrives,
        [ReturnMessage.file(name, of: payers[payer], declaration, number: number, on: day)])
    case .awardsWithTotals, .awardsLineByLine:
      let name = "\(arrives.compact)-toekenning-\(number)-\(declaration.number).csv"
      emit(
        .awards, on: arrives,
        [AwardsTable.file(name, of: payers[payer], declaration, number: number, on: day)])
    }
  }
}
