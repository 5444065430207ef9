extension Play {
  /// Care of the month before, and what was rejected and could be put right.
  mutating func declare(_ payer: Int, on day: Day) {
    let month = (day.year - first.year) * 12 + day.month - 1
    guard day.dayOfMonth == payers[payer].declaredOn, (1...months).contains(month) else { return }
    let from = Day(year: day.year, month: day.month - 1, day: 1)
    let until = Day(year: day.year, month: day.month, day: 1).advanced(by: -1)
    var care: [(client: String, service: Service, day: Day)] = []
    for service in payers[payer].services {
      for client in Self.clients {
        for day in from...until { care.append((client, service, day)) }
      }
    }
    care = random.shuffled(care)
    var again = linesToDeclareAgain(payer, on: day)
    var written: [Declaration] = []
    for _ in 0..<random.between(1, payers[payer].habit.paysDeclarationsApart ? 2 : 4) {
      let count = random.one(of: [5, 5, 6, 8, 8, 8, 10, 10, 12, 12, 15, 20, 30, 60])
      let lines = care.prefix(count).map { line($0.client, $0.service, $0.day) }
      care.removeFirst(count)
      written.append(declaration(payer, lines + again, from: from, until: until, on: day))
      again = []
    }
    payers[payer].declarations += written
    let name = "\(day.compact)-declaraties-\(payers[payer].code).csv"
    emit(.declarations, on: day, [DeclarationsTable.file(name, of: payers[payer], written)])
  }

  private mutating func linesToDeclareAgain(_ payer: Int, on day: Day) -> [Declaration.Line] {
    var again: [Declaration.Line] = []
    for place in payers[payer].declarations.indices {
      let declaration = payers[payer].declarations[place]
      guard let arrived = declaration.answerArrives, arrived < day, !declaration.wasReviewed else { continue }
      for line in declaration.lines.indices {
        let rejected = declaration.lines[line]
        guard rejected.isMendable, !rejected.isDeclaredAgain, random.chance(percent: 70) else { continue }
        // Later than that, the advance of the year is settled.
        let years = day.year - rejected.day.year
        let isOpen = years == 0 || years == 1 && day.month <= 2
        guard payers[payer].habit != .paysInAdvance || isOpen else { continue }
        payers[payer].declarations[place].lines[line].isDeclaredAgain = true
        var mended = self.line(rejected.client, rejected.service, rejected.day)
        mended.previous = rejected.reference
        again.append(mended)
      }
    }
    return again
  }

  private mutating func line(_ client: String, _ service: Service, _ day: Day) -> Declaration.Line {
    lineNumber += 1
    return Declaration.Line(
      reference: "R\(padded(lineNumber, to: 6))", client: client, service: service, day: day)
  }

  private mutating func declaration(
    _ payer: Int, _ lines: [Declaration.Line], from: Day, until: Day, on day: Day
  ) -> Declaration {
    let count = declarationNumbers[day.year, default: 0] + 1
    declarationNumbers[day.year] = count
    let number = "\(payers[payer].prefix)\(day.year)\(padded(count, to: 3))"
    let declaration = Declaration(
      number: number, submittedOn: day, from: lines.map(\.day).min() ?? from, until: until, lines: lines,
      place: truth.declarations.count, answersOn: day.advanced(by: random.between(6, 16)))
    truth.declarations.append(
      TrueDeclaration(
        payer: payers[payer].code, number: number, submittedOn: day, claimed: declaration.claimed))
    return declaration
  }
}
