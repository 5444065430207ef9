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
  let isReplay: Bool
  var reading: FirstReading
  /// Reads the lines of one declaration of the file again.
  let lines: (_ message: Message, _ each: (DeclarationLine) throws -> Void) throws -> Void

  enum Verdict {
    case quarantine
    case duplicate(of: Int64?)
    /// - contested: declarations of the file that contradict what is known; a return may decide which one counts.
    case hold([Withheld], contested: [Message])
    /// - skips: ordinals of messages that add nothing; replaced: declarations that give way; standing: those that a
    ///   message of the file gave way to before it came.
    case enter(skips: Set<Int>, replaced: [Replaced], standing: [Replacing])
  }

  mutating func verdict() throws -> Verdict {
    // A file that came of an event was ours when it came, whatever the settings say since.
    if !isReplay { checkParties() }
    checkAccounts()
    guard !reading.findings.hasErrors else { return .quarantine }
    if checkOtherSource() { return .hold([], contested: []) }
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
    for provider in reading.providers.sorted()
    where provider != administration.provider && !administration.otherProviders.contains(provider) {
      note(
        "other-provider", .error,
        "the message is of provider \(provider), \(administration.id) is \(administration.provider)",
        "give it to the administration of that provider; if the code is one of \(administration.id), add it to "
          + "other-providers in remitd.yaml and give the file again")
    }
  }

  private mutating func checkAccounts() {
    for (statement, day) in zip(reading.statements, reading.firstDays) {
      if mapping.ownAccount(statement.account, on: day ?? file.receivedOn) == nil {
        note(
          "unknown-own-account", .error,
          "the account \(statement.account) is not in bank-accounts.csv on that day",
          mapping.nearestOwnAccount(to: statement.account).map {
            "did you mean it by \($0) there? Correct that row, or add one for it, and give the file again"
          } ?? "add a row for it and give the file again")
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
    var isHeld = false
    var contested: [Message] = []
    var replaced: [Replaced] = []
    var standing: [Replacing] = []
    for (ordinal, message) in reading.messages.enumerated() {
      guard let known = try known(message) else { continue }
      guard known.digest != message.content.bytes else {
        skips.insert(ordinal)
        continue
      }
      switch try succession(of: message, to: known.id) {
      case .replaces(let rejection):
        replaced.append(Replaced(ordinal: ordinal, declaration: known.id, rejection: rejection))
      case .gaveWay(let rejection):
        skips.insert(ordinal)
        if try books.rejection(before: known.id, at: .max) == nil || !books.counts(declaration: known.id) {
          standing.append(Replacing(declaration: known.id, rejection: rejection))
        }
      case .addsNothing: skips.insert(ordinal)
      case .contradicts:
        if message.kind == .declaration { contested.append(message) }
        if let fact = try counting(known, message.kind) { withheld.append(fact) }
        isHeld = true
        try noteConflict(message, with: known.id)
      }
    }
    if try contradictsItself() { isHeld = true }
    if isHeld { return .hold(withheld, contested: contested) }
    if !reading.messages.isEmpty, skips.count == reading.messages.count, standing.isEmpty {
      return .duplicate(of: nil)
    }
    if !skips.isEmpty {
      note(
        "known-messages", .note, "\(skips.count) of \(reading.messages.count) messages were received before",
        "nothing to do: they are not entered again")
    }
    return .enter(skips: skips, replaced: replaced, standing: standing)
  }

  /// A file may hold one statement twice; each message is compared with the books, and here with the others.
  private mutating func contradictsItself() throws -> Bool {
    var contents: [[String]: Digest] = [:]
    var found = false
    for message in reading.messages where !message.identity.isEmpty {
      let key = [message.number, message.identity]
      if let content = contents[key], content != message.content {
        found = true
        try noteConflict(message, with: nil)
      }
      contents[key] = message.content
    }
    return found
  }

  /// - Parameter known: the message in the books that it contradicts; nothing if another of this file.
  private mutating func noteConflict(_ message: Message, with known: Int64?) throws {
    let name: String
    let remedy: String
    var first: String?
    switch message.kind {
    case .declaration:
      name = "declaration \(message.number)"
      remedy =
        "ask the payer which one it goes by; this version cannot let one of the two in, so what counts has to come "
        + "under a number of its own, or be booked by hand"
      first = try known.flatMap { try books.document(.declaration, $0, isMeasured: false)?.source?.name }
    case .remittance:
      name = "the return on \(message.number)"
      remedy =
        "ask the payer which one counts; this version cannot let one of the two in, so what counts has to come as a "
        + "return of a later date, or be booked by hand"
      first = try known.flatMap { try books.document(.remittance, $0, isMeasured: false)?.source?.name }
    case .specification:
      name = "the specification \(message.number)"
      remedy =
        "ask the payer which one counts; this version cannot let one of the two in, so what counts has to come as a "
        + "specification of another number, or be booked by hand"
    case .statement:
      name = "the statement \(message.reference) of \(message.number)"
      remedy =
        "ask the bank which one is right; this version cannot let one of the two in, so its movements have to come "
        + "in a statement of another number, or be booked by hand"
    }
    note(
      "conflicting-resend", .warning,
      "\(name) was received before with other content" + (first.map { ", in \($0)" } ?? "")
        + "; neither counts: both are held, and what was posted on the first is taken back", remedy)
  }

  private func known(_ message: Message) throws -> Books.Known? {
    switch message.kind {
    case .declaration:
      guard let payer = message.payer else { return nil }
      return try books.known(
        declaration: message.number, of: payer, digest: message.content.bytes,
        administration: administration.id)
    case .remittance:
      guard let payer = message.payer, let date = message.date else { return nil }
      return try books.known(
        remittance: message.reference, on: message.number, dated: date, of: payer,
        administration: administration.id)
    case .specification:
      guard let payer = message.payer, let date = message.date else { return nil }
      return try books.known(
        specification: message.reference, dated: date, of: payer, administration: administration.id)
    case .statement:
      return try books.known(
        statement: message.identity, account: message.number, digest: message.content.bytes,
        administration: administration.id)
    }
  }

  /// What a message with other content is to the one that is known by its identity.
  private enum Succession {
    /// - after: the rejection as a whole of the known one; nothing where it only was not approved yet.
    case replaces(after: WholeRejection?)
    /// It was rejected as a whole, and the known one came in its place.
    case gaveWay(after: WholeRejection)
    case addsNothing
    case contradicts
  }

  private func succession(of message: Message, to known: Int64) throws -> Succession {
    guard message.kind == .declaration, let declaration = try books.declaration(known),
      let date = message.date
    else { return .contradicts }
    let counts = try books.counts(declaration: known)
    // What approves nothing creates nothing, whatever became of the other one; versions of one day that differ only in
    // what they approve are one declaration, which cannot have been sent again.
    if message.approvedLines == 0 { return .addsNothing }
    if counts, date == declaration.submittedOn {
      let approval = try approval(of: message, after: declaration)
      if case .contradicts = approval {} else { return approval }
    }
    // What was rejected is the older one; of equal dates it is the one that came first.
    if date >= declaration.submittedOn {
      if let rejection = try rejection(of: declaration, sentAgainOn: date) {
        return .replaces(after: rejection)
      }
    } else if let rejection = try rejection(of: message, sentAgainOn: declaration.submittedOn) {
      return .gaveWay(after: rejection)
    }
    guard counts else { return .contradicts }
    return try approval(of: message, after: declaration)
  }

  /// A row that was not approved created nothing, so a version with more rows approved takes its place, and one with
  /// fewer adds nothing; whichever came first. What two versions both approve must be the same.
  private func approval(of message: Message, after known: BookDeclaration) throws -> Succession {
    guard let payer = message.payer else { return .contradicts }
    var rest = try books.comparedLines(of: known.id)
    let knownApproves = rest.values.contains(where: \.isApproved)
    var (approves, adds, takes, differs) = (false, false, false, false)
    try lines(message) { line in
      let new = ComparedLine(line, payer: payer)
      let old = rest.removeValue(forKey: line.reference)
      approves = approves || new.isApproved
      switch (new.isApproved, old?.isApproved) {
      case (true, true): differs = differs || old?.saysSame(as: new) != true
      case (true, false): adds = true
      case (true, nil): differs = true
      case (false, true): takes = true
      case (false, _): break
      }
    }
    guard approves else { return .addsNothing }
    guard knownApproves else { return .replaces(after: nil) }
    if differs || rest.values.contains(where: \.isApproved) || message.date != known.submittedOn {
      return .contradicts
    }
    switch (adds, takes) {
    case (true, true): return .contradicts
    case (true, false): return .replaces(after: nil)
    case (false, _): return .addsNothing
    }
  }

  /// What a contradiction takes out of the set; nothing if that has happened before.
  private func counting(_ known: Books.Known, _ kind: Message.Kind) throws -> Withheld? {
    switch kind {
    case .declaration: try books.counts(declaration: known.id) ? .declaration(known.id) : nil
    case .remittance: .remittance(known.id)
    case .statement: .statement(known.id)
    case .specification: .specification(known.id)
    }
  }

  /// The rejection as a whole of a declaration, which then may be sent again under its number. What was answered from the
  /// day on which that is dated may speak of the new one.
  private func rejection(
    of known: BookDeclaration, sentAgainOn day: CalendarDate
  ) throws -> WholeRejection? {
    // From the facts entered so far, not from what is posted: a replay posts at another pace.
    let now = BookEvent(
      seq: .max, administration: administration.id, kind: .file, subject: file.id,
      recordedOn: file.receivedOn,
      mapping: version, phase: .new)
    return try Answers(
      books, of: known, at: now, shelf, sentAgainOn: day > known.submittedOn ? day : nil
    ).wholeRejection
  }

  /// The same of a declaration that came after the one that replaced it: its lines are in the file, not in the books.
  private func rejection(
    of message: Message, sentAgainOn day: CalendarDate
  ) throws -> WholeRejection? {
    guard let payer = message.payer, let date = message.date else { return nil }
    let answers = try books.remittances(
      on: message.number, of: payer, administration: administration.id, at: .max
    ).filter { (date...day).contains($0.date) }
    guard !answers.isEmpty else { return nil }
    let listed = try answers.map { try books.awards(of: $0.id) }
    let claimed = try claimed(by: Set(listed.joined().map(\.reference)), of: message)
    var first: BookRemittance?
    for (answer, awards) in zip(answers, listed) {
      let standing = try standing(of: answer, listing: awards, on: message, whoseLinesClaim: claimed)
      switch standing {
      case .held: continue
      case .rejected: first = first ?? answer
      case .complete, .listedOnly: if answer.date < day { first = nil }
      }
    }
    return first.map(WholeRejection.init)
  }

  private func standing(
    of answer: BookRemittance, listing awards: [ListedAward], on message: Message,
    whoseLinesClaim claimed: [String: Int64]
  ) throws -> AnswerStanding {
    let summary = AnswerSummary(
      payer: answer.payer, headerCodes: answer.headerCodes,
      totals: answer.claimed.flatMap { claimed in answer.awarded.map { (claimed, $0) } },
      listedResidual: answer.listedResidual,
      listedLinesAgree: awards.count == answer.listed
        && awards.allSatisfy { claimed[$0.reference] == $0.claimed }
        && Set(awards.map(\.reference)).count == awards.count,
      refusesEachLine: awards.count == message.approvedLines && awards.allSatisfy { $0.awarded == 0 },
      listsNothing: answer.listed == 0)
    let declared = message.claimed?.minorUnits
    let standing = summary.standing(declared: declared, under: try shelf.mapping(atEvent: answer.event))
    return standing.isHeld ? summary.standing(declared: declared, under: mapping) : standing
  }

  /// What the approved lines of a message of the file claim, of those that a return lists.
  private func claimed(by references: Set<String>, of message: Message) throws -> [String: Int64] {
    guard !references.isEmpty else { return [:] }
    var claimed: [String: Int64] = [:]
    try lines(message) { line in
      if line.approved, references.contains(line.reference) {
        claimed[line.reference] = line.claimed.minorUnits
      }
    }
    return claimed
  }

  private mutating func note(
    _ rule: String, _ severity: Finding.Severity, _ message: String, _ remedy: String
  ) {
    reading.findings.append(
      Finding(rule, severity, at: Position(file: file.name), message, remedy: remedy))
  }
}

/// A declaration that gives way to a message of the file.
struct Replaced {
  /// Of the message.
  var ordinal: Int
  /// The one that gives way, by its number in the books.
  var declaration: Int64
  /// By which it was rejected as a whole: returns up to then speak of it alone.
  var rejection: WholeRejection?
}

/// A declaration that counts in place of one that was rejected as a whole and came after it.
struct Replacing {
  var declaration: Int64
  var rejection: WholeRejection
}
