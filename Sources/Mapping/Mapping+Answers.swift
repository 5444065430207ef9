package import Accounting
package import Care
import Findings

extension Mapping {
  package func chartAccount(_ account: AccountCode) -> ChartAccount? { parts.accounts[account] }

  /// Nothing where no row covers the scheme on the invoice date: the declaration waits.
  package func recognition(of scheme: Scheme, on date: CalendarDate) -> Recognition? {
    parts.recognitions[scheme]?.value(on: date)
  }

  /// Whether awards of this payer draw an advance down.
  package func isAdvance(_ payer: PayerCode, _ scheme: Scheme, on date: CalendarDate) -> Bool {
    parts.advances[PayerInScheme(payer: payer, scheme: scheme), default: []].contains { $0.contains(date) }
  }

  package func payer(_ payer: PayerCode, _ scheme: Scheme, on date: CalendarDate) -> PayerAccounts? {
    parts.payers[payer]?.first { $0.value.scheme == scheme && $0.validity.contains(date) }?.value
  }

  /// The group that pays from this account (payer-ibans.csv).
  package func group(ofIBAN iban: String, on date: CalendarDate) -> String? {
    parts.groupsByIBAN[iban]?.value(on: date)
  }

  /// The group of a payer in any scheme, on any date: a payer does not change its group.
  package func group(of payer: PayerCode) -> String? { parts.groups[payer] }

  /// Whether a name on a bank line is that of a payer we know: all words of a payer's name stand in it, one after
  /// another. The longest name counts; nothing where two groups have names equally long in it.
  package func group(named name: String) -> String? {
    let words = WordSequence(name)
    let hits = parts.names.filter { words.contains($0.words) }
    guard let longest = hits.map({ $0.words.words.count }).max() else { return nil }
    let groups = Set(hits.filter { $0.words.words.count == longest }.map(\.group))
    return groups.count == 1 ? groups.first : nil
  }

  /// The number in `bank-accounts.csv` that may be this one, mistyped.
  package func nearestOwnAccount(to number: String) -> String? {
    nearestName(to: number, among: parts.ownAccounts.keys.filter { $0 != number }.sorted(), within: 2)
  }

  package func ownAccount(_ iban: String, on date: CalendarDate) -> OwnAccount? {
    parts.ownAccounts[iban]?.value(on: date)
  }

  package func revenue(_ line: Circumstances) -> Answer {
    answer(line, by: revenueRules, or: parts.revenueOtherwise, as: .revenue)
  }

  package func revenueCorrection(_ line: Circumstances) -> Answer {
    answer(line, by: revenueCorrectionRules, or: parts.revenueCorrectionOtherwise, as: .revenueCorrection)
  }

  /// Where the whole residual goes. Each code is asked by itself; codes without a row have no say as long as another
  /// has one. Codes that disagree, and codes nobody mapped, decide nothing: `undecided`.
  package func destination(
    _ line: Circumstances, codes: [ReasonCode], granted: Granted
  ) -> DestinationAnswer {
    guard let otherwise = parts.differenceOtherwise else {
      preconditionFailure("a mapping is only made with an otherwise for difference")
    }
    let group = parts.groups[line.payer]
    let winners = codes.compactMap { code in
      differenceRules.winner(
        for: Case(line, group: group, code: code, granted: granted), on: line.date
      ).map { (code, $0) }
    }
    guard let (first, rule) = winners.first else {
      return DestinationAnswer(destination: otherwise.outcome, because: otherwise.because)
    }
    guard let (second, _) = winners.first(where: { $0.1.outcome != rule.outcome }) else {
      return DestinationAnswer(destination: rule.outcome, because: rule.because)
    }
    return DestinationAnswer(destination: .undecided, because: "Codes \(first) and \(second) disagree")
  }

  /// Whether a rule of the mapping sends residuals of this care there, for whatever reason: then it says why that is
  /// allowed.
  package func citesRule(
    for destination: Destination, _ payer: PayerCode, _ scheme: Scheme, _ service: ServiceCode?
  ) -> Bool {
    differenceRules.rules.contains { rule in
      rule.outcome == destination && !rule.because.isEmpty
        && rule.conditions.who.admits(payer, of: group(of: payer))
        && rule.conditions.scheme.admits(scheme.text) && rule.conditions.service.admits(service?.text)
    }
  }

  /// The account of a destination: its own, or that of the suspense role.
  package func account(of destination: Destination) -> Answer {
    switch parts.destinations[destination] {
    case .account(let account):
      Answer(role: destination.role, account: account, because: "Account of \(destination.rawValue)")
    case .suspense(let role):
      suspenseAnswer(role, because: "\(destination.rawValue) waits on \(role.rawValue)")
    case nil:
      suspenseAnswer(.noAccount, because: "No account for \(destination.rawValue)")
    }
  }

  /// The account of a role that is a single account: interest, payment-difference, settled-otherwise,
  /// client-invoice, vat, and the suspense roles. `no-account` suspense where the mapping has none.
  package func account(of role: Role) -> Answer {
    if let answer = parts.roles[role] { return answer }
    if let suspense = parts.suspense[role] {
      return Answer(role: role, account: suspense.account, because: "Suspense account of \(role.rawValue)")
    }
    return suspenseAnswer(.noAccount, because: "No account for \(role.rawValue)")
  }

  package func costCentre(_ line: Circumstances) -> CostCentre? {
    let asked = Case(line, group: parts.groups[line.payer])
    guard let rule = costCentreRules.winner(for: asked, on: line.date) else {
      return parts.costCentreOtherwise?.outcome ?? nil
    }
    return rule.outcome
  }

  package func suspense(_ role: Role) -> SuspenseAccount? { parts.suspense[role] }

  /// Whether a header with these codes was assessed, so that silence may mean yes. A header without codes, as canonical
  /// files have it, objects to nothing: the totals alone must prove the silence.
  package func isAssessed(_ codes: [ReasonCode], by payer: PayerCode) -> Bool {
    headerCodes(of: payer).areAssessed(codes)
  }

  /// Whether a header with these codes rejects the whole declaration. Codes that say both say neither.
  package func isRejecting(_ codes: [ReasonCode], by payer: PayerCode) -> Bool {
    headerCodes(of: payer).areRejecting(codes)
  }

  /// The journal of a bank line stands with its account in bank-accounts.csv; every other event has one here.
  package func journal(of event: Event) -> JournalCode {
    guard let journal = parts.journals[event] else {
      preconditionFailure("the journal of \(event.rawValue) stands in bank-accounts.csv, with the account")
    }
    return journal
  }

  /// The text of an entry; `{declaration}` and the like are replaced by the given values.
  package func text(of wording: Wording, _ parts: [String: String]) -> String {
    guard let template = self.parts.texts[wording] else {
      preconditionFailure("every wording has a text, written or by default")
    }
    return template.filled(with: parts)
  }

  /// How far a receipt of this payer may differ; nothing: not at all. A payer's own row stands before the one for all.
  package func tolerance(of payer: PayerCode, on date: CalendarDate) -> Tolerance? {
    parts.tolerances[payer]?.value(on: date) ?? parts.tolerances[nil]?.value(on: date)
  }

  /// The account of a bank line that concerns no payer (bank-others.csv): by the other party's IBAN, by words in the
  /// text, or both. Nothing where no row matches, and where several do without one that asks for more than the others.
  package func otherReceipt(iban: String, text: String, on date: CalendarDate) -> Answer? {
    let words = WordSequence(text)
    let rows = parts.others.filter { $0.admits(iban: iban, words: words, on: date) }
    let narrowest = rows.filter { row in rows.allSatisfy { row.isWithin($0) } }
    guard let row = narrowest.first ?? (Set(rows.map(\.account)).count == 1 ? rows.first : nil) else {
      return nil
    }
    return Answer(role: .otherReceipt, account: row.account, because: row.because)
  }

  private func headerCodes(of payer: PayerCode) -> HeaderCodes {
    parts.headerCodesByPayer[payer] ?? parts.headerCodes
  }

  private func answer(
    _ line: Circumstances, by rules: RuleSet<AccountOrSuspense>, or otherwise: Otherwise<AccountOrSuspense>?,
    as role: Role
  ) -> Answer {
    let asked = Case(line, group: parts.groups[line.payer])
    if let rule = rules.winner(for: asked, on: line.date) {
      return answer(rule.outcome, as: role, because: rule.because)
    }
    guard let otherwise else { return suspenseAnswer(.noAccount, because: "No account for \(role.rawValue)") }
    return answer(otherwise.outcome, as: role, because: otherwise.because)
  }

  private func answer(_ outcome: AccountOrSuspense, as role: Role, because: String) -> Answer {
    switch outcome {
    case .account(let account): Answer(role: role, account: account, because: because)
    case .suspense(let role): suspenseAnswer(role, because: because)
    }
  }

  private func suspenseAnswer(_ role: Role, because: String) -> Answer {
    guard let suspense = parts.suspense[role] else {
      preconditionFailure("a mapping is only made with an account for every suspense role")
    }
    return Answer(role: role, account: suspense.account, because: because)
  }
}
