import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

extension EventPosting {
  /// What a person's decision is about, also when it takes back an earlier one.
  func touchDecided() throws {
    guard var decision = try books.decision(event.subject) else {
      throw BooksFailure.damaged("decision \(event.subject) is not there")
    }
    if decision.kind == .undo {
      guard let undone = try Int64(decision.entry).flatMap(books.decision) else {
        throw BooksFailure.damaged("decision \(event.subject) undoes one that is not there")
      }
      decision = undone
    }
    switch decision.kind {
    case .parts:
      if let receipt = try books.receipt(referenced: decision.entry, administration: administration.id) {
        try books.dirty(receipt: receipt.id)
      }
    case .contest, .withdraw:
      if let item = ItemName.parts(of: decision.entry),
        let takeback = try books.takeback(
          called: item.reference, of: item.payer, administration: administration.id)
      {
        try books.touch(takeback: takeback.id)
      }
    case .destination: try touch(line: decision.entry)
    case .settle: try post(settlement: decision)
    case .reverse, .undo: break
    }
  }

  /// The declaration of a line `payer/number/line`; both may hold slashes.
  private func touch(line item: String) throws {
    guard let parts = ItemName.parts(of: item) else { return }
    for slash in parts.reference.indices.reversed() where parts.reference[slash] == "/" {
      if let declaration = try books.declaration(
        String(parts.reference[..<slash]), of: parts.payer, administration: administration.id, at: event.seq)
      {
        return try books.touch(declaration: declaration.id)
      }
    }
  }

  // MARK: The year of an advance is settled

  /// What was left goes to the settlement account, and payments clear it there (POSTING.md rule 12). It is the amount
  /// that the person saw: what comes later opens the advance again.
  private func post(settlement decision: BookDecision) throws {
    let posted = try books.posted(.decision(decision.id))
    let isActive =
      try books.decision(
        .settle, on: decision.entry, administration: administration.id, at: event.seq)?.id == decision.id
    let difference = try (isActive ? settled(decision) : Standing()).minus(posted.standing)
    guard !difference.isEmpty, let payer = ItemName.payer(of: decision.entry) else { return }
    let mapping = try shelf.mapping(event.mapping)
    let (date, grounds) = try resting(on: decision.recordedOn, [.decision(decision.id)])
    let text = mapping.text(
      of: .event(.decided),
      [
        "declaration": decision.entry, "payer": payer.text, "payer-name": mapping.payerName(payer),
        "date": decision.recordedOn.description,
      ])
    for booker in difference.bookers {
      try record(
        difference.of(booker), booker, .decided, journal: mapping.journal(of: .decided), on: date,
        subject: decision.entry, text: text, grounds: grounds)
    }
    try books.add(difference, to: .decision(decision.id), under: event.mapping) { _ in decision.recordedOn }
    if let group = mapping.group(of: payer) {
      try books.dirtyReceipts(ofGroup: group, administration: administration.id, from: nil)
    }
  }

  private func settled(_ decision: BookDecision) throws -> Standing {
    guard let cents = Int64(decision.content), let parts = ItemName.parts(of: decision.entry),
      let scheme = ItemName.scheme(ofAdvance: decision.entry),
      let year = Int(parts.reference.suffix(4)),
      let home = try books.advanceHome(decision.entry, administration: administration.id),
      let account = try shelf.mapping(event.mapping).payer(parts.payer, scheme, on: decision.recordedOn)?
        .settlement
    else { return Standing() }
    return Targets.target(
      of: SettlementCase(
        advance: home.item, account: home.account,
        settlement: ItemName.settlement(parts.payer, scheme, year), settlementAccount: account, open: cents))
  }
}
