import Accounting
import Care
import Mapping
import Posting

/// The accounts of a small set of books, one per role.
enum TestAccounts {
  static func account(_ role: Role) -> AccountCode {
    let code =
      switch role {
      case .debtor: "1300"
      case .revenue: "8000"
      case .vat: "1520"
      case .rejected: "2110"
      case .clientDue: "2130"
      case .tariffDifference: "8015"
      case .notChargeable: "4810"
      case .writeOff: "4800"
      case .takeback: "1600"
      case .takebackOpen: "2120"
      case .revenueCorrection: "8016"
      case .advance: "1450"
      case .settlement: "1460"
      case .settledOtherwise: "2140"
      case .clientInvoice: "8011"
      case .bank: "1010"
      case .receipts: "2100"
      case .otherReceipt: "4400"
      case .interest: "9100"
      case .paymentDifference: "4790"
      case .noAccount: "2190"
      }
    guard let account = AccountCode(code) else { preconditionFailure("\(code) is an account") }
    return account
  }

  static func answer(_ role: Role) -> Answer {
    Answer(role: role, account: account(role), because: "chart of the tests")
  }

  static let payer: PayerCode = {
    guard let payer = PayerCode("uzovi-3311") else { preconditionFailure("a UZOVI number is a payer") }
    return payer
  }()

  static func ownAccount(_ booked: BankBooking) -> OwnAccount {
    guard let journal = JournalCode("BNK") else { preconditionFailure("three capitals are a journal") }
    return OwnAccount(
      iban: "NL85TEST0000000101", account: account(.bank), journal: journal, bookedBy: booked,
      statements: "camt.053")
  }

  /// Roles whose accounts are of the result: they have no balance to clear.
  static let result: Set<Role> = [
    .revenue, .revenueCorrection, .tariffDifference, .notChargeable, .writeOff, .paymentDifference, .interest,
    .clientInvoice,
  ]

  /// A line; what a test does not say is usual.
  static func line(
    _ declaration: String, _ recognition: Recognition, claimed: Int64, vat: Int64 = 0, awarded: Int64? = nil,
    isRedeclared: Bool = false, to destination: Role = .rejected, reference: String = "1",
    drawsAdvance: Bool = false
  ) -> DeclaredLine {
    DeclaredLine(
      reference: reference, declarationItem: ItemName.declaration(payer, declaration),
      recognition: recognition, claimed: claimed, vat: vat, awarded: awarded, isRedeclared: isRedeclared,
      debtor: answer(.debtor), revenue: answer(.revenue), revenueCostCentre: nil, vatAnswer: answer(.vat),
      destination: answer(destination), destinationCostCentre: nil,
      advance: drawsAdvance
        ? DeclaredLine.AdvanceAccount(account: account(.advance), item: "\(payer.text)/advance/2026") : nil)
  }

  static func declaration(_ number: String, _ lines: DeclaredLine...) -> DeclarationCase {
    DeclarationCase(payer: payer, number: number, lines: lines)
  }

  static func bankLine(
    _ reference: String, _ amount: Int64, booked: BankBooking, _ parts: [BankCase.Part] = []
  ) -> BankCase {
    BankCase(
      reference: reference, amount: amount, own: ownAccount(booked), receipts: account(.receipts),
      isOurs: true, other: nil, parts: parts)
  }

  static func part(_ role: Role, _ item: String, _ contribution: Int64) -> BankCase.Part {
    BankCase.Part(role: role, item: item, account: account(role), contribution: contribution)
  }

  static func takeback(
    _ item: String, _ amount: Int64, _ recognition: Recognition, isAnswered: Bool = false
  ) -> TakebackCase {
    TakebackCase(
      item: item, amount: amount, account: account(.takeback),
      counter: answer(recognition == .none ? .takebackOpen : .revenueCorrection), costCentre: nil,
      isAnswered: isAnswered)
  }
}
