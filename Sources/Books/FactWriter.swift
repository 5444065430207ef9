import Accounting
package import Care
import Matching
import Posting
import SQLite

/// Enters the facts of one file. Numbers in the books follow from the file's base and the order of its facts, so that
/// a restart, and a replay, give every fact the same number.
package struct FactWriter {
  /// What the first reading of the file found of each message, by ordinal.
  package struct Header: Sendable {
    package var lines: Int
    package var claimed: Int64
    package var awarded: Int64?
    package var listedResidual: Int64
    package var digest: [UInt8]

    package init(lines: Int, claimed: Int64, awarded: Int64?, listedResidual: Int64, digest: [UInt8]) {
      self.lines = lines
      self.claimed = claimed
      self.awarded = awarded
      self.listedResidual = listedResidual
      self.digest = digest
    }
  }

  private let books: Books
  private let file: BookFile
  private let event: Int64
  private let headers: [Header]
  private let totals: [RemittanceTotals?]
  /// Facts that an earlier run has entered already.
  private var toSkip: Int64

  private var message = -1
  private var messages = 0
  private var isSkipping = false
  /// The number in the books of the message at hand, and the last one given.
  private var current: Int64
  private var last: Int64
  private var position: Int64 = 0
  /// Declarations so far: their lines may come in several runs.
  private var begun: [DeclarationKey: Begun] = [:]
  private var receipt: Int64
  private var declaration: Declaration?
  private var payer: PayerCode?
  /// A specification of 0.00 of which no row has settled anything yet.
  private var unpaid: Specification?
  private var account = ""
  private var occurrences: [String: Int] = [:]
  private let insertLine: SQLite.Statement
  private let insertAward: SQLite.Statement

  /// - Parameter totals: the totals of each remittance, which stand at the end of most formats.
  package init(
    _ books: Books, file: BookFile, event: Int64, headers: [Header], totals: [RemittanceTotals?]
  ) throws {
    self.books = books
    self.file = file
    self.event = event
    self.headers = headers
    self.totals = totals
    toSkip = file.entered
    current = file.base
    last = file.base
    receipt = try books.lastNumber(of: .receipt)
    insertLine = try books.connection.prepare(
      "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    insertAward = try books.connection.prepare("INSERT INTO award VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
  }

  package mutating func write(_ fact: Fact) throws {
    let isEntered = toSkip > 0
    if isEntered { toSkip -= 1 }
    switch fact {
    case .declaration(let declaration):
      let isNew = begin(declaration)
      if isNew, !isEntered, !isSkipping { try write(declaration) }
    case .remittance(let remittance):
      begin()
      payer = remittance.payer
      if !isEntered, !isSkipping { try write(remittance) }
    case .statement(let statement):
      begin()
      account = statement.account
      occurrences = [:]
      if !isEntered, !isSkipping { try write(statement) }
    case .declarationLine(let line):
      position += 1
      if !isEntered, !isSkipping { try write(line) }
    case .award(let award):
      position += 1
      if !isEntered, !isSkipping { try write(award) }
    case .bankLine(let line):
      try write(line, isEntered: isEntered)
    case .remittanceTotals:
      break
    case .specification(let specification):
      begin()
      unpaid = headers[message].claimed == 0 ? specification : nil
      if !isEntered, !isSkipping { try write(specification) }
    case .specificationRow(let row):
      position += 1
      if row.kind.contributes, let unpaid {
        self.unpaid = nil
        if !isEntered, !isSkipping { try writeReceipt(of: unpaid) }
      }
      if !isEntered, !isSkipping { try write(row) }
    }
  }

  private mutating func begin() {
    messages += 1
    message = messages - 1
    position = 0
    isSkipping = file.skips.contains(message)
    if !isSkipping { last += 1 }
    current = last
  }

  private struct Begun {
    var message: Int
    var number: Int64
    var position: Int64
  }

  /// False if an earlier run of lines began it; the lines that follow are counted on from there.
  private mutating func begin(_ declaration: Declaration) -> Bool {
    if let before = self.declaration {
      begun[DeclarationKey(before)] = Begun(message: message, number: current, position: position)
    }
    self.declaration = declaration
    guard let known = begun[DeclarationKey(declaration)] else {
      begin()
      return true
    }
    message = known.message
    current = known.number
    position = known.position
    isSkipping = file.skips.contains(message)
    return false
  }

  private func write(_ declaration: Declaration) throws {
    let header = headers[message]
    try books.connection.execute(
      """
      INSERT INTO declaration VALUES (\(current), \(file.administration), \(declaration.payer.text),
      \(declaration.number), \(Naming.normalised(declaration.number)), \(declaration.provider),
      \(declaration.submittedOn.dayNumber), \(header.lines), \(header.claimed), \(header.digest), \(file.id),
      \(declaration.place.byte), \(declaration.place.line), \(event), NULL)
      """)
  }

  private func write(_ line: DeclarationLine) throws {
    guard let declaration else { preconditionFailure("a decoder says whose line it is before the line") }
    let lineClass = LineClass(
      payer: declaration.payer, scheme: line.scheme, service: line.service, practitioner: line.practitioner,
      location: line.location, stream: line.stream, careYear: line.from.year)
    try insertLine.bind(current)
    try insertLine.bind(position)
    try insertLine.bind(line.reference)
    try insertLine.bind(LineKey.of(line, payer: declaration.payer))
    try insertLine.bind(try books.number(of: lineClass))
    try insertLine.bind(Int64(line.from.dayNumber))
    try insertLine.bind(Int64(line.until.dayNumber))
    try insertLine.bind(line.quantity)
    try insertLine.bind(line.claimed.minorUnits)
    try insertLine.bind(line.vat.minorUnits)
    if let previous = line.previous { try insertLine.bind(previous) } else { try insertLine.bindNull() }
    try insertLine.bind(line.approved ? 1 : 0)
    try insertLine.bind(line.place.byte)
    try insertLine.bind(line.place.length)
    try insertLine.bind(line.place.line)
    try insertLine.run()
  }

  private func write(_ remittance: Remittance) throws {
    let header = headers[message]
    let totals = totals[message]
    let codes = (remittance.headerCodes + (totals?.reasons ?? [])).map(\.text).joined(separator: " ")
    try books.connection.execute(
      """
      INSERT INTO remittance VALUES (\(current), \(file.administration), \(remittance.payer.text),
      \(remittance.reference), \(Naming.normalised(remittance.reference)), \(remittance.date.dayNumber),
      \(remittance.declaration), \(Naming.normalised(remittance.declaration)), \(codes),
      \(totals?.claimed.minorUnits), \(totals?.awarded.minorUnits), \(header.lines), \(header.listedResidual),
      \(header.digest), \(file.id), \(remittance.place.byte), \(remittance.place.line), \(event), NULL)
      """)
  }

  private func write(_ award: Award) throws {
    guard let payer else { preconditionFailure("a decoder says whose return it is before what it lists") }
    try insertAward.bind(current)
    try insertAward.bind(position)
    try insertAward.bind(award.line)
    try insertAward.bind(award.claimed.minorUnits)
    try insertAward.bind(award.awarded.minorUnits)
    try insertAward.bind(award.reasons.map(\.text).joined(separator: " "))
    if let care = award.care {
      try insertAward.bind(LineKey.of(care, payer: payer))
    } else {
      try insertAward.bindNull()
    }
    try insertAward.bind(award.place.byte)
    try insertAward.bind(award.place.length)
    try insertAward.bind(award.place.line)
    try insertAward.run()
  }

  private func write(_ statement: Care.Statement) throws {
    try books.connection.execute(
      """
      INSERT INTO statement VALUES (\(current), \(file.administration), \(statement.account),
      \(statement.identification), \(statement.identity), \(statement.source),
      \(statement.opening?.minorUnits), \(statement.closing?.minorUnits), \(headers[message].digest),
      \(file.id), \(event), NULL)
      """)
  }

  private func write(_ specification: Specification) throws {
    try books.connection.execute(
      """
      INSERT INTO specification VALUES (\(current), \(file.administration), \(specification.payer.text),
      \(specification.reference), \(Naming.normalised(specification.reference)),
      \(specification.date.dayNumber), \(headers[message].claimed), \(headers[message].digest), \(file.id),
      \(specification.place.byte), \(specification.place.line), \(event), NULL)
      """)
  }

  /// A payment of 0.00 is a receipt too, which no bank tells; but what only announces is no payment.
  private mutating func writeReceipt(of specification: Specification) throws {
    receipt += 1
    let reference = ItemName.specification(specification.payer, specification.reference)
    try books.connection.execute(
      """
      INSERT INTO receipt VALUES (\(receipt), \(file.administration), \(reference), 0, '',
      \(specification.date.dayNumber), 0, '', '', \(specification.reference), '', '', 0,
      \(specification.place.byte), \(specification.place.length), \(specification.place.line), \(event), NULL,
      \(current))
      """)
  }

  private func write(_ row: SpecificationRow) throws {
    let number =
      row.kind.announces || row.kind == .advance ? row.reference ?? row.against : row.against ?? row.reference
    try books.connection.execute(
      """
      INSERT INTO specification_row VALUES (\(current), \(position), \(row.kind.rawValue), \(row.declaration),
      \(row.amount.minorUnits), \(number), \(row.scheme?.text), \(row.place.byte), \(row.place.length),
      \(row.place.line))
      """)
  }

  /// A movement that another statement told before adds nothing, and takes no number.
  private mutating func write(_ line: BankLine, isEntered: Bool) throws {
    let identity = BankIdentity.of(line, account: account)
    occurrences[identity, default: 0] += 1
    guard !isSkipping else { return }
    let reference = BankIdentity.reference(
      of: line, identity: identity, occurrence: occurrences[identity] ?? 1)
    guard !isEntered else { return }
    if let known = try books.toldReceipt(reference, administration: file.administration) {
      return try books.retell(receipt: known, statement: current)
    }
    receipt += 1
    try books.connection.execute(
      """
      INSERT INTO receipt VALUES (\(receipt), \(file.administration), \(reference), \(current), \(account),
      \(line.bookedOn.dayNumber), \(line.amount.minorUnits), \(line.counterparty), \(line.name),
      \(line.texts.joined(separator: "\u{1F}")), \(line.bankReference), \(line.endToEnd), \(line.isReversal),
      \(line.place.byte), \(line.place.length), \(line.place.line), \(event), NULL, NULL)
      """)
    for number in Set(Naming.stretches(in: line.texts, endToEnd: line.endToEnd).map(\.number)) {
      try books.connection.execute("INSERT INTO receipt_name VALUES (\(number), \(receipt))")
    }
  }
}
