import Accounting
import Books
import Care
import Crypto
package import Decoding
package import Findings
package import Intake

/// What the first reading of a file found: proof or findings, and of each message what the second reading must know
/// before its lines. Memory grows with the messages, not with the lines.
package struct FirstReading {
  package let decoder: any Decoder
  package let format: Format
  package var findings: FindingList
  package let lines: Int
  package let messages: [Message]
  /// All facts, headers and totals included.
  package let facts: Int
  let headers: [FactWriter.Header]
  /// By message; nothing where it is no remittance or says none.
  let totals: [RemittanceTotals?]
  /// Own accounts, payers' parties and the like that must be checked against the settings.
  let statements: [Statement]
  let providers: Set<String>
  let currencies: Set<Currency>
  let firstDays: [CalendarDate?]

  /// - Parameter pause: called every few thousand facts; what it throws ends the reading.
  package init(
    _ decoder: any Decoder, _ source: inout some ByteSource, named name: String,
    pause: () throws -> Void = {}
  ) throws {
    var collector = MessageCollector()
    var facts = 0
    var residuals: [Int64] = []
    var totals: [RemittanceTotals?] = []
    var statements: [Statement] = []
    var providers: Set<String> = []
    var currencies: Set<Currency> = []
    var firstDays: [CalendarDate?] = []
    let reading = try decoder.decode(&source, named: name) { fact in
      facts += 1
      if facts & 0xFFF == 0 { try pause() }
      let before = collector.count
      try collector.take(fact)
      switch fact {
      case .declaration where collector.count == before: break  // more lines of one that is known
      case .declaration(let declaration):
        residuals.append(0)
        totals.append(nil)
        firstDays.append(declaration.submittedOn)
        if let provider = declaration.provider { providers.insert(provider) }
      case .remittance(let remittance):
        residuals.append(0)
        totals.append(nil)
        firstDays.append(remittance.date)
        if let provider = remittance.provider { providers.insert(provider) }
      case .statement(let statement):
        residuals.append(0)
        totals.append(nil)
        firstDays.append(nil)
        statements.append(statement)
        currencies.insert(statement.currency)
      case .declarationLine(let line): currencies.insert(line.claimed.currency)
      case .award(let award):
        currencies.insert(award.claimed.currency)
        let residual = try award.claimed.subtracting(award.awarded).minorUnits
        let (sum, overflow) = residuals[residuals.count - 1].addingReportingOverflow(residual)
        guard !overflow else { throw MoneyError.tooLarge }
        residuals[residuals.count - 1] = sum
      case .remittanceTotals(let sum): totals[totals.count - 1] = sum
      case .specification(let specification):
        residuals.append(0)
        totals.append(nil)
        firstDays.append(specification.date)
      case .specificationRow(let row): currencies.insert(row.amount.currency)
      case .bankLine(let line):
        firstDays[firstDays.count - 1] = min(firstDays[firstDays.count - 1] ?? line.bookedOn, line.bookedOn)
      }
    }
    self.decoder = decoder
    format = reading.format
    findings = reading.findings
    lines = reading.lines
    messages = collector.finished()
    self.facts = facts
    self.totals = totals
    self.statements = statements
    self.providers = providers
    self.currencies = currencies
    self.firstDays = firstDays
    findings.append(contentsOf: Self.absurdTotals(of: messages, in: name))
    headers = zip(messages, residuals).map { message, residual in
      FactWriter.Header(
        lines: message.lines, claimed: message.claimed?.minorUnits ?? 0, awarded: message.awarded?.minorUnits,
        listedResidual: residual, digest: message.content.bytes)
    }
  }

  /// No care organisation declares a hundred billion at once; sums of such totals could not be counted any more.
  private static func absurdTotals(of messages: [Message], in file: String) -> [Finding] {
    messages.flatMap { message in
      [message.claimed, message.awarded].compactMap { $0 }.filter { !$0.isPlausible }.map { total in
        Finding(
          "absurd-total",
          at: Position(file: file, line: message.place.line, column: 1, byte: message.place.byte),
          "\(message.number) comes to \(total.plain), over a hundred billion",
          remedy: "correct the amounts; nothing of the file is used")
      }
    }
  }

  package var findingsJSON: String { FindingJSON.list(findings.kept) }
}

/// The archive's pieces as a decoder takes them, with the first bytes looked at beforehand.
package struct ArchivedBytes: ByteSource {
  private let reader: ArchiveReader
  private var ahead: [UInt8]?

  package init(_ reader: ArchiveReader) { self.reader = reader }

  /// The first bytes, up to 4,096, which `next` gives again.
  package mutating func head() throws -> [UInt8] {
    let first = try reader.next()
    ahead = first
    return Array(first.prefix(4_096))
  }

  package mutating func next() throws -> [UInt8] {
    if let first = ahead {
      ahead = nil
      return first
    }
    return try reader.next()
  }
}
