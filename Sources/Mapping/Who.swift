package import Care

/// Which payers a condition admits: all, those of a group, or one. A payer is a case of its group.
package enum Who: Sendable, Hashable {
  case anyone
  case group(String)
  /// `of`: the group of that payer, so that the two can be compared.
  case payer(PayerCode, of: String?)

  package func admits(_ payer: PayerCode, of group: String?) -> Bool {
    switch self {
    case .anyone: true
    case .group(let name): name == group
    case .payer(let code, _): code == payer
    }
  }

  package func isWithin(_ other: Who) -> Bool {
    switch (self, other) {
    case (_, .anyone): true
    case (.anyone, _): false
    case (.group(let mine), .group(let theirs)): mine == theirs
    case (.payer(_, let group), .group(let theirs)): group == theirs
    case (.group, .payer): false
    case (.payer(let mine, _), .payer(let theirs, _)): mine == theirs
    }
  }

  /// The narrower of the two; nothing where they are apart.
  package func intersection(_ other: Who) -> Who? {
    if isWithin(other) { return self }
    return other.isWithin(self) ? other : nil
  }
}
