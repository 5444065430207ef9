extension Settings {
  /// A folder on another machine in which files for one administration arrive, beside its inbox.
  package struct Source: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      case sftp(SFTPFolder)
      case webdav(url: String, user: String, secret: SecretName)
    }

    /// The kinds as `kind:` names them.
    package enum KindName: String, Sendable, CaseIterable { case sftp, webdav }

    /// What becomes of a file there once it is kept here.
    package enum Afterwards: Sendable, Hashable {
      case remove
      /// Into this folder below the source's.
      case move(to: String)
    }

    package var id: String
    package var administration: String
    package var kind: Kind
    package var afterwards: Afterwards
    /// From one look to the next.
    package var everyMilliseconds: Int
  }
}
