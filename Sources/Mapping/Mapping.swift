package import Accounting
package import Care

/// Everything that changes an entry: the answers of one administration's `mapping.yaml` and its tables, checked.
/// A mapping that exists has no contradictions; it answers questions and cannot name a debit or a credit.
package struct Mapping: Sendable {
  /// The name it gives itself.
  package let name: String
  /// SHA-256 over its files' bytes, hexadecimal: the version that an entry cites.
  package let digest: String
}

extension Mapping {
  package func chartAccount(_ account: AccountCode) -> ChartAccount? { nil }

  /// Nothing where no row covers the scheme on the invoice date: the declaration waits.
  package func recognition(of scheme: Scheme, on date: CalendarDate) -> Recognition? { nil }

  /// Whether awards of this payer draw an advance down.
  package func isAdvance(_ payer: PayerCode, _ scheme: Scheme, on date: CalendarDate) -> Bool { false }

  package func payer(_ payer: PayerCode, _ scheme: Scheme, on date: CalendarDate) -> PayerAccounts? { nil }

  /// The group that pays from this account (payer-ibans.csv).
  package func group(ofIBAN iban: String, on date: CalendarDate) -> String? { nil }

  /// The group of a payer in any scheme, on any date: a payer does not change its group.
  package func group(of payer: PayerCode) -> String? { nil }

  /// Whether a name on a bank line is that of a payer we know.
  package func group(named name: String) -> String? { nil }

  package func ownAccount(_ iban: String, on date: CalendarDate) -> OwnAccount? { nil }

  package func revenue(_ line: Circumstances) -> Answer { preconditionFailure() }

  package func revenueCorrection(_ line: Circumstances) -> Answer { preconditionFailure() }

  /// Codes that disagree, and codes nobody mapped, decide nothing: `undecided`.
  package func destination(
    _ line: Circumstances, codes: [ReasonCode], granted: Granted
  ) -> DestinationAnswer { preconditionFailure() }

  /// The account of a destination: its own, or that of the suspense role.
  package func account(of destination: Destination) -> Answer { preconditionFailure() }

  /// The account of a role that is a single account: interest, payment-difference, settled-otherwise,
  /// client-invoice, vat. `no-account` suspense where the mapping has none.
  package func account(of role: Role) -> Answer { preconditionFailure() }

  package func costCentre(_ line: Circumstances) -> CostCentre? { nil }

  package func suspense(_ role: Role) -> SuspenseAccount? { nil }

  /// Whether a header with these codes was assessed, so that silence may mean yes.
  package func isAssessed(_ codes: [ReasonCode], by payer: PayerCode) -> Bool { false }

  /// Whether a header with these codes rejects the whole declaration.
  package func isRejecting(_ codes: [ReasonCode], by payer: PayerCode) -> Bool { false }

  package func journal(of event: Event) -> JournalCode { preconditionFailure() }

  /// The text of an entry; `{declaration}` and the like are replaced by the given values.
  package func text(of event: Event, _ parts: [String: String]) -> String { "" }

  /// The last day that is closed for bookkeeping, if any.
  package var closedUntil: CalendarDate? { nil }
}
