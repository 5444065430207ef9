import Foundation
import Glibc

/// An OpenSSH server on loopback that speaks SFTP and nothing else, with keys of its own. Never runs as root.
package final class SSHServer: @unchecked Sendable {
  // Belongs to one test; what a callback of another thread asks of it is guarded by the test itself.
  private static let program = "/usr/sbin/sshd"

  package static let isPossible: Bool = {
    let manager = FileManager.default
    return manager.isExecutableFile(atPath: program)
      && manager.isExecutableFile(atPath: "/usr/bin/ssh-keygen")
  }()

  private let folder = TemporaryFolder()
  private var process: pid_t?
  package private(set) var port: UInt16 = 0
  package let user: String
  /// Where files go; not there before the server is made, and gone with it.
  package var drop: String { folder.path + "/drop" }
  package var key: String { folder.path + "/client" }
  /// A key that the server does not let in.
  package var strangersKey: String { folder.path + "/stranger" }
  /// `SHA256:…`, as `ssh-keygen -l` shows it.
  package private(set) var hostKey = ""

  package init() throws {
    let isRoot = geteuid() == 0
    user = isRoot ? "www-data" : NSUserName()
    try FileManager.default.createDirectory(atPath: drop, withIntermediateDirectories: false)
    for name in ["host", "client", "stranger"] {
      try Self.run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", "\(folder.path)/\(name)"])
    }
    try FileManager.default.copyItem(atPath: key + ".pub", toPath: folder.path + "/authorized")
    let shown = try Self.run("/usr/bin/ssh-keygen", ["-lf", "\(folder.path)/host.pub"])
    hostKey = shown.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    if isRoot {
      let own = [folder.path + "/host", folder.path + "/authorized", drop]
      try Self.run("/bin/chown", ["-R", "\(user):"] + own)
    }
    try start()
  }

  deinit { stop() }

  /// - Parameter flags: of sftp-server: `-R` for a server that takes nothing.
  package func start(_ flags: String = "") throws {
    // The port stays, for whoever wrote it into settings.
    if port == 0 { port = try Self.freePort() }
    try folder.write(
      """
      ListenAddress 127.0.0.1
      Port \(port)
      HostKey \(folder.path)/host
      PidFile none
      AuthorizedKeysFile \(folder.path)/authorized
      StrictModes no
      UsePAM no
      PasswordAuthentication no
      KbdInteractiveAuthentication no
      MaxStartups 100
      Subsystem sftp internal-sftp
      ForceCommand internal-sftp -u 0022 \(flags)

      """, to: "sshd_config")
    var command = [Self.program, "-D", "-e", "-f", folder.path + "/sshd_config"]
    if geteuid() == 0 {
      command = ["/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups"] + command
    }
    // Not by Foundation: sshd closes every file it finds open, among them the one by which Foundation sees an end.
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for number in 0...2 as ClosedRange<Int32> {
      posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var pid: pid_t = 0
    guard posix_spawn(&pid, command[0], &actions, nil, arguments, environ) == 0 else {
      throw POSIXError(.ENOENT)
    }
    process = pid
    let end = ContinuousClock.now + .seconds(20)
    while !Self.answers(port) {
      guard ContinuousClock.now < end else { throw POSIXError(.ECONNREFUSED) }
      usleep(10_000)
    }
  }

  /// From here on nobody listens; sessions that are open end too.
  package func stop() {
    guard let process else { return }
    let sessions = Self.children(of: process)
    for pid in [process] + sessions { kill(pid, SIGKILL) }
    waitpid(process, nil, 0)
    self.process = nil
  }

  /// Ends every session where it stands, as a cut wire does; the server goes on.
  package func cut() {
    guard let process else { return }
    for session in Self.children(of: process) { kill(session, SIGKILL) }
  }

  /// Names in the drop folder or one below it, hidden ones too.
  package func names(_ below: String = "") throws -> [String] { try folder.names("drop/" + below) }

  package func read(_ name: String) throws -> String { try folder.read("drop/" + name) }

  /// A file that the server's user may change, as somebody else would put it there.
  package func write(_ text: String, to name: String) throws {
    try folder.write(text, to: "drop/" + name)
    if geteuid() == 0 { try Self.run("/bin/chown", ["\(user):", "\(drop)/\(name)"]) }
  }

  /// A folder below the drop folder on a disk of this size; gone with `release`.
  package func mountSmallDisk(_ name: String, kilobytes: Int) throws {
    try FileManager.default.createDirectory(atPath: "\(drop)/\(name)", withIntermediateDirectories: false)
    try Self.run(
      "/bin/mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k,mode=777", "tmpfs", "\(drop)/\(name)"])
  }

  package func unmount(_ name: String) throws { try Self.run("/bin/umount", ["-l", "\(drop)/\(name)"]) }

  // MARK: The machine

  @discardableResult
  private static func run(_ path: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw POSIXError(.EINVAL) }
    return String(decoding: output, as: UTF8.self)
  }

  /// All processes below one: a session is a child, and may have a child of its own.
  private static func children(of parent: pid_t) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    var parents: [pid_t: pid_t] = [:]
    for name in names {
      guard let pid = pid_t(name), let data = FileManager.default.contents(atPath: "/proc/\(name)/stat")
      else {
        continue
      }
      // The name of the program stands in brackets and may hold blanks.
      let fields =
        String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
      if fields.count > 1, let above = pid_t(fields[1]) { parents[pid] = above }
    }
    var found: [pid_t] = []
    var level = [parent]
    while !level.isEmpty {
      level = parents.filter { level.contains($0.value) }.map(\.key)
      found += level
    }
    return found
  }

  private static func freePort() throws -> UInt16 {
    try withSocket { socket, address, length in
      guard bind(socket, address, length) == 0 else { throw POSIXError(.EADDRINUSE) }
      var length = length
      guard getsockname(socket, address, &length) == 0 else { throw POSIXError(.EIO) }
      return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        UInt16(bigEndian: $0.pointee.sin_port)
      }
    }
  }

  private static func answers(_ port: UInt16) -> Bool {
    withSocket(port) { connect($0, $1, $2) == 0 }
  }

  private static func withSocket<Answer>(
    _ port: UInt16 = 0, _ use: (Int32, UnsafeMutablePointer<sockaddr>, socklen_t) throws -> Answer
  ) rethrows -> Answer {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(number) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return try withUnsafeMutablePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        try use(number, raw, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
