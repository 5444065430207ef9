import Accounting
import Care
import Findings
import XML

/// Walks through a camt message element by element and gathers what each statement, entry and transaction says.
/// Facts wait in `facts` until the decoder hands them on; there are never more than one portion of bytes brings.
struct CamtReader: XMLHandler {
  let file: String
  var findings = FindingList()
  var facts: [Fact] = []
  var formatName = "camt.053"
  var isTest = false
  /// The message is no statement: nothing more is read.
  var isRefused = false
  var statementCount = 0
  var lineCount = 0

  private let shape = CamtShape.statement
  private var path: [CamtElement] = []
  private var element = CamtElement.file
  /// How deep we are inside something that is passed over.
  private var skipped = 0
  private var namespace = 0
  private var uris = ["", ""]

  /// Text of the element at hand.
  private var text: [UInt8] = []
  private var isListening = false
  private var currency: String?
  private var place = (byte: 0, line: 0)

  var statement = CamtStatement(byte: 0, line: 0)
  private var isLastPage = true
  private var page = ""
  private var balance = CamtStatement.Balance(byte: 0, line: 0)
  private var summaryKind = CamtStatement.SummaryKind.all
  private var entry = CamtEntry(byte: 0, line: 0)
  private var transaction = CamtTransaction(byte: 0, line: 0)
  private var side = Side.debtor
  private var isUltimate = false

  private enum Side { case debtor, creditor }

  /// No field of camt is longer than a few thousand characters; what is longer is refused.
  private static let longestText = 16_384

  init(file: String) { self.file = file }

  mutating func namespace(_ number: Int, is uri: String) {
    while uris.count <= number { uris.append("") }
    uris[number] = uri
  }

  mutating func start(_ tag: XMLTag) {
    guard skipped == 0, !isRefused else {
      skipped += 1
      return
    }
    if path.isEmpty { namespace = tag.namespace }
    guard tag.namespace == namespace, let name = tag.name, let child = shape.child(of: element, named: name)
    else {
      skipped = 1
      return
    }
    path.append(element)
    element = child
    if shape.isText(child) {
      isListening = true
      text.removeAll(keepingCapacity: true)
      currency = tag.attributes.first(where: { $0.name == shape.currency && $0.namespace == 0 })?.value
      place = (tag.byte, tag.line)
    } else {
      isListening = false
      enter(child, tag)
    }
  }

  mutating func text(_ bytes: Span<UInt8>) {
    guard isListening, skipped == 0 else { return }
    guard text.count + bytes.count <= Self.longestText else {
      isListening = false
      text.removeAll(keepingCapacity: true)
      note(
        "text-too-long", .error, place, "an element holds more than \(Self.longestText) bytes of text",
        remedy: "Ask the bank for the file again; no field of camt is that long.")
      return
    }
    bytes.withUnsafeBufferPointer { text.append(contentsOf: $0) }
  }

  mutating func end(_ tag: XMLTag) {
    guard skipped == 0 else {
      skipped -= 1
      return
    }
    if shape.isText(element) {
      hear(element)
      text.removeAll(keepingCapacity: true)
    } else {
      leave(element, tag)
    }
    isListening = false
    element = path.removeLast()
  }

  // MARK: Elements that hold others

  private mutating func enter(_ child: CamtElement, _ tag: XMLTag) {
    switch child {
    case .message: checkNamespace(tag)
    case .foreignMessage: refuse(tag)
    case .statement:
      statement = CamtStatement(byte: tag.byte, line: tag.line)
      statement.isLastPage = isLastPage
      statement.page = page
      statementCount += 1
    case .balance: balance = CamtStatement.Balance(byte: tag.byte, line: tag.line)
    case .summary: statement.summaryPlace = (tag.byte, tag.line)
    case .summaryAll: summaryKind = .all
    case .summaryCredits: summaryKind = .credits
    case .summaryDebits: summaryKind = .debits
    case .entry: entry = CamtEntry(byte: tag.byte, line: tag.line)
    case .transaction: transaction = CamtTransaction(byte: tag.byte, line: tag.line)
    case .debtor, .debtorAccount: (side, isUltimate) = (.debtor, false)
    case .creditor, .creditorAccount: (side, isUltimate) = (.creditor, false)
    case .ultimateDebtor: (side, isUltimate) = (.debtor, true)
    case .ultimateCreditor: (side, isUltimate) = (.creditor, true)
    case .exchange: transaction.isExchanged = true
    default: break
    }
  }

  private mutating func leave(_ element: CamtElement, _ tag: XMLTag) {
    switch element {
    case .balance: closeBalance(balance)
    case .transaction:
      transaction.end = tag.end
      if transaction.textLength > CamtTransaction.longestTexts { refuseTexts() }
      entry.add(transaction)
    case .entry:
      entry.end = tag.end
      closeEntry(entry)
    case .statement: closeStatement()
    default: break
    }
  }

  /// Versions whose files and schemas this reader was tested with; the shape of the others is the same so far.
  private static let tested = ["02", "04", "08"]

  /// The message that the namespace names, `camt.053.001.08`; nothing without a namespace, or in a foreign one.
  private var messageName: String? {
    let last = uris[namespace].split(separator: ":").last.map(String.init) ?? ""
    return last.hasPrefix("camt.05") && last.isCode(6...32, also: ".") ? last : nil
  }

  /// The namespace says what the elements mean: a statement's elements in another message's namespace are no statement.
  /// Some systems leave the namespace out.
  private mutating func checkNamespace(_ tag: XMLTag) {
    guard !uris[namespace].isEmpty else { return }
    guard let name = messageName else {
      isRefused = true
      return note(
        "foreign-namespace", .error, (tag.byte, tag.line),
        "the elements are those of a bank statement, but not in the namespace of camt.053",
        remedy: "Ask the bank for camt.053.001.02, .04 or .08, and give the file as the bank delivered it.")
    }
    guard name.hasPrefix("camt.053.001.") else { return refuse(tag) }
    formatName = name
    guard !Self.tested.contains(String(name.dropFirst("camt.053.001.".count))) else { return }
    note(
      "camt-version", .warning, (tag.byte, tag.line),
      "\(name) is read like the versions that are supported: 001.02, 001.04 and 001.08",
      remedy: "Compare the first statements with the bank's own list, or ask the bank for camt.053.001.08.")
  }

  private mutating func refuse(_ tag: XMLTag) {
    formatName = messageName ?? "camt.052 or camt.054"
    isRefused = true
    note(
      "not-a-statement", .error, (tag.byte, tag.line),
      "\(formatName) reports or announces movements; it proves no money",
      remedy: "Ask the bank for camt.053, the statement at the end of the day; only that is booked.")
  }

  // MARK: Elements that say something

  private mutating func hear(_ element: CamtElement) {
    switch element {
    case .headerInformation:
      let marker = word.lowercased()
      isTest = isTest || marker == "test" || marker.hasSuffix("/test")
    case .lastPage: if word == "false" || word == "0" { setMorePages() }
    case .statementIdentification: statement.identification = word
    case .pageNumber: if path.contains(.statement) { statement.page = word } else { page = word }
    case .electronicSequence: statement.electronicSequence = word
    case .legalSequence: statement.legalSequence = word
    case .periodStart: statement.periodStart = plausibleDay
    case .createdAt: statement.createdOn = plausibleDay
    case .periodEnd: statement.periodEnd = plausibleDay
    case .copyIndicator: noteCopy()
    case .accountNumber: if statement.account.isEmpty { statement.account = unspaced }
    case .accountCurrency: statement.accountCurrency = word
    case .balanceCode, .balanceAmount, .balanceIndicator, .balanceDay: hearBalance(element)
    case .summaryCount: statement.summaries[summaryKind.rawValue].count = count
    case .summarySum:
      if case .success(let cents) = read(decimals: 17) {
        statement.summaries[summaryKind.rawValue].sum = cents
      }
    case .partyName, .partyAccountNumber: hearParty(element)
    default: hearEntry(element)
    }
  }

  private mutating func hearBalance(_ element: CamtElement) {
    switch element {
    case .balanceCode: balance.code = word
    case .balanceAmount: balance.quantity = quantity
    case .balanceIndicator:
      balance.direction = CamtDirection(word)
      balance.hasUnknownDirection = balance.direction == nil
    default:
      balance.day = CamtDay.read(trimmed)
    }
  }

  private mutating func hearParty(_ element: CamtElement) {
    var party = side == .debtor ? transaction.debtor : transaction.creditor
    if element == .partyAccountNumber {
      if party.account.isEmpty { party.account = unspaced }
    } else if !isUltimate || party.name.isEmpty {
      party.name = word
    }
    if side == .debtor { transaction.debtor = party } else { transaction.creditor = party }
  }

  private mutating func hearEntry(_ element: CamtElement) {
    switch element {
    case .entryAmount:
      entry.isAmbiguous = entry.isAmbiguous || entry.amount != nil
      entry.amount = quantity
    case .entryIndicator:
      entry.isAmbiguous = entry.isAmbiguous || entry.direction != nil || entry.hasUnknownDirection
      entry.direction = CamtDirection(word)
      entry.hasUnknownDirection = entry.direction == nil
    case .entryReversal: entry.isReversal = word == "true" || word == "1"
    case .entryStatus, .entryStatusCode: if !word.isEmpty { entry.status = word }
    case .entryDay: entry.booked = CamtDay.read(trimmed).map(CamtEntry.Day.day) ?? .unreadable
    case .entryReference: entry.reference = informative
    case .entryInformation: entry.information = word
    case .batchCount:
      entry.batches += 1
      entry.batchCount = count
    case .batchText: if !informative.isEmpty { entry.batchTexts.append(word) }
    default: hearTransaction(element)
    }
  }

  private mutating func hearTransaction(_ element: CamtElement) {
    switch element {
    case .reference: transaction.reference = informative
    case .endToEnd:
      transaction.endToEnd = informative
      transaction.add(informative)
    case .referenceText: transaction.add(informative)
    case .transactionAmount: transaction.amount = quantity
    case .transactionIndicator: transaction.direction = CamtDirection(word)
    case .settledAmount: transaction.settled = quantity
    case .instructedAmount: transaction.instructed = quantity
    case .unstructured: transaction.addUnstructured(String(decoding: text, as: UTF8.self))
    case .remittanceText, .transactionInformation: transaction.add(word)
    default: preconditionFailure("every element that says something is heard")
    }
  }

  private mutating func setMorePages() {
    if path.contains(.statement) { statement.isLastPage = false } else { isLastPage = false }
  }

  private mutating func refuseTexts() {
    note(
      "text-too-long", .error, (transaction.byte, transaction.line),
      "a transaction holds more than \(CamtTransaction.longestTexts) bytes of text",
      remedy: "Ask the bank for the file again; no payer writes that much.")
  }

  private mutating func noteCopy() {
    guard word == "DUPL" || word == "CODU" else { return }
    note(
      "duplicate-delivery", .note, place, "the bank marks this statement as delivered before (\(word))",
      remedy: "Nothing to do: lines that are known already are not booked again.")
  }

  // MARK: Words

  private var trimmed: ArraySlice<UInt8> {
    var slice = text[...]
    while let first = slice.first, first <= 32 { slice.removeFirst() }
    while let last = slice.last, last <= 32 { slice.removeLast() }
    return slice
  }

  private var word: String { String(decoding: trimmed, as: UTF8.self) }

  private var informative: String {
    let word = word
    return CamtTransaction.isFiller(word) ? "" : word
  }

  private var unspaced: String { String(decoding: text.filter { $0 > 32 }, as: UTF8.self) }

  private var count: Int? {
    let digits = trimmed
    guard (1...15).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  private var plausibleDay: CalendarDate? {
    CamtDay.read(trimmed).flatMap { $0.isPlausible ? $0 : nil }
  }

  private func read(decimals: Int) -> Result<Int64, CamtAmount.Fault> {
    do throws(CamtAmount.Fault) {
      return .success(try CamtAmount.cents(trimmed, decimals: decimals))
    } catch {
      return .failure(error)
    }
  }

  private var quantity: CamtQuantity {
    let digits = trimmed
    let cents = read(decimals: 5)
    var shown: String?
    if case .failure = cents, (1...40).contains(digits.count) {
      let isNumeric = digits.allSatisfy {
        (43...46).contains($0) || (48...57).contains($0) || $0 | 32 == 0x65
      }
      shown = isNumeric ? String(decoding: digits, as: UTF8.self) : nil
    }
    return CamtQuantity(cents: cents, currency: currency, shown: shown, byte: place.byte, line: place.line)
  }

  // MARK: Findings

  mutating func note(
    _ rule: String, _ severity: Finding.Severity, _ place: (byte: Int, line: Int), _ message: String,
    remedy: String
  ) {
    findings.append(
      Finding(
        rule, severity, at: Position(file: file, line: place.line, byte: place.byte), message, remedy: remedy)
    )
  }
}
