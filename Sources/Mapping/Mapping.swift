package import Accounting
import Care

/// Everything that changes an entry: the answers of one administration's `mapping.yaml` and its tables, checked.
/// A mapping that exists has no contradictions; it answers questions and cannot name a debit or a credit.
package struct Mapping: Sendable {
  /// The name it gives itself.
  package let name: String
  /// SHA-256 over its files' bytes, hexadecimal: the version that an entry cites.
  package let digest: String
  /// The last day that is closed for bookkeeping, if any.
  package let closedUntil: CalendarDate?

  /// Every row of chart.csv, in its order.
  package let chart: [ChartAccount]
  /// Every row of payers.csv, in its order.
  package let payers: [Dated<PayerAccounts>]
  /// Every row of bank-accounts.csv, in its order.
  package let ownAccounts: [Dated<OwnAccount>]
  /// The worked examples, in the order of the file.
  package let examples: [Example]

  package let revenueRules: RuleSet<AccountOrSuspense>
  package let revenueCorrectionRules: RuleSet<AccountOrSuspense>
  package let differenceRules: RuleSet<Destination>
  /// An outcome of nothing is a rule that says: no cost centre.
  package let costCentreRules: RuleSet<CostCentre?>

  let parts: Parts

  /// What is looked up by key, and what answers where no rule does.
  struct Parts: Sendable {
    var accounts: [AccountCode: ChartAccount] = [:]
    var recognitions: [Scheme: [Dated<Recognition>]] = [:]
    var payers: [PayerCode: [Dated<PayerAccounts>]] = [:]
    var groups: [PayerCode: String] = [:]
    var names: [(words: WordSequence, group: String)] = []
    var groupsByIBAN: [String: [Dated<String>]] = [:]
    var ownAccounts: [String: [Dated<OwnAccount>]] = [:]
    var advances: [PayerInScheme: [Validity]] = [:]
    /// Under nothing: for every payer.
    var tolerances: [PayerCode?: [Dated<Tolerance>]] = [:]
    var others: [OtherReceiptRow] = []
    var suspense: [Role: SuspenseAccount] = [:]
    var journals: [Event: JournalCode] = [:]
    var texts: [Wording: TextTemplate] = [:]
    var headerCodes = HeaderCodes.usual
    var headerCodesByPayer: [PayerCode: HeaderCodes] = [:]
    var destinations: [Destination: AccountOrSuspense] = [:]
    var roles: [Role: Answer] = [:]
    var revenueOtherwise: Otherwise<AccountOrSuspense>?
    var revenueCorrectionOtherwise: Otherwise<AccountOrSuspense>?
    var differenceOtherwise: Otherwise<Destination>?
    var costCentreOtherwise: Otherwise<CostCentre?>?
  }
}

/// A payer under one scheme: the key of a payer account.
struct PayerInScheme: Hashable, Sendable {
  let payer: PayerCode
  let scheme: Scheme
}
