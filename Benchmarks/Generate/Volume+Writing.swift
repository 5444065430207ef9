import Accounting
import Storybook

extension Volume {
  /// Writes the files into the folder, named so that their alphabetical order is the order of arrival: declarations,
  /// answers, bank.
  func write(into folder: String) throws(WritingFailed) {
    try OutputFile.makeFolder(folder)
    let awarded: [Int64]
    switch form {
    case .ei: awarded = try writeMessages(into: folder)
    case .csv: awarded = try writeTables(into: folder)
    }
    try writeStatement(into: folder, awarded: awarded)
  }

  /// One AW319 and one AW320 per declaration. Gives what each declaration was granted, in cents.
  private func writeMessages(into folder: String) throws(WritingFailed) -> [Int64] {
    var awarded = [Int64](repeating: 0, count: declarations)
    for (position, index) in order().enumerated() {
      let declaration = declaration(index)
      let answer = answer(to: declaration, index)
      awarded[index] = answer.awarded.minorUnits
      try OutputFile("\(folder)/1-AW319-\(declaration.number).asc").write(AW319Writer.bytes(declaration))
      // Shuffled answers arrive by their place in the new order.
      let arrival = shuffled ? "\(number(of: position).dropFirst(4))-" : ""
      try OutputFile("\(folder)/2-AW320-\(arrival)\(declaration.number).asc")
        .write(AW320Writer.bytes(answer))
    }
    return awarded
  }

  /// One large file of declarations, one of awards. Gives what each declaration was granted, in cents.
  private func writeTables(into folder: String) throws(WritingFailed) -> [Int64] {
    var awarded = [Int64](repeating: 0, count: declarations)
    let declarationsFile = try OutputFile("\(folder)/1-declarations.csv")
    var rows = Array(CanonicalWriter.declarationsHeader.utf8)
    for index in 0..<declarations {
      CanonicalWriter.append(declaration(index), to: &rows)
      if rows.count >= OutputFile.piece {
        try declarationsFile.write(rows)
        rows.removeAll(keepingCapacity: true)
      }
    }
    try declarationsFile.write(rows)

    let awardsFile = try OutputFile("\(folder)/2-awards.csv")
    rows = Array(CanonicalWriter.awardsHeader.utf8)
    for index in order() {
      let answer = answer(to: declaration(index), index)
      awarded[index] = answer.awarded.minorUnits
      CanonicalWriter.append(answer, to: &rows)
      if rows.count >= OutputFile.piece {
        try awardsFile.write(rows)
        rows.removeAll(keepingCapacity: true)
      }
    }
    try awardsFile.write(rows)
    return awarded
  }

  /// One statement with a receipt per declaration, in order of booking date.
  private func writeStatement(into folder: String, awarded: [Int64]) throws(WritingFailed) {
    let order = order()
    let file = try OutputFile("\(folder)/3-camt053.xml")
    var writer = CamtWriter(.v02)
    let identification = "VOLUME\(lines)S\(seed)"
    writer.beginMessage(identification, on: Self.statementDays.upperBound)
    writer.begin(
      StoryStatement.Head(
        identification, account: Self.ownAccount, days: Self.statementDays, opening: Self.opening,
        credits: (order.count, Money(minorUnits: awarded.reduce(0, +))),
        debits: (0, Money(minorUnits: 0))))
    let days = Int(Self.statementDays.upperBound.dayNumber - Self.statementDays.lowerBound.dayNumber) + 1
    for day in 0..<days {
      for position in stride(from: day, to: order.count, by: days) {
        let index = order[position]
        writer.append(receipt(position, of: index, awarded: Money(minorUnits: awarded[index])))
        if writer.bytes.count >= OutputFile.piece { try file.write(writer.take()) }
      }
    }
    writer.end()
    writer.endMessage()
    try file.write(writer.take())
  }
}

extension Volume {
  /// One statement twice: as camt.053 and as ING's table. Each receipt pays what a declaration of one line might.
  static func writeBank(rows: Int, into folder: String) throws(WritingFailed) {
    try OutputFile.makeFolder(folder)
    var volume = Volume()
    volume.lines = rows * linesPerDeclaration
    let days = statementDays
    let perDay = (rows + 4) / 5
    var bookings: [StoryBooking] = []
    bookings.reserveCapacity(rows)
    for index in 0..<rows {
      var booking = volume.receipt(
        index, of: index, awarded: Money(minorUnits: Int64(1_000 + index % 90_000)))
      booking.bookedOn = days.lowerBound.adding(days: min(index / perDay, 4))
      bookings.append(booking)
    }
    let statement = StoryStatement(
      "BANK\(rows)", account: ownAccount, days: days, opening: opening, bookings: bookings)
    try OutputFile("\(folder)/camt053.xml").write(CamtWriter.bytes(.v02, [statement]))
    try OutputFile("\(folder)/ing.csv").write(INGWriter.bytes(statement))
  }
}
