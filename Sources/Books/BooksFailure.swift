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
      "the books have schema \(found), this remitd knows \(known)"
    case .damaged(let what): "the books are damaged: \(what)"
    }
  }

  package var remedy: String {
    switch self {
    case .otherVersion: "use the remitd that made them"
    case .damaged:
      "`remitd verify` tells more; keep the damaged books, and restore the books and the archive from a backup"
    }
  }
}
