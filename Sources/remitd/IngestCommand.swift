import JSON
import Books
import Disk
import Findings
import Mapping
import Pipeline
import Reports

extension Command {
  static let ingest = Command(
    "ingest", operands: "[<file>…]", arity: 0...100_000,
    "takes files in, then matches, posts and delivers what follows from them",
    discussion: """
      The files stay where they are. Without files it fetches once from the sources of the settings (a daemon does that by itself) and does what is left to do, such as posting by a mapping that was \
      mended, or delivering what was refused. Where a daemon runs in the workspace, it does the work and this waits for it. \
      Ends with 1 if a file was quarantined, an entry was refused or is in doubt, or the mapping in the folder is wrong; with 2 if a name is given under \
      which no file can be read, or one that is never read (.hidden, x.part, x.filepart, x.tmp). The other files are taken in.
      """, run: runIngest)

  private static func runIngest(_ invocation: Invocation, _ streams: inout Streams) throws -> ExitCode {
    let workspace = try Workspace.open(for: invocation)
    let administration = try workspace.administration(named: invocation.administration)
    let paths = invocation.operands.map { DiskPath($0) }
    // For a person: what is told in full is what was not there before.
    let before = invocation.isJSON ? nil : try WaitingList(workspace, administration)
    var progress = Progress(of: paths.count, "files received")
    let report = try Ingestion(workspace, clock: .system).run(
      paths, administration: administration.id, waiting: { streams.tell($0) },
      progress: { step in
        switch step {
        case .received(let count): progress.reached(count, &streams.errors)
        case .settling(let work): progress.say(Self.line(work), &streams.errors)
        }
      })
    progress.finish(&streams.errors)
    let suspense = try workspace.booksToRead().suspenseCount(of: administration.id)
    let waiting = try before.map { before in
      try WaitingList(workspace, administration).since(before, told: Set(report.files.map(\.id)))
    }
    streams.print(
      IngestAnswer(report: report, suspense: suspense, waiting: waiting), asJSON: invocation.isJSON)
    for trouble in report.sourceTroubles { streams.errors.write("remitd: the source \(trouble)\n") }
    for trouble in report.troubles { streams.errors.write("remitd: delivery waits: \(trouble)\n") }
    if report.undelivered > 0 {
      streams.errors.write(
        "remitd: "
          + told(
            "{1} refused or in doubt; `remitd status` says why", told(report.undelivered, "entry", "entries"))
          + "\n"
      )
    }
    for stray in try workspace.strays() { streams.errors.write("\(stray)\n") }
    let files = try workspace.readMapping(of: administration)
    guard files.mapping == nil else { return Self.end(of: report) }
    for finding in files.findings.kept { streams.errors.write("\(finding)\n") }
    streams.errors.write(
      "remitd: " + told("the mapping in the folder is wrong; the last good version stays in force") + "\n")
    let end = Self.end(of: report)
    return end == .done ? .findings : end
  }

  private static func line(_ work: OpenWork) -> String {
    guard work.files > 0 else { return "posting, \(counted(work.events, "event")) left" }
    let entered = work.factsEntered > 0 ? ", \(counted(work.factsEntered, "line")) of the first" : ""
    return "reading, \(counted(work.files, "file")) left\(entered)"
  }

  /// The worst of all: the other files were taken in all the same.
  private static func end(of report: IngestReport) -> ExitCode {
    if report.refused.contains(where: { !$0.isOfName }) { return .outsideFailed }
    if !report.refused.isEmpty { return .wrongUse }
    let isBad = report.undelivered > 0 || report.files.contains { $0.state == .quarantined }
    return isBad ? .findings : .done
  }
}

extension WaitingList {
  fileprivate init(_ workspace: Workspace, _ administration: Settings.Administration) throws {
    try self.init(workspace.source(of: administration, workspace.booksToRead()))
  }
}

/// What `ingest` says (contract section 4).
struct IngestAnswer: Report {
  var report: IngestReport
  var suspense: Int
  /// For a person: what waits by now, in full what is new.
  var waiting: WaitingList?

  var json: JSON {
    let files = report.files.map { file -> JSON in
      [
        "name": .text(file.name), "digest": .text(file.digest.map { Self.hex($0) }.joined()),
        "kind": .text(file.kind), "state": .text(file.state.rawValue), "lines": .number(file.lines),
        "findings": .findings(report.findings[file.id] ?? []),
      ]
    }
    let refused = report.refused.map(\.finding).map { finding -> JSON in
      [
        "name": .text(finding.position.file), "digest": .null, "kind": .null, "state": .text("refused"),
        "lines": .number(0 as Int64),
        "findings": .findings([finding]),
      ]
    }
    return [
      "files": .array(files + refused), "entries": .number(report.entries),
      "delivered": .number(report.delivered),
      "suspense": .number(suspense),
    ]
  }

  var text: String {
    var text = ""
    for file in report.files {
      text += "\(told(file.state.rawValue))  \(file.name)"
      if let format = file.format { text += "  (\(format), \(told(file.lines, "line")))" }
      if let first = report.firsts[file.id] { text += "  " + told("says nothing that {1} did not", first) }
      text += "\n"
      for finding in report.findings[file.id] ?? [] { text += "  \(finding)\n" }
    }
    for refusal in report.refused { text += told("not taken in") + "  \(refusal.finding)\n" }
    text += told(report.entries, "entry", "entries") + ", " + told("{1} delivered", "\(report.delivered)")
    text += ", " + told("{1} on suspense", told(suspense, "item")) + "\n"
    return text + (waiting?.text(atMost: Self.mostOfAKind) ?? "")
  }

  private static let mostOfAKind = 10

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0" + digits : digits
  }
}
