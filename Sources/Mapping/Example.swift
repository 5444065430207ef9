package import Accounting
package import Care
package import Findings

/// A worked example of a mapping: what happens, and which postings must come of it. `check` runs them all.
package struct Example: Sendable {
  package struct Given: Sendable, Hashable {
    package var event: Event
    package var payer: PayerCode?
    package var scheme: Scheme?
    package var service: ServiceCode?
    package var practitioner: String?
    package var location: String?
    package var stream: String?
    package var careYear: CareYear
    package var claimed: Money?
    package var awarded: Money?
    /// VAT contained in `claimed`.
    package var vat: Money?
    /// Of a takeback.
    package var amount: Money?
    package var codes: [ReasonCode]
    /// The amount of an explained receipt, and what it consists of.
    package var receipt: Money?
    package var parts: [Part]
    /// The day on which it happens; where none is written, the last day on which anything in the mapping begins.
    package var date: CalendarDate
  }

  /// `award uzovi-7095 500.00`: a part of an explained receipt.
  package struct Part: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
      case award, takeback, advance, settlement, interest
      case paymentDifference = "payment-difference"
    }

    package var kind: Kind
    package var payer: PayerCode
    package var amount: Money
  }

  /// `debit 1310 240.00`, `credit 8010 240.00 cost-centre 110`.
  package struct ExpectedPosting: Sendable, Hashable {
    package var side: Side
    package var account: AccountCode
    package var amount: Amount
    package var costCentre: CostCentre?
    /// Where each of its words stands.
    package var words: [Position]
  }

  /// The question it stands under: `revenue`, `difference`, …
  package var question: String
  package var title: String
  package var given: Given
  package var expected: [ExpectedPosting]
  /// Where that stands.
  package var expectation: Position
  package var position: Position
}
