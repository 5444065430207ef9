import Accounting
import Crypto
package import Curl
import JSON

/// Tryton's account module. Nothing there makes a reference unique, so each entry is looked up before it is made:
///
/// ```
/// look up ──none──▶ create a draft ──▶ read it back ──▶ post ──▶ read it back
///    │ └──drafts equal to ours──▶ keep one, delete the others ────▲
///    └──posted, equal──▶ delete drafts equal to it, done     (anything else: a person decides)
/// ```
///
/// It keeps its way in, and the session, from one entry to the next. The reference stands first in a move's description. Cost centres are not delivered: the module has none.
package final class Tryton: Destination {
  private let name: String
  private(set) var interface: any TrytonInterface
  private var company: Int64?

  package init(_ address: TrytonAddress, over transport: any HTTPTransport) {
    name = address.company
    interface =
      switch address.access {
      case .password(let user, let password):
        TrytonSession(address, user: user, password: password, over: transport)
      case .key(let key): TrytonResources(address, key: key, over: transport)
      }
  }

  package var guarantee: Guarantee { .searchable }

  package func send(_ batch: Batch) throws(DeliveryFailure) -> Acknowledgement {
    var attempt = Attempt()
    var wereThere = true
    for entry in batch.entries {
      do throws(TrytonFailed) {
        if try deliver(entry, &attempt) { wereThere = false }
      } catch {
        throw failure(error, of: entry, attempt)
      }
    }
    return try acknowledgement(of: batch, wasThere: wereThere)
  }

  package func lookUp(_ batch: Batch) throws(DeliveryFailure) -> LookUp {
    var attempt = Attempt()
    for entry in batch.entries {
      do throws(TrytonFailed) {
        let moves = try moves(of: entry, &attempt)
        switch Self.standing(of: moves, beside: entry) {
        case .posted(let surplus) where surplus.isEmpty: continue
        case .absent, .drafts, .posted: return .absent
        case .differs(let sentence): return .differs(sentence)
        }
      } catch {
        throw failure(error, of: entry, attempt)
      }
    }
    return .delivered(try acknowledgement(of: batch, wasThere: true))
  }

  private func failure(
    _ failed: TrytonFailed, of entry: OutgoingEntry, _ attempt: Attempt
  ) -> DeliveryFailure {
    let redacted = Redaction(interface.secrets)
    return switch failed {
    case .delivery(let failure): redacted(failure)
    case .refused(let refusal): redacted(.refused("Tryton refuses \(entry.reference): \(refusal.words)"))
    }
  }

  private func acknowledgement(
    of batch: Batch, wasThere: Bool
  ) throws(DeliveryFailure) -> Acknowledgement {
    do {
      return Acknowledgement(
        batch: batch.name, entries: batch.entries.count, debits: try batch.debits(),
        digest: SHA256.digest(batch.entries.map(\.reference.text).joined(separator: "\n")), wasThere: wasThere
      )
    } catch {
      throw .refused("\(batch.name): the debits sum to more than can be")
    }
  }

  // MARK: One entry

  /// Whether this attempt added it.
  private func deliver(
    _ entry: OutgoingEntry, _ attempt: inout Attempt
  ) throws(TrytonFailed) -> Bool {
    let move: Int64
    switch Self.standing(of: try moves(of: entry, &attempt), beside: entry) {
    case .posted(let surplus):
      if !surplus.isEmpty { try delete(surplus, &attempt) }
      return false
    case .differs(let sentence): throw .delivery(.conflicting(sentence))
    case .drafts(let first, let surplus):
      if !surplus.isEmpty { try delete(surplus, &attempt) }
      move = first
    case .absent: move = try create(entry, &attempt)
    }
    do throws(TrytonFailed) {
      try interface.post(move: move, of: companyID(&attempt), in: &attempt)
    } catch {
      // What Tryton refuses to post must not lie about as a draft that somebody else posts.
      guard case .refused(let refusal) = error else { throw error }
      do throws(TrytonFailed) {
        try delete([move], &attempt)
      } catch {
        throw .refused(
          TrytonRefusal(words: refusal.words + "; its draft is left there and has to be removed by hand"))
      }
      throw error
    }
    switch Self.standing(of: try moves(of: entry, &attempt), beside: entry) {
    case .posted(let surplus):
      if !surplus.isEmpty { try delete(surplus, &attempt) }
      return true
    case .differs(let sentence): throw .delivery(.conflicting(sentence))
    case .absent, .drafts:
      throw .delivery(.outcomeUnknown("Tryton posted \(entry.reference), and does not show it as posted"))
    }
  }

  private func create(
    _ entry: OutgoingEntry, _ attempt: inout Attempt
  ) throws(TrytonFailed) -> Int64 {
    let accounts = try accounts(of: entry, &attempt)
    let journal = try one(
      "account.journal", [["code", "=", .text(entry.journal.text)]], &attempt,
      orElse: "has no journal with the code \(entry.journal)")
    let date = Self.date(entry.entry.date)
    let period = try one(
      "account.period",
      [
        ["start_date", "<=", date], ["end_date", ">=", date], ["type", "=", "standard"],
        ["company", "=", .number(try companyID(&attempt))],
      ], &attempt, orElse: "has no period for \(entry.entry.date)")
    var lines: [JSON] = []
    for posting in entry.entry.postings {
      guard let account = accounts[posting.account] else { continue }
      lines.append(try line(posting, on: account, of: entry, &attempt))
    }
    let values: JSON = [
      "company": .number(try companyID(&attempt)), "journal": .number(journal), "period": .number(period),
      "date": date, "description": .text(Self.description(of: entry)),
      "lines": .array([.array([.text("create"), .array(lines)])]),
    ]
    guard let move = try interface.create(move: values, of: companyID(&attempt), in: &attempt) else {
      throw .delivery(.outcomeUnknown("Tryton does not say which move it made of \(entry.reference)"))
    }
    return move
  }

  private func line(
    _ posting: Posting, on account: Account, of entry: OutgoingEntry, _ attempt: inout Attempt
  ) throws(TrytonFailed) -> JSON {
    func decimal(_ side: Side) -> JSON {
      ["__class__": "Decimal", "decimal": .text(posting.side == side ? posting.amount.money.plain : "0")]
    }
    var members = [
      JSON.Member(key: "account", value: .number(account.id)),
      JSON.Member(key: "debit", value: decimal(.debit)), JSON.Member(key: "credit", value: decimal(.credit)),
    ]
    if account.needsParty {
      guard let relation = entry.relation(of: posting) else {
        throw .refused(
          .init(
            words: "account \(posting.account) wants a party, and payers.csv gives "
              + "\(posting.item.map { "the payer of \($0)" } ?? "this posting") no relation"))
      }
      let party = try one(
        "party.party", [["code", "=", .text(relation)]], &attempt,
        orElse: "has no party with the code \(relation)")
      members.append(JSON.Member(key: "party", value: .number(party)))
    }
    return .object(members)
  }

  private func delete(
    _ moves: [Int64], _ attempt: inout Attempt
  ) throws(TrytonFailed) {
    try interface.delete(moves: moves, of: companyID(&attempt), in: &attempt)
  }

  // MARK: What is there

  private struct Move {
    var id: Int64
    var isPosted: Bool
    var isEqual: Bool
  }

  private enum Standing {
    case absent
    /// Drafts, each equal to ours.
    case drafts(Int64, surplus: [Int64])
    case posted(surplus: [Int64])
    case differs(String)
  }

  private static func standing(of moves: [Move], beside entry: OutgoingEntry) -> Standing {
    let posted = moves.filter(\.isPosted)
    guard moves.allSatisfy(\.isEqual) else {
      return .differs(
        "Tryton has \(entry.reference) with other lines or on another day; nothing is overwritten")
    }
    guard posted.count <= 1 else {
      return .differs("Tryton has \(entry.reference) posted \(posted.count) times")
    }
    // A request that was thought lost may make a draft when the entry is posted already; somebody could post it too.
    if posted.count == 1 { return .posted(surplus: moves.filter { !$0.isPosted }.map(\.id)) }
    guard let first = moves.first else { return .absent }
    return .drafts(first.id, surplus: moves.dropFirst().map(\.id))
  }

  private func moves(
    of entry: OutgoingEntry, _ attempt: inout Attempt
  ) throws(TrytonFailed) -> [Move] {
    let reference = entry.reference.text
    let named: JSON = .array([
      .text("OR"), .array([["description", "=", .text(reference)]]),
      .array([["description", "like", .text(reference + " %")]]),
    ])
    let found = try search(
      TrytonQuery(
        "account.move", [named, ["company", "=", .number(try companyID(&attempt))]], ["state", "date"],
        order: [["id", "ASC"]], limit: 10), &attempt)
    var moves: [Move] = []
    for move in found {
      guard let id = move["id"]?.number else { continue }
      let isOfDay = move["date"] == Self.date(entry.entry.date)
      let lines = try lines(of: id, &attempt)
      moves.append(
        Move(
          id: id, isPosted: move["state"]?.text == "posted",
          isEqual: isOfDay && lines == BookedLines(entry.entry)))
    }
    return moves
  }

  /// Nothing if a line cannot be told: then it is not ours.
  private func lines(
    of move: Int64, _ attempt: inout Attempt
  ) throws(TrytonFailed) -> BookedLines? {
    let found = try search(
      TrytonQuery(
        "account.move.line", [["move", "=", .number(move)]], ["account.code", "debit", "credit"]), &attempt)
    var lines = BookedLines()
    for line in found {
      guard let code = line["account"]?["code"]?.text, let account = AccountCode(code),
        let debit = Self.cents(line["debit"]), let credit = Self.cents(line["credit"])
      else { return nil }
      lines.add(debit - credit, on: account)
    }
    return lines
  }

  private static func cents(_ value: JSON?) -> Int64? {
    (value?["decimal"]?.text ?? value?.written).flatMap(BookedLines.cents)
  }

  // MARK: Looking things up

  struct Account {
    var id: Int64
    var needsParty: Bool
  }

  private func accounts(
    of entry: OutgoingEntry, _ attempt: inout Attempt
  ) throws(TrytonFailed) -> [AccountCode: Account] {
    let codes = Set(entry.entry.postings.map(\.account)).sorted()
    let accounts = try accounts(named: codes, &attempt)
    let missing = codes.filter { accounts[$0] == nil }
    guard missing.isEmpty else {
      throw .refused(.init(words: "it has no account \(missing.map(\.text).joined(separator: ", "))"))
    }
    return accounts
  }

  /// Those of these accounts that there are.
  func accounts(
    named codes: [AccountCode], _ attempt: inout Attempt
  ) throws(TrytonFailed) -> [AccountCode: Account] {
    let found = try search(
      TrytonQuery(
        "account.account",
        [
          ["code", "in", .array(codes.map { .text($0.text) })],
          ["company", "=", .number(try companyID(&attempt))],
        ], ["code", "party_required"]), &attempt)
    var accounts: [AccountCode: Account] = [:]
    for account in found {
      guard let code = account["code"]?.text.flatMap({ AccountCode($0) }), let id = account["id"]?.number
      else { continue }
      accounts[code] = Account(id: id, needsParty: account["party_required"]?.bool ?? false)
    }
    return accounts
  }

  private func companyID(_ attempt: inout Attempt) throws(TrytonFailed) -> Int64 {
    if let company { return company }
    let id = try one(
      "company.company", [["party.name", "=", .text(name)]], &attempt,
      orElse: "has no company \(name)", isOfCompany: false)
    company = id
    return id
  }

  private func one(
    _ model: String, _ conditions: [JSON], _ attempt: inout Attempt, orElse absence: String,
    isOfCompany: Bool = true
  ) throws(TrytonFailed) -> Int64 {
    let query = TrytonQuery(model, conditions, ["id"], limit: 2)
    let ids = try interface.search(query, of: isOfCompany ? try companyID(&attempt) : nil, in: &attempt)
    guard let id = ids.first?["id"]?.number else {
      throw .refused(.init(words: "it \(absence)"))
    }
    guard ids.count == 1 else {
      throw .refused(.init(words: "what was asked for is there twice; it \(absence) of its own"))
    }
    return id
  }

  func search(
    _ query: TrytonQuery, _ attempt: inout Attempt
  ) throws(TrytonFailed) -> [JSON] {
    try interface.search(query, of: try companyID(&attempt), in: &attempt)
  }

  // MARK: Shapes

  static func date(_ day: CalendarDate) -> JSON {
    let (year, month, day) = day.components
    return [
      "__class__": "date", "year": .number(Int64(year)), "month": .number(Int64(month)),
      "day": .number(Int64(day)),
    ]
  }

  private static func description(of entry: OutgoingEntry) -> String {
    let text = oneLine(entry.entry.text)
    return text.isEmpty ? entry.reference.text : "\(entry.reference) \(text)"
  }
}
