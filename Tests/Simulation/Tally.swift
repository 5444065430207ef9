import Books
import Matching
import PayerSimulator

/// How many payments were posted, rightly or wrongly, and how many were left to a person.
package struct Tally: Sendable {
  package struct Count: Sendable {
    package var posted = 0
    package var wrong = 0
    package var left = 0

    static func += (left: inout Count, right: Count) {
      left.posted += right.posted
      left.wrong += right.wrong
      left.left += right.left
    }
  }

  package private(set) var byClass: [String: Count] = [:]
  package private(set) var byHabit: [String: Count] = [:]
  /// By what the payer said of the payment.
  package private(set) var byNaming: [String: Count] = [:]
  package private(set) var all = Count()
  /// Those whose text or specification names their parts.
  package private(set) var naming = Count()
  /// Payments that stand in the books twice.
  package private(set) var doubled = 0
  /// What was posted and is not true, in sentences.
  package private(set) var wrongs: [String] = []
  /// What names its parts and was left, in sentences.
  package private(set) var lefts: [String] = []
  /// Why what names its parts was left, by cause.
  package private(set) var causes: [String: Int] = [:]

  package init() {}

  mutating func add(_ row: ReceiptRow, _ meant: TrueReceipt, isRight: Bool) {
    let isPosted = !row.parts.isEmpty && row.outcome != .decided
    let count = Count(
      posted: isPosted ? 1 : 0, wrong: isRight || !isPosted ? 0 : 1, left: isPosted ? 0 : 1)
    all += count
    byClass[isPosted ? row.evidence?.rawValue ?? "-" : "-", default: Count()] += count
    byHabit["\(meant.habit)", default: Count()] += count
    byNaming["\(meant.naming)", default: Count()] += count
    if meant.namesItsParts {
      naming += count
      if !isPosted {
        lefts.append(
          "\(row.reference) of \(row.bookedOn) \(row.amount), \(meant.habit) \(meant.naming), \(meant.text): it "
            + "\(row.because); meant \(meant.parts.map { "\($0.kind) \($0.reference) \($0.contribution.text)" })"
        )
        causes[
          "\(meant.habit) \(meant.naming) \(row.outcome.rawValue) \(row.cause?.rawValue ?? "")", default: 0] +=
          1
      }
    }
    if !isRight, isPosted {
      wrongs.append(
        "\(row.reference) of \(row.bookedOn), \(meant.habit), class \(row.evidence?.rawValue ?? "-"): posted "
          + "\(row.parts.map { "\($0.item) \($0.cents)" }), meant "
          + "\(meant.parts.map { "\($0.kind) \($0.reference) \($0.contribution)" })")
    }
  }

  mutating func countDoubled() { doubled += 1 }

  mutating func add(_ row: ReceiptRow, wrong: String) {
    all += Count(posted: 1, wrong: 1, left: 0)
    wrongs.append("\(row.reference): \(wrong)")
  }

  package mutating func add(_ other: Tally) {
    all += other.all
    naming += other.naming
    doubled += other.doubled
    for (key, count) in other.byClass { byClass[key, default: Count()] += count }
    for (key, count) in other.byHabit { byHabit[key, default: Count()] += count }
    for (key, count) in other.byNaming { byNaming[key, default: Count()] += count }
    for (key, count) in other.causes { causes[key, default: 0] += count }
    wrongs += other.wrongs
  }
}
