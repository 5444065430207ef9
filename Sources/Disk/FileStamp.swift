import Glibc

/// What tells one state of one file from another without reading it.
package struct FileStamp: Sendable, Hashable {
  package enum Kind: Sendable {
    case file, folder, symbolicLink, pipe, socket, device
  }

  package let kind: Kind
  package let device: UInt64
  package let inode: UInt64
  /// Bytes.
  package let size: Int64
  /// Nanoseconds since 1970.
  package let modified: Int64
  /// When it last changed in any way, its names and rights included; nanoseconds since 1970.
  package let changed: Int64
  /// Names it has.
  package let links: Int

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .symbolicLink
      case S_IFIFO: .pipe
      case S_IFSOCK: .socket
      default: .device
      }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
    modified = status.st_mtim.nanoseconds
    changed = status.st_ctim.nanoseconds
    links = Int(status.st_nlink)
  }

  /// Whether it is the same file with the same content, whatever it is called by now.
  package func isSameContent(as other: FileStamp) -> Bool {
    (kind, device, inode) == (other.kind, other.device, other.inode)
      && (size, modified) == (other.size, other.modified)
  }

  /// The same for the same content of the same file, in letters that can be kept; `mark` begins with it.
  package var contentMark: String { "\(device):\(inode):\(size):\(modified):" }

  /// The same only as long as nobody has touched the file in any way, not even its name.
  package var mark: String { contentMark + "\(changed)" }

  /// Of what lies there itself, not of what a symbolic link points to; nothing where nothing lies.
  package static func ofWhatLies(at path: DiskPath) throws(DiskFailure) -> FileStamp? {
    var status = stat()
    do {
      try check(.find, path) { path.withCString { Int(lstat($0, &status)) } }
    } catch  where error.isAbsence {
      return nil
    }
    return FileStamp(status)
  }
}

extension timespec {
  var nanoseconds: Int64 { Int64(tv_sec) &* 1_000_000_000 &+ Int64(tv_nsec) }
}
