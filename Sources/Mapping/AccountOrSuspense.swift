package import Accounting

/// What a rule answers: an account, or the suspense role on which it waits.
package enum AccountOrSuspense: Sendable, Hashable {
  case account(AccountCode)
  case suspense(Role)
}

/// What answers where no rule matches, and why.
struct Otherwise<Outcome: Sendable>: Sendable {
  let outcome: Outcome
  let because: String
}
