/// An SFTP server, and how we know it and it knows us.
package struct SFTPServer: Sendable, Hashable {
  package var host: String
  package var port: UInt16
  package var user: String
  /// The path of our private key, without a passphrase. Ed25519: RSA keys are signed in a way that servers refuse today.
  package var keyFile: String
  package var hostKey: SSHHostKey

  package init(host: String, port: UInt16, user: String, keyFile: String, hostKey: SSHHostKey) {
    self.host = host
    self.port = port
    self.user = user
    self.keyFile = keyFile
    self.hostKey = hostKey
  }
}

/// The SHA-256 of a server's public key: whoever has another key is a stranger, and is told nothing.
package struct SSHHostKey: Sendable, Hashable, CustomStringConvertible {
  /// Base64 without padding.
  let fingerprint: String

  /// As `ssh-keygen -l` shows it: `SHA256:` and 43 letters, digits, `+` or `/`.
  package init?(_ text: String) {
    guard text.hasPrefix("SHA256:") else { return nil }
    let fingerprint = text.dropFirst("SHA256:".count)
    let isBase64 = fingerprint.utf8.allSatisfy { byte in
      switch byte {
      case 48...57, 65...90, 97...122, UInt8(ascii: "+"), UInt8(ascii: "/"): true
      default: false
      }
    }
    guard fingerprint.utf8.count == 43, isBase64 else { return nil }
    self.fingerprint = String(fingerprint)
  }

  package var description: String { "SHA256:\(fingerprint)" }
}

/// Where something lies on a server: absolute, without `..`, in letters that can stand in a command of one line.
package struct SFTPPath: Sendable, Hashable, CustomStringConvertible {
  package let text: String

  package init?(_ text: String) {
    guard text.hasPrefix("/"), text.utf8.count <= 1_000 else { return nil }
    // libcurl takes `/~` for the user's home.
    guard text.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }), !text.hasPrefix("/~") else { return nil }
    let parts = text.split(separator: "/")
    guard !parts.contains(".."), !parts.contains(".") else { return nil }
    self.text = "/" + parts.joined(separator: "/")
  }

  private init(known text: String) { self.text = text }

  /// Nothing where the name is none.
  package func adding(_ name: String) -> SFTPPath? {
    guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else { return nil }
    return SFTPPath(text == "/" ? "/\(name)" : "\(text)/\(name)")
  }

  package var folder: SFTPPath {
    let parts = text.split(separator: "/").dropLast()
    return SFTPPath(known: "/" + parts.joined(separator: "/"))
  }

  package var description: String { text }

  /// In quotation marks, as libcurl's commands want it.
  var quoted: String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" || scalar == "'" { quoted += "\\" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// As part of an address.
  var escaped: String {
    var escaped = ""
    for byte in text.utf8 {
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 47, 95: escaped.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        escaped += byte < 16 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return escaped
  }
}
