import Foundation
import Glibc

/// A run of the real program as a process of its own. Whoever starts it waits for its end.
struct ProgramRun: Sendable {
  enum End: Sendable, Hashable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  struct CannotStart: Error {
    var program: String
    var code: Int32
  }

  /// After this a program is stuck, however slow the machine.
  static let patience = Duration.seconds(300)

  let pid: pid_t
  /// What it wrote: standard output and standard error, each into a file.
  let output: URL
  let errors: URL

  /// - Parameters:
  ///   - logs: the folder and stem of the two files; what stood there is continued.
  ///   - environment: added to that of the tests.
  static func start(
    _ program: String, _ arguments: [String], logs: URL, environment: [String: String] = [:]
  ) throws -> ProgramRun {
    let output = logs.appendingPathExtension("out")
    let errors = logs.appendingPathExtension("err")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var values = ProcessInfo.processInfo.environment
    values["REMITD_CRASH_AT"] = nil
    // A crash report would dump memory, and take seconds.
    values["SWIFT_BACKTRACE"] = "enable=no"
    values.merge(environment) { $1 }
    var pid: pid_t = 0
    let code = withTexts([program] + arguments) { arguments in
      withTexts(values.map { "\($0.key)=\($0.value)" }) { environment in
        posix_spawn(&pid, program, &actions, nil, arguments, environment)
      }
    }
    guard code == 0 else { throw CannotStart(program: program, code: code) }
    return ProgramRun(pid: pid, output: output, errors: errors)
  }

  private static func withTexts<Value>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
  ) -> Value {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }

  /// How it ended, or nothing while it runs. Answers once: the end is taken away by asking.
  func endIfAny() -> End? {
    var status: Int32 = 0
    guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
  }

  func signal(_ number: Int32) { kill(pid, number) }

  /// Waits for its end; one that is stuck is killed.
  func end() async throws -> End {
    let start = ContinuousClock.now
    var isGivenUp = false
    while true {
      if let end = endIfAny() { return end }
      if !isGivenUp, ContinuousClock.now - start > Self.patience {
        isGivenUp = true
        signal(SIGKILL)
      }
      try await Task.sleep(for: .milliseconds(2))
    }
  }
}
