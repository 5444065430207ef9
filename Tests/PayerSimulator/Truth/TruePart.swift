/// What a part of a payment settles.
package enum PartKind: String, CaseIterable, Sendable {
  case declaration
  case takeback
  case advance
  case advanceDrawdown = "advance-drawdown"
  case settlement
  case interest
  case fee
}

/// One part of a payment: how much less of an item is open after it than before. What we owe counts as negative, so
/// a takeback that is withheld, an advance drawn down and a settlement that we repay contribute negative cents.
package struct TruePart: Hashable, Sendable {
  package var kind: PartKind
  package var payer: String
  /// The number of a declaration, of a takeback or an advance; of a settlement the year; of a takeback that only a lowered
  /// return expresses, the declaration's. Empty for interest and fees.
  package var reference: String
  package var contribution: Cents
}
