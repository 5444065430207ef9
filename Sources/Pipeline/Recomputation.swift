import Accounting
package import Books

/// Computes every target at once, as if the last event had touched all cases, and posts what differs. Since only what
/// is touched is computed, this must post nothing: whatever it posts, the posting of some event forgot (POSTING.md
/// rule 17). It writes, so it works on scratch books only.
package struct Recomputation {
  private let books: Books
  private let shelf: (_ administration: String) -> MappingShelf

  package init(_ books: Books, shelf: @escaping (_ administration: String) -> MappingShelf) {
    self.books = books
    self.shelf = shelf
  }

  /// What should stand and does not, in sentences; at most `most` of each administration.
  package func run(most: Int = 20) throws -> [String] {
    var forgotten: [String] = []
    for event in try books.lastEvents() {
      forgotten += try recompute(at: event).prefix(most)
    }
    return forgotten
  }

  private func recompute(at event: BookEvent) throws -> [String] {
    let last = try books.lastEntry()
    let currency = try books.currency(of: event.administration)
    let posting = try EventPosting(
      event, of: .init(id: event.administration, currency: currency), books, shelf(event.administration))
    try books.transaction {
      try books.touchAll(of: event.administration)
      while let id = try books.nextTouched() {
        try posting.post(declaration: id)
        try books.untouch(declaration: id)
      }
      while let id = try books.nextTouchedTakeback() {
        try books.untouch(takeback: id)
        try posting.post(takeback: id)
      }
      while let id = try books.nextDirty() {
        try books.undirty(receipt: id)
        try posting.post(receipt: id)
      }
    }
    return try books.postings(after: last).map { line in
      let item = line.item.isEmpty ? "" : " for item \(line.item)"
      return "\(line.subject): computed at once, account \(line.account) of the \(line.booker) changes by"
        + " \(Money(minorUnits: line.cents, currency).plain)\(item)"
    }
  }
}
