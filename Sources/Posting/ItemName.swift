package import Accounting
package import Care

/// What open items are called in the books. A declaration is `payer/number`, as people write it; every other item has
/// a colon behind the payer, which no payer's code holds, so that no number of a declaration can be taken for it.
package enum ItemName {
  package static func declaration(_ payer: PayerCode, _ number: String) -> String {
    "\(payer.text)/\(number)"
  }

  /// - Parameter key: the payer's own number of the takeback, or what stands for it; see `Takeback`.
  package static func takeback(_ payer: PayerCode, _ key: String) -> String {
    "\(payer.text):takeback:\(key)"
  }

  package static func advance(_ payer: PayerCode, _ scheme: Scheme, _ year: Int) -> String {
    "\(payer.text):advance:\(scheme.text):\(year)"
  }

  /// What is left of an advance after its year was settled.
  package static func settlement(_ payer: PayerCode, _ scheme: Scheme, _ year: Int) -> String {
    "\(payer.text):settlement:\(scheme.text):\(year)"
  }

  /// A part that a person has posted to an account of the chart, such as a bureau's fee.
  package static func account(_ payer: PayerCode, _ account: AccountCode) -> String {
    "\(payer.text):account:\(account.text)"
  }

  /// The scheme of an advance or a settlement.
  package static func scheme(ofAdvance item: String) -> Scheme? {
    guard let parts = parts(of: item), parts.kind == .advance || parts.kind == .settlement,
      let colon = parts.reference.lastIndex(of: ":")
    else { return nil }
    return Scheme(String(parts.reference[..<colon]))
  }

  /// A payment of 0.00, which no bank tells of.
  package static func specification(_ payer: PayerCode, _ reference: String) -> String {
    "\(payer.text):specification:\(reference)"
  }

  /// What a payment contains beside items: it is kept on no account that keeps items.
  package static func interest(_ payer: PayerCode, _ reference: String) -> String {
    "\(payer.text):interest:\(reference)"
  }

  /// The cents by which a payment differs within the tolerance.
  package static func paymentDifference(_ payer: PayerCode, _ receipt: String) -> String {
    "\(payer.text):payment-difference:\(receipt)"
  }

  package enum Kind: String, Sendable {
    case declaration, takeback, advance, settlement, specification, interest
    case paymentDifference = "payment-difference"
    case account
  }

  /// Taken apart; nothing for what is no item.
  package static func parts(of item: String) -> (payer: PayerCode, kind: Kind, reference: String)? {
    guard let mark = item.firstIndex(where: { $0 == "/" || $0 == ":" }),
      let payer = PayerCode(String(item[..<mark]))
    else { return nil }
    let rest = item[item.index(after: mark)...]
    guard item[mark] == ":" else { return (payer, .declaration, String(rest)) }
    guard let end = rest.firstIndex(of: ":"), let kind = Kind(rawValue: String(rest[..<end])) else {
      return nil
    }
    return (payer, kind, String(rest[rest.index(after: end)...]))
  }

  /// What a part of a payment is called that settles the item (CONTRACT.md section 4): a declaration is paid its award.
  package static func part(of item: String) -> (kind: String, reference: String) {
    guard let parts = parts(of: item) else { return ("award", item) }
    return (parts.kind == .declaration ? "award" : parts.kind.rawValue, parts.reference)
  }

  package static func payer(of item: String) -> PayerCode? { parts(of: item)?.payer }
}
