/// Money that a payer wants back of a declaration that it had paid.
package struct TrueTakeback: Sendable {
  /// How we come to know of it.
  package enum Channel: String, CaseIterable, Sendable {
    /// A second return grants less.
    case loweredReturn
    /// A row of a specification.
    case specification
    /// It is withheld first. It may be said afterwards, by a lowered return.
    case unannounced
  }

  package struct Recovery: Sendable {
    package var day: Day
    package var cents: Cents
    /// The bank's reference of the payment, or the number of the specification where 0.00 was left.
    package var payment: String
  }

  package var payer: String
  /// The payer's own number. A lowered return has none.
  package var number: String?
  package var declaration: String
  /// What the payer wants: positive.
  package var cents: Cents
  package var decidedOn: Day
  package var channel: Channel
  /// The date of the first document that tells of it, and when that reaches the inbox.
  package var announced: (on: Day, arrives: Day)?
  /// Whether the latest return of the declaration grants that much less.
  package var isExpressedByReturn: Bool
  package var recoveries: [Recovery] = []
  /// What was still open is given up; it is told by a return that grants it again, or by a letter.
  package var withdrawn: (on: Day, cents: Cents)?

  /// What a part of a payment calls it.
  package var reference: String { number ?? declaration }

  package var recovered: Cents { recoveries.map(\.cents).total }
  package var open: Cents { cents - recovered - (withdrawn?.cents ?? 0) }

  /// What is open at the end of a day.
  package func open(on day: Day) -> Cents {
    guard decidedOn <= day else { return 0 }
    let given = withdrawn.map { $0.on <= day ? $0.cents : 0 } ?? 0
    return cents - recoveries.filter { $0.day <= day }.map(\.cents).total - given
  }

  func isAnnounced(on day: Day) -> Bool { announced.map { $0.on <= day } ?? false }
}
