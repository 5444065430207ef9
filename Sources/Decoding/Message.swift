package import Accounting
package import Care
package import Crypto

/// One identity unit of a file: what a payer or a bank would send again as a whole.
package struct Message: Sendable, Hashable {
  package enum Kind: String, Sendable { case declaration, remittance, statement, specification }

  package var kind: Kind
  /// Nothing for a statement.
  package var payer: PayerCode?
  /// Our declaration number; of a statement the account, of a specification the payer's number.
  package var number: String
  /// The payer's number of a remittance, the bank's identification of a statement; may be empty.
  package var reference: String
  /// Of a statement: what tells it from all others of the account; empty where nothing does.
  package var identity = ""
  /// Of the declaration or remittance; of a statement the first day with a movement, nothing without movements.
  package var date: CalendarDate?
  package var lines: Int
  /// Lines of a declaration that somebody approved.
  package var approvedLines = 0
  /// Of a declaration the sum of its approved lines, of a remittance what it says of the whole, of a specification its
  /// payment; else nothing.
  package var claimed: Money?
  /// What a remittance says of the whole; else nothing.
  package var awarded: Money?
  /// From the SHA-256 of what its facts say: not of the bytes, nor of where they stood. The order of a declaration's
  /// lines says nothing.
  package var content: Digest
  package var place: Place
}
