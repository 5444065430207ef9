package import JSON
import Mapping
package import Accounting
import Books

/// What stands on each account (CONTRACT.md section 4).
package struct BalanceReport: Report, Hashable {
  package struct Filter: Sendable, Hashable {
    /// With what the care system and the bookkeeping's bank feed book.
    package var isExpected: Bool
    package var account: String?
    package var from: CalendarDate?
    package var until: CalendarDate?

    package init(
      isExpected: Bool = false, account: String? = nil, from: CalendarDate? = nil, until: CalendarDate? = nil
    ) {
      self.isExpected = isExpected
      self.account = account
      self.from = from
      self.until = until
    }
  }

  package struct Account: Sendable, Hashable {
    package var account: String
    /// As in chart.csv; empty where the account has left it.
    package var name: String
    package var debit: Int64
    package var credit: Int64

    package var balance: Int64 { debit - credit }
  }

  package let administration: String
  package let currency: String
  package let accounts: [Account]
  /// Entries of other systems that are not counted.
  private let leftOut: Int64

  package init(_ source: ReportSource, _ filter: Filter = Filter()) throws {
    let (sums, expected) = try source.books.snapshot {
      try (
        source.books.accountSums(
          of: source.administration.id, isExpected: filter.isExpected, account: filter.account,
          from: filter.from, until: filter.until),
        source.books.expectedEntryCount(of: source.administration.id)
      )
    }
    leftOut = filter.isExpected ? 0 : expected
    administration = source.administration.id
    currency = source.administration.currency.code
    accounts = sums.map { sum in
      Account(
        account: sum.account, name: source.name(ofAccount: sum.account), debit: sum.debit, credit: sum.credit)
    }
  }

  package var json: JSON {
    [
      "administration": .text(administration), "currency": .text(currency),
      "accounts": .array(
        accounts.map { account in
          [
            "account": .text(account.account), "name": .text(account.name), "debit": .amount(account.debit),
            "credit": .amount(account.credit), "balance": .amount(account.balance),
          ]
        }),
    ]
  }

  package var text: String {
    guard !accounts.isEmpty else { return "Nothing is posted.\n" + hint }
    var table = TextTable(
      .left("account"), .left("name"), .right("debit"), .right("credit"), .right("balance"))
    for account in accounts {
      table.add(
        account.account, account.name, readable(account.debit), readable(account.credit),
        readable(account.balance))
    }
    table.close(
      currency, counted(accounts.count, "account"), readable(accounts.reduce(0) { $0 + $1.debit }),
      readable(accounts.reduce(0) { $0 + $1.credit }), readable(accounts.reduce(0) { $0 + $1.balance }))
    return table.text + hint
  }

  private var hint: String {
    leftOut == 0
      ? ""
      : "\(counted(leftOut, "entry", "entries")) of other systems \(leftOut == 1 ? "is" : "are") not counted; "
        + "--expected adds them.\n"
  }
}
