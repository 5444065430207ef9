package import Accounting

/// A declaration as a story tells it; the writers turn it into AW319 or canonical bytes.
package struct StoryDeclaration: Sendable, Hashable {
  /// What the EI message code of the declaration says about the care in it (COD002): the first three digits
  /// stand in the declaration, the second in its answer.
  package enum Kind: Sendable, Hashable {
    /// Long-term care (Wlz).
    case longTermCare
    /// Home nursing and short stay (Zvw).
    case homeNursing

    package var messageCode: Int { self == .longTermCare ? 187 : 428 }
    package var answerCode: Int { self == .longTermCare ? 188 : 429 }
    /// Code list of the services (0416).
    package var codeList: Int { self == .longTermCare ? 55 : 65 }
    /// Unit of the quantity (0419): a day, or five minutes.
    package var timeUnit: Int { self == .longTermCare ? 14 : 7 }
    package var scheme: String { self == .longTermCare ? "Wlz" : "Zvw" }
  }

  package var kind: Kind
  /// UZOVI number, four digits.
  package var payer: String
  /// Our invoice number, at most 12 characters.
  package var number: String
  /// Invoice date.
  package var date: CalendarDate
  package var periodStart: CalendarDate
  package var periodEnd: CalendarDate
  /// AGB code of who declares and is paid.
  package var provider: String
  /// A test message (`T`), which only a test administration takes in.
  package var isTest: Bool
  package var lines: [StoryLine]

  package init(
    _ kind: Kind, to payer: String, _ number: String, on date: CalendarDate,
    period: ClosedRange<CalendarDate>, provider: String = TestPeople.provider, isTest: Bool = false,
    lines: [StoryLine]
  ) {
    self.kind = kind
    self.payer = payer
    self.number = number
    self.date = date
    periodStart = period.lowerBound
    periodEnd = period.upperBound
    self.provider = provider
    self.isTest = isTest
    self.lines = lines
  }

  /// Debit minus credit.
  package var claimed: Money {
    Money(minorUnits: lines.reduce(0) { $0 + $1.claimed.minorUnits })
  }

  /// The lines by client, clients in the order in which they first appear: EI writes a client once.
  package var linesByClient: [[StoryLine]] {
    var places: [String: Int] = [:]
    var groups: [[StoryLine]] = []
    for line in lines {
      if let place = places[line.client] {
        groups[place].append(line)
      } else {
        places[line.client] = groups.count
        groups.append([line])
      }
    }
    return groups
  }
}
