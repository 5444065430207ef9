import Accounting

/// What an entry does to accounts, without order and without what a system does not keep: by which ours and theirs are
/// compared. In whole cents, debit positive.
struct BookedLines: Hashable {
  private var sums: [AccountCode: [Int64: Int]] = [:]

  init() {}

  init(_ entry: JournalEntry) {
    for posting in entry.postings { add(posting.signed.minorUnits, on: posting.account) }
  }

  mutating func add(_ cents: Int64, on account: AccountCode) {
    sums[account, default: [:]][cents, default: 0] += 1
  }

  /// An amount as another system writes it: `120.5`, `0`, `-4.50`, `125.000`. Nothing for fractions of a cent, exponents
  /// and what is no number.
  static func cents(_ written: String) -> Int64? {
    var digits = Array(written.utf8)
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative { digits.removeFirst() }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, (1...15).contains(whole.count),
      parts.allSatisfy({ $0.allSatisfy { (48...57).contains($0) } })
    else { return nil }
    let fraction = parts.count > 1 ? Array(parts[1]) : []
    guard parts.count == 1 || !fraction.isEmpty, fraction.dropFirst(2).allSatisfy({ $0 == 48 }) else {
      return nil
    }
    let cents = whole + Array((fraction + [48, 48]).prefix(2))
    let value = cents.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
    return isNegative ? -value : value
  }
}
