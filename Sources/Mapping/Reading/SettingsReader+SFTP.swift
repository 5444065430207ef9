import Accounting
import Findings
import YAML

extension SettingsReader {
  static let sftpKeys = (required: ["host", "user", "key-file", "host-key", "folder"], optional: ["port"])

  mutating func sftpFolder(_ node: Node) -> Settings.SFTPFolder? {
    let outline = inspector.outline(
      node, of: "sftp", required: Self.sftpKeys.required, optional: Self.sftpKeys.optional)
    return outline.flatMap { sftpFolder($0) }
  }

  mutating func sftpFolder(_ outline: Outline) -> Settings.SFTPFolder? {
    let record = inspector.record(outline, keys: Self.sftpKeys.required + Self.sftpKeys.optional)
    let host = inspector.value(
      inspector.required("host", of: record), "host", "Write the server's name or number: sftp.example.nl"
    ) { $0.isCode(1...200, also: ".-:") ? $0 : nil }
    let port = inspector.value(
      record.text("port"), "port", "Write a number from 1 to 65535; 22 where left out"
    ) {
      text -> UInt16? in
      guard text.utf8.allSatisfy({ (48...57).contains($0) }), let port = UInt16(text), port > 0 else {
        return nil
      }
      return port
    }
    let user = inspector.value(
      inspector.required("user", of: record), "user", "Write the name that the server knows us by"
    ) { $0.isCode(1...64, also: "._-@+") ? $0 : nil }
    let keyFile = keyFile(inspector.required("key-file", of: record))
    let hostKey = inspector.value(
      inspector.required("host-key", of: record), "host-key",
      "Write SHA256: and its 43 characters, as the server's administrator reads them with ssh-keygen -lf; quote it"
    ) { text -> String? in
      let digits = text.dropFirst("SHA256:".count)
      return text.hasPrefix("SHA256:") && String(digits).isCode(43...43, also: "+/") ? text : nil
    }
    let folder = inspector.value(
      inspector.required("folder", of: record), "path",
      "Write it from the server's root on: /incoming/journals"
    ) { text in
      text.hasPrefix("/") && (text == "/" || String(text.dropFirst()).isPathDownwards) ? text : nil
    }
    guard let host, let user, let keyFile, let hostKey, let folder else { return nil }
    return Settings.SFTPFolder(
      host: host.value, port: port?.value ?? 22, user: user.value, keyFile: keyFile, hostKey: hostKey.value,
      folder: folder.value)
  }

  private mutating func keyFile(_ text: Placed<String>?) -> Settings.KeyFile? {
    guard let text else { return nil }
    if text.value.hasPrefix("credential:") {
      let name = String(text.value.dropFirst("credential:".count))
      if name.isCode(1...64, also: "._-"), !name.hasPrefix(".") { return .credential(name) }
    } else if !text.value.contains("PRIVATE KEY"), text.value.isPathDownwards {
      return .file(text.value)
    }
    // What may be a key is not repeated in a message.
    inspector.report(
      "bad-key-file", at: text.position, "the file of the private key is named here, and no key given",
      remedy: "Write a path in the workspace, such as secrets/sftp-key, or credential:NAME")
    return nil
  }
}
