import Accounting

/// One transaction (`TxDtls`) of an entry.
struct CamtTransaction {
  struct Party {
    var name = ""
    /// Without blanks.
    var account = ""
  }

  var byte: Int
  var line: Int
  var end = 0
  var amount: CamtQuantity?
  var settled: CamtQuantity?
  var instructed: CamtQuantity?
  var isExchanged = false
  var direction: CamtDirection?
  /// The bank's reference of this transaction; empty where there is none.
  var reference = ""
  var endToEnd = ""
  var debtor = Party()
  var creditor = Party()
  var texts: [String] = []
  /// Bytes of all texts: a transaction is refused that says more than anybody writes.
  private(set) var textLength = 0
  static let longestTexts = 262_144
  /// The last text is an `Ustrd` of exactly 140 characters: the next one goes on where it was cut.
  var goesOn = false

  init(byte: Int, line: Int) {
    self.byte = byte
    self.line = line
  }

  mutating func add(_ text: String) {
    goesOn = false
    textLength += text.utf8.count
    if !text.isEmpty, textLength <= Self.longestTexts { texts.append(text) }
  }

  /// A chunk of free text. Banks cut it at 140 characters, in the middle of words and numbers.
  mutating func addUnstructured(_ text: String) {
    textLength += text.utf8.count
    guard textLength <= Self.longestTexts else { return }
    if goesOn, let last = texts.indices.last {
      texts[last] += text
    } else if text.utf8.contains(where: { $0 > 32 }) {
      texts.append(text)
    } else {
      return
    }
    goesOn = text.unicodeScalars.count == 140
  }

  /// The unsigned amount in the account's currency. Nothing where the bank does not say it: the entry's amount is
  /// never given to each of its transactions.
  func cents(in currency: Currency) -> Int64? {
    for quantity in [amount, settled, isExchanged ? nil : instructed] {
      guard let quantity, quantity.currency ?? currency.code == currency.code else { continue }
      guard case .success(let cents) = quantity.cents else { return nil }
      return cents
    }
    return nil
  }

  /// Who is on the other side. In a reversal the roles stay those of the payment that is taken back, so there it
  /// is the party whose account is not ours.
  func counterparty(of direction: CamtDirection, isReversal: Bool, ours: String) -> Party {
    guard isReversal else { return direction == .credit ? debtor : creditor }
    if debtor.account == ours, !ours.isEmpty { return creditor }
    if creditor.account == ours, !ours.isEmpty { return debtor }
    if debtor.account.isEmpty != creditor.account.isEmpty {
      return debtor.account.isEmpty ? creditor : debtor
    }
    let original = direction == .credit ? creditor : debtor
    guard original.account.isEmpty, original.name.isEmpty else { return original }
    return direction == .credit ? debtor : creditor
  }

  /// What banks write where there is no reference.
  static func isFiller(_ reference: String) -> Bool {
    ["", "0", "NOTPROVIDED", "NOT PROVIDED", "NONREF"].contains(reference.uppercased())
  }
}
