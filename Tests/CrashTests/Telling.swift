import Glibc
import Storybook

/// Tells a tale to an installation while the program is killed at given points and started again, until everything is
/// done and nothing kills it any more.
struct Telling {
  let installation: Installation
  /// `point:count`, one per start of the program, in order.
  private var arming: [String]
  /// How often it was killed.
  private(set) var kills = 0
  /// Ends that nobody asked for.
  private(set) var faults: [String] = []
  private var daemon: ProgramRun?

  init(_ installation: Installation, crashingAt arming: [String]) {
    self.installation = installation
    self.arming = arming
  }

  mutating func tell(_ tale: Tale) async throws {
    for step in tale.steps {
      switch step {
      case .dropped(let files): try await drop(files)
      case .ingested(let files):
        // 1: one of the files is refused.
        try await repeatUntilDone(["ingest"] + installation.stage(files)) { _ in [0, 1] }
      case .reversed(let reference):
        // Killed after the decision was recorded, the second attempt is told that it was.
        let before = kills
        try await repeatUntilDone(["reverse", reference, "--reason", "a test takes it back"]) { kills in
          kills > before ? [0, 1] : [0]
        }
      }
    }
    // Whatever a command left is the daemon's to finish.
    if daemon == nil { daemon = try await installation.startDaemon(crashingAt: arming.first) }
    try await settle()
    try await stop()
  }

  private mutating func stop() async throws {
    while let running = daemon {
      let end = try await installation.stop(running)
      guard end != .exited(0) else { return }
      // A point behind the last durable step may be reached while the daemon is told to stop.
      guard end == .killed(signal: SIGKILL), !arming.isEmpty else {
        faults.append("SIGTERM ends the daemon with \(end)")
        return
      }
      try take(end)
      daemon = try await installation.startDaemon(crashingAt: arming.first)
      try await settle()
    }
  }

  private mutating func drop(_ files: [StoryFile]) async throws {
    if daemon == nil { daemon = try await installation.startDaemon(crashingAt: arming.first) }
    try installation.drop(files)
    try await settle()
  }

  private mutating func settle() async throws {
    while let running = daemon, let end = try await installation.settle(running) {
      try take(end)
      daemon = try await installation.startDaemon(crashingAt: arming.first)
    }
  }

  private mutating func repeatUntilDone(
    _ arguments: [String], allowing codes: @Sendable (_ kills: Int) -> Set<Int32>
  ) async throws {
    while true {
      if let running = daemon {
        // A command does the work itself only where no daemon runs.
        _ = try await installation.stop(running)
        daemon = nil
      }
      let environment = arming.first.map { ["REMITD_CRASH_AT": $0] } ?? [:]
      let end = try await installation.run(arguments, environment: environment)
      if case .exited(let code) = end {
        if !codes(kills).contains(code) { faults.append("\(arguments[0]) ends with \(code)") }
        return
      }
      try take(end)
    }
  }

  private mutating func take(_ end: ProgramRun.End) throws {
    guard end == .killed(signal: SIGKILL), !arming.isEmpty else {
      throw Installation.Stuck(what: "the program ended with \(end): \(installation.said().suffix(500))")
    }
    kills += 1
    arming.removeFirst()
  }
}
