import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

/// What a movement on our account was judged to be, and how it is booked.
struct Judgement {
  var verdict: Verdict
  /// The payer group, known by the account the money came from.
  var group: String?
  /// Concerns a payer, or may: on an account booked by the bookkeeping nothing else is ours (rule 8).
  var concernsPayer: Bool
  var homes: [String: Spot]
  /// The specification that describes it, by its number in the books.
  var specification: Int64?
  /// The decision of a person that says what it pays.
  var decision: Int64?

  /// Our account has no row in the mapping for the day of the booking.
  mutating func wait(forTheAccount account: String) {
    verdict = Verdict(
      .waiting, cause: .noAccount,
      because: "our account \(account) has no row in bank-accounts.csv for that day; nothing of it is posted")
  }

  /// Nothing while the own account is not in the mapping.
  func bankCase(
    _ receipt: BookReceipt, posted: PostedCase, shelf: MappingShelf, event: BookEvent
  ) throws -> BankCase? {
    // An item keeps its accounts (rule 3): the first version that has an answer gives it.
    let versions = Set(posted.marks.values.map(\.mapping)).sorted() + [event.mapping]
    let mapping = try shelf.mapping(versions[0])
    let own = mapping.ownAccount(receipt.account, on: receipt.bookedOn)
    guard own != nil || receipt.specification != nil, let waiting = mapping.suspense(.receipts) else {
      return nil
    }
    let kept = posted.spots(.receipts).first?.account ?? waiting.account
    let isOurs = own?.bookedBy != .bookkeeping || concernsPayer
    var other: Answer?
    if !concernsPayer, own?.bookedBy == .gateway {
      let text = receipt.texts.joined(separator: " ")
      for version in versions where other == nil {
        other = try shelf.mapping(version).otherReceipt(
          iban: receipt.counterparty, text: text, on: receipt.bookedOn)
      }
    }
    let parts = try verdict.parts.map { part -> BankCase.Part in
      guard let home = homes[part.item] else {
        throw BooksFailure.damaged("item \(part.item) is explained and stands on no account")
      }
      return BankCase.Part(
        role: home.role, item: part.item, account: home.account, costCentre: home.costCentre,
        contribution: part.cents)
    }
    return BankCase(
      reference: receipt.reference, amount: receipt.amount, own: own, receipts: kept, isOurs: isOurs,
      other: other,
      parts: parts)
  }
}
