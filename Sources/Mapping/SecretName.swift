import Accounting

/// Where a secret is found. Settings name it and never hold it.
package enum SecretName: Sendable, Hashable, CustomStringConvertible {
  /// `env:REMITD_TRYTON`: a variable of the environment.
  case environment(String)
  /// `file:secrets/tryton`: a file below the workspace, without the line end at its end.
  case file(String)
  /// `credential:tryton`: one that systemd hands over (`LoadCredential=`).
  case credential(String)

  package init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let name = String(text[text.index(after: colon)...])
    switch text[..<colon] {
    case "env" where name.isCode(1...64, also: "_"): self = .environment(name)
    case "file" where name.isPathDownwards: self = .file(name)
    case "credential" where name.isCode(1...64, also: "._-") && !name.hasPrefix("."): self = .credential(name)
    default: return nil
    }
  }

  package var description: String {
    switch self {
    case .environment(let name): "env:\(name)"
    case .file(let path): "file:\(path)"
    case .credential(let name): "credential:\(name)"
    }
  }
}
