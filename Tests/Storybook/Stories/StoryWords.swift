import Accounting

// Words in which the stories are told. Mistakes here are mistakes of a story and stop it.

func euros(_ cents: Int64) -> Money { Money(minorUnits: cents) }

func day(_ month: Int, _ day: Int) -> CalendarDate {
  guard let date = CalendarDate(year: 2026, month: month, day: day) else {
    preconditionFailure("the stories happen on days of 2026 that exist")
  }
  return date
}

/// Who pays in the stories.
struct StoryPayer {
  var uzovi: String
  var name: String
  var iban: String

  static let zilverenKruis = StoryPayer(
    uzovi: "3311", name: "Zilveren Kruis", iban: "NL36TEST0000003311")
  static let vgz = StoryPayer(uzovi: "7095", name: "VGZ", iban: "NL09TEST0000007095")
  static let cz = StoryPayer(uzovi: "7119", name: "CZ", iban: "NL40TEST0000007119")
  static let careOffice = StoryPayer(
    uzovi: "5512", name: "CAK inzake Zorgkantoor NHN", iban: "NL70TEST0000005512")

  func pays(
    _ cents: Int64, _ text: String, endToEnd: String = "NOTPROVIDED", bankReference: String = "",
    from iban: String? = nil
  ) -> StoryPayment {
    StoryPayment(
      euros(cents), name: name, iban: iban ?? self.iban, text: text, endToEnd: endToEnd,
      bankReference: bankReference)
  }
}

/// The account of Thuiszorg De Linde at which all money of the stories arrives.
let ownAccount = "NL85TEST0000000101"

/// Monday to Sunday in March 2026, counted from 2 March.
func week(_ number: Int) -> (from: CalendarDate, until: CalendarDate) {
  (day(3, 2).adding(days: 7 * (number - 1)), day(3, 8).adding(days: 7 * (number - 1)))
}

/// Lines of home nursing, one after another, references counted on.
struct NursingLines {
  private let prefix: String
  private var next: Int
  private(set) var lines: [StoryLine] = []

  init(_ prefix: String, from first: Int) {
    self.prefix = prefix
    next = first
  }

  /// Tariffs per five minutes: nursing (verpleging), personal care (persoonlijke verzorging), specialised nursing.
  private static let tariffs: [String: Int64] = ["1000": 6_75, "1001": 5_20, "1002": 7_10]

  mutating func add(
    _ client: Int, _ service: String, _ from: CalendarDate, _ until: CalendarDate, _ quantity: Int
  ) {
    guard let tariff = Self.tariffs[service] else { preconditionFailure("no tariff for \(service)") }
    lines.append(
      StoryLine(
        reference(), client: TestPeople.clients[client], service: service, from: from, until: until,
        quantity: quantity, tariff: euros(tariff)))
  }

  /// One line a week, from the given week of March on.
  mutating func add(_ client: Int, _ service: String, weeksFrom first: Int = 1, _ quantities: Int...) {
    for (index, quantity) in quantities.enumerated() {
      let (from, until) = week(first + index)
      add(client, service, from, until, quantity)
    }
  }

  mutating func credit(_ line: StoryLine) { lines.append(line.credited(as: reference())) }

  mutating func declareAgain(_ line: StoryLine) { lines.append(line.declaredAgain(as: reference())) }

  private mutating func reference() -> String {
    defer { next += 1 }
    return "\(prefix)-\(next)"
  }
}
