import Accounting
import Books
import Care
import Mapping
import Matching
import Posting

/// Of what a payment consists by a person's decision: how the books keep it, and how what was typed is found.
struct DecidedParts {
  let books: Books
  let workspace: Workspace
  let administration: String

  // MARK: In the books

  /// `item=cents`, one after the other.
  static func text(_ parts: [Contribution]) -> String {
    parts.map { "\($0.item)=\($0.cents)" }.joined(separator: "\u{1F}")
  }

  static func parts(_ text: String) throws -> [Contribution] {
    try text.split(separator: "\u{1F}").map { part in
      guard let equals = part.lastIndex(of: "="), let cents = Int64(part[part.index(after: equals)...]) else {
        throw BooksFailure.damaged("a decision on parts cannot be read")
      }
      return Contribution(item: String(part[..<equals]), cents: cents)
    }
  }

  // MARK: As it was typed

  /// The items that a kind and a reference may mean for a payment.
  func items(kind: String, reference: String, _ receipt: BookReceipt) throws -> [String] {
    guard let version = try books.mappings(of: administration).last else { return [] }
    let mapping = try workspace.loadMapping(digest: version.digest)
    let group = mapping.group(ofIBAN: receipt.counterparty, on: receipt.bookedOn)
    func belongs(_ payer: PayerCode) -> Bool { group == nil || mapping.group(of: payer) == group }
    switch kind {
    case "award":
      return try declarations(reference).filter { belongs($0.payer) }
        .map { ItemName.declaration($0.payer, $0.number) }
    case "takeback":
      return try books.takebackRows(of: administration).map(\.takeback)
        .filter { ($0.key == reference || "\($0.payer.text)/\($0.key)" == reference) && belongs($0.payer) }
        .map(\.item)
    case "advance", "settlement":
      return payers(of: group, mapping).flatMap { payer, scheme -> [String] in
        guard let year = Int(reference.suffix(4)), (2000...2099).contains(year),
          reference.count == 4 || reference.hasPrefix("\(scheme.text):")
            || reference.hasPrefix("\(payer.text)/")
        else { return [] }
        return [
          kind == "advance" ? ItemName.advance(payer, scheme, year) : ItemName.settlement(payer, scheme, year)
        ]
      }
    case "interest", "payment-difference":
      guard let payer = payers(of: group, mapping).first?.payer else { return [] }
      return [
        kind == "interest"
          ? ItemName.interest(payer, receipt.reference)
          : ItemName.paymentDifference(payer, receipt.reference)
      ]
    case "account":
      guard let account = AccountCode(reference), mapping.chartAccount(account) != nil,
        let payer = payers(of: group, mapping).first?.payer
      else { return [] }
      return [ItemName.account(payer, account)]
    default: return []
    }
  }

  private func declarations(_ reference: String) throws -> [BookDeclaration] {
    if let parts = ItemName.parts(of: reference), parts.kind == .declaration,
      let one = try books.declaration(
        parts.reference, of: parts.payer, administration: administration, at: .max)
    {
      return [one]
    }
    return try books.declarations(
      named: Naming.normalised(reference), administration: administration, at: .max
    ).filter { $0.number == reference }
  }

  private func payers(of group: String?, _ mapping: Mapping) -> [(payer: PayerCode, scheme: Scheme)] {
    mapping.payers.map(\.value).filter { group == nil || $0.group == group }.map { ($0.payer, $0.scheme) }
  }
}
