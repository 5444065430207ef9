import Accounting
import Books
import Care
import Crypto
import Decoding
import Findings
import Mapping
import Matching

/// Decides what a file that can be read is to the books: new, known, contradicting, or not ours to take.
struct Examination {
  let books: Books
  let file: BookFile
  let administration: Settings.Administration
  let version: Int64
  let mapping: Mapping
  let shelf: MappingShelf
  var reading: FirstReading

  enum Verdict {
    case quarantine
    case duplicate(of: Int64?)
    case hold([Withheld])
    /// - skips: ordinals of messages that are known; replaced: declarations that give way.
    case enter(skips: Set<Int>, replaced: [Int64])
  }

  mutating func verdict() throws -> Verdict {
    checkParties()
    checkAccounts()
    checkTotals()
    guard !reading.findings.hasErrors else { return .quarantine }
    if checkOtherSource() { return .hold([]) }
    return try compare()
  }

  // MARK: Ours?

  private mutating func checkParties() {
    if reading.format.isTest, !administration.isTest {
      note(
        "test-message", .error, "this is a test message, and \(administration.id) is no test administration",
        "give test messages to an administration with `test: true`")
    }
    if reading.format.carriesTestMark, !reading.format.isTest, administration.isTest {
      note(
        "production-message", .error,
        "this is a production message, and \(administration.id) is a test administration",
        "give it to the administration it was meant for")
    }
    for currency in reading.currencies where currency != administration.currency {
      note(
        "other-currency", .error,
        "amounts are in \(currency), the administration is kept in \(administration.currency)",
        "give the file to an administration in \(currency)")
    }
    for provider in reading.providers.sorted() where provider != administration.provider {
      note(
        "other-provider", .warning,
        "the message is of provider \(provider), \(administration.id) is \(administration.provider)",
        "check that the file lies in the right inbox")
    }
  }

  /// No care organisation declares a hundred billion at once; sums of such totals could not be counted any more.
  private mutating func checkTotals() {
    for message in reading.messages {
      for total in [message.claimed, message.awarded].compactMap({ $0 }) where !total.isPlausible {
        note(
          "absurd-total", .error, "\(message.number) comes to \(total.plain), over a hundred billion",
          "correct the amounts; nothing of the file is used")
      }
    }
  }

  private mutating func checkAccounts() {
    for (statement, day) in zip(reading.statements, reading.firstDays) {
      if mapping.ownAccount(statement.account, on: day ?? file.receivedOn) == nil {
        note(
          "unknown-own-account", .error,
          "the account \(statement.account) is not in bank-accounts.csv on that day",
          "add a row for it and give the file again")
      }
    }
  }

  /// A day that comes in another format than the account's would be booked twice.
  private mutating func checkOtherSource() -> Bool {
    var isOther = false
    for (statement, day) in zip(reading.statements, reading.firstDays) {
      guard let own = mapping.ownAccount(statement.account, on: day ?? file.receivedOn),
        !own.takes(statement.source)
      else { continue }
      isOther = true
      note(
        "other-source", .warning,
        "statements of \(statement.account) come as \(own.statements), this one is \(statement.source)",
        "if the account has changed its format, say so in `statements` of bank-accounts.csv and give the file again"
      )
    }
    return isOther
  }

  // MARK: Known?

  private mutating func compare() throws -> Verdict {
    var skips: Set<Int> = []
    var withheld: [Withheld] = []
    var replaced: [Int64] = []
    for (ordinal, message) in reading.messages.enumerated() {
      guard let known = try known(message) else { continue }
      guard known.digest != message.content.bytes else {
        skips.insert(ordinal)
        continue
      }
      if message.kind == .declaration, try isRejectedAsWhole(known.id) {
        replaced.append(known.id)
      } else {
        withheld.append(message.kind == .declaration ? .declaration(known.id) : .remittance(known.id))
        try noteConflict(message, with: known.id)
      }
    }
    if !withheld.isEmpty { return .hold(withheld) }
    if !reading.messages.isEmpty, skips.count == reading.messages.count { return .duplicate(of: nil) }
    if !skips.isEmpty {
      note(
        "known-messages", .note, "\(skips.count) of \(reading.messages.count) messages were received before",
        "nothing to do: they are not entered again")
    }
    return .enter(skips: skips, replaced: replaced)
  }

  private mutating func noteConflict(_ message: Message, with known: Int64) throws {
    let isDeclaration = message.kind == .declaration
    let first = try books.document(isDeclaration ? .declaration : .remittance, known, isMeasured: false)?
      .source
    note(
      "conflicting-resend", .warning,
      "\(isDeclaration ? "declaration" : "the return on") \(message.number) was received before with other content"
        + (first.map { ", in \($0.name)" } ?? "")
        + "; neither counts: both are held, and what was posted on the first is taken back",
      isDeclaration
        ? "ask the payer which one it goes by; this version cannot let one of the two in, so what counts has to come "
          + "under a number of its own, or be booked by hand"
        : "ask the payer which one counts; this version cannot let one of the two in, so what counts has to come as a "
          + "return of a later date, or be booked by hand")
  }

  private func known(_ message: Message) throws -> Books.Known? {
    switch message.kind {
    case .declaration:
      guard let payer = message.payer else { return nil }
      return try books.known(declaration: message.number, of: payer, administration: administration.id)
    case .remittance:
      guard let payer = message.payer, let date = message.date else { return nil }
      return try books.known(
        remittance: message.reference, on: message.number, dated: date, of: payer,
        administration: administration.id)
    case .statement:
      return try books.known(
        statement: message.reference, account: message.number, digest: message.content.bytes,
        administration: administration.id)
    }
  }

  /// A declaration whose first version was rejected as a whole may be sent again under its number.
  private func isRejectedAsWhole(_ declaration: Int64) throws -> Bool {
    guard let known = try books.declaration(declaration) else { return false }
    // From the facts entered so far, not from what is posted: a replay posts at another pace.
    let now = BookEvent(
      seq: .max, administration: administration.id, kind: .file, subject: file.id,
      recordedOn: file.receivedOn,
      mapping: version, phase: .new)
    return try Answers(books, of: known, at: now, shelf).rejectsWhole
  }

  private mutating func note(
    _ rule: String, _ severity: Finding.Severity, _ message: String, _ remedy: String
  ) {
    reading.findings.append(
      Finding(rule, severity, at: Position(file: file.name), message, remedy: remedy))
  }
}
