package import Accounting

/// A volume of home nursing declared to one insurer: a pure function of its size and seed, so that a file of any
/// length can be written without holding it.
///
/// One line in ten is listed in the return, half of those granted in part (0611), half rejected (0551); the others
/// are granted by proven silence. One receipt per declaration pays exactly what was granted and names it.
package struct Volume: Sendable, Equatable {
  package enum Form: String, Sendable { case ei, csv }

  package var lines = 0
  package var seed: UInt64 = 1
  package var form = Form.ei
  package var shuffled = false

  package init() {}

  package static let linesPerDeclaration = 300
  /// As many as there are numbers for in an invoice number of twelve positions.
  package static let most = 9_999_999 * linesPerDeclaration

  package static let payer = "3311"
  package static let payerIBAN = "NL36TEST0000003311"
  package static let ownAccount = "NL85TEST0000000101"
  package static let opening = Money(minorUnits: 100_000_00)

  package var declarations: Int { (lines + Self.linesPerDeclaration - 1) / Self.linesPerDeclaration }

  /// The declarations as they are answered and paid: in their own order, or in a seeded other one.
  package func order() -> [Int] {
    var order = Array(0..<declarations)
    if shuffled {
      var numbers = SplitMix64(seed: seed &+ 0x5EED)
      numbers.shuffle(&order)
    }
    return order
  }

  package func number(of index: Int) -> String { "WV26" + padded(index + 1, to: 7) }

  package func declaration(_ index: Int) -> StoryDeclaration {
    var numbers = generator(of: index, purpose: 1)
    let number = number(of: index)
    let first = index * Self.linesPerDeclaration
    var lines = (first..<min(first + Self.linesPerDeclaration, self.lines)).map { serial in
      line(serial, of: number, numbers: &numbers)
    }
    if shuffled { numbers.shuffle(&lines) }
    return StoryDeclaration(
      .homeNursing, to: Self.payer, number, on: Self.invoiceDate, period: Self.yearStart...Self.invoiceDate,
      lines: lines)
  }

  package func answer(to declaration: StoryDeclaration, _ index: Int) -> StoryReturn {
    var numbers = generator(of: index, purpose: 2)
    var answers: [String: StoryAnswer] = [:]
    var rejects = index.isMultiple(of: 2)
    var block = 0
    while block < declaration.lines.count {
      let listed = block + numbers.number(below: 10)
      if listed < declaration.lines.count {
        let line = declaration.lines[listed]
        answers[line.reference] =
          rejects
          ? StoryAnswer(Money(minorUnits: 0), "0551")
          : StoryAnswer(Money(minorUnits: line.claimed.minorUnits * 3 / 4), "0611")
        rejects.toggle()
      }
      block += 10
    }
    return StoryReturn(
      to: declaration, "55" + padded(index + 1, to: 8), on: Self.invoiceDate.adding(days: 12),
      headerCodes: ["0200"], answers: answers)
  }

  package func receipt(_ position: Int, of index: Int, awarded: Money) -> StoryBooking {
    StoryBooking(
      on: Self.firstPayment.adding(days: position % Self.paymentDays),
      "TESTBANK" + padded(position + 1, to: 12),
      .single(
        StoryPayment(
          awarded, name: "Zilveren Kruis", iban: Self.payerIBAN, text: "DECLARATIE \(number(of: index))")))
  }

  package static var statementDays: ClosedRange<CalendarDate> {
    firstPayment...firstPayment.adding(days: paymentDays - 1)
  }
}

extension Volume {
  private static let yearStart = day(2026, 1, 1)
  private static let invoiceDate = day(2026, 12, 31)
  private static let firstPayment = day(2027, 1, 18)
  private static let paymentDays = 5
  private static let services: [(code: String, tariff: Int64)] = [
    ("1000", 6_75), ("1001", 5_20), ("1002", 7_10),
  ]

  /// Line `serial` of the whole volume. Client, service and days together are unique, else a line would look like
  /// another one declared again.
  private func line(_ serial: Int, of declaration: String, numbers: inout SplitMix64) -> StoryLine {
    let clients = TestPeople.clients.count
    let service = Self.services[serial / clients % Self.services.count]
    let (from, until) = Self.days(serial / (clients * Self.services.count))
    return StoryLine(
      "\(declaration)-\(padded(serial % Self.linesPerDeclaration + 1, to: 3))",
      client: TestPeople.clients[serial % clients], service: service.code, from: from, until: until,
      quantity: 1 + numbers.number(below: 48), tariff: Money(minorUnits: service.tariff))
  }

  /// Every pair of days of 2026, none twice; then of 2025, and so on back.
  ///
  /// The pairs of one year form a triangle (a stay of n days has 365 − n starts), folded into a rectangle: in row r
  /// the stays of r days fill all but the last r places, which the stays of 365 − r days fill.
  private static func days(_ pair: Int) -> (from: CalendarDate, until: CalendarDate) {
    let (perYear, years) = (365 * 183, 13)
    let year = 2026 - pair / perYear % years
    let (row, place) = (pair % perYear / 365, pair % 365)
    let (start, length) = place < 365 - row ? (place, row) : (place - (365 - row), 365 - row)
    let from = day(year, 1, 1).adding(days: start)
    return (from, from.adding(days: length))
  }

  /// Each declaration has numbers of its own, so that it is the same whenever it is asked for.
  private func generator(of index: Int, purpose: UInt64) -> SplitMix64 {
    var mixed = SplitMix64(seed: seed &* 4 &+ purpose)
    return SplitMix64(seed: mixed.next() ^ UInt64(index) &* 0xD134_2543_DE82_EF95)
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
    guard let date = CalendarDate(year: year, month: month, day: day) else {
      preconditionFailure("the volume happens on days that exist")
    }
    return date
  }

  private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
