import Books
import Findings
import Foundation
import Glibc
import Intake
import Pipeline
import Reports
import Synchronization

extension Command {
  static let run = Command(
    "run", "the daemon: takes in what arrives, posts and delivers what follows",
    discussion: """
      Runs until SIGTERM or SIGINT and finishes the step at hand. One daemon per workspace; a second one is refused.
      """, isTextOnly: true, run: runDaemon)

  private static func runDaemon(_ invocation: Invocation, _ streams: inout Streams) throws -> ExitCode {
    let workspace = try Workspace.open(for: invocation)
    Stopping.listen()
    guard let daemon = try Daemon(workspace, clock: .system, tell: { Log.write($0) }) else {
      streams.errors.write(
        """
        remitd: another process runs this workspace
          one is enough: `remitd ingest` and files in its inboxes reach it; or stop it first

        """)
      return .outsideFailed
    }
    Stopping.ringWhenAsked(daemon.watch.ring)
    try daemon.run { Stopping.isAsked }
    return .done
  }
}

/// SIGTERM and SIGINT, taken by a thread of their own: a handler could do next to nothing.
private enum Stopping {
  private static let asked = Atomic(false)

  static var isAsked: Bool { asked.load(ordering: .acquiring) }

  private static func signals() -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGTERM)
    sigaddset(&set, SIGINT)
    return set
  }

  /// From here on the signals wait for `ringWhenAsked`; every later thread inherits that.
  static func listen() {
    var set = signals()
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  static func ringWhenAsked(_ ring: @escaping @Sendable () -> Void) {
    Thread.detachNewThread {
      var set = signals()
      var signal: Int32 = 0
      sigwait(&set, &signal)
      asked.store(true, ordering: .releasing)
      ring()
    }
  }
}

/// One line per event on standard error, for the journal of the system.
enum Log {
  fileprivate static func write(_ notice: Daemon.Notice) {
    var output = Output(.standardError)
    output.write("remitd: \(line(notice))\n")
    output.flush()
  }

  static func line(_ notice: Daemon.Notice) -> String {
    switch notice {
    case .ready(let inboxes): "ready, watching \(counted(inboxes, "inbox", "inboxes"))"
    case .received(let count): "received \(counted(count, "file"))"
    case .file(let file, let entries): line(file, entries: entries)
    case .finding(let finding):
      "\(finding.position): \(finding.severity.rawValue): \(finding.message) [\(finding.rule)]; \(finding.remedy)"
    case .moreFindings(let count, let name): "\(name): \(counted(count, "more finding")); see remitd files"
    case .otherEntries(let count):
      "\(counted(count, "entry", "entries")) followed from a decision, a mapping or an earlier file"
    case .delivery(let batch):
      batch.isRefused
        ? "\(batch.destination) refused \(batch.name), \(counted(batch.entries, "entry", "entries")): \(batch.detail)"
        : "delivered \(batch.name) to \(batch.destination): \(counted(batch.entries, "entry", "entries"))"
    case .deliveryWaiting(let administration, let reason): "delivery of \(administration) waits: \(reason)"
    case .mapping(let administration, let digest):
      "mapping of \(administration): version \(digest.prefix(12)) counts from here on"
    case .mappingRefused(let administration, let inForce?):
      "mapping of \(administration) is refused; version \(inForce.prefix(12)) stays in force"
    case .mappingRefused(let administration, nil):
      "mapping of \(administration) is refused; its files wait until it is right"
    case .sourceWaiting(let source, let reason): "source \(source): \(reason)"
    case .inboxLost(let folder): "the inbox \(folder) is gone; make it again and restart"
    case .stopped: "stopped"
    }
  }

  private static func line(_ file: BookFile, entries: Int) -> String {
    var line = "\(file.administration): \(file.state.rawValue) \(file.name)"
    if let kind = file.kind { line += ", \(kind), \(counted(file.lines, "line"))" }
    return line + ", " + (entries == 0 ? "no entry" : counted(entries, "entry", "entries")) + " followed"
  }
}
