import Crypto

/// Takes secrets out of what another system says: debug pages and firewalls quote the request that they refuse, and what
/// they say is shown, logged and kept.
struct Redaction {
  /// What is shorter is no secret, and would black out half of a sentence.
  private static let shortest = 4

  private let secrets: [String]

  init(_ secrets: [String]) {
    let all = secrets.flatMap { secret in
      [secret, Base64.encoded(Array(secret.utf8)), Base64.encodedForAddress(Array(secret.utf8))]
    }
    self.secrets = all.filter { $0.count >= Self.shortest }.sorted { $0.count > $1.count }
  }

  func callAsFunction(_ text: String) -> String {
    var text = text
    for secret in secrets {
      text = text.replacing(secret, with: "•••")
      // What another system says is cut off somewhere, perhaps in the middle of one.
      let longest = min(secret.count - 1, text.count)
      guard longest >= Self.shortest else { continue }
      for length in stride(from: longest, through: Self.shortest, by: -1)
      where text.hasSuffix(secret.prefix(length)) {
        text = text.dropLast(length) + "•••"
        break
      }
    }
    return text
  }

  func callAsFunction(_ failure: DeliveryFailure) -> DeliveryFailure {
    switch failure {
    case .unreachable(let sentence): .unreachable(self(sentence))
    case .shutOut(let sentence): .shutOut(self(sentence))
    case .outcomeUnknown(let sentence): .outcomeUnknown(self(sentence))
    case .refused(let sentence): .refused(self(sentence))
    case .conflicting(let sentence): .conflicting(self(sentence))
    }
  }
}
