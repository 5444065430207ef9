extension Settings {
  /// A folder on an SFTP server, and how we know the server and it knows us.
  package struct SFTPFolder: Sendable, Hashable {
    package var host: String
    package var port: UInt16
    package var user: String
    package var keyFile: KeyFile
    /// `SHA256:…`, as `ssh-keygen -l` shows it.
    package var hostKey: String
    /// Absolute, on the server.
    package var folder: String
  }

  /// Where a private key lies. Settings name it and never hold it.
  package enum KeyFile: Sendable, Hashable {
    /// Relative to the workspace.
    case file(String)
    /// In the folder that systemd names with `$CREDENTIALS_DIRECTORY`.
    case credential(String)
  }
}
