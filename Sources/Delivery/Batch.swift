package import Accounting

/// What one send carries: the entries of one posting job, or a part of them, under a name that never changes.
package struct Batch: Sendable, Hashable {
  package let name: BatchName
  package let entries: [OutgoingEntry]

  /// - Parameter entries: at least one, each booked by the gateway; put in order of date and reference, so that the
  ///   same entries are the same batch.
  package init(_ name: BatchName, _ entries: [OutgoingEntry]) {
    precondition(!entries.isEmpty, "a batch carries at least one entry")
    precondition(entries.allSatisfy { $0.bookedBy == .gateway }, "only what the gateway books is delivered")
    self.name = name
    self.entries = entries.sorted { left, right in
      (left.entry.date, left.reference.text) < (right.entry.date, right.reference.text)
    }
  }

  /// The sum of all debits per currency, in order of the currency's code.
  package func debits() throws(MoneyError) -> [Money] {
    var sums: [Currency: Money] = [:]
    for outgoing in entries {
      let currency = outgoing.entry.currency
      for posting in outgoing.entry.postings where posting.side == .debit {
        sums[currency] = try (sums[currency] ?? .zero(currency)).adding(posting.amount.money)
      }
    }
    return sums.values.sorted { $0.currency.code < $1.currency.code }
  }
}

/// The name of a batch: the key by which a destination knows it again, and part of a file's name.
package struct BatchName: Sendable, Hashable, CustomStringConvertible {
  package let text: String

  /// 1 to 60 of `A-Z a-z 0-9 . _ -`, starting with a letter or digit.
  package init?(_ text: String) {
    guard text.isCode(1...60, also: "._-"), let first = text.utf8.first else { return nil }
    guard !".-_".utf8.contains(first) else { return nil }
    self.text = text
  }

  package var description: String { text }
}
