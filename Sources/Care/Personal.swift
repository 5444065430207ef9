/// Something about a person: a client number, a name, a birth date. Prints as dots, so that it cannot slip into a
/// log line, a posting text or an error message; reading it needs a reason that stands in the code.
package struct Personal<Value: Sendable & Hashable>: Sendable, Hashable {
  private let value: Value

  package init(_ value: Value) { self.value = value }

  package enum Purpose: Sendable {
    /// Recognising the same person's line when it is declared again.
    case recognisingRedeclaration
    /// Proving that two messages say the same.
    case comparingContent
    /// A test that asserts what was read.
    case testing
  }

  package func reveal(for purpose: Purpose) -> Value { value }
}

extension Personal: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "•••" }
  package var debugDescription: String { "•••" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
