import Accounting
import Care
import Mapping
import Posting
import Testing

/// POSTING.md, "The table worked through", in every mode and in two orders of arrival.
struct WorkedStoryTests {
  enum Order: CaseIterable { case moneyLast, moneyFirst }

  struct Mode: CustomTestStringConvertible {
    var recognition: Recognition
    var bank: BankBooking
    var order: Order
    /// Entries of the gateway, counted by hand from the table, whatever the order. Six lines of the bank are the
    /// bookkeeping's where it books the account. An award and the advance that it draws are one entry (rule 4).
    var entries: Int {
      let all =
        switch recognition {
        case .submitted: 25
        case .awarded: 23
        case .none: 19
        }
      return bank == .gateway ? all : all - 6
    }

    var testDescription: String { "\(recognition), bank booked by \(bank), \(order)" }

    static let all = Recognition.allCases.flatMap { recognition in
      BankBooking.allCases.flatMap { bank in
        Order.allCases.map { Mode(recognition: recognition, bank: bank, order: $0) }
      }
    }
  }

  @Test(arguments: Mode.all)
  func `every open account ends at nothing, and result and bank are equal in all modes`(mode: Mode) throws {
    var story = WorkedStory(mode.recognition, mode.bank)
    try story.tell(mode.order)
    let balances = story.ledger.balances
    let result: Set = ["8000", "8016", "4810", "4790"]
    #expect(balances.filter { !result.contains($0.key) } == ["1010": 9_049_00])
    #expect(balances.filter { result.contains($0.key) }.values.reduce(0, +) == -9_049_00)
    #expect(story.ledger.items.keys.filter { !$0.hasSuffix(" ") } == [], "no item stays open")
    #expect(story.ledger.entries == mode.entries)
  }

  @Test(arguments: Recognition.allCases, BankBooking.allCases)
  func `W8: an award and a takeback of one amount settle each other, though nothing is paid`(
    recognition: Recognition, bank: BankBooking
  ) throws {
    var story = WorkedStory(recognition, bank)
    try story.announceNothing()
    switch recognition {
    case .submitted, .awarded:
      #expect(story.ledger.balances == ["8000": -400_00, "8016": 400_00])
      #expect(story.ledger.entries == 3)
    case .none:
      // The care system has yet to credit what was taken back.
      #expect(story.ledger.items == ["8000 ": -400_00, "2120 T2": 400_00])
      #expect(story.ledger.entries == 2)
    }
    try story.creditNothing()
    #expect(story.ledger.items.keys.filter { !$0.hasSuffix(" ") } == [])
  }

  @Test(arguments: Recognition.allCases, BankBooking.allCases)
  func `W13: an advance is owed when it comes, and less with every award that draws it`(
    recognition: Recognition, bank: BankBooking
  ) throws {
    var story = WorkedStory(recognition, bank)
    let advance = "1450 \(WorkedStory.advance)"
    try story.receiveAdvance()
    #expect(story.ledger.items[advance] == -10_000_00)
    try story.drawAdvance()
    #expect(story.ledger.items[advance] == -2_500_00)
    #expect(story.ledger.balances["1300"] == nil)
    try story.settleYear()
    #expect(story.ledger.items.keys.filter { !$0.hasSuffix(" ") } == [])
    #expect(story.ledger.balances["1010"] == 7_500_00)
  }

  @Test(arguments: BankBooking.allCases)
  func `the accounts of the result differ by mode only where the table says so`(bank: BankBooking) throws {
    func result(_ recognition: Recognition) throws -> [String: Int64] {
      var story = WorkedStory(recognition, bank)
      try story.tell(.moneyLast)
      return story.ledger.balances.filter { $0.key != "1010" }
    }
    // 500 + 900 + 100 + 400 + 7,500 + 250 + 100 granted, 700 taken back, a euro of tolerance.
    #expect(
      try result(.awarded) == ["8000": -9_750_00, "8016": 700_00, "4790": 1_00])
    // The 500 that were not chargeable were revenue first.
    #expect(
      try result(.submitted) == ["8000": -10_250_00, "4810": 500_00, "8016": 700_00, "4790": 1_00])
    // The care system reduces its own revenue, and credits what was taken back.
    #expect(try result(.none) == ["8000": -9_050_00, "4790": 1_00])
  }
}

/// The steps of the story. Euros in the document, cents here.
struct WorkedStory {
  private(set) var ledger = CaseLedger()
  private let recognition: Recognition
  private let bank: BankBooking

  init(_ recognition: Recognition, _ bank: BankBooking) {
    self.recognition = recognition
    self.bank = bank
  }

  mutating func tell(_ order: WorkedStoryTests.Order) throws {
    try simplePayment()
    switch order {
    case .moneyLast:
      try rejectedAndDeclaredAgain()
      try takeback("T1", 300_00)
      try receive("R2", 700_00)
    case .moneyFirst:
      try receive("R2", 700_00)
      try rejectedAndDeclaredAgain()
      try takeback("T1", 300_00)
    }
    try explain("R2", 700_00, [debtor("A", 900_00), debtor("A2", 100_00), offset("T1", -300_00)])
    try credit("T1", 300_00, offsetIn: "R2", 700_00, [debtor("A", 900_00), debtor("A2", 100_00)])
    try announceNothing()
    try creditNothing()
    try receiveAdvance()
    try drawAdvance()
    try settleYear()
    try receive("R5", 250_00)
    try declareAndAward("E", 250_00, 250_00)
    try explain("R5", 250_00, [debtor("E", 250_00)])
    try declareAndAward("F", 100_00, 100_00)
    try receive("R6", 99_00)
    try explain(
      "R6", 99_00, [debtor("F", 100_00), TestAccounts.part(.paymentDifference, "", -1_00)])
  }

  private mutating func simplePayment() throws {
    try declareAndAward("B", 500_00, 500_00)
    try receive("R1", 500_00)
    try explain("R1", 500_00, [debtor("B", 500_00)])
  }

  private mutating func rejectedAndDeclaredAgain() throws {
    try declareAndAward("A", 1_000_00, 900_00)
    // The new line and what leaves the old one: two cases of one entry.
    try ledger.post([
      ("A", target("A", 1_000_00, 900_00, isRedeclared: true)), ("A2", target("A2", 100_00, nil)),
    ])
    try declare("A2", 100_00, 100_00)
  }

  /// 400 granted, 400 taken back: the payer pays nothing, and says so in a specification.
  mutating func announceNothing() throws {
    try declareAndAward("D", 400_00, 400_00)
    try takeback("T2", 400_00)
    try explain("S1", 0, [debtor("D", 400_00), offset("T2", -400_00)])
  }

  mutating func creditNothing() throws {
    try credit("T2", 400_00, offsetIn: "S1", 0, [debtor("D", 400_00)])
  }

  static let advance = "\(TestAccounts.payer.text)/advance/2026"

  mutating func receiveAdvance() throws {
    try receive("R3", 10_000_00)
    try explain("R3", 10_000_00, [TestAccounts.part(.advance, Self.advance, 10_000_00)])
  }

  mutating func drawAdvance() throws {
    try declareAndAward("V", 8_000_00, 7_500_00, to: .notChargeable, drawsAdvance: true)
  }

  mutating func settleYear() throws {
    let settlement = "\(TestAccounts.payer.text)/settlement/2026"
    // The settlement of the year is an explanation of nothing received: what is left of the advance we owe.
    try explain(
      "Y1", 0,
      [
        TestAccounts.part(.advance, Self.advance, -2_500_00),
        TestAccounts.part(.settlement, settlement, 2_500_00),
      ])
    try receive("R4", -2_500_00)
    try explain("R4", -2_500_00, [TestAccounts.part(.settlement, settlement, -2_500_00)])
  }

  // MARK: Words

  private mutating func declareAndAward(
    _ number: String, _ claimed: Int64, _ awarded: Int64, to destination: Role = .rejected,
    drawsAdvance: Bool = false
  ) throws {
    try declare(number, claimed, nil, to: destination, drawsAdvance: drawsAdvance)
    try declare(number, claimed, awarded, to: destination, drawsAdvance: drawsAdvance)
  }

  private mutating func declare(
    _ number: String, _ claimed: Int64, _ awarded: Int64?, to destination: Role = .rejected,
    drawsAdvance: Bool = false
  ) throws {
    try ledger.post(
      number, target(number, claimed, awarded, to: destination, drawsAdvance: drawsAdvance))
  }

  private func target(
    _ number: String, _ claimed: Int64, _ awarded: Int64?, isRedeclared: Bool = false,
    to destination: Role = .rejected, drawsAdvance: Bool = false
  ) -> Standing {
    let line = TestAccounts.line(
      number, recognition, claimed: claimed, awarded: awarded, isRedeclared: isRedeclared, to: destination,
      drawsAdvance: drawsAdvance)
    return Targets.target(of: TestAccounts.declaration(number, line))
  }

  private mutating func takeback(_ item: String, _ amount: Int64) throws {
    try ledger.post(item, Targets.target(of: TestAccounts.takeback(item, amount, recognition)))
  }

  private mutating func receive(_ reference: String, _ amount: Int64) throws {
    try ledger.post(reference, Targets.target(of: TestAccounts.bankLine(reference, amount, booked: bank)))
  }

  private mutating func explain(_ reference: String, _ amount: Int64, _ parts: [BankCase.Part]) throws {
    try ledger.post(
      reference, Targets.target(of: TestAccounts.bankLine(reference, amount, booked: bank, parts)))
  }

  /// In mode `none` the care system credits what was taken back: the item moves to its credit line, and what was
  /// offset moves with it. In the other modes the story leaves the takeback on the correction account.
  private mutating func credit(
    _ takeback: String, _ amount: Int64, offsetIn reference: String, _ received: Int64,
    _ others: [BankCase.Part]
  ) throws {
    guard recognition == .none else { return }
    try declareAndAward("C-\(takeback)", -amount, -amount)
    let parts = others + [debtor("C-\(takeback)", -amount)]
    try ledger.post([
      (
        takeback,
        Targets.target(of: TestAccounts.takeback(takeback, amount, recognition, isAnswered: true))
      ),
      (
        reference,
        Targets.target(of: TestAccounts.bankLine(reference, received, booked: bank, parts))
      ),
    ])
  }

  private func debtor(_ number: String, _ contribution: Int64) -> BankCase.Part {
    TestAccounts.part(.debtor, ItemName.declaration(TestAccounts.payer, number), contribution)
  }

  private func offset(_ item: String, _ contribution: Int64) -> BankCase.Part {
    TestAccounts.part(.takeback, item, contribution)
  }
}
