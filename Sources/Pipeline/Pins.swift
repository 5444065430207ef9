import Accounting
import Books
import Care
import Mapping
import Posting

/// The mapping versions that a case was posted under. Whatever settles, moves or reverses an item uses the account it
/// was posted with, never the mapping of today (POSTING.md rule 3); only what waits for an account asks again.
struct Pins {
  let shelf: MappingShelf
  let posted: PostedCase
  let now: Int64
  /// Where a person's decisions are looked up.
  let decisions: Decisions

  struct Decisions {
    let books: Books
    let administration: String
    let event: Int64
  }

  /// The version under which the case was first posted; today's for a new one.
  func base() throws -> Mapping { try shelf.mapping(versions.first ?? now) }

  /// The versions in which this case was posted, oldest first.
  private var versions: [Int64] {
    let roles: Set<Role> = [.debtor, .revenue, .vat, .noAccount]
    return Set(posted.marks.filter { roles.contains($0.key.role) }.map(\.value.mapping)).sorted()
  }

  /// The one debtor account of a declaration: that it was posted with, else its payer's under the scheme of its first
  /// line. Nothing while the mapping does not know that payer.
  func debtor(of declaration: BookDeclaration, in books: Books) throws -> Answer? {
    let item = ItemName.declaration(declaration.payer, declaration.number)
    if let home = posted.spots(.debtor).first(where: { $0.item == item }) {
      return Answer(
        role: .debtor, account: home.account, because: "the account the item was posted with")
    }
    guard let scheme = try books.firstLineClass(of: declaration.id)?.scheme else { return nil }
    return try base().payer(declaration.payer, scheme, on: declaration.submittedOn).map {
      Answer(role: .debtor, account: $0.debtor, because: $0.name)
    }
  }

  /// The revenue side of a line: pinned, unless no version so far had an account for it.
  func revenue(_ line: Circumstances, hasVAT: Bool) throws -> RevenueSide {
    try revenueVersion(line, hasVAT: hasVAT).revenueSide(of: line, hasVAT: hasVAT)
  }

  /// The version that answers for the revenue side of a line.
  func revenueVersion(_ line: Circumstances, hasVAT: Bool) throws -> Mapping {
    for version in versions + [now] {
      let mapping = try shelf.mapping(version)
      if version == now || mapping.revenueSide(of: line, hasVAT: hasVAT).isComplete { return mapping }
    }
    preconditionFailure("the loop ends with today's mapping")
  }

  /// The version that was in force when the return came.
  func destinationVersion(_ share: Share) throws -> Mapping {
    try share.answeredIn.map { try shelf.mapping(atEvent: $0) } ?? shelf.mapping(now)
  }

  /// What a person has decided of a line.
  private func decidedDestination(_ item: String) throws -> DestinationAnswer? {
    guard
      let decision = try decisions.books.decision(
        .destination, on: item, administration: decisions.administration, at: decisions.event),
      let destination = Destination(rawValue: decision.content)
    else { return nil }
    return DestinationAnswer(destination: destination, because: decision.reason)
  }

  /// Where the residual of a line goes.
  func destination(
    _ line: Circumstances, _ share: Share, item: String
  ) throws -> (answer: Answer, costCentre: CostCentre?) {
    let mapping = try shelf.mapping(now)
    guard let awarded = share.awarded, awarded != share.claimed else {
      return (mapping.account(of: .undecided as Destination), nil)
    }
    let pinned = try destinationVersion(share)
    let decided =
      try decidedDestination(item)
      ?? pinned.destination(line, codes: share.reasons, granted: awarded == 0 ? .zero : .part)
    var answer = pinned.account(of: decided.destination)
    let kept = posted.spots(answer.role).filter { posted.standing[$0] != 0 }
    if answer.role.keepsItems {
      if let home = kept.first(where: { $0.item == item }) { answer.account = home.account }
      return (answer, nil)
    }
    // Accounts of the result keep no items: where this line stands is what an earlier version said of it.
    for version in Set(kept.compactMap { posted.marks[$0]?.mapping }).sorted() {
      let earlier = try shelf.mapping(version)
      let account = earlier.account(of: decided.destination)
      let costCentre = earlier.costCentre(of: account, for: line)
      if kept.contains(where: { $0.account == account.account && $0.costCentre == costCentre }) {
        return (account, costCentre)
      }
    }
    return (answer, pinned.costCentre(of: answer, for: line))
  }
}
