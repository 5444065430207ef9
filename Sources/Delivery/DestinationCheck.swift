package import Accounting
package import Findings

/// What an administration will ask of a bookkeeping system, from its mapping.
package struct Wanted: Sendable {
  package var accounts: [LedgerAccount]
  /// On which items of payers stand, so that the system may want a party on them.
  package var itemAccounts: Set<AccountCode>
  package var journals: [JournalCode]
  /// The number by which the system knows a payer, and the payer; nothing for a payer that has none.
  package var relations: [(payer: String, relation: String?)]
  package var today: CalendarDate
  /// The mapping, as findings call it.
  package var mapping: String

  package init(
    accounts: [LedgerAccount], itemAccounts: Set<AccountCode>, journals: [JournalCode],
    relations: [(payer: String, relation: String?)], today: CalendarDate, mapping: String
  ) {
    self.accounts = accounts
    self.itemAccounts = itemAccounts
    self.journals = journals
    self.relations = relations
    self.today = today
    self.mapping = mapping
  }

  func finding(
    _ rule: String, _ message: String, remedy: String, severity: Finding.Severity = .error
  ) -> Finding {
    Finding(rule, severity, at: Position(file: mapping), message, remedy: remedy)
  }
}

/// A destination that can be compared with a mapping before the first entry is sent.
package protocol CheckedDestination: Destination {
  /// What would be in the way of entries, each with what to do; changes nothing at the other side. Fails where the other
  /// side cannot be asked.
  mutating func check(_ wanted: Wanted) throws(DeliveryFailure) -> [Finding]
}
