/// Why the books cannot be used.
package enum BooksFailure: Error, Sendable, Equatable {
  /// Made by another version of remitd.
  case otherVersion(found: Int, known: Int)
  /// What is stored cannot be true: a person restores a backup.
  case damaged(String)
  /// Somebody is posting, for longer than whoever asks can wait.
  case busy
}

extension BooksFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherVersion(let found, let known):
      "the books have schema \(found), this remitd knows \(known)"
    case .damaged(let what): "the books are damaged: \(what)"
    case .busy: "what was received is still being entered or posted"
    }
  }

  package var remedy: String {
    switch self {
    case .otherVersion: "use the remitd that made them"
    case .busy: "let the daemon finish, or `remitd ingest` where none runs; `remitd status` tells what waits"
    case .damaged:
      "`remitd verify` tells more; keep the damaged books, and restore the books and the archive from a backup"
    }
  }
}
