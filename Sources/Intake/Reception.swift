package import Crypto
package import Disk
package import Findings

/// What came of one attempt to receive a file.
package enum Reception: Sendable {
  /// Its bytes are kept, and a power cut takes nothing back.
  case kept(KeptFile)
  /// It changed while it was read, again and again: somebody is still writing. Look again later.
  case stillChanging
  /// It was there and is gone.
  case gone
  /// A symbolic link, a pipe, a folder, a device: never read.
  case refused(Finding)
}

/// A file whose bytes the archive holds.
package struct KeptFile: Sendable, Hashable {
  package let digest: Digest
  /// Bytes.
  package let size: Int64
  /// The archive held these bytes before.
  package let wasThere: Bool
  /// The state of the file that was read; `Inbox.remove` removes that one and no other.
  package let stamp: FileStamp
}
