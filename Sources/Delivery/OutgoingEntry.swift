package import Accounting

/// A committed journal entry as it leaves for a bookkeeping system.
package struct OutgoingEntry: Sendable, Hashable {
  /// Something said about the whole entry: the document it rests on, the job, whoever booked it.
  package struct Tag: Sendable, Hashable {
    /// `a-z 0-9 -`, starting with a letter.
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      precondition(
        name.utf8.first.map { (97...122).contains($0) } == true
          && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
          && !Tag.taken.contains(name),
        "a tag is named in lower case, and not like one that means something to the reader")
      self.name = name
      self.value = value
    }

    /// `date` and `date2` change a posting's date in hledger; the others are written from fields of their own.
    private static let taken: Set<String> = [
      "date", "date2", "cost-centre", "item", "journal", "reversal-of", "type", "booked-by",
    ]
  }

  /// Who books it. Only the gateway's own entries are delivered; an export may show the others, marked.
  package enum BookedBy: String, Sendable, Hashable {
    case gateway, bookkeeping
    case careSystem = "care-system"
  }

  /// The key by which the bookkeeping system knows the entry again.
  package let reference: EntryReference
  package let journal: JournalCode
  /// Date, text and postings; balanced by its type.
  package let entry: JournalEntry
  package let tags: [Tag]
  package let reversalOf: EntryReference?
  package let bookedBy: BookedBy
  /// By item: the number that the bookkeeping system knows its payer by.
  package let relations: [String: String]

  package init(
    _ reference: EntryReference, in journal: JournalCode, _ entry: JournalEntry, tags: [Tag] = [],
    reversalOf: EntryReference? = nil, bookedBy: BookedBy = .gateway, relations: [String: String] = [:]
  ) {
    self.reference = reference
    self.journal = journal
    self.entry = entry
    self.tags = tags
    self.reversalOf = reversalOf
    self.bookedBy = bookedBy
    self.relations = relations
  }

  func relation(of posting: Posting) -> String? { posting.item.flatMap { relations[$0] } }
}
