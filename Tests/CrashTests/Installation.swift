import Books
import Foundation
import Glibc
import Storybook

/// A workspace on disk that the real program works on.
final class Installation: Sendable {
  struct Stuck: Error {
    var what: String
  }

  static let administration = "de-linde"

  let base: URL
  var folder: URL { base.appending(path: "workspace") }
  private var staging: URL { base.appending(path: "staging") }

  /// - Parameter template: an installation to copy; without one, a new one from the shipped template.
  init(copying template: Installation? = nil) throws {
    base = FileManager.default.temporaryDirectory.appending(path: "remitd-crash-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      at: base.appending(path: "staging"), withIntermediateDirectories: true)
    if let template { try FileManager.default.copyItem(at: template.folder, to: folder) }
  }

  /// A new workspace from the shipped template, with a short quiet time.
  static func fresh() async throws -> Installation {
    let installation = try Installation()
    let end = try await installation.run(["init", installation.folder.path], inWorkspace: false)
    guard end == .exited(0) else { throw Stuck(what: "init ended with \(end)") }
    try installation.edit("remitd.yaml") { $0.replacing("inbox-quiet: 2s", with: "inbox-quiet: 100ms") }
    return installation
  }

  deinit { removeOrSay(base) }

  // MARK: Files

  func edit(_ path: String, _ change: (String) -> String) throws {
    let file = folder.appending(path: path)
    try change(try String(contentsOf: file, encoding: .utf8))
      .write(to: file, atomically: true, encoding: .utf8)
  }

  /// Another administration with the mapping of the first as it is now.
  func addAdministration(_ id: String) throws {
    let first = Self.administration
    try FileManager.default.copyItem(
      at: folder.appending(path: "mappings/\(first)"), to: folder.appending(path: "mappings/\(id)"))
    try FileManager.default.createDirectory(
      at: folder.appending(path: "inbox/\(id)"), withIntermediateDirectories: true)
    try edit("remitd.yaml") { text in
      guard let begin = text.range(of: "  - id: \(first)"), let end = text.range(of: "destinations:\n") else {
        preconditionFailure("the template has one administration, then its destinations")
      }
      let another = text[begin.lowerBound..<end.lowerBound].replacing(first, with: id)
        .replacing("destination: ledger-files", with: "destination: ledger-files-\(id)")
      let outlet = """
          - id: ledger-files-\(id)
            kind: file-drop
            format: hledger
            folder: drop/\(id)

        """
      return text.replacingCharacters(in: end.lowerBound..<end.lowerBound, with: another) + outlet
    }
  }

  /// Batches whose reader may begin.
  func deliveries() throws -> [String] {
    try names(in: "drop/\(Self.administration)").filter { $0.hasSuffix(".done") }
  }

  /// Writes files beside the workspace, for `ingest`.
  func stage(_ files: [StoryFile]) throws -> [String] {
    try files.map { file in
      let path = staging.appending(path: file.name)
      try Data(file.bytes).write(to: path)
      return path.path
    }
  }

  /// Renames files into the inbox, as a program that knows the custom does.
  func drop(_ files: [StoryFile], administration: String = administration) throws {
    let inbox = folder.appending(path: "inbox/\(administration)")
    for (file, path) in zip(files, try stage(files)) {
      guard rename(path, inbox.appending(path: file.name).path) == 0 else {
        throw Stuck(
          what: "\(file.name) cannot be renamed into the inbox: \(String(cString: strerror(errno)))")
      }
    }
  }

  func names(in path: String) throws -> [String] {
    let place = folder.appending(path: path)
    guard FileManager.default.fileExists(atPath: place.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
  }

  var inbox: [String] { get throws { try names(in: "inbox/\(Self.administration)") } }

  // MARK: Books

  func books() throws -> Books { try Books(reading: folder.appending(path: "books.sqlite").path) }

  /// Nothing is left to take in, enter, post or deliver.
  func isSettled(administration: String = administration) throws -> Bool {
    let waiting = try names(in: "inbox/\(administration)").filter { !$0.hasPrefix(".") }
    guard waiting.isEmpty else { return false }
    guard FileManager.default.fileExists(atPath: folder.appending(path: "books.sqlite").path) else {
      return false
    }
    do { return try books().isSettled() } catch is BooksFailure {
      // The daemon has made the file and not yet its tables.
      return false
    }
  }

  // MARK: Running

  private func logs(_ name: String) -> URL { base.appending(path: name) }

  /// A command, to its end.
  func run(
    _ arguments: [String], inWorkspace: Bool = true, environment: [String: String] = [:],
    log: String = "command"
  ) async throws -> ProgramRun.End {
    try await start(arguments, inWorkspace: inWorkspace, environment: environment, log: log).end()
  }

  func start(
    _ arguments: [String], inWorkspace: Bool = true, environment: [String: String] = [:],
    log: String = "command"
  ) throws -> ProgramRun {
    let place = inWorkspace ? ["--workspace", folder.path] : []
    return try ProgramRun.start(
      Program.path, [arguments[0]] + place + arguments.dropFirst(), logs: logs(log), environment: environment)
  }

  /// A command's answer on standard output.
  func answer(_ arguments: [String]) async throws -> (end: ProgramRun.End, text: String) {
    let log = "answer-\(UUID().uuidString)"
    let run = try start(arguments, log: log)
    let end = try await run.end()
    return (end, try String(contentsOf: run.output, encoding: .utf8))
  }

  func said(_ log: String = "daemon") -> String {
    let file = logs(log).appendingPathExtension("err")
    do { return try String(contentsOf: file, encoding: .utf8) } catch { return "" }
  }

  /// Starts the daemon, and waits until it watches the inbox or has ended.
  func startDaemon(
    crashingAt arming: String? = nil, environment: [String: String] = [:]
  ) async throws -> ProgramRun {
    let before = said().utf8.count
    let run = try start(
      ["run"], environment: environment.merging(arming.map { ["REMITD_CRASH_AT": $0] } ?? [:]) { $1 },
      log: "daemon")
    let start = ContinuousClock.now
    while ContinuousClock.now - start < ProgramRun.patience {
      if said().utf8.dropFirst(before).contains("ready, watching") { return run }
      if kill(run.pid, 0) != 0 || isOver(run) { return run }
      try await Task.sleep(for: .milliseconds(2))
    }
    throw Stuck(what: "the daemon is not ready: \(said())")
  }

  /// Looks without taking the end away.
  func isOver(_ run: ProgramRun) -> Bool {
    var info = siginfo_t()
    return waitid(P_PID, id_t(run.pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
  }

  /// Until everything is done or the daemon has ended.
  /// - Returns: its end, if that came first.
  func settle(_ daemon: ProgramRun) async throws -> ProgramRun.End? {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < ProgramRun.patience {
      if let end = daemon.endIfAny() { return end }
      if try isSettled() { return nil }
      try await Task.sleep(for: .milliseconds(5))
    }
    throw Stuck(what: "not settled after \(ProgramRun.patience): inbox \(try inbox), log \(said())")
  }

  /// Stops the daemon as the system would.
  func stop(_ daemon: ProgramRun) async throws -> ProgramRun.End {
    daemon.signal(SIGTERM)
    return try await daemon.end()
  }
}

extension Substring.UTF8View {
  fileprivate func contains(_ text: String) -> Bool { String(decoding: self, as: UTF8.self).contains(text) }
}
