import Accounting
import Mapping
import Posting
import Testing

/// POSTING.md rule 4: what becomes one posting, and what keeps its own.
struct EntryDraftTests {
  private func written(_ difference: Standing) -> [String] {
    EntryDraft.postings(of: difference, in: .eur).map { posting in
      [
        posting.side.rawValue, posting.account.text, posting.amount.money.plain,
        posting.costCentre?.text ?? "", posting.item ?? "",
      ].joined(separator: " ").trimmed
    }
  }

  private func spot(
    _ role: Role, _ account: String? = nil, costCentre: String? = nil, item: String = ""
  ) -> Spot {
    Spot(
      .gateway, role, account.flatMap(AccountCode.init) ?? TestAccounts.account(role),
      costCentre: costCentre.flatMap(CostCentre.init), item: item)
  }

  @Test func `lines of equal account and cost centre are one posting, and others stay apart`() {
    var standing = Standing()
    standing.add(60_00, to: spot(.debtor, item: "uzovi-3311/A"))
    standing.add(-10_00, to: spot(.revenue, costCentre: "100", item: "uzovi-3311/A"))
    standing.add(-20_00, to: spot(.revenue, costCentre: "100", item: "uzovi-3311/A"))
    standing.add(-30_00, to: spot(.revenue, costCentre: "110", item: "uzovi-3311/A"))
    #expect(
      written(standing) == [
        "debit 1300 60.00  uzovi-3311/A", "credit 8000 30.00 100", "credit 8000 30.00 110",
      ])
  }

  @Test func `roles that share an account share a posting, except where items are kept`() {
    var standing = Standing()
    standing.add(5_00, to: spot(.tariffDifference, "4800"))
    standing.add(7_00, to: spot(.writeOff, "4800"))
    standing.add(-4_00, to: spot(.debtor, item: "uzovi-3311/A"))
    standing.add(-8_00, to: spot(.debtor, item: "uzovi-3311/B"))
    #expect(
      written(standing) == [
        "debit 4800 12.00", "credit 1300 4.00  uzovi-3311/A", "credit 1300 8.00  uzovi-3311/B",
      ])
  }

  @Test(arguments: Role.allCases)
  func `debtors, takebacks, advances, settlements and suspense keep their items`(role: Role) {
    let kept: Set<Role> = [
      .debtor, .takeback, .advance, .settlement, .receipts, .rejected, .takebackOpen, .clientDue, .noAccount,
    ]
    #expect(spot(role, item: "uzovi-3311/A").item == (kept.contains(role) ? "uzovi-3311/A" : ""))
  }

  @Test func `what cancels on one account is no entry at all`() {
    var standing = Standing()
    standing.add(5_00, to: spot(.tariffDifference, "4800"))
    standing.add(-5_00, to: spot(.writeOff, "4800"))
    #expect(written(standing) == [])
    #expect(written(Standing()) == [])
  }

  @Test func `debits stand first, then accounts in order, so that equal differences give equal bytes`() {
    let amounts: [(Role, Int64)] = [
      (.revenue, -3_00), (.debtor, 1_00), (.rejected, 4_00), (.vat, -2_00),
    ]
    let wanted = [
      "debit 1300 1.00  A", "debit 2110 4.00  A", "credit 1520 2.00", "credit 8000 3.00",
    ]
    for rotation in amounts.indices {
      var standing = Standing()
      for (role, cents) in amounts[rotation...] + amounts[..<rotation] {
        standing.add(cents, to: spot(role, item: "A"))
      }
      #expect(written(standing) == wanted)
    }
  }

  @Test func `each side is drafted by itself: what others book is never ours`() {
    let line = TestAccounts.line("A", .none, claimed: 10_00, awarded: 8_00)
    let standing = Targets.target(of: TestAccounts.declaration("A", line))
    #expect(standing.of(.gateway).isEmpty)
    #expect(standing.bookers == [.careSystem])
    #expect(written(standing.of(.careSystem)) == ["debit 1300 8.00  uzovi-3311/A", "credit 8000 8.00"])
  }

  @Test func `items of one declaration live where the document says`() {
    let standing = Targets.target(
      of: TestAccounts.declaration(
        "A", TestAccounts.line("A", .submitted, claimed: 10_00, awarded: 4_00, reference: "L1"),
        TestAccounts.line("A", .submitted, claimed: 5_00, awarded: 0, reference: "L2")))
    #expect(
      written(standing) == [
        "debit 1300 4.00  uzovi-3311/A", "debit 2110 6.00  uzovi-3311/A/L1",
        "debit 2110 5.00  uzovi-3311/A/L2",
        "credit 8000 15.00",
      ])
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
