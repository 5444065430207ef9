package import Findings
import Tables

/// Every decoder of the house. The one place to register a new one.
package struct Decoders: Sendable {
  package enum Choice: Sendable {
    case decoder(any Decoder)
    /// Nobody reads this: what it looks like, and what is nearest to it.
    case unknown(Finding)
  }

  private let vektis = VektisDecoder()
  private let known: [any Decoder]

  package init() {
    known = [
      vektis
    ]
  }

  /// Chooses by the first bytes (up to 4,096), never by the name, which only appears in the finding.
  package func decoder(for head: [UInt8], named name: String) -> Choice {
    if let decoder = known.first(where: { $0.recognises(head) }) { return .decoder(decoder) }
    if let finding = vektis.unknown(head, named: name) { return .unknown(finding) }
    preconditionFailure()
  }
}
