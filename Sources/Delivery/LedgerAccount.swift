package import Accounting

/// What the chart of accounts (chart.csv) says of an account, as far as a journal needs it.
package struct LedgerAccount: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    case assets, liabilities, equity, income, expenses
  }

  package let code: AccountCode
  package let kind: Kind
  package let name: String

  package init(_ code: AccountCode, _ kind: Kind, _ name: String) {
    self.code = code
    self.kind = kind
    self.name = name
  }
}

/// The chart of accounts of one administration.
package struct LedgerChart: Sendable {
  private let accounts: [AccountCode: LedgerAccount]

  /// An account listed twice counts as it was listed last.
  package init(_ accounts: some Sequence<LedgerAccount>) {
    self.accounts = Dictionary(accounts.map { ($0.code, $0) }) { $1 }
  }

  package subscript(code: AccountCode) -> LedgerAccount? { accounts[code] }

  /// All of them, by code.
  package var all: [LedgerAccount] { accounts.values.sorted { $0.code < $1.code } }
}
