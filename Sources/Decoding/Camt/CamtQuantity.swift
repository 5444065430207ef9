/// An amount element: its cents, or why they cannot be told, and the currency it names.
struct CamtQuantity {
  let cents: Result<Int64, CamtAmount.Fault>
  let currency: String?
  /// The text, if it can be shown: made of nothing but what numbers are made of.
  let shown: String?
  let byte: Int
  let line: Int
}

/// Which way money went: camt amounts have no sign.
enum CamtDirection {
  case credit, debit

  init?(_ text: String) {
    switch text {
    case "CRDT": self = .credit
    case "DBIT": self = .debit
    default: return nil
    }
  }

  func signed(_ cents: Int64) -> Int64 { self == .credit ? cents : -cents }
}
