import CCurl

/// What can be done on an SFTP server, each on a connection of its own, with a server that is known by its host key.
///
/// libcurl accepts every host key unless one is pinned, so there is no way to connect without one.
package struct SFTPClient: Sendable {
  package let server: SFTPServer
  private let limits: TransferLimits
  private let isStopping: @Sendable () -> Bool

  package init(
    _ server: SFTPServer, _ limits: TransferLimits = TransferLimits(),
    isStopping: @escaping @Sendable () -> Bool = { false }
  ) {
    self.server = server
    self.limits = limits
    self.isStopping = isStopping
  }

  // MARK: Looking

  /// Everything that lies in a folder, folders too, in the order of names.
  package func list(_ folder: SFTPPath) throws(SFTPFailure) -> [SFTPEntry] {
    let handle = try handle(for: folder, isFolder: true)
    try perform(handle, changing: false)
    let lines = handle.transfer.body.split(separator: UInt8(ascii: "\n"))
    return lines.compactMap { SFTPEntry(line: $0) }.sorted { $0.name < $1.name }
  }

  /// All of a small file.
  package func download(_ path: SFTPPath) throws(SFTPFailure) -> [UInt8] {
    let handle = try handle(for: path)
    try perform(handle, changing: false)
    return handle.transfer.body
  }

  /// A file in pieces.
  /// - Parameter take: says whether to go on.
  /// - Returns: when it was last changed, in seconds since 1970.
  package func download(
    _ path: SFTPPath, take: @escaping (UnsafeRawBufferPointer) -> Bool
  ) throws(SFTPFailure) -> Int64? {
    let handle = try handle(for: path)
    try set(handle) { handle throws(TransportFailure) in try handle.set(CURLOPT_FILETIME, 1) }
    handle.transfer.sink = take
    try perform(handle, changing: false)
    return handle.fileTime
  }

  /// Bytes that we may still write there; nothing where the server does not tell.
  package func room(in folder: SFTPPath) throws(SFTPFailure) -> Int64? {
    let notes = try command("statvfs \(folder.quoted)", changing: false)
    let numbers = notes.split(separator: "\n").reduce(into: [Substring: Int64]()) { numbers, line in
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { return }
      numbers[parts[0]] = Int64(parts[1].drop { $0 == " " })
    }
    guard let free = numbers["f_bavail"], let size = numbers["f_frsize"] else { return nil }
    let (bytes, overflow) = free.multipliedReportingOverflow(by: size)
    return overflow ? .max : bytes
  }

  // MARK: Changing

  /// Writes a file; one that lies there under this name gives way. Give it a name that nobody reads.
  /// - Parameter name: the name it gets in the same session once it is whole; fails with `existsAlready` where that is
  ///   taken, and the file stays under its first name.
  package func upload(
    _ bytes: [UInt8], to path: SFTPPath, thenRenamedTo name: SFTPPath? = nil
  ) throws(SFTPFailure) {
    var handle = try handle(for: path)
    do throws(TransportFailure) {
      try handle.set(CURLOPT_NEW_FILE_PERMS, 0o640)
      try handle.upload(bytes)
      if let name {
        try handle.set(CURLOPT_POSTQUOTE, list: ["rename \(path.quoted) \(name.quoted)"])
      }
    } catch { throw .refused(error.description) }
    do throws(SFTPFailure) {
      try perform(handle, changing: true)
    } catch {
      let failure = explain(error, bytes.count, in: path.folder, target: name)
      if case .noRoom = failure {
        // Half of a file is worth nothing and takes the room that is missing; where it stays, the next attempt overwrites it.
        do throws(SFTPFailure) { try remove(path) } catch { throw failure }
      }
      throw failure
    }
    guard handle.transfer.sent == bytes.count else {
      throw .outcomeUnknown("only \(handle.transfer.sent) of \(bytes.count) bytes were sent")
    }
  }

  /// Fails with `existsAlready` where the new name is taken.
  package func rename(_ old: SFTPPath, to new: SFTPPath) throws(SFTPFailure) {
    do throws(SFTPFailure) {
      _ = try command("rename \(old.quoted) \(new.quoted)", changing: true)
    } catch {
      guard case .refused = error else { throw error }
      throw explain(error, 0, in: new.folder, target: new)
    }
  }

  package func remove(_ path: SFTPPath) throws(SFTPFailure) {
    _ = try command("rm \(path.quoted)", changing: true)
  }

  /// In a folder that exists. One that is there already is as good.
  package func makeFolder(_ path: SFTPPath) throws(SFTPFailure) {
    do throws(SFTPFailure) {
      _ = try command("mkdir \(path.quoted)", changing: true)
    } catch {
      guard case .refused = error else { throw error }
      // The protocol has no word for what exists already.
      _ = try list(path)
    }
  }

  /// Most of what goes wrong when a file is written or renamed is "failure" to an OpenSSH server: a full disk, a name
  /// that is taken. So it is asked what it can have been.
  private func explain(
    _ failure: SFTPFailure, _ count: Int, in folder: SFTPPath, target: SFTPPath?
  ) -> SFTPFailure {
    switch failure {
    case .refused, .outcomeUnknown: break
    default: return failure
    }
    guard !isStopping() else { return failure }
    // A second question that fails too says nothing about the first.
    do throws(SFTPFailure) {
      if case .refused = failure, let target,
        try list(target.folder).contains(where: { target.folder.adding($0.name) == target })
      {
        return .existsAlready("\(target) exists already on \(server.host)")
      }
      if let room = try room(in: folder), room < max(Int64(count), 1) {
        return .noRoom(
          "the disk of \(server.host) is full: \(folder) has room for \(room) bytes, and \(count) are needed")
      }
    } catch { return failure }
    return failure
  }

  // MARK: Asking

  /// - Returns: what the server says beside its answer.
  private func command(_ command: String, changing: Bool) throws(SFTPFailure) -> String {
    guard let root = SFTPPath("/") else { preconditionFailure("the root is a path") }
    var handle = try handle(for: root, isFolder: true)
    do throws(TransportFailure) {
      try handle.set(CURLOPT_NOBODY, 1)
      try handle.set(CURLOPT_QUOTE, list: [command])
    } catch { throw .refused(error.description) }
    try perform(handle, changing: changing)
    return handle.transfer.notes
  }

  private func handle(for path: SFTPPath, isFolder: Bool = false) throws(SFTPFailure) -> EasyHandle {
    let isHost = server.host.utf8.allSatisfy { byte in
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 58, 95: true
      default: false
      }
    }
    guard isHost, !server.host.isEmpty, !server.user.isEmpty else {
      throw .refused("\(server.host) is no name of a server")
    }
    let host = server.host.contains(":") ? "[\(server.host)]" : server.host
    let end = isFolder && path.text != "/" ? "/" : ""
    do throws(TransportFailure) {
      let handle = try EasyHandle.make(limits, protocols: "sftp", isStopping: isStopping)
      try handle.set(CURLOPT_URL, "sftp://\(host):\(server.port)\(path.escaped)\(end)")
      try handle.set(CURLOPT_USERNAME, server.user)
      try handle.set(CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, server.hostKey.fingerprint)
      try handle.set(CURLOPT_SSH_AUTH_TYPES, Int(CURLSSH_AUTH_PUBLICKEY))
      try handle.set(CURLOPT_SSH_PRIVATE_KEYFILE, server.keyFile)
      return handle
    } catch { throw .refused(error.description) }
  }

  private func set(
    _ handle: borrowing EasyHandle, _ options: (borrowing EasyHandle) throws(TransportFailure) -> Void
  ) throws(SFTPFailure) {
    do throws(TransportFailure) { try options(handle) } catch { throw .refused(error.description) }
  }

  /// - Parameter changing: whether something may be different there after an end in the middle.
  private func perform(_ handle: borrowing EasyHandle, changing: Bool) throws(SFTPFailure) {
    let (code, words) = handle.perform()
    guard code != CURLE_OK else { return }
    throw failure(code, words, handle.transfer, changing)
  }

  private func failure(
    _ code: CURLcode, _ words: String, _ transfer: Transfer, _ changing: Bool
  ) -> SFTPFailure {
    if transfer.isTooLarge || code == CURLE_FILESIZE_EXCEEDED {
      return .refused("what \(server.host) sends is longer than \(limits.answerBytes) bytes")
    }
    let told = "\(server.host): \(words)"
    switch code {
    case CURLE_PEER_FAILED_VERIFICATION:
      return .wrongHostKey(
        "\(server.host) is not the server that \(server.hostKey) belongs to: it has another host key, and nothing was "
          + "sent (\(words)). Ask whoever runs it which key is right; never take over the new one unasked")
    case CURLE_LOGIN_DENIED:
      return .loginDenied(
        "\(server.host) does not let \(server.user) in with the key that is named (\(words))")
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT: return .notReached(told)
    case CURLE_REMOTE_FILE_NOT_FOUND: return .noSuchFile(told)
    case CURLE_REMOTE_DISK_FULL: return .noRoom(told)
    case CURLE_REMOTE_ACCESS_DENIED: return .denied(told)
    case CURLE_REMOTE_FILE_EXISTS: return .existsAlready(told)
    case CURLE_QUOTE_ERROR:
      // The server's own words stand at the end of libcurl's.
      if words.contains("No such file") { return .noSuchFile(told) }
      if words.contains("ermission denied") { return .denied(told) }
      return .refused(told)
    default:
      let sentence = transfer.wasStopped ? "\(server.host): it was stopped" : told
      return changing ? .outcomeUnknown(sentence) : .notReached(sentence)
    }
  }
}
