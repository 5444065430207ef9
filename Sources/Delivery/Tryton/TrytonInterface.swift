import JSON

/// One of the ways in which Tryton's account module can be asked: calls of a session, or resources under a key.
protocol TrytonInterface {
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
