/// The months as they pass, day by day: each payer does on a day whatever is its day for it, then the bank closes the day.
struct Play {
  let seed: UInt64
  let months: Int
  let first = Day(year: 2026, month: 1, day: 1)
  let last: Day
  let settings: WorkspaceSettings
  var random: SplitMix64
  var payers: [Payer]
  var banks: [OwnAccount]
  var events: [SimulatedEvent] = []
  var truth = TruthLedger()
  /// The last number given, per year.
  var declarationNumbers: [Int: Int] = [:]
  var lineNumber = 0
  var specificationNumber = 0
  var takebackNumber = 0

  static let clients = [
    "999900006", "999900018", "999900031", "999900043", "999900055", "999900067", "999900079", "999900080",
    "999900092", "999900109", "999900110",
  ]

  init(seed: UInt64, months: Int) {
    var random = SplitMix64(seed: seed)
    self.seed = seed
    self.months = months
    // Time to answer, pay and settle what was declared last.
    last = Day(year: 2026, month: 1 + months, day: 1).advanced(by: 95)
    payers = PayerCatalogue.cast(seed: seed, by: &random)
    settings = WorkspaceSettings(by: &random)
    banks = [
      OwnAccount(iban: Iban.test(101), number: 101, balance: 250_000_00),
      OwnAccount(iban: Iban.test(202), number: 202, balance: 40_000_00),
    ]
    self.random = random
  }

  mutating func run() {
    for day in first...last {
      for payer in payers.indices {
        declare(payer, on: day)
        answer(payer, on: day)
        advance(payer, on: day)
        pay(payer, on: day)
        specify(payer, on: day)
        review(payer, on: day)
        withdraw(payer, on: day)
        repay(payer, on: day)
      }
      payOthers(on: day)
      closeBanks(on: day)
    }
    truth.receipts = inOrder(truth.receipts, by: \.day)
    events = inOrder(events, by: \.day)
  }

  var world: SimulatedWorld {
    SimulatedWorld(
      seed: seed, administration: WorkspaceSettings.administration,
      payers: payers.map {
        SimulatedPayer(code: $0.code, habit: $0.habit, answer: $0.answer, isBlind: $0.isBlind)
      },
      workspace: settings.files(for: payers, banks: banks), events: events, truth: truth)
  }

  /// Of one day, in the order in which they came about.
  private func inOrder<Element>(_ elements: [Element], by day: KeyPath<Element, Day>) -> [Element] {
    elements.enumerated().sorted {
      ($0.element[keyPath: day], $0.offset) < ($1.element[keyPath: day], $1.offset)
    }
    .map(\.element)
  }

  mutating func emit(_ kind: SimulatedEvent.Kind, on day: Day, _ files: [SimulatedFile]) {
    events.append(SimulatedEvent(day: day, kind: kind, files: files))
  }

  /// Municipalities and the care office pay to the second account.
  func account(for payer: Int) -> Int { payers[payer].scheme == .zvw ? 0 : 1 }
}
