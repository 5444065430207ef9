import Foundation
import Glibc
import TestSupport

/// System calls of the thread that asks, as strace sees them. Other tests go on undisturbed.
final class Trace {
  /// Whether tracing works here: tried once on a program that does nothing.
  static let isPossible: Bool = {
    guard geteuid() == 0, Program.isInstalled("strace") else { return false }
    do { return try Program.run("strace", ["-o", "/dev/null", "true"]).status == 0 } catch { return false }
  }()

  private let process = Process()
  private let folder = TemporaryFolder()

  /// - Parameter calls: as `strace -e trace=` names them.
  init(_ calls: String) throws {
    process.executableURL = URL(filePath: Program.path("strace") ?? "")
    process.arguments = [
      "-y", "-s", "300", "-e", "trace=\(calls)", "-o", folder.path + "/calls", "-p", try Self.thisThread(),
    ]
    let said = Pipe()
    process.standardError = said
    try process.run()
    // It says "Process N attached" when it sees everything.
    var text = ""
    while !text.contains("attached") {
      let piece = said.fileHandleForReading.availableData
      guard !piece.isEmpty else { break }
      text += String(decoding: piece, as: UTF8.self)
    }
  }

  private static func thisThread() throws -> String {
    let link = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
    return String(link.split(separator: "/").last ?? "")
  }

  func end() throws -> [String] {
    // Threads of the pool start programs with all milder signals blocked. Each line is written by now.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return try folder.read("calls").split(separator: "\n").map(String.init)
  }
}
