import Accounting
import Mapping
import Posting
import Testing

/// Every small case there is: amounts of minus three to three cents.
struct TargetLawTests {
  private static let cents: ClosedRange<Int64> = -3...3
  private static let answers: [Int64?] = [nil] + cents.map { $0 }

  @Test(arguments: Recognition.allCases)
  func `a declaration balances per booker whatever was claimed, granted and declared again`(
    recognition: Recognition
  ) {
    for claimed in Self.cents {
      for vat in Self.cents
      where vat == 0 || (vat.magnitude <= claimed.magnitude && (vat < 0) == (claimed < 0)) {
        for awarded in Self.answers {
          for destination in [Role.rejected, .clientDue, .tariffDifference, .noAccount] {
            for isRedeclared in [false, true] {
              for drawsAdvance in [false, true] {
                let standing = Targets.target(
                  of: TestAccounts.declaration(
                    "A",
                    TestAccounts.line(
                      "A", recognition, claimed: claimed, vat: vat, awarded: awarded,
                      isRedeclared: isRedeclared, to: destination, drawsAdvance: drawsAdvance)))
                expectBalanced(standing)
                expectTable(
                  standing, recognition, claimed, awarded, destination, isRedeclared, drawsAdvance)
              }
            }
          }
        }
      }
    }
  }

  private func expectBalanced(_ standing: Standing) {
    for booker in standing.bookers {
      let sum = standing.of(booker).amounts.values.reduce(0, +)
      #expect(sum == 0, "\(booker): \(standing.amounts)")
    }
  }

  /// The rows of "The targets", one by one.
  private func expectTable(
    _ standing: Standing, _ recognition: Recognition, _ claimed: Int64, _ awarded: Int64?,
    _ destination: Role, _ isRedeclared: Bool, _ drawsAdvance: Bool
  ) {
    let drawn = drawsAdvance ? awarded ?? 0 : 0
    let debtor = recognition == .awarded ? awarded ?? 0 : awarded ?? claimed
    #expect(standing.sum(.debtor) == debtor - drawn)
    #expect(standing.sum(.advance) == drawn)
    let residual = awarded.map { claimed - $0 } ?? 0
    let waits = recognition == .submitted && !isRedeclared ? residual : 0
    let earned = recognition == .submitted && !isRedeclared ? claimed : debtor
    switch destination {
    case .tariffDifference:
      // Net of the VAT that is no longer owed.
      #expect(standing.sum(.tariffDifference).magnitude <= waits.magnitude)
      #expect(standing.sum(.revenue) + standing.sum(.vat) + standing.sum(.tariffDifference) == waits - earned)
    default:
      #expect(standing.sum(destination) == waits)
      #expect(standing.sum(.revenue) + standing.sum(.vat) == -earned)
    }
  }

  @Test(arguments: Recognition.allCases)
  func `a takeback balances, and is nothing once a line of ours says the same`(recognition: Recognition) {
    for amount in Self.cents {
      let open = Targets.target(of: TestAccounts.takeback("T", amount, recognition))
      #expect(open.amounts.values.reduce(0, +) == 0)
      #expect(open.sum(.takeback) == -amount)
      #expect(open.sum(recognition == .none ? .takebackOpen : .revenueCorrection) == amount)
      #expect(
        Targets.target(of: TestAccounts.takeback("T", amount, recognition, isAnswered: true)).isEmpty)
    }
  }

  @Test(arguments: BankBooking.allCases)
  func `a bank line balances per booker, and its suspense is nothing once it is explained`(
    bank: BankBooking
  ) {
    for amount in Self.cents {
      for first in Self.cents {
        let parts = [
          TestAccounts.part(.debtor, "uzovi-3311/A", first),
          TestAccounts.part(.takeback, "T", amount - first),
        ]
        let waiting = Targets.target(of: TestAccounts.bankLine("R", amount, booked: bank))
        let explained = Targets.target(of: TestAccounts.bankLine("R", amount, booked: bank, parts))
        expectBalanced(waiting)
        expectBalanced(explained)
        #expect(waiting.sum(.receipts) == -amount)
        #expect(explained.sum(.receipts) == 0)
        #expect(explained.sum(.bank) == amount)
        #expect(explained.sum(.debtor) == -first)
        #expect(explained.sum(.takeback) == first - amount)
        // Who books the bank decides only whose entry that is.
        #expect(waiting.bookers == (amount == 0 ? [] : [bank == .gateway ? .gateway : .bookkeeping]))
      }
    }
  }

  @Test func `on an account that the bookkeeping books, what concerns no payer posts nothing`() {
    var line = TestAccounts.bankLine("R", -900_00, booked: .bookkeeping)
    line.isOurs = false
    #expect(Targets.target(of: line).isEmpty)
  }

  @Test func `a line that concerns no payer goes to its account, and never to suspense`() {
    var line = TestAccounts.bankLine("R", -12_10, booked: .gateway)
    line.other = TestAccounts.answer(.otherReceipt)
    let standing = Targets.target(of: line)
    #expect(standing.sum(.otherReceipt) == 12_10)
    #expect(standing.sum(.receipts) == 0)
    #expect(standing.sum(.bank) == -12_10)
  }

  @Test(arguments: Recognition.allCases, Recognition.allCases)
  func `moving a declaration from mode to mode and back cancels on every account`(
    from: Recognition, to: Recognition
  ) throws {
    for awarded in Self.answers {
      func target(_ recognition: Recognition) -> Standing {
        Targets.target(
          of: TestAccounts.declaration(
            "A", TestAccounts.line("A", recognition, claimed: 3, vat: 1, awarded: awarded)))
      }
      var ledger = CaseLedger()
      try ledger.post("A", target(from))
      let before = ledger.items
      try ledger.post("A", target(to))
      try ledger.post("A", target(from))
      #expect(ledger.items == before)
      #expect(target(from).minus(target(from)).isEmpty)
    }
  }
}

extension Standing {
  func sum(_ role: Role) -> Int64 {
    amounts.filter { $0.key.role == role }.values.reduce(0, +)
  }
}
