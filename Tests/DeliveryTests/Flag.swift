import Foundation

/// Lets a test stop a thread and wait for its end.
final class Flag: Sendable {
  private let condition = NSCondition()
  nonisolated(unsafe) private var up = false
  nonisolated(unsafe) private var ended = false

  var isUp: Bool { condition.withLock { up } }
  func raise() { condition.withLock { up = true } }

  func end() {
    condition.withLock {
      ended = true
      condition.broadcast()
    }
  }

  func waitForEnd() { condition.withLock { while !ended { condition.wait() } } }
}
