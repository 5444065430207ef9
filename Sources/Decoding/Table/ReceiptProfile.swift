package import Accounting
package import Tables

/// How one bank writes its statements as a table (CONTRACT section 1, `profiles`).
package struct ReceiptProfile: Sendable, Hashable {
  /// Names of columns, compared without regard to case.
  package struct Columns: Sendable, Hashable {
    package var date: String
    package var amount: String
    /// Where amounts are unsigned: the column that says which way the money went.
    package var sign: String?
    /// Our own account.
    package var account: String?
    /// The other party's account and name.
    package var iban: String?
    package var name: String?
    /// Every column in which a payer may name what it pays.
    package var text: [String]

    package init(
      date: String, amount: String, sign: String? = nil, account: String? = nil, iban: String? = nil,
      name: String? = nil, text: [String]
    ) {
      self.date = date
      self.amount = amount
      self.sign = sign
      self.account = account
      self.iban = iban
      self.name = name
      self.text = text
    }

    var all: [String] { [date, amount] + [sign, account, iban, name].compactMap { $0 } + text }
  }

  package var name: String
  /// Usually one; a bank that has changed its separator has both.
  package var separators: [UInt8]
  package var encoding: TextEncoding
  package var number: NumberForm
  package var date: DateForm
  /// Rows before the header, and rows of totals at the end; empty lines are no rows.
  package var skipFirst: Int
  package var skipLast: Int
  package var columns: Columns
  /// The word in the sign column for money that left us, and the one for money that came; without the latter every
  /// other word means that it came.
  package var debit: String?
  package var credit: String?
  /// Our own account, for tables that do not name it.
  package var account: String?
  package var currency: Currency

  package init(
    name: String, separators: [UInt8], encoding: TextEncoding, number: NumberForm, date: DateForm,
    skipFirst: Int = 0, skipLast: Int = 0, columns: Columns, debit: String? = nil, credit: String? = nil,
    account: String? = nil, currency: Currency = .eur
  ) {
    self.name = name
    self.separators = separators
    self.encoding = encoding
    self.number = number
    self.date = date
    self.skipFirst = skipFirst
    self.skipLast = skipLast
    self.columns = columns
    self.debit = debit
    self.credit = credit
    self.account = account
    self.currency = currency
  }

  /// ING in the Netherlands: commas until 2020, semicolons since.
  package static let ingNL = ReceiptProfile(
    name: "ing-nl", separators: [UInt8(ascii: ";"), UInt8(ascii: ",")], encoding: .windows1252,
    number: NumberForm(decimalMark: ",", thousandsMarks: ["."]), date: .compact,
    columns: Columns(
      date: "Datum", amount: "Bedrag (EUR)", sign: "Af Bij", account: "Rekening", iban: "Tegenrekening",
      name: "Naam / Omschrijving", text: ["Mededelingen", "Naam / Omschrijving"]),
    debit: "Af", credit: "Bij")

  /// The profiles that need no entry in the settings.
  package static let shipped: [ReceiptProfile] = [.ingNL]
}
