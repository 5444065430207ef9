import Glibc

/// An open file. It closes when it goes.
package struct OpenFile: ~Copyable {
  package let path: DiskPath
  let descriptor: Int32

  private init(_ path: DiskPath, _ flags: Int32, mode: mode_t = 0) throws(DiskFailure) {
    self.path = path
    descriptor = Int32(
      try check(.open, path) { path.withCString { Int(open($0, flags | O_CLOEXEC | O_NOCTTY, mode)) } })
  }

  deinit { close(descriptor) }

  /// Never blocks, whatever lies there: a pipe opens without its writer. Look at `stamp()` before reading.
  package static func reading(
    _ path: DiskPath, followingLinks: Bool = false
  ) throws(DiskFailure) -> OpenFile {
    try OpenFile(path, O_RDONLY | O_NONBLOCK | (followingLinks ? 0 : O_NOFOLLOW))
  }

  /// A new file; fails where the name is taken.
  package static func making(_ path: DiskPath, mode: UInt32 = 0o600) throws(DiskFailure) -> OpenFile {
    try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
  }

  /// An existing file, or an empty new one; its content stays.
  static func keeping(_ path: DiskPath, mode: UInt32 = 0o600) throws(DiskFailure) -> OpenFile {
    try OpenFile(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: mode)
  }

  static func folder(_ path: DiskPath) throws(DiskFailure) -> OpenFile {
    try OpenFile(path, O_RDONLY | O_DIRECTORY)
  }

  package func stamp() throws(DiskFailure) -> FileStamp {
    var status = stat()
    try check(.find, path) { Int(fstat(descriptor, &status)) }
    return FileStamp(status)
  }

  /// Its stamp, once the clock that stamps files has moved past it: a change after this one cannot look the same.
  /// That clock ticks every few milliseconds, and two changes within one tick are told apart by nothing.
  package func settledStamp() throws(DiskFailure) -> FileStamp {
    while true {
      var now = timespec()
      clock_gettime(CLOCK_REALTIME_COARSE, &now)
      let stamp = try stamp()
      guard stamp.modified == now.nanoseconds || stamp.changed == now.nanoseconds else { return stamp }
      var tick = timespec(tv_sec: 0, tv_nsec: 1_000_000)
      nanosleep(&tick, nil)
    }
  }

  /// The next bytes, at most `count`; empty at the end.
  package func read(upTo count: Int) throws(DiskFailure) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      var taken: Int
      repeat { taken = Glibc.read(descriptor, room.baseAddress, count) } while taken < 0 && errno == EINTR
      if taken < 0 { code = errno }
      filled = max(0, taken)
    }
    guard code == 0 else { throw DiskFailure(.read, path, code: code) }
    return bytes
  }

  /// The bytes of a range; fewer where the file ends before it.
  package func read(_ range: Range<Int64>) throws(DiskFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < range.count {
      let start = range.lowerBound + Int64(bytes.count)
      let wanted = Int(range.upperBound - start)
      var code: Int32 = 0
      let piece = [UInt8](unsafeUninitializedCapacity: wanted) { room, filled in
        var taken: Int
        repeat {
          taken = pread(descriptor, room.baseAddress, wanted, off_t(start))
        } while taken < 0 && errno == EINTR
        if taken < 0 { code = errno }
        filled = max(0, taken)
      }
      guard code == 0 else { throw DiskFailure(.read, path, code: code) }
      guard !piece.isEmpty else { break }
      bytes = bytes.isEmpty ? piece : bytes + piece
    }
    return bytes
  }

  /// All of the bytes, or a failure.
  package func write(_ bytes: [UInt8]) throws(DiskFailure) {
    var written = 0
    while written < bytes.count {
      written += try check(.write, path) {
        bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written) }
      }
    }
  }

  /// These bytes and no others. Not durable.
  func replace(with bytes: [UInt8]) throws(DiskFailure) {
    try check(.write, path) { Int(ftruncate(descriptor, 0)) }
    try check(.write, path) { Int(lseek(descriptor, 0, SEEK_SET)) }
    try write(bytes)
  }

  /// On disk, not in memory, when it returns. After a failure what was written is lost: write it anew, never sync again.
  package func synchronise() throws(DiskFailure) {
    try check(.synchronise, path) { Int(fsync(descriptor)) }
  }

  package func setMode(_ mode: UInt32) throws(DiskFailure) {
    try check(.write, path) { Int(fchmod(descriptor, mode)) }
  }

  /// Its time is now.
  func touch() throws(DiskFailure) {
    try check(.write, path) { Int(futimens(descriptor, nil)) }
  }
}
