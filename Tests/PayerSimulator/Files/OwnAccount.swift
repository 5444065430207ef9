/// An account of the organisation, and what the bank has booked on it since its last statement.
struct OwnAccount {
  struct Movement {
    var reference: String
    var cents: Cents
    var name: String
    var iban: String
    var text: [String]
  }

  var iban: String
  /// The last digits, which statements and references carry.
  var number: Int
  /// After the last statement.
  var balance: Cents
  var movements: [Movement] = []
  private var booked = 0
  private var statements = 0

  init(iban: String, number: Int, balance: Cents) {
    self.iban = iban
    self.number = number
    self.balance = balance
  }

  /// The bank's reference.
  mutating func book(_ cents: Cents, with name: String, iban: String, _ text: [String], on day: Day) -> String
  {
    booked += 1
    let reference = "TESTBANK\(number)\(day.compact)\(padded(booked, to: 6))"
    movements.append(Movement(reference: reference, cents: cents, name: name, iban: iban, text: text))
    return reference
  }

  /// The statement of a day; nothing where nothing moved.
  mutating func close(_ day: Day) -> SimulatedFile? {
    guard !movements.isEmpty else { return nil }
    statements += 1
    let statement = BankStatement(
      account: self, day: day, number: "\(day.compact)\(number)", sequence: statements)
    balance += movements.map(\.cents).total
    movements = []
    return statement.file
  }
}
