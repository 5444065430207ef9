import Foundation
import Glibc
import Pipeline

/// The built `remitd` beside the tests.
enum Program {
  static let path: String = {
    let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    var folder = tests.deletingLastPathComponent()
    // Where a runner outside the build folder loads the tests, they name themselves.
    if !FileManager.default.isExecutableFile(atPath: folder.appending(path: "remitd").path) {
      folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    }
    return folder.appending(path: "remitd").path
  }()

  static let isBuilt = FileManager.default.isExecutableFile(atPath: path)

  /// Whether it was built with the trait `CrashPoints`: a start that is to be killed at its first durable step is.
  static let hasCrashPoints: Bool = {
    guard isBuilt else { return false }
    let folder = FileManager.default.temporaryDirectory.appending(path: "remitd-trait-\(UUID().uuidString)")
    defer { removeOrSay(folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let workspace = folder.appending(path: "workspace").path
      let logs = folder.appending(path: "log")
      let made = try ProgramRun.start(path, ["init", workspace], logs: logs)
      guard waitHere(made) == .exited(0) else { return false }
      let armed = try ProgramRun.start(
        path, ["ingest", "--workspace", workspace, folder.appending(path: "log.out").path], logs: logs,
        environment: ["REMITD_CRASH_AT": "\(CrashPoint.mappingArchived.rawValue):1"])
      return waitHere(armed) == .killed(signal: SIGKILL)
    } catch {
      print("remitd cannot be started: \(error)")
      return false
    }
  }()

  private static func waitHere(_ run: ProgramRun) -> ProgramRun.End {
    while true {
      if let end = run.endIfAny() { return end }
      usleep(2_000)
    }
  }
}

func removeOrSay(_ folder: URL) {
  do { try FileManager.default.removeItem(at: folder) } catch {
    print("a test's folder stays behind: \(error)")
  }
}
