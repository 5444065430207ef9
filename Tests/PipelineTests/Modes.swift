import Mapping
import Testing

/// Who recognises a receivable when, and who books the bank: the six ways of using the gateway.
struct Modes: Sendable, CustomTestStringConvertible {
  var recognition: Recognition
  var bank: BankBooking

  static let all = Recognition.allCases.flatMap { recognition in
    BankBooking.allCases.map { Modes(recognition: recognition, bank: $0) }
  }

  var testDescription: String { "\(recognition), bank booked by \(bank)" }

  func mapping() throws -> TemplateMapping { try TemplateMapping(recognition: recognition, bank: bank) }

  var files: [String: String] { get throws { try mapping().files } }

  func select<Value>(submitted: Value, awarded: Value, none: Value) -> Value {
    switch recognition {
    case .submitted: submitted
    case .awarded: awarded
    case .none: none
    }
  }

  func select<Value>(gateway: Value, bookkeeping: Value) -> Value {
    switch bank {
    case .gateway: gateway
    case .bookkeeping: bookkeeping
    }
  }
}
