import Findings

/// A value with the place where it was written.
struct Placed<Value: Sendable>: Sendable {
  let value: Value
  let position: Position

  init(_ value: Value, at position: Position) {
    self.value = value
    self.position = position
  }

  func map<Other: Sendable>(_ change: (Value) -> Other) -> Placed<Other> {
    Placed<Other>(change(value), at: position)
  }
}
