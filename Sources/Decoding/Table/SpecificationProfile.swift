package import Care
package import Tables

/// How one payer writes its specifications as a table (CONTRACT section 1, `profiles`).
package struct SpecificationProfile: Sendable, Hashable {
  /// Names of columns, compared without regard to case.
  package struct Columns: Sendable, Hashable {
    /// Our number of what is paid, and what is due of it before anything is netted.
    package var declaration: String
    package var amount: String
    /// The payer's own number of what is paid: two numbers of the payer are two awards.
    package var payerNumber: String?
    /// The payer's number of what is netted, our number of it, and how much.
    package var nettedWith: String?
    package var nettedDeclaration: String?
    package var nettedAmount: String?
    /// What is open after the payment of what is netted.
    package var stillOpen: String?
    /// What is netted where no number says it.
    package var remark: String?
    /// The payer's number of the specification, and its day, where rows say them.
    package var specification: String?
    package var date: String?

    package init(
      declaration: String, amount: String, payerNumber: String? = nil, nettedWith: String? = nil,
      nettedDeclaration: String? = nil, nettedAmount: String? = nil, stillOpen: String? = nil,
      remark: String? = nil, specification: String? = nil, date: String? = nil
    ) {
      self.declaration = declaration
      self.amount = amount
      self.payerNumber = payerNumber
      self.nettedWith = nettedWith
      self.nettedDeclaration = nettedDeclaration
      self.nettedAmount = nettedAmount
      self.stillOpen = stillOpen
      self.remark = remark
      self.specification = specification
      self.date = date
    }

    var all: [String] {
      [declaration, amount]
        + [
          payerNumber, nettedWith, nettedDeclaration, nettedAmount, stillOpen, remark, specification, date,
        ].compactMap { $0 }
    }
  }

  package var name: String
  /// Whose specifications they are. Nothing in a shipped profile: which numbers belong to a payer is configuration.
  package var payer: PayerCode?
  /// Several where it is not documented how the payer writes; the header decides.
  package var separators: [UInt8]
  package var encodings: [TextEncoding]
  package var number: NumberForm
  /// Of the column, or of what stands for `{date}` in the file's name.
  package var date: DateForm
  /// Rows before the header, and rows of totals at the end; empty lines are no rows.
  package var skipFirst: Int
  package var skipLast: Int
  package var columns: Columns
  /// Whence number and date are that no column says.
  package var fileName: FileNameForm?
  /// Whether netted amounts are written above zero. One of the other sign is a finding: it could be a payment.
  package var netsAboveZero: Bool
  /// How the payer's numbers of takebacks begin, two digits follow: a remark may hold one.
  package var takebackMarks: [String]

  package init(
    name: String, payer: PayerCode? = nil, separators: [UInt8], encodings: [TextEncoding], number: NumberForm,
    date: DateForm, skipFirst: Int = 0, skipLast: Int = 0, columns: Columns, fileName: FileNameForm? = nil,
    netsAboveZero: Bool = false, takebackMarks: [String] = []
  ) {
    self.name = name
    self.payer = payer
    self.separators = separators
    self.encodings = encodings
    self.number = number
    self.date = date
    self.skipFirst = skipFirst
    self.skipLast = skipLast
    self.columns = columns
    self.fileName = fileName
    self.netsAboveZero = netsAboveZero
    self.takebackMarks = takebackMarks
  }

  private static let separators = [UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t")]

  /// The betaalspecificatie of Coöperatie VGZ (cooperatievgz.nl, Zorgaanbieders, Verrekeningen).
  ///
  /// Documented: the seven columns, their order and meaning; that what is netted is always below zero and withheld; that
  /// one declaration may be netted with several; that the two numbers of what is netted are empty where that is no
  /// declaration but an advance or a ceiling, which the remark then says, as in `Salderen voorschot`; and how the
  /// numbers of takebacks begin. Our reading: that `Bedrag te Betalen` is before netting, and the same award where
  /// rows repeat it. The form of the file, and where number and date of the specification stand in it, is not
  /// documented: a person who saves the table names the file after them.
  package static let vgz = SpecificationProfile(
    name: "vgz-betaalspecificatie", separators: separators, encodings: [.utf8, .windows1252],
    number: NumberForm(decimalMark: ",", thousandsMarks: ["."], allowsCurrency: true), date: .iso,
    columns: Columns(
      declaration: "Uw factuurnr", amount: "Bedrag te Betalen", payerNumber: "Decl. Nr. Coöperatie VGZ",
      nettedWith: "Verrekend met declaratienr Coöperatie VGZ", nettedDeclaration: "Uw factuurnummer",
      nettedAmount: "Bedrag verrekening", remark: "Opmerking"),
    fileName: FileNameForm("{specification}_{date}"), takebackMarks: ["VZVL-DS", "CM"])

  /// The verrekenoverzicht of Zilveren Kruis (zilverenkruis.nl, Zorgaanbieders, Declareren, Verrekeningen).
  ///
  /// Documented: it stands in VECOZO next to the answer to the declaration that something was netted with, and is found
  /// by its invoice number, which the bank line `afrekening` names; open takebacks are netted again and again, and it
  /// says what is left of one that is netted in part. Nothing is documented of its form: the headers are ours, in the
  /// payer's words, and so is the sign of what is netted. `columns` in remitd.yaml replaces them.
  package static let zilverenKruis = SpecificationProfile(
    name: "zk-verrekenoverzicht", separators: separators, encodings: [.utf8, .windows1252],
    number: NumberForm(decimalMark: ",", thousandsMarks: ["."], allowsCurrency: true), date: .iso,
    columns: Columns(
      declaration: "Factuurnummer", amount: "Toegekend bedrag", nettedWith: "Vordering",
      nettedDeclaration: "Factuurnummer vordering", nettedAmount: "Verrekend bedrag",
      stillOpen: "Resterende vordering", remark: "Omschrijving"),
    fileName: FileNameForm("{specification}_{date}"))

  /// Those whose payer alone must be told.
  package static let shipped: [SpecificationProfile] = [.vgz, .zilverenKruis]
}
