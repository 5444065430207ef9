import Accounting
import Mapping
import Posting
import Storybook
import Testing

/// Ten facts that have to do with one another: rejected and declared again, taken back and credited, netted in one
/// payment. In whatever order they arrive, one end state.
struct ArrivalOrderTests {
  @Test(arguments: Recognition.allCases, BankBooking.allCases)
  func `a thousand orders of arrival end the same`(recognition: Recognition, bank: BankBooking) throws {
    var random = SplitMix64(seed: bank == .gateway ? 7 : 8)
    var order = ArrivingFact.all
    for _ in 0..<1_000 {
      random.shuffle(&order)
      var ledger = CaseLedger()
      var arrived: [ArrivingFact] = []
      for fact in order {
        arrived.append(fact)
        let cases = ArrivedFacts(arrived, recognition, bank).targets()
        for name in ArrivedFacts.names { try ledger.post(name, cases[name] ?? Standing()) }
      }
      // 310 received for 110 and 500 less 300; revenue the same; nothing open anywhere.
      guard ledger.balances == ["1010": 310_00, "8000": -310_00], ledger.items.count == 2 else {
        Issue.record("\(recognition), \(bank): \(order) ends with \(ledger.items)")
        return
      }
      // Whose entries they are: the bank is the bookkeeping's where it books it, the revenue the care system's.
      let ours = Booker.gateway
      #expect(ledger.sum("1010", of: bank == .gateway ? ours : .bookkeeping) == 310_00)
      #expect(ledger.sum("8000", of: recognition == .none ? .careSystem : ours) == -310_00)
    }
  }

  @Test(arguments: Recognition.allCases, BankBooking.allCases)
  func `in the order of the documents each fact that changes something of ours is one entry`(
    recognition: Recognition, bank: BankBooking
  ) throws {
    var ledger = CaseLedger()
    var entries: [Int] = []
    for count in ArrivingFact.all.indices {
      let cases = ArrivedFacts(Array(ArrivingFact.all[...count]), recognition, bank).targets()
      let before = ledger.entries
      try ledger.post(ArrivedFacts.names.map { ($0, cases[$0] ?? Standing()) })
      entries.append(ledger.entries - before)
    }
    let expected =
      switch recognition {
      // What is granted as claimed stands already.
      case .submitted: [1, 1, 1, 0, 1, 0, 1, 1, 0, 1]
      // The rejection grants nothing; the credit answers the takeback once it is granted itself.
      case .awarded: [0, 0, 0, 1, 0, 1, 1, 0, 1, 1]
      // Ours are the takeback, its end by the care system's credit, and what the payment settles.
      case .none: [0, 0, 0, 0, 0, 0, 1, 1, 0, 1]
      }
    // Bank line and explanation come as one fact here; on an account of the bookkeeping only the latter is ours.
    #expect(entries == expected)
  }

  @Test(arguments: Recognition.allCases, BankBooking.allCases)
  func `half of the facts in any order end the same as in the order of their documents`(
    recognition: Recognition, bank: BankBooking
  ) throws {
    var random = SplitMix64(seed: bank == .gateway ? 11 : 12)
    for _ in 0..<250 {
      let some = ArrivingFact.all.filter { _ in random.number(below: 2) == 0 }
      var expected = CaseLedger()
      let cases = ArrivedFacts(some, recognition, bank).targets()
      for name in ArrivedFacts.names { try expected.post(name, cases[name] ?? Standing()) }
      var order = some
      random.shuffle(&order)
      var ledger = CaseLedger()
      for count in order.indices {
        let cases = ArrivedFacts(Array(order[...count]), recognition, bank).targets()
        for name in ArrivedFacts.names.reversed() { try ledger.post(name, cases[name] ?? Standing()) }
      }
      #expect(ledger.items == expected.items)
    }
  }
}

enum ArrivingFact: Hashable {
  case declared(String, Int64, previous: String?)
  case returned(String, Int64)
  case takenBack(Int64, on: String)
  case received(Int64)

  static let all: [ArrivingFact] = [
    .declared("a", 100_00, previous: nil), .returned("a", 0),
    .declared("a2", 110_00, previous: "a"), .returned("a2", 110_00),
    .declared("b", 500_00, previous: nil), .returned("b", 500_00),
    .takenBack(300_00, on: "b"), .declared("c", -300_00, previous: "b"), .returned("c", -300_00),
    .received(310_00),
  ]
}

/// What a set of facts means, whatever its order.
struct ArrivedFacts {
  static let names = ["a", "a2", "b", "c", "T", "R"]

  private var declared: [String: (cents: Int64, previous: String?)] = [:]
  private var awarded: [String: Int64] = [:]
  private var takeback: (cents: Int64, on: String)?
  private var received: Int64?
  private let recognition: Recognition
  private let bank: BankBooking

  init(_ facts: [ArrivingFact], _ recognition: Recognition, _ bank: BankBooking) {
    self.recognition = recognition
    self.bank = bank
    for fact in facts {
      switch fact {
      case .declared(let name, let cents, let previous): declared[name] = (cents, previous)
      case .returned(let name, let cents): awarded[name] = cents
      case .takenBack(let cents, let on): takeback = (cents, on)
      case .received(let cents): received = cents
      }
    }
  }

  func targets() -> [String: Standing] {
    var targets: [String: Standing] = [:]
    for (name, line) in declared {
      targets[name] = Targets.target(
        of: TestAccounts.declaration(
          name,
          TestAccounts.line(
            name, recognition, claimed: line.cents, awarded: awarded[name],
            isRedeclared: isDeclaredAgain(name))))
    }
    if let takeback {
      targets["T"] = Targets.target(
        of: TestAccounts.takeback("T", takeback.cents, recognition, isAnswered: isTakebackAnswered))
    }
    if let received {
      targets["R"] = Targets.target(
        of: TestAccounts.bankLine("R", received, booked: bank, explanation ?? []))
    }
    return targets
  }

  private func isDeclaredAgain(_ name: String) -> Bool {
    guard let line = declared[name], let granted = awarded[name], granted != line.cents else { return false }
    return declared.values.contains { $0.previous == name && $0.cents > 0 }
  }

  /// A credit line says the same as the takeback; in `awarded` once it is itself awarded.
  private var isTakebackAnswered: Bool {
    guard let takeback else { return false }
    return declared.contains { name, line in
      line.previous == takeback.on && line.cents == -takeback.cents
        && (recognition != .awarded || awarded[name] != nil)
    }
  }

  /// The payment names two declarations and the takeback: explained once all are known.
  private var explanation: [BankCase.Part]? {
    guard takeback != nil else { return nil }
    for name in ["a2", "b"] where declared[name] == nil || awarded[name] == nil { return nil }
    func debtor(_ name: String, _ cents: Int64) -> BankCase.Part {
      TestAccounts.part(.debtor, ItemName.declaration(TestAccounts.payer, name), cents)
    }
    let offset =
      isTakebackAnswered ? debtor("c", -300_00) : TestAccounts.part(.takeback, "T", -300_00)
    return [debtor("a2", 110_00), debtor("b", 500_00), offset]
  }
}
