package import Crypto
import Disk

/// Archived bytes in pieces, checked against their digest on the way.
package final class ArchiveReader {
  enum Step {
    case piece([UInt8])
    case end
    case damaged
  }

  package let digest: Digest
  private let file: OpenFile
  private var hash = SHA256()
  private var isAtEnd = false

  init(_ digest: Digest, _ file: consuming OpenFile) {
    self.digest = digest
    self.file = file
  }

  /// The next piece, at most 256 KiB; empty at the end. Throws `damaged` in place of the end if the bytes do not have
  /// their digest: whatever was made of the pieces before is then worth nothing.
  package func next() throws(ArchiveFailure) -> [UInt8] {
    let step: Step
    do { step = try self.step() } catch { throw .disk(error) }
    switch step {
    case .piece(let bytes): return bytes
    case .end: return []
    case .damaged: throw .damaged(digest)
    }
  }

  func step() throws(DiskFailure) -> Step {
    guard !isAtEnd else { return .end }
    let piece = try file.read(upTo: Archive.pieceSize)
    guard piece.isEmpty else {
      hash.update(piece)
      return .piece(piece)
    }
    guard hash.finish() == digest else { return .damaged }
    isAtEnd = true
    return .end
  }

  func bytes(_ range: Range<Int64>) throws(ArchiveFailure) -> [UInt8] {
    do { return try file.read(range) } catch { throw .disk(error) }
  }
}
