package import Accounting

/// Where a fact stood in its file.
package struct Place: Sendable, Hashable {
  /// Offset of the first byte, counted from 0.
  package let byte: Int
  /// Length in bytes; 0 where the format gives no end.
  package let length: Int
  /// Line, record or element, counted from 1.
  package let line: Int

  package init(byte: Int, length: Int = 0, line: Int) {
    self.byte = byte
    self.length = length
    self.line = line
  }
}

/// What a file said. A decoder emits facts in the order of the file: a header, then what belongs to it.
///
/// ```
/// declaration  declarationLine*
/// remittance   award*  remittanceTotals
/// statement    bankLine*
/// specification specificationRow*
/// ```
///
/// Lines of several declarations may stand among each other: the header comes again before each run of lines.
package enum Fact: Sendable, Hashable {
  case declaration(Declaration)
  case declarationLine(DeclarationLine)
  case remittance(Remittance)
  case award(Award)
  /// Closes a remittance: totals stand at the end of most formats.
  case remittanceTotals(RemittanceTotals)
  case statement(Statement)
  case bankLine(BankLine)
  case specification(Specification)
  case specificationRow(SpecificationRow)
}

/// One declaration (invoice) to one payer.
package struct Declaration: Sendable, Hashable {
  package var payer: PayerCode
  /// Our invoice number, trimmed; unique per administration and payer.
  package var number: String
  /// AGB code of the declaring party, where the format says it.
  package var provider: String?
  /// Invoice date.
  package var submittedOn: CalendarDate
  package var place: Place

  package init(
    payer: PayerCode, number: String, provider: String?, submittedOn: CalendarDate, place: Place
  ) {
    self.payer = payer
    self.number = number
    self.provider = provider
    self.submittedOn = submittedOn
    self.place = place
  }
}

package struct DeclarationLine: Sendable, Hashable {
  /// Our own reference, unique within the declaration.
  package var reference: String
  package var client: Personal<String>
  /// Who performed the care (AGB), empty where unknown.
  package var practitioner: String
  package var service: ServiceCode
  package var scheme: Scheme
  package var from: CalendarDate
  package var until: CalendarDate
  /// In hundredths of the service's unit.
  package var quantity: Int64
  /// Signed; negative on a credit line. Includes VAT.
  package var claimed: Money
  /// The VAT contained in `claimed`, signed alike; zero where care is exempt.
  package var vat: Money
  /// The line a credit line credits, or the rejected line that is declared again.
  package var previous: String?
  package var location: String?
  package var stream: String?
  /// `false`: production nobody approved; creates nothing.
  package var approved: Bool
  package var place: Place

  package init(
    reference: String, client: Personal<String>, practitioner: String, service: ServiceCode,
    scheme: Scheme, from: CalendarDate, until: CalendarDate, quantity: Int64, claimed: Money, vat: Money,
    previous: String? = nil, location: String? = nil, stream: String? = nil, approved: Bool = true,
    place: Place
  ) {
    self.reference = reference
    self.client = client
    self.practitioner = practitioner
    self.service = service
    self.scheme = scheme
    self.from = from
    self.until = until
    self.quantity = quantity
    self.claimed = claimed
    self.vat = vat
    self.previous = previous
    self.location = location
    self.stream = stream
    self.approved = approved
    self.place = place
  }
}

/// A payer's answer to one declaration.
package struct Remittance: Sendable, Hashable {
  package var payer: PayerCode
  /// The payer's own number; empty on a technical rejection.
  package var reference: String
  package var date: CalendarDate
  /// Our number of the declaration that is answered.
  package var declaration: String
  /// The payee (AGB) as answered, where the format says it.
  package var provider: String?
  /// Codes on the header, in order: whether the declaration was assessed at all.
  package var headerCodes: [ReasonCode]
  package var place: Place

  package init(
    payer: PayerCode, reference: String, date: CalendarDate, declaration: String, provider: String?,
    headerCodes: [ReasonCode], place: Place
  ) {
    self.payer = payer
    self.reference = reference
    self.date = date
    self.declaration = declaration
    self.provider = provider
    self.headerCodes = headerCodes
    self.place = place
  }
}

/// The answer to one declaration line.
package struct Award: Sendable, Hashable {
  /// Our line reference.
  package var line: String
  /// As the payer repeats it, signed.
  package var claimed: Money
  /// What is granted in all, signed like `claimed`.
  package var awarded: Money
  package var reasons: [ReasonCode]
  /// The care that the payer says it answers; nothing where the format repeats the reference only.
  package var care: ReturnedCare?
  package var place: Place

  package init(
    line: String, claimed: Money, awarded: Money, reasons: [ReasonCode], care: ReturnedCare? = nil,
    place: Place
  ) {
    self.line = line
    self.claimed = claimed
    self.awarded = awarded
    self.reasons = reasons
    self.care = care
    self.place = place
  }
}

/// What a returned line repeats of the line that was sent, as it stands there: it need not make sense to be compared.
package struct ReturnedCare: Sendable, Hashable {
  package var client: Personal<String>
  package var service: String
  /// Nothing where it is no day of the calendar.
  package var from: CalendarDate?
  package var until: CalendarDate?

  package init(client: Personal<String>, service: String, from: CalendarDate?, until: CalendarDate?) {
    self.client = client
    self.service = service
    self.from = from
    self.until = until
  }
}

/// What the payer says of the whole declaration; without it silence proves nothing.
package struct RemittanceTotals: Sendable, Hashable {
  package var claimed: Money
  package var awarded: Money
  /// Codes on the whole that stand with the totals, where the format has no header for them.
  package var reasons: [ReasonCode]
  package var place: Place

  package init(claimed: Money, awarded: Money, reasons: [ReasonCode] = [], place: Place) {
    self.claimed = claimed
    self.awarded = awarded
    self.reasons = reasons
    self.place = place
  }
}

/// One statement of one of our own bank accounts.
package struct Statement: Sendable, Hashable {
  /// IBAN or other account number, without blanks.
  package var account: String
  /// The bank's identification; empty where the format has none.
  package var identification: String
  /// The bank's number and page of it, where it gives them.
  package var sequence: String
  /// What it says of the days it covers, its balances' days included.
  package var firstDay: CalendarDate?
  package var lastDay: CalendarDate?
  /// The format it came in: `camt.053`, or the name of the profile of a bank's table.
  package var source: String
  package var currency: Currency
  package var opening: Money?
  package var closing: Money?
  package var place: Place

  package init(
    account: String, identification: String, sequence: String = "", firstDay: CalendarDate? = nil,
    lastDay: CalendarDate? = nil, source: String, currency: Currency, opening: Money?, closing: Money?,
    place: Place
  ) {
    self.account = account
    self.identification = identification
    self.sequence = sequence
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.source = source
    self.currency = currency
    self.opening = opening
    self.closing = closing
    self.place = place
  }
}

extension Statement {
  /// What a bank would repeat if it sent this statement of the account again; empty where it identifies none. Some banks
  /// count from 1 every year, or call each day's statement the same, so the days belong to it; the time at which the
  /// file was made does not.
  package var identity: String {
    guard !identification.isEmpty else { return "" }
    let days = [firstDay, lastDay].map { $0?.description ?? "" }
    return ([identification, sequence] + days).joined(separator: "\u{1F}")
  }
}

/// One movement on our account: a whole booking, or one transaction of a batch booking.
package struct BankLine: Sendable, Hashable {
  package var bookedOn: CalendarDate
  /// Signed: what we receive is positive.
  package var amount: Money
  /// The other party's account without blanks; empty where unknown.
  package var counterparty: String
  /// The other party's name as the bank gives it.
  package var name: String
  /// Every text field in which a payer may name what it pays, in the order of the file.
  package var texts: [String]
  /// The bank's own unique reference of this movement; empty where it gives none.
  package var bankReference: String
  /// The payer's end-to-end reference; empty where it is a filler such as NOTPROVIDED.
  package var endToEnd: String
  /// The bank says that this movement takes back an earlier one. The sign of `amount` already shows it.
  package var isReversal: Bool
  package var place: Place

  package init(
    bookedOn: CalendarDate, amount: Money, counterparty: String, name: String, texts: [String],
    bankReference: String, endToEnd: String, isReversal: Bool, place: Place
  ) {
    self.bookedOn = bookedOn
    self.amount = amount
    self.counterparty = counterparty
    self.name = name
    self.texts = texts
    self.bankReference = bankReference
    self.endToEnd = endToEnd
    self.isReversal = isReversal
    self.place = place
  }
}
