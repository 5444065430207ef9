import Accounting

/// What the specification of a payment says of one of our items.
package struct SpecifiedPart: Sendable, Hashable {
  package var item: OpenItem
  /// Its contributions in all, in cents.
  package var cents: Int64
  /// A row pays its award; else something is only withheld.
  package var isPaid: Bool
  /// Opens an item rather than settling one: an advance that is paid, interest.
  package var opens: Bool
  /// Why the item cannot be settled, if it cannot.
  package var obstacle: SuspenseCause?

  package init(
    item: OpenItem, cents: Int64, isPaid: Bool = false, opens: Bool = false, obstacle: SuspenseCause? = nil
  ) {
    self.item = item
    self.cents = cents
    self.isPaid = isPaid
    self.opens = opens
    self.obstacle = obstacle
  }
}

/// A specification that may describe a payment, its rows read as what they are about.
package struct SpecificationClaim: Sendable, Hashable {
  /// Its number in the books.
  package var id: Int64
  /// The payer's number of it.
  package var reference: String
  package var parts: [SpecifiedPart]
  /// Numbers of declarations that it pays and that we do not hold.
  package var unknown: [String]

  package init(id: Int64, reference: String, parts: [SpecifiedPart], unknown: [String]) {
    self.id = id
    self.reference = reference
    self.parts = parts
    self.unknown = unknown
  }

  var contributions: [Contribution] {
    var sums: [Contribution] = []
    for part in parts {
      if let known = sums.firstIndex(where: { $0.item == part.item.item }) {
        sums[known].cents += part.cents
      } else {
        sums.append(Contribution(item: part.item.item, cents: part.cents))
      }
    }
    return sums.filter { $0.cents != 0 }
  }
}

/// Which specification describes a payment.
package enum SpecificationEvidence: Sendable, Hashable {
  case none
  case one(SpecificationClaim)
  /// Any of these may, or the one may describe another payment as well; nothing tells.
  case undecided([SpecificationClaim])
}

extension Explainer {
  /// Class A: the specification that describes the payment, if its rows agree with our items. Nothing where there is no
  /// specification.
  package static func specified(_ evidence: SpecificationEvidence) -> Verdict? {
    switch evidence {
    case .none: nil
    case .one(let claim): specified(claim)
    case .undecided(let claims):
      Verdict(
        claims.count == 1 ? .none : .several, .specification,
        candidates: claims.prefix(20).map(\.contributions),
        cause: .severalExplanations,
        because: claims.count == 1
          ? "specification \(claims[0].reference) is of this amount, and so is another payment; nothing tells which "
            + "of them it describes"
          : "the specifications " + claims.prefix(5).map(\.reference).joined(separator: ", ")
            + " are of this amount, and nothing tells which of them it is")
    }
  }

  private static func specified(_ claim: SpecificationClaim) -> Verdict {
    let name = "specification \(claim.reference)"
    if let number = claim.unknown.first {
      return Verdict(
        .waiting, .specification, cause: .unknownDeclaration,
        because: "\(name) pays \(number), which we have not declared as far as we know")
    }
    if let part = claim.parts.first(where: { $0.obstacle != nil }) {
      return Verdict(
        .waiting, .specification, candidates: [claim.contributions], cause: part.obstacle,
        because: "\(name) is about \(part.item.number), which waits itself")
    }
    if let part = claim.parts.first(where: { !$0.opens && $0.item.open == nil }) {
      return Verdict(
        .waiting, .specification, candidates: [claim.contributions], cause: .noReturnYet,
        because: "\(name) pays \(part.item.number), not answered by its booking date")
    }
    if let part = claim.parts.first(where: { !$0.agrees }) {
      return Verdict(
        .none, .specification, candidates: [claim.contributions], cause: .amountDiffers,
        because: "\(name) has \(Money(minorUnits: part.cents).plain) for \(part.item.number), of which "
          + "\(Money(minorUnits: part.item.open ?? 0).plain) is open")
    }
    return Verdict(
      .unique, .specification, parts: claim.contributions,
      because: "\(name) describes it, and its rows agree with what is open")
  }
}

extension SpecifiedPart {
  /// What is paid on an award must be all that is open of it; what is withheld must be open.
  var agrees: Bool {
    if opens { return true }
    guard let open = item.open else { return false }
    if isPaid { return cents == open }
    return open < 0 && cents < 0 && cents >= open
  }
}
