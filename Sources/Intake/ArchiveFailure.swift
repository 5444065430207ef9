package import Crypto
package import Disk

/// Why the archive could not keep or give back bytes.
package enum ArchiveFailure: Error, Sendable, Hashable {
  case disk(DiskFailure)
  /// Nothing is kept under this digest.
  case absent(Digest)
  /// What lies under this digest has another: the disk or somebody changed it. Nothing read from it counts.
  case damaged(Digest)

  package var next: DiskFailure.Next {
    switch self {
    case .disk(let failure): failure.next
    case .absent, .damaged: .askAnOperator
    }
  }
}

extension ArchiveFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .disk(let failure): failure.description
    case .absent(let digest): "the archive holds nothing under \(digest)"
    case .damaged(let digest): "the archived bytes of \(digest) have changed; restore them from a backup"
    }
  }
}
