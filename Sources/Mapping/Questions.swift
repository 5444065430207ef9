package import Accounting
package import Care

/// When a declaration's receivable comes into being (DESIGN.md section 4).
package enum Recognition: String, Sendable, CaseIterable {
  case submitted, awarded, none
}

/// Who posts the lines of one of our own bank accounts.
package enum BankBooking: String, Sendable, CaseIterable {
  case gateway, bookkeeping
}

/// Where the whole residual of a line goes.
package enum Destination: String, Sendable, CaseIterable, Comparable {
  case redeclare, otherPayer = "other-payer", client, ownContribution = "own-contribution"
  case tariffDifference = "tariff-difference", writeOff = "write-off", notChargeable = "not-chargeable"
  case undecided

  package static func < (left: Destination, right: Destination) -> Bool { left.rawValue < right.rawValue }

  package var role: Role {
    switch self {
    case .redeclare, .otherPayer, .undecided: .rejected
    case .client, .ownContribution: .clientDue
    case .tariffDifference: .tariffDifference
    case .writeOff: .writeOff
    case .notChargeable: .notChargeable
    }
  }
}

/// Care of the year of the declaration, or of an earlier one.
package enum CareYear: String, Sendable, CaseIterable { case current, earlier }

/// How much of a line was granted, when it was not all.
package enum Granted: String, Sendable, CaseIterable { case part, zero }

/// What a rule may ask about a line. Nothing in here names a person.
package struct Circumstances: Sendable, Hashable {
  package var payer: PayerCode
  package var scheme: Scheme
  package var service: ServiceCode?
  package var practitioner: String
  package var location: String?
  package var stream: String?
  package var careYear: CareYear
  /// The date that a rule's validity is compared with: the date the entry has when files arrive in their usual order.
  package var date: CalendarDate

  package init(
    payer: PayerCode, scheme: Scheme, service: ServiceCode?, practitioner: String = "",
    location: String? = nil, stream: String? = nil, careYear: CareYear, date: CalendarDate
  ) {
    self.payer = payer
    self.scheme = scheme
    self.service = service
    self.practitioner = practitioner
    self.location = location
    self.stream = stream
    self.careYear = careYear
    self.date = date
  }
}

/// The account that a question was answered with, or the suspense role that has to do until somebody answers.
package struct Answer: Sendable, Hashable {
  package var role: Role
  package var account: AccountCode
  package var because: String

  package init(role: Role, account: AccountCode, because: String) {
    self.role = role
    self.account = account
    self.because = because
  }
}

package struct DestinationAnswer: Sendable, Hashable {
  package var destination: Destination
  package var because: String

  package init(destination: Destination, because: String) {
    self.destination = destination
    self.because = because
  }
}

/// A row of payers.csv.
package struct PayerAccounts: Sendable, Hashable {
  package enum AwardBy: String, Sendable, CaseIterable { case `return`, payment, both }

  package var payer: PayerCode
  package var name: String
  package var group: String
  package var scheme: Scheme
  package var debtor: AccountCode
  package var takeback: AccountCode?
  package var advance: AccountCode?
  package var settlement: AccountCode?
  package var relation: String?
  package var awardBy: AwardBy
  /// May an explanation leave a rest?
  package var partial: Bool
  /// May the whole of one answer be posted though nothing is named (class D)?
  package var blind: Bool

  package init(
    payer: PayerCode, name: String, group: String, scheme: Scheme, debtor: AccountCode,
    takeback: AccountCode?, advance: AccountCode?, settlement: AccountCode?, relation: String?,
    awardBy: AwardBy, partial: Bool, blind: Bool
  ) {
    self.payer = payer
    self.name = name
    self.group = group
    self.scheme = scheme
    self.debtor = debtor
    self.takeback = takeback
    self.advance = advance
    self.settlement = settlement
    self.relation = relation
    self.awardBy = awardBy
    self.partial = partial
    self.blind = blind
  }
}

/// A row of bank-accounts.csv.
package struct OwnAccount: Sendable, Hashable {
  package var iban: String
  package var account: AccountCode
  package var journal: JournalCode
  package var bookedBy: BankBooking
  /// The one format that this account's statements come in: `camt.053`, `csv`.
  package var statements: String

  package init(
    iban: String, account: AccountCode, journal: JournalCode, bookedBy: BankBooking, statements: String
  ) {
    self.iban = iban
    self.account = account
    self.journal = journal
    self.bookedBy = bookedBy
    self.statements = statements
  }
}

/// Where things wait: the account, who looks after it, after how many days it is overdue, what clears it.
package struct SuspenseAccount: Sendable, Hashable {
  package var account: AccountCode
  package var owner: String
  package var dueDays: Int
  package var clearedBy: String

  package init(account: AccountCode, owner: String, dueDays: Int, clearedBy: String) {
    self.account = account
    self.owner = owner
    self.dueDays = dueDays
    self.clearedBy = clearedBy
  }
}

/// What happened, as `journals` and `texts` name it.
package enum Event: String, Sendable, CaseIterable {
  case declared, awarded, reduced, takeback, bank, explained, decided
}

/// What the text of an entry tells: what happened, or why what stood is changed without anything new having come.
package enum Wording: Sendable, Hashable {
  case event(Event)
  /// What follows from the reversal of an entry, that entry's mirror among it.
  case reversed
  /// What is taken back because two files contradict each other, and neither counts.
  case held
  /// What follows from a changed mapping.
  case remapped

  package static let all = Event.allCases.map { Wording.event($0) } + [.reversed, .held, .remapped]

  /// As `texts` of a mapping has it.
  package var name: String {
    switch self {
    case .event(let event): event.rawValue
    case .reversed: "reversed"
    case .held: "held"
    case .remapped: "remapped"
    }
  }
}

/// A row of chart.csv.
package struct ChartAccount: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable { case assets, liabilities, equity, income, expenses }

  package var account: AccountCode
  package var name: String
  package var kind: Kind

  package init(account: AccountCode, name: String, kind: Kind) {
    self.account = account
    self.name = name
    self.kind = kind
  }

  /// Cost centres belong to the result; the balance sheet carries none.
  package var takesCostCentre: Bool { kind == .income || kind == .expenses }
}
