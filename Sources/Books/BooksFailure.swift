/// Why the books cannot be used.
package enum BooksFailure: Error, Sendable, Equatable {
  /// Made by another version of remitd.
  case otherVersion(found: Int, known: Int)
  /// What is stored cannot be true: a person restores a backup.
  case damaged(String)
}

extension BooksFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherVersion(let found, let known):
      "the books have schema \(found), this remitd knows \(known); use the remitd that made them"
    case .damaged(let what): "the books are damaged: \(what); `remitd verify` tells more"
    }
  }
}
