package import JSON
package import Accounting
import Matching
import Books
import Mapping

/// What waits, why, since when, for whom, and what clears it (CONTRACT.md section 4).
package struct SuspenseReport: Report, Hashable {
  package struct Item: Sendable, Hashable {
    package var reference: String
    package var account: String
    /// Debit minus credit, in cents.
    package var amount: Int64
    package var cause: String
    package var since: CalendarDate
    package var owner: String
    package var clearedBy: String
    /// Nothing while the mapping gives the role no account.
    package var due: CalendarDate?
  }

  package struct Filter: Sendable, Hashable {
    package var account: String?
    package var cause: String?
    package var owner: String?
    /// Only what was to be cleared before this day.
    package var dueBefore: CalendarDate?

    package init(
      account: String? = nil, cause: String? = nil, owner: String? = nil, dueBefore: CalendarDate? = nil
    ) {
      self.account = account
      self.cause = cause
      self.owner = owner
      self.dueBefore = dueBefore
    }

    func admits(_ item: Item) -> Bool {
      account.map { $0 == item.account } ?? true && cause.map { $0 == item.cause } ?? true
        && owner.map { $0 == item.owner } ?? true
        && dueBefore.map { day in item.due.map { $0 < day } ?? false } ?? true
    }
  }

  package let items: [Item]
  /// The day on which it is looked at, where a person looks.
  private let today: CalendarDate?
  /// The sum of the items; of all of them what `balance --expected` shows on the suspense accounts.
  package var total: Int64 { items.reduce(0) { $0 + $1.amount } }

  package init(_ source: ReportSource, _ filter: Filter = Filter(), today: CalendarDate? = nil) throws {
    self.today = today
    let rows = try source.books.snapshot { try source.books.suspenseRows(of: source.administration.id) }
    items = rows.map { row in
      let suspense = source.mapping?.suspense(row.role)
      let owner = suspense?.owner ?? ""
      return Item(
        reference: row.item, account: row.account, amount: row.amount, cause: Self.cause(of: row),
        since: row.since, owner: owner.isEmpty ? source.administration.owner : owner,
        clearedBy: Self.clearedBy(row) ?? suspense?.clearedBy ?? "",
        due: suspense.map { row.since.adding(days: $0.dueDays) })
    }.filter(filter.admits)
  }

  /// What the account's own sentence cannot know; nothing where that says it.
  private static func clearedBy(_ row: SuspenseRow) -> String? {
    switch row.role {
    case .rejected where row.amount < 0:
      "asking the payer, who granted more than was declared or refused a credit line"
    case .receipts where row.cause == SuspenseCause.notFromAPayer.rawValue:
      "a row in bank-others.csv, or its IBAN in payer-ibans.csv if a payer pays from it"
    default: nil
    }
  }

  private static func cause(of row: SuspenseRow) -> String {
    switch row.role {
    case .rejected: "rejected-open"
    case .receipts: row.cause ?? "no-explanation"
    // The others are called as their cause is.
    default: row.role.rawValue
    }
  }

  package var json: JSON {
    [
      "total": .amount(total),
      "items": .array(
        items.map { item in
          [
            "reference": .text(item.reference), "account": .text(item.account),
            "amount": .amount(item.amount),
            "cause": .text(item.cause), "since": .day(item.since), "owner": .text(item.owner),
            "cleared_by": .text(item.clearedBy), "due": .day(item.due),
          ]
        }),
    ]
  }

  package var text: String {
    guard !items.isEmpty else { return "Nothing waits.\n" }
    var table = TextTable(
      .left("since"), .left("due"), .left("account"), .left("reference"), .right("amount"), .left("cause"),
      .left("owner"), .left("cleared by"))
    for item in items {
      table.add(
        item.since.description, (item.due?.description ?? "") + (isOverdue(item) ? " overdue" : ""),
        item.account, item.reference,
        readable(item.amount), item.cause, item.owner, item.clearedBy)
    }
    table.close(counted(items.count, "item"), "", "", "", readable(total), "", "", "")
    guard items.contains(where: { $0.amount < 0 }) else { return table.text }
    return table.text + "Debit less credit, as on the account: money that came in and waits is negative.\n"
  }

  private func isOverdue(_ item: Item) -> Bool {
    guard let due = item.due, let today else { return false }
    return due < today
  }
}
