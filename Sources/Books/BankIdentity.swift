import Accounting
import Care
import Crypto

/// By what a movement on our account is recognised when another statement tells it again (formats: intl.md 3.9): the
/// bank's own reference, else date, amount and texts; and the how-manieth it is among equals of one statement, since
/// two equal payments on one day are usual and genuine.
enum BankIdentity {
  static func of(_ line: BankLine, account: String) -> String {
    var parts = [account, line.bookedOn.description, String(line.amount.minorUnits)]
    if line.bankReference.isEmpty {
      parts += [line.counterparty, line.endToEnd] + line.texts
    } else {
      parts.append(line.bankReference)
    }
    return parts.joined(separator: "\u{1F}")
  }

  /// `R260415-7K3QXM9A4T`: the booking date, and 50 bits of the identity's digest in letters nobody misreads. The same
  /// movement has the same reference whatever the order of arrival.
  static func reference(of line: BankLine, identity: String, occurrence: Int) -> String {
    let digest = SHA256.digest("\(identity)\u{1F}\(occurrence)").bytes
    var bits: UInt64 = 0
    for byte in digest.prefix(8) { bits = bits << 8 | UInt64(byte) }
    let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    var code = ""
    for index in 0..<10 { code.append(letters[Int(bits >> UInt64(59 - 5 * index) & 31)]) }
    let (year, month, day) = line.bookedOn.components
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "R\(two(year % 100))\(two(month))\(two(day))-\(code)"
  }
}
