/// A payer with what it keeps of its own: whom it insures, what it has granted, and when it acts.
struct Payer {
  var code: String
  var name: String
  /// Payers of a group pay from each other's accounts.
  var group: String
  var scheme: Scheme
  var habit: PayerHabit
  var answer: AnswerForm
  var isBlind: Bool
  /// The account that the mapping has for it.
  var iban: String
  /// The account from which its money comes.
  var paysFrom: (iban: String, name: String)
  var style: TextStyle
  var services: [Service]
  /// Before the digits of our declarations to it: empty, or letters.
  var prefix: String
  /// The day of a month on which we declare to it.
  var declaredOn: Int
  /// The days of a month on which it pays.
  var runs: [Int]
  var reviewsOn: Int
  var offsetPercent: Int
  /// Of a hundred lines.
  var rejects: Int
  var reduces: Int
  var declarations: [Declaration] = []
  /// Where its takebacks stand in the ledger.
  var takebacks: [Int] = []
  /// Takebacks that it forgot to announce, and when a lowered return says them after all.
  var lateAnnouncements: [(on: Day, takeback: Int)] = []
  var answers = 0
  /// Written when it pays, sent days later.
  var specifications: [Specification] = []

  /// The number in its register: `3311`.
  var registerNumber: String { String(code.split(separator: "-")[1]) }
}

/// The law under which care is paid.
enum Scheme: String, CaseIterable {
  case zvw = "Zvw"
  case wlz = "Wlz"
  case wmo = "Wmo"

  /// In its revenue account and its cost centre.
  var number: Int {
    switch self {
    case .zvw: 1
    case .wlz: 2
    case .wmo: 3
    }
  }
}

/// A service at its tariff and the quantity that is always given of it: equal lines are the rule.
struct Service: Hashable {
  var code: String
  var tariff: Cents
  var quantity: Int

  var amount: Cents { Cents(tariff.count * quantity) }

  static func all(of scheme: Scheme) -> [Service] {
    switch scheme {
    case .zvw:
      [
        Service(code: "1000", tariff: 675, quantity: 12), Service(code: "1001", tariff: 520, quantity: 18),
        Service(code: "1002", tariff: 710, quantity: 10),
      ]
    case .wlz:
      [
        Service(code: "Z051", tariff: 15500, quantity: 1), Service(code: "H126", tariff: 6210, quantity: 2),
      ]
    case .wmo:
      [
        Service(code: "01A01", tariff: 2660, quantity: 4), Service(code: "07A03", tariff: 8600, quantity: 2),
      ]
    }
  }
}
