/// What a condition admits on one question: anything, whatever starts alike, or one value. Patterns are nested or apart,
/// never half over each other; specificity rests on that.
package enum Pattern: Sendable, Hashable {
  case any
  case prefix(String)
  case exact(String)

  package func admits(_ value: String?) -> Bool {
    switch self {
    case .any: true
    case .prefix(let start): value?.hasPrefix(start) ?? false
    case .exact(let text): value == text
    }
  }

  package func isWithin(_ other: Pattern) -> Bool {
    switch (self, other) {
    case (_, .any): true
    case (.any, _): false
    case (.prefix(let mine), .prefix(let theirs)): mine.hasPrefix(theirs)
    case (.exact(let mine), .prefix(let theirs)): mine.hasPrefix(theirs)
    case (.prefix, .exact): false
    case (.exact(let mine), .exact(let theirs)): mine == theirs
    }
  }

  /// The narrower of the two; nothing where they are apart.
  package func intersection(_ other: Pattern) -> Pattern? {
    if isWithin(other) { return self }
    return other.isWithin(self) ? other : nil
  }

  package var text: String {
    switch self {
    case .any: "*"
    case .prefix(let start): start + "*"
    case .exact(let text): text
    }
  }
}
