import Accounting
import Findings
import Mapping

/// What an implementer wishes of a workspace before the first file comes. What is not said stays as the template has it.
struct Wishes: Sendable {
  enum Accounts: String, CaseIterable, Sendable { case plain, rgs }

  var accounts: Accounts = .plain
  var name: String?
  /// AGB code.
  var provider: String?
  /// Of our own first bank account.
  var iban: String?
  var bookedBy: BankBooking?
  /// By scheme; under nothing: for every scheme that is not named.
  var recognition: [String?: Recognition] = [:]
  /// New codes by those of the template, as it numbers them under `accounts`.
  var ledger: [String: String] = [:]
  /// By role.
  var suspense: [Role: String] = [:]

  static let options = [
    .choice(
      "accounts", "plain|rgs", "plain numbers, or codes of the reference chart (RGS)", of: Accounts.self),
    Option("name", "<text>", "the name of the care organisation"),
    Option("provider", "<agb>", "its AGB code, eight digits"),
    Option("iban", "<iban>", "its bank account, as the bank's statements write it"),
    .choice(
      "booked-by", "gateway|bookkeeping", "who posts the lines of that account: remitd, or a bank feed",
      of: BankBooking.self),
    Option(
      "recognition", "<mode>|<scheme>=<mode>,…",
      "submitted: a receivable when declared; awarded: when granted; none: the care system posts it",
      words: Recognition.allCases.map(\.rawValue)),
    Option("ledger", "<account>=<yours>,…", "your numbers for the accounts of the template's chart"),
    Option(
      "suspense", "<role>=<yours>,…",
      "your numbers for receipts, rejected, takeback-open, client-due, no-account"),
  ]

  init() {}

  /// As flags say them.
  init(_ invocation: Invocation) throws(WrongUse) {
    accounts = try invocation.choice("accounts") ?? .plain
    name = invocation.text("name")
    provider = try invocation.text("provider").map(Self.provider)
    iban = try invocation.text("iban").map(Self.iban)
    bookedBy = try invocation.choice("booked-by")
    for (scheme, mode) in try Self.pairs(of: "recognition", invocation, mayStandAlone: true) {
      guard let known = Recognition(rawValue: mode) else {
        throw .unknown("mode", mode, among: Recognition.allCases.map(\.rawValue))
      }
      recognition[scheme] = known
    }
    for (account, code) in try Self.pairs(of: "ledger", invocation) {
      ledger[account ?? ""] = try Self.account(code)
    }
    for (name, code) in try Self.pairs(of: "suspense", invocation) {
      guard let role = Role(rawValue: name ?? ""), Role.suspense.contains(role) else {
        throw .unknown("suspense account", name ?? "", among: Role.suspense.map(\.rawValue))
      }
      suspense[role] = try Self.account(code)
    }
  }

  // MARK: What may be answered

  static func provider(_ text: String) throws(WrongUse) -> String {
    guard text.utf8.count == 8, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw WrongUse(
        "\(text) is no AGB code", remedy: "write its eight digits, with the zero in front: 04999901")
    }
    return text
  }

  static func iban(_ text: String) throws(WrongUse) -> String {
    let plain = text.uppercased().filter { $0 != " " }
    guard plain.isCode(4...34, also: "", lowercase: false) else {
      throw WrongUse("\(text) is no account", remedy: "write it as the bank's statements do")
    }
    guard !(plain.hasIBANShape || plain.beginsDutchIBAN) || plain.hasIBANCheckDigits else {
      let alike = Lookalike(iban: plain)
      throw WrongUse(
        "\(text) is no account: its check digits do not fit",
        remedy: alike.map { "did you mean \($0.name)? In yours \($0.remark)" }
          ?? "compare it with a bank statement")
    }
    return plain
  }

  static func account(_ text: String) throws(WrongUse) -> String {
    guard AccountCode(text) != nil else {
      throw WrongUse("\(text) is no ledger account", remedy: "use 1 to 16 letters, digits, points or hyphens")
    }
    return text
  }

  /// `Zvw=awarded,Wlz=none`; a word alone where that means all of them.
  private static func pairs(
    of name: String, _ invocation: Invocation, mayStandAlone: Bool = false
  ) throws(WrongUse) -> [(key: String?, value: String)] {
    guard let text = invocation.text(name) else { return [] }
    var pairs: [(String?, String)] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      switch words.count {
      case 1 where mayStandAlone && !words[0].isEmpty: pairs.append((nil, words[0]))
      case 2 where !words[0].isEmpty && !words[1].isEmpty: pairs.append((words[0], words[1]))
      default:
        throw WrongUse(
          "--\(name) is not written that way: \(part)",
          remedy: "write pairs with = between them and commas behind: --\(name) a=b,c=d")
      }
      if let last = pairs.last, pairs.dropLast().contains(where: { $0.0 == last.0 }) {
        throw WrongUse(
          "--\(name) says \(last.0 ?? "what holds for all others") twice", remedy: "say it once")
      }
    }
    return pairs
  }
}
