import Accounting
import Care
import Findings
import Mapping

extension Wishes {
  /// For whom the workspace is; asked first, since everything else follows from it.
  static func template(_ questionnaire: inout Questionnaire) throws(WrongUse) -> Template {
    var why = told("A template brings accounts, rules and worked examples for one kind of care.")
    for template in Template.all { why += "\n  \(template.name): \(told(template.purpose))" }
    return try questionnaire.ask(told("Template"), why, keeping: Template.homeCare.name) {
      name throws(WrongUse) in try Template.named(name)
    } ?? Template.homeCare
  }

  /// What is asked of one template, with what it says itself as the answer that Enter gives.
  init(asking questionnaire: inout Questionnaire, about template: Template) throws(WrongUse) {
    self.init()
    accounts =
      try questionnaire.choose(
        told("Account codes"),
        told("Journal entries name accounts as your bookkeeping does; rgs are codes of the reference chart."),
        keeping: Accounts.plain) ?? .plain
    let known = try template.fulfilling(self).template.known()
    try askWho(&questionnaire, known)
    try askHow(&questionnaire, known.mapping)
    try askAccounts(&questionnaire, known.mapping)
  }

  private mutating func askWho(
    _ questionnaire: inout Questionnaire, _ known: Template.Known
  ) throws(WrongUse) {
    name = try questionnaire.ask(
      told("Name"), told("Reports and audit files show the name of the organisation."),
      keeping: known.settings.name
    ) { text throws(WrongUse) in text }
    provider = try questionnaire.ask(
      told("AGB code"), told("Declarations and returns of another provider are refused by this code."),
      keeping: known.settings.provider, check: Self.provider)
    iban = try questionnaire.ask(
      told("Bank account"), told("Statements of other accounts are refused."), keeping: known.ownAccount.iban,
      check: Self.iban)
    bookedBy = try questionnaire.choose(
      told("Who books that account"),
      told(
        "Two systems must not book the same line: gateway means remitd does, bookkeeping that its bank feed does."
      ),
      keeping: known.ownAccount.bookedBy)
  }

  private mutating func askHow(
    _ questionnaire: inout Questionnaire, _ mapping: Mapping
  ) throws(WrongUse) {
    for scheme in Set(mapping.payers.map(\.value.scheme)).sorted() {
      guard let row = mapping.payers.first(where: { $0.value.scheme == scheme }),
        let mode = mapping.recognition(of: scheme, on: row.validity.from)
      else { continue }
      recognition[scheme.text] = try questionnaire.choose(
        told("Receivables of {1}", scheme.text),
        told(
          "When revenue and debtor are posted: when declared (submitted), when granted (awarded), or by the care system (none)."
        ),
        keeping: mode)
    }
  }

  private enum YesNo: String, CaseIterable { case yes, no }

  private mutating func askAccounts(
    _ questionnaire: inout Questionnaire, _ mapping: Mapping
  ) throws(WrongUse) {
    let isAsked = try questionnaire.choose(
      told("Give your account numbers now"),
      told(
        "Your own numbers save editing chart.csv and the tables by hand; they can be changed there until the first entry."
      ),
      keeping: YesNo.no)
    guard isAsked == .yes else { return }
    for role in Role.suspense {
      guard let account = mapping.suspense(role) else { continue }
      suspense[role] = try questionnaire.ask(
        told("Suspense account {1}", role.rawValue),
        told("What waits there is cleared by {1}.", account.clearedBy),
        keeping: account.account.text, check: Self.account)
    }
    let waiting = Set(Role.suspense.compactMap { mapping.suspense($0)?.account })
    for row in mapping.chart where !waiting.contains(row.account) {
      ledger[row.account.text] = try questionnaire.ask(
        told("Ledger account"), told("{1}, {2}.", row.name, told(row.kind.rawValue)),
        keeping: row.account.text, check: Self.account
      )
    }
  }
}

extension Template {
  /// What a template says itself.
  struct Known {
    var mapping: Mapping
    var settings: Settings.Administration
    var ownAccount: OwnAccount
  }

  func known() throws(WrongUse) -> Known {
    let mapping = try mapping()
    let (settings, _) = Settings.read(Array(text(of: "remitd.yaml").utf8), file: "remitd.yaml")
    guard let administration = settings?.administrations.first, let own = mapping.ownAccounts.first else {
      preconditionFailure("a template has an administration and a bank account")
    }
    return Known(mapping: mapping, settings: administration, ownAccount: own.value)
  }
}
