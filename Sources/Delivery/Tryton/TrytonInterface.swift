import JSON

/// One of the ways in which Tryton's account module can be asked: calls of a session, or resources under a key.
protocol TrytonInterface {
  /// What may stand in no sentence.
  var secrets: [String] { get }

  /// - Parameter company: whose records are meant; nothing as long as it is not known.
  /// - Returns: the records, each with its `id`; of a field `account.code` the record's `account` has the `code`.
  mutating func search(
    _ query: TrytonQuery, of company: Int64?, in attempt: inout Attempt
  ) throws(TrytonFailed) -> [JSON]

  /// Makes a draft.
  /// - Returns: its number; nothing where the answer has none.
  mutating func create(
    move values: JSON, of company: Int64, in attempt: inout Attempt
  ) throws(TrytonFailed) -> Int64?

  mutating func post(
    move: Int64, of company: Int64, in attempt: inout Attempt
  ) throws(TrytonFailed)

  mutating func delete(
    moves: [Int64], of company: Int64, in attempt: inout Attempt
  ) throws(TrytonFailed)
}

extension TrytonInterface {
  /// The records of an answer. One of another shape says nothing of what is there.
  static func records(_ answer: JSON?, _ attempt: Attempt) throws(TrytonFailed) -> [JSON] {
    guard let records = answer?.list, records.allSatisfy({ $0["id"]?.number != nil }) else {
      throw .delivery(attempt.unusable("what Tryton answers to a search is no list of records"))
    }
    return records
  }
}

/// Which records of a model, and what of them.
struct TrytonQuery {
  var model: String
  /// Clauses of Tryton's domains, all of which must hold.
  var domain: [JSON]
  var fields: [String]
  var order: [JSON]?
  var limit: Int64?

  init(
    _ model: String, _ domain: [JSON], _ fields: [String] = [], order: [JSON]? = nil, limit: Int64? = nil
  ) {
    self.model = model
    self.domain = domain
    self.fields = fields
    self.order = order
    self.limit = limit
  }
}

/// The system's own words.
struct TrytonRefusal: Error { let words: String }

enum TrytonFailed: Error {
  case refused(TrytonRefusal)
  case delivery(DeliveryFailure)
}
