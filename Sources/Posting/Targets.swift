import Accounting
import Care
import Mapping

/// POSTING.md, "The targets": what must stand on each role and item, as a function of the set of facts and decisions.
/// This file is the only place that knows which role is debited and which is credited.
///
/// | case, in the order of the document | function |
/// |---|---|
/// | a declaration with its lines, answers and successors | `target(of: DeclarationCase)` |
/// | a takeback with what answers it | `target(of: TakebackCase)` |
/// | the year of an advance, settled | `target(of: SettlementCase)` |
/// | a bank line with its explanation | `target(of: BankCase)` |
///
/// Accounts come from the mapping each case is pinned to (rule 3); signs are debit minus credit.
package enum Targets {

  // MARK: Declarations

  package static func target(of declaration: DeclarationCase) -> Standing {
    var standing = Standing()
    for line in declaration.lines {
      switch line.recognition {
      case .submitted: submitted(line, of: declaration, &standing)
      case .awarded: awarded(line, of: declaration, &standing)
      case .none: postedByCareSystem(line, of: declaration, &standing)
      }
      drawDown(line, of: declaration, &standing)
    }
    return standing
  }

  /// Debtor = awarded, or claimed while unanswered; destination = claimed − awarded, or 0 once declared again;
  /// revenue = −claimed, or −awarded once declared again.
  private static func submitted(
    _ line: DeclaredLine, of declaration: DeclarationCase, _ standing: inout Standing
  ) {
    let residual = line.residual
    debit(line.claimed - residual, declaration.debtor(of: line, .gateway), &standing)
    guard residual != 0, !line.isRedeclared else {
      earn(line, line.claimed - residual, .gateway, &standing)
      return
    }
    earn(line, line.claimed, .gateway, &standing)
    let answer = line.destination
    // A destination in the result is net of the VAT we no longer owe; what waits on suspense is the whole claim.
    let vat = answer.role.isResult ? line.vatShare(of: residual) : 0
    debit(residual - vat, line.spot(answer, .gateway, item: declaration.item(of: line)), &standing)
    if vat != 0 { debit(vat, line.spot(line.vatAnswer, .gateway, item: declaration.item), &standing) }
  }

  /// Debtor = awarded, revenue = −awarded; nothing while unanswered.
  private static func awarded(
    _ line: DeclaredLine, of declaration: DeclarationCase, _ standing: inout Standing
  ) {
    guard let awarded = line.awarded else { return }
    debit(awarded, declaration.debtor(of: line, .gateway), &standing)
    earn(line, awarded, .gateway, &standing)
  }

  /// Mode `none`: the care system posts debtor = awarded or claimed, revenue the opposite. Both are expected, never
  /// delivered.
  private static func postedByCareSystem(
    _ line: DeclaredLine, of declaration: DeclarationCase, _ standing: inout Standing
  ) {
    let amount = line.claimed - line.residual
    debit(amount, declaration.debtor(of: line, .careSystem), &standing)
    earn(line, amount, .careSystem, &standing)
  }

  /// Award in advance mode: advance / debtor, after the rows above.
  private static func drawDown(
    _ line: DeclaredLine, of declaration: DeclarationCase, _ standing: inout Standing
  ) {
    guard let advance = line.advance, let awarded = line.awarded else { return }
    debit(awarded, Spot(.gateway, .advance, advance.account, item: advance.item), &standing)
    var debtor = declaration.debtor(of: line, .gateway)
    debtor.booker = .gateway
    debit(-awarded, debtor, &standing)
  }

  /// Revenue, and the VAT contained in it; the last cent goes to revenue.
  private static func earn(
    _ line: DeclaredLine, _ amount: Int64, _ booker: Booker, _ standing: inout Standing
  ) {
    let vat = line.vatShare(of: amount)
    debit(-(amount - vat), line.spot(line.revenue, booker, item: line.declarationItem), &standing)
    if vat != 0 { debit(-vat, line.spot(line.vatAnswer, booker, item: line.declarationItem), &standing) }
  }

  // MARK: Takebacks

  /// Revenue-correction = t, takeback = −t (`none`: takeback-open = t); both 0 once a line of ours answers it.
  package static func target(of takeback: TakebackCase) -> Standing {
    var standing = Standing()
    guard !takeback.isAnswered else { return standing }
    debit(
      takeback.amount,
      Spot(
        .gateway, takeback.counter.role, takeback.counter.account, costCentre: takeback.costCentre,
        item: takeback.item), &standing)
    debit(-takeback.amount, Spot(.gateway, .takeback, takeback.account, item: takeback.item), &standing)
    return standing
  }

  // MARK: Settlements of advances

  /// Advance / settlement by what we owe, or settlement / advance by what the payer owes.
  package static func target(of settlement: SettlementCase) -> Standing {
    var standing = Standing()
    debit(
      -settlement.open, Spot(.gateway, .advance, settlement.account, item: settlement.advance), &standing)
    debit(
      settlement.open,
      Spot(.gateway, .settlement, settlement.settlementAccount, item: settlement.settlement), &standing)
    return standing
  }

  // MARK: Bank lines

  /// Bank = r, receipts = −r; or receipts = 0 when explained, and then −contribution on the account where each item
  /// lives.
  package static func target(of line: BankCase) -> Standing {
    var standing = Standing()
    guard line.isOurs else { return standing }
    if let own = line.own {
      let booker: Booker = own.bookedBy == .gateway ? .gateway : .bookkeeping
      debit(line.amount, Spot(booker, .bank, own.account, item: line.reference), &standing)
      if let other = line.other {
        debit(-line.amount, Spot(booker, other.role, other.account, item: line.reference), &standing)
        return standing
      }
      debit(-line.amount, Spot(booker, .receipts, line.receipts, item: line.reference), &standing)
    }
    guard !line.parts.isEmpty else { return standing }
    // A person, or a payer that pays in parts, may leave a rest: it goes on waiting.
    let explained = line.parts.reduce(0) { $0 + $1.contribution }
    debit(explained, Spot(.gateway, .receipts, line.receipts, item: line.reference), &standing)
    for part in line.parts {
      let home = Spot(.gateway, part.role, part.account, costCentre: part.costCentre, item: part.item)
      debit(-part.contribution, home, &standing)
    }
    return standing
  }

  private static func debit(_ cents: Int64, _ spot: Spot, _ standing: inout Standing) {
    standing.add(cents, to: spot)
  }
}

extension Role {
  /// Accounts of the result: what is posted there is final, not waiting.
  var isResult: Bool {
    switch self {
    case .tariffDifference, .notChargeable, .writeOff: true
    default: false
    }
  }
}
