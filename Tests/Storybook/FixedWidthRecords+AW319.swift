import Accounting

/// The records that a declaration and its answer share: AW319 1.4, Vektis, positions 1 to 310.
extension FixedWidthRecords {
  static let declarationLength = 310

  mutating func writeHeader(_ declaration: StoryDeclaration, messageCode: Int) {
    begin(1)
    put(messageCode, 3, 5)
    put(1, 6, 7)
    put(4, 8, 9)
    put(declaration.isTest ? "T" : "P", 10, 10)
    put(0, 11, 16)
    put(digits: declaration.payer, 27, 30)
    put(0, 31, 38)
    put(0, 39, 46)
    put(0, 47, 54)
    put(digits: declaration.provider, 55, 62)
    put(4, 63, 64)  // payee: the institution
    put(declaration.periodStart, 65, 72)
    put(declaration.periodEnd, 73, 80)
    put(declaration.number, 81, 92)
    put(declaration.date, 93, 100)
    put("EUR", 115, 117)
  }

  mutating func writeClient(_ client: String, of declaration: StoryDeclaration, number: Int) {
    begin(2)
    put(number, 3, 14)
    put(digits: client, 15, 23)
    put(digits: declaration.payer, 24, 27)
    // Born on a day that follows from the number: the same person is always the same person.
    let serial = client.utf8.suffix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    put(1930 + serial % 40, 54, 57)
    put(1 + serial % 12, 58, 59)
    put(1 + serial % 28, 60, 61)
    put(1 + serial % 2, 62, 62)
    put(1, 63, 63)
    put("TEST\(serial)", 64, 88)
    put(0, 99, 99)
    put("T", 135, 140)
    put(0, 141, 141)
    put("1234AB", 142, 147)
    put(1, 157, 161)
    put(2, 181, 181)
    put(0, 182, 185)
  }

  mutating func writeLine(_ line: StoryLine, of declaration: StoryDeclaration, number: Int) {
    begin(4)
    put(number, 3, 14)
    put(digits: line.client, 15, 23)
    put(digits: declaration.payer, 24, 27)
    put(1, 58, 58)
    put(0, 59, 62)
    put(0, 83, 91)
    put(0, 92, 100)
    put(0, 101, 105)
    put(line.from, 106, 113)
    put(line.until, 114, 121)
    put(declaration.kind.codeList, 122, 124)
    put(line.service, 125, 129)
    put(line.quantity, 130, 133)
    put(declaration.kind.timeUnit, 134, 135)
    put(digits: declaration.provider, 136, 143)
    put(0, 144, 147)
    put(0, 148, 155)
    put(0, 156, 164)
    put(Int(line.tariff.minorUnits), 165, 172)
    put(signed: line.claimed, 173, 180)
    put(0, 182, 185)
    put(signed: line.claimed, 186, 193)
    put(line.reference, 195, 214)
    if let previous = line.previous { put(previous, 215, 234) }
  }
}
