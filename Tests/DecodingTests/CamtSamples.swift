import Accounting
import Care
import Decoding
import Findings
import Foundation

/// The public camt files in the folder beside the repository, and what is known of them.
enum CamtSamples {
  static let folder: URL? = Samples.folder.map { $0.appending(path: "samples-intl/camt") }

  static var arePresent: Bool { folder != nil }

  /// By the name of the file.
  static func expected() throws -> [String: Expectation] { try loaded.get() }

  private static let loaded = Result {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    return try JSONDecoder().decode(
      [String: Expectation].self, from: Data(contentsOf: folder.appending(path: "expected.json")))
  }

  /// None where the expectations cannot be read, which a test of its own says.
  static let names: [String] = (try? loaded.get().keys.sorted()) ?? []

  static func bytes(of name: String) throws -> [UInt8] {
    guard let folder else { return [] }
    return Array(try Data(contentsOf: folder.appending(path: name)))
  }

  struct Expectation: Decodable, Sendable {
    let computed: Message
    /// What the project that the file comes from asserts of it, by place: `entries[0].tx[0]`.
    let upstream_asserts: [String: Asserted]?

    /// By place and field: `entries[0].tx[0].name`. Only texts.
    var upstream: [String: String] {
      var texts: [String: String] = [:]
      for (place, asserted) in upstream_asserts ?? [:] {
        texts[place] = asserted.text
        for (field, inner) in asserted.fields { texts["\(place).\(field)"] = inner.text }
      }
      return texts
    }
  }

  /// A text, or fields with texts among them.
  struct Asserted: Decodable, Sendable {
    var text: String?
    var fields: [String: Asserted] = [:]

    init(from decoder: any Swift.Decoder) throws {
      let value = try decoder.singleValueContainer()
      text = try? value.decode(String.self)
      fields = (try? value.decode([String: Asserted].self)) ?? [:]
    }
  }

  struct Message: Decodable, Sendable {
    let namespace: String?
    let message: String
    let statements: [Statement]
  }

  struct Statement: Decodable, Sendable {
    let id: String
    let account: String
    let currency: String?
    let balances: [[String?]]
    let entries: [Entry]
    let entry_count: Int
    let net_booked_or_unstated: String
    let opening_plus_net_equals_closing: Bool?

    func balance(_ codes: [String]) -> [String?]? {
      for code in codes {
        if let row = balances.last(where: { $0[0] == code }) { return row }
      }
      return nil
    }
  }

  struct Entry: Decodable, Sendable {
    let amount: String?
    let ccy: String?
    let status: String?
    let reversal: Bool?
    let booking: String?
    let acctSvcrRef: String?
    let tx: [Transaction]?
    let tx_sum_equals_entry: Bool?
  }

  struct Transaction: Decodable, Sendable {
    let amount: String?
    let ind: String?
    let endToEndId: String?
    let ustrd: [String]?
    let creditorRefs: [[String?]]?
  }

  /// Another way to cents than the decoder's: through text.
  static func cents(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { return nil }
    var fraction = parts.count == 2 ? String(parts[1]) : ""
    while fraction.count < 2 { fraction += "0" }
    guard fraction.dropFirst(2).allSatisfy({ $0 == "0" }) else { return nil }
    return Int64(parts[0] + fraction.prefix(2))
  }
}

/// A file in memory, in pieces of one length or cut at one place.
struct CamtPieces: ByteSource {
  private var pieces: [[UInt8]]

  init(_ bytes: [UInt8], each length: Int = 100_000) {
    pieces = stride(from: 0, to: bytes.count, by: length).map {
      Array(bytes[$0..<min($0 + length, bytes.count)])
    }
    pieces.reverse()
  }

  init(_ bytes: [UInt8], cutAt place: Int) {
    pieces = [Array(bytes[place...]), Array(bytes[..<place])].filter { !$0.isEmpty }
  }

  init(_ text: String) { self.init(Array(text.utf8)) }

  mutating func next() throws -> [UInt8] { pieces.popLast() ?? [] }
}

/// All that a decoder said of a file.
struct CamtOutcome: Equatable {
  var facts: [Fact] = []
  var findings: [Finding] = []
  var format = Format(kind: .receipts, name: "")
  var lines = 0

  init(_ source: CamtPieces) throws {
    var source = source
    let reading = try CamtDecoder().decode(&source, named: "statement.xml") { facts.append($0) }
    findings = reading.findings.kept
    format = reading.format
    lines = reading.lines
  }

  init(_ text: String) throws { try self.init(CamtPieces(text)) }

  var hasErrors: Bool { findings.contains { $0.severity == .error } }
  var rules: [String] { findings.map(\.rule) }

  var statements: [Statement] {
    facts.compactMap { if case .statement(let statement) = $0 { statement } else { nil } }
  }

  var lineFacts: [BankLine] {
    facts.compactMap { if case .bankLine(let line) = $0 { line } else { nil } }
  }

  /// The first line of an entry of the first statement, which is called `entries[3]`.
  func line(ofEntry place: String, in message: CamtSamples.Message) -> BankLine? {
    guard let number = Int(place.dropFirst("entries[".count).prefix { $0 != "]" }),
      let statement = message.statements.first,
      let currency = statements.first?.currency.code, number < statement.entries.count
    else { return nil }
    let before = statement.entries[..<number].reduce(0) { sum, entry in
      guard entry.ccy == currency, entry.amount != nil else { return sum }
      return sum + max(1, entry.tx_sum_equals_entry == true ? entry.tx?.count ?? 0 : 0)
    }
    let lines = linesByStatement.first ?? []
    return before < lines.count ? lines[before] : nil
  }

  /// The lines of each statement.
  var linesByStatement: [[BankLine]] {
    var groups: [[BankLine]] = []
    for fact in facts {
      switch fact {
      case .statement: groups.append([])
      case .bankLine(let line): groups[groups.count - 1].append(line)
      default: break
      }
    }
    return groups
  }
}
