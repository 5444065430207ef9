import Synchronization

/// A value that several threads of a test change.
package final class TestBox<Value: Sendable>: Sendable {
  private let kept: Mutex<Value>

  package init(_ value: Value) { kept = Mutex(value) }

  package var value: Value { kept.withLock { $0 } }
  package func change(_ change: (inout Value) -> Void) { kept.withLock { change(&$0) } }
}
