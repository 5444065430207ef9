import Accounting
package import Findings
import JSON

extension Tryton: CheckedDestination {
  package func check(_ wanted: Wanted) throws(DeliveryFailure) -> [Finding] {
    var attempt = Attempt()
    do throws(TrytonFailed) {
      var findings = try accounts(wanted, &attempt)
      findings += try journals(wanted, &attempt)
      findings += try parties(wanted, &attempt)
      return findings + (try periods(wanted, &attempt))
    } catch {
      let redacted = Redaction(interface.secrets)
      switch error {
      case .delivery(let failure): throw redacted(failure)
      case .refused(let refusal): throw redacted(.refused("Tryton refuses to be asked: \(refusal.words)"))
      }
    }
  }

  private func accounts(
    _ wanted: Wanted, _ attempt: inout Attempt
  ) throws(TrytonFailed) -> [Finding] {
    let known = try accounts(named: wanted.accounts.map(\.code), &attempt)
    return wanted.accounts.compactMap { account -> Finding? in
      guard let found = known[account.code] else {
        return wanted.finding(
          "account-missing", "Tryton has no account \(account.code) (\(account.name))",
          remedy: "make it in Tryton, or put the number that Tryton has into chart.csv")
      }
      // Only items say whose they are.
      guard found.needsParty, !wanted.itemAccounts.contains(account.code) else { return nil }
      return wanted.finding(
        "party-wanted",
        "account \(account.code) wants a party in Tryton, and nothing that stands on it names a payer",
        remedy: "take `Party Required` away from the account in Tryton, or use another account")
    }
  }

  private func journals(
    _ wanted: Wanted, _ attempt: inout Attempt
  ) throws(TrytonFailed) -> [Finding] {
    let found = try search(
      TrytonQuery(
        "account.journal", [["code", "in", .array(wanted.journals.map { .text($0.text) })]], ["code"]),
      &attempt)
    let known = Set(found.compactMap { $0["code"]?.text })
    return wanted.journals.filter { !known.contains($0.text) }.map { journal in
      wanted.finding(
        "journal-missing", "Tryton has no journal with the code \(journal)",
        remedy:
          "make it in Tryton, or change `journals` in mapping.yaml or the column journal of bank-accounts.csv"
      )
    }
  }

  private func parties(
    _ wanted: Wanted, _ attempt: inout Attempt
  ) throws(TrytonFailed) -> [Finding] {
    let codes = wanted.relations.compactMap(\.relation)
    let found = try search(
      TrytonQuery("party.party", [["code", "in", .array(codes.map { .text($0) })]], ["code"]), &attempt)
    let known = Set(found.compactMap { $0["code"]?.text })
    let partied = try accounts(named: wanted.itemAccounts.sorted(), &attempt).values.contains {
      $0.needsParty
    }
    return wanted.relations.compactMap { payer, relation -> Finding? in
      guard let relation else {
        guard partied else { return nil }
        return wanted.finding(
          "relation-missing", "\(payer) has no relation in payers.csv, and Tryton wants a party on debtors",
          remedy: "fill in the code of its party")
      }
      guard !known.contains(relation) else { return nil }
      return wanted.finding(
        "party-missing", "Tryton has no party with the code \(relation), which payers.csv gives \(payer)",
        remedy: "make the party in Tryton, or correct relation")
    }
  }

  /// The months of the year up to today into which nothing can be posted.
  private func periods(
    _ wanted: Wanted, _ attempt: inout Attempt
  ) throws(TrytonFailed) -> [Finding] {
    let year = wanted.today.year
    guard let first = CalendarDate(year: year, month: 1, day: 1),
      let last = CalendarDate(year: year, month: 12, day: 31)
    else { return [] }
    let periods = try search(
      TrytonQuery(
        "account.period",
        [
          ["start_date", ">=", Self.date(first)], ["end_date", "<=", Self.date(last)],
          ["type", "=", "standard"],
        ], ["name", "state"], order: [["start_date", "ASC"]]), &attempt)
    guard !periods.isEmpty else {
      return [
        wanted.finding(
          "no-periods", "Tryton has no periods in \(year)",
          remedy: "make the fiscal year and its periods in Tryton")
      ]
    }
    let closed = periods.filter { $0["state"]?.text != "open" }.compactMap { $0["name"]?.text }
    guard !closed.isEmpty else { return [] }
    return [
      wanted.finding(
        "periods-closed", "Tryton takes nothing more into \(closed.joined(separator: ", "))",
        remedy:
          "if what is older shall be posted, write `closed-until` into mapping.yaml: it then stands on the next day",
        severity: .note)
    ]
  }
}
