import Glibc

/// The disk refused; says what and where.
struct WritingFailed: Error {
  var path: String
  var reason: String

  init(_ path: String) {
    self.path = path
    reason = String(cString: strerror(errno))
  }
}

/// A file that is being written. It owns its descriptor.
struct OutputFile: ~Copyable {
  /// Writers hand their bytes over in pieces of about this size.
  static let piece = 1 << 20

  private let path: String
  private let descriptor: Int32

  init(_ path: String) throws(WritingFailed) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw WritingFailed(path) }
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8]) throws(WritingFailed) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress! + written, buffer.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw WritingFailed(path) }
      written += count
    }
  }

  /// Makes a folder; one that is there already is fine, its parent must be.
  static func makeFolder(_ path: String) throws(WritingFailed) {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw WritingFailed(path) }
  }
}
