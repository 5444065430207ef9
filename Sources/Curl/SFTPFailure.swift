/// Why a server did not do as asked. The sentence is for an operator and holds no secret.
package enum SFTPFailure: Error, Sendable, Hashable {
  /// Nothing was done: the name is unknown, nobody listens, the connection ended before anything was said.
  case notReached(String)
  /// Who answered has another host key than the one that is pinned. Nothing was said to it.
  case wrongHostKey(String)
  /// The server does not let us in with our key.
  case loginDenied(String)
  /// Done, or half done, or not: the connection ended.
  case outcomeUnknown(String)
  case existsAlready(String)
  case noSuchFile(String)
  /// The disk there is full.
  case noRoom(String)
  /// We may not do this there.
  case denied(String)
  /// It will not do, on its side or on ours: too large, or refused without a reason.
  case refused(String)
}

extension SFTPFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notReached(let sentence), .wrongHostKey(let sentence), .loginDenied(let sentence),
      .outcomeUnknown(let sentence), .existsAlready(let sentence), .noSuchFile(let sentence),
      .noRoom(let sentence), .denied(let sentence), .refused(let sentence):
      sentence
    }
  }
}
