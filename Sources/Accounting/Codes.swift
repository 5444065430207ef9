/// Text that is a code: `0800` stays `0800`. Each kind says what it admits; nothing else can be built.
package protocol Code: Sendable, Hashable, Comparable, CustomStringConvertible {
  var text: String { get }
  init?(_ text: String)
}

extension Code {
  package var description: String { text }
  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// A ledger account (grootboekrekening, Sachkonto): 1 to 16 of `A-Z a-z 0-9 . -`.
package struct AccountCode: Code {
  package let text: String
  package init?(_ text: String) {
    guard text.isCode(1...16, also: ".-") else { return nil }
    self.text = text
  }
}

/// A cost centre (kostenplaats): 1 to 16 of `A-Z a-z 0-9 . _ -`.
package struct CostCentre: Code {
  package let text: String
  package init?(_ text: String) {
    guard text.isCode(1...16, also: "._-") else { return nil }
    self.text = text
  }
}

/// A journal (dagboek): 1 to 5 of `A-Z 0-9`, so that an entry reference fits in 20 characters.
package struct JournalCode: Code {
  package let text: String
  package init?(_ text: String) {
    guard text.isCode(1...5, also: "", lowercase: false) else { return nil }
    self.text = text
  }
}

extension String {
  /// ASCII letters, digits and the given marks, within the length.
  package func isCode(_ length: ClosedRange<Int>, also marks: String, lowercase: Bool = true) -> Bool {
    guard length.contains(utf8.count) else { return false }
    return utf8.allSatisfy { byte in
      switch byte {
      case 48...57, 65...90: true
      case 97...122: lowercase
      default: marks.utf8.contains(byte)
      }
    }
  }
}
