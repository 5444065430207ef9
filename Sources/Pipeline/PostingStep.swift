import Accounting
package import Books

/// Posts what the events imply, one event after the other: first the declarations it touches, then what payers take
/// back, then the payments. Each
/// case is one entry per booker, target minus posted; the queues in the books say how far it came.
///
/// ```
/// new ──touch──▶ declarations, takebacks ──queues empty──▶ receipts ──queue empty──▶ done
/// ```
package struct PostingStep {
  /// Cases per transaction: large enough to spread the cost of syncing, small enough not to hold the books for long.
  private static let batch = 200

  /// What posting must know of an administration.
  struct Administration {
    var id: String
    var currency: Currency
  }

  private let books: Books
  private let shelf: (_ administration: String) -> MappingShelf

  package init(
    _ books: Books, shelf: @escaping (_ administration: String) -> MappingShelf
  ) {
    self.books = books
    self.shelf = shelf
  }

  /// Does one bounded piece of work: several small events, or a part of a large one, in one transaction. False if there
  /// was nothing to do.
  package func run() throws -> Bool {
    guard try books.nextEvent() != nil else { return false }
    try books.transaction {
      var left = Self.batch
      while left > 0, let event = try books.nextEvent() {
        left -= try advance(event, atMost: left)
      }
      CrashPoint.postedInTransaction.reached()
    }
    CrashPoint.posted.reached()
    return true
  }

  /// - Returns: how much of the transaction it took, in cases.
  private func advance(_ event: BookEvent, atMost limit: Int) throws -> Int {
    let administration = Administration(
      id: event.administration, currency: try books.currency(of: event.administration))
    let posting = try EventPosting(event, of: administration, books, shelf(event.administration))
    switch event.phase {
    case .new:
      try posting.touch()
      try books.setPhase(.declarations, of: event.seq)
      CrashPoint.touched.reached()
      return 1
    case .declarations:
      for count in 0..<limit {
        guard let id = try books.nextTouched() else {
          if let takeback = try books.nextTouchedTakeback() {
            try books.untouch(takeback: takeback)
            try posting.post(takeback: takeback)
            continue
          }
          try books.setPhase(.receipts, of: event.seq)
          CrashPoint.casesPosted.reached()
          return count + 1
        }
        try posting.post(declaration: id)
        try books.untouch(declaration: id)
        CrashPoint.caseInTransaction.reached()
      }
    case .receipts:
      for count in 0..<limit {
        guard let id = try books.nextDirty() else {
          try books.setPhase(.done, of: event.seq)
          CrashPoint.eventDone.reached()
          return count + 1
        }
        try books.undirty(receipt: id)
        try posting.post(receipt: id)
        CrashPoint.receiptInTransaction.reached()
      }
    case .done:
      preconditionFailure("an event that is done is not next")
    }
    return limit
  }
}
