import Accounting
import Books
import Care
import Mapping
import Posting

/// Finds the accounts on which the lines of one declaration stand.
struct LineReading {
  private let books: Books
  private let declaration: BookDeclaration
  /// The date of the first return that counts.
  private let firstAnswered: CalendarDate?
  private let pins: Pins
  /// The mapping version that the case as a whole is pinned to.
  private let base: Mapping
  /// The version in force when the declaration came: its recognition mode is the declaration's for life (rule 2),
  /// posted or not.
  private let first: Mapping
  /// The one debtor account of the declaration; nothing where no mapping has its payer.
  let debtor: Answer?

  private let item: String

  init(
    _ books: Books, of declaration: BookDeclaration, firstAnswered: CalendarDate?, pins: Pins
  ) throws {
    self.books = books
    self.declaration = declaration
    self.firstAnswered = firstAnswered
    self.pins = pins
    base = try pins.base()
    first = try pins.shelf.mapping(atEvent: declaration.event)
    debtor = try pins.debtor(of: declaration, in: books)
    item = ItemName.declaration(declaration.payer, declaration.number)
  }

  /// Nothing where the mapping has no recognition mode for the scheme, or no accounts for the payer in it.
  func line(_ share: Share) throws -> DeclaredLine? {
    let lineClass = try books.lineClass(share.lineClass)
    let day = declaration.submittedOn
    guard
      let mode = recognition(of: lineClass.scheme),
      let payer = base.payer(declaration.payer, lineClass.scheme, on: day), let debtor
    else { return nil }
    let asked = circumstances(lineClass, recognised: mode)
    let revenue = try pins.revenue(asked, hasVAT: share.vat != 0)
    let destination = try pins.destination(
      asked.answered(share), share, item: "\(item)/\(share.reference)")
    return DeclaredLine(
      reference: share.reference, declarationItem: item, recognition: mode, claimed: share.claimed,
      vat: share.vat, awarded: share.awarded, isRedeclared: share.isRedeclared, debtor: debtor,
      revenue: revenue.revenue, revenueCostCentre: revenue.costCentre, vatAnswer: revenue.vat,
      destination: destination.answer, destinationCostCentre: destination.costCentre,
      advance: advance(lineClass, payer))
  }

  /// How the questions of the mapping were answered for a line: those of its revenue side, and that of its residual.
  func explain(_ share: Share) throws -> [LineExplanation.Answered] {
    let lineClass = try books.lineClass(share.lineClass)
    guard let mode = recognition(of: lineClass.scheme) else { return [] }
    let asked = circumstances(lineClass, recognised: mode)
    let version = try pins.revenueVersion(asked, hasVAT: share.vat != 0)
    var answered = version.explainRevenue(asked).map { LineExplanation.Answered(version.digest, $0) }
    if let awarded = share.awarded, awarded != share.claimed {
      let version = try pins.destinationVersion(share)
      answered += version.explainDifference(
        asked.answered(share), codes: share.reasons, granted: awarded == 0 ? .zero : .part
      ).map { LineExplanation.Answered(version.digest, $0) }
    }
    return answered
  }

  func recognition(of share: Share) throws -> Recognition? {
    recognition(of: try books.lineClass(share.lineClass).scheme)
  }

  private func recognition(of scheme: Scheme) -> Recognition? {
    let day = declaration.submittedOn
    return first.recognition(of: scheme, on: day) ?? base.recognition(of: scheme, on: day)
  }

  /// Rules are dated by the entry they make; in the usual order that is the invoice for what is posted when declared,
  /// and the first return for what is posted when awarded.
  private func circumstances(_ lineClass: LineClass, recognised mode: Recognition) -> Circumstances {
    let date = mode == .awarded ? (firstAnswered ?? declaration.submittedOn) : declaration.submittedOn
    return Circumstances(
      payer: declaration.payer, scheme: lineClass.scheme, service: lineClass.service,
      practitioner: lineClass.practitioner, location: lineClass.location, stream: lineClass.stream,
      careYear: lineClass.careYear < declaration.submittedOn.year ? .earlier : .current, date: date)
  }

  /// Where the payer pays the scheme in advance: the account of the care year's advance.
  private func advance(_ lineClass: LineClass, _ payer: PayerAccounts) -> DeclaredLine.AdvanceAccount? {
    guard base.isAdvance(declaration.payer, lineClass.scheme, on: declaration.submittedOn),
      let account = payer.advance
    else { return nil }
    return DeclaredLine.AdvanceAccount(
      account: account, item: ItemName.advance(declaration.payer, lineClass.scheme, lineClass.careYear))
  }
}

extension Circumstances {
  /// The same line on the day on which it was answered.
  fileprivate func answered(_ share: Share) -> Circumstances {
    var asked = self
    asked.date = share.answeredOn ?? date
    return asked
  }
}
