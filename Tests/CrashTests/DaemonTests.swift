import Accounting
import Books
import Foundation
import Glibc
import Storybook
import TestSupport
import Testing

/// The daemon as its users meet it: a process, folders, signals. One after the other, as several measure time.
@Suite(.enabled(if: Program.isBuilt, "needs the program `remitd` beside the tests"), .serialized)
struct DaemonTests {
  @Test func `a return of a thousand lines is delivered within a second of its arrival`() async throws {
    let installation = try await Installation.fresh()
    let daemon = try await installation.startDaemon()
    let rounds = (0..<8).map(Thousand.init)
    try installation.drop(rounds.map(\.declaration))
    #expect(try await installation.settle(daemon) == nil)
    var times: [Duration] = []
    var pace = MachinePace.measured()
    // The best of up to eight: the machine may have other work.
    for round in rounds where times.count < 3 || times.allSatisfy({ $0 >= pace.stretched(.seconds(1)) }) {
      let before = try installation.deliveries()
      let start = ContinuousClock.now
      try installation.drop([round.answer])
      while try installation.deliveries().count == before.count {
        try #require(ContinuousClock.now - start < .seconds(60))
        try await Task.sleep(for: .milliseconds(2))
      }
      times.append(ContinuousClock.now - start)
      pace = max(pace, .measured())
      #expect(try await installation.settle(daemon) == nil)
    }
    #expect(try await installation.stop(daemon) == .exited(0))
    let shown = times.map(\.description).joined(separator: ", ")
    print("a return of 1,000 lines is delivered after", shown, "on", pace)
    #expect(try #require(times.min()) < pace.stretched(.seconds(1)))
  }

  @Test func `a bookkeeping system that does not answer holds nothing up, and the daemon stops at once`()
    async throws
  {
    let server = try ScriptedServer { _ in .stall }
    let installation = try await Installation.fresh()
    try installation.edit("remitd.yaml") { text in
      String(text.prefix(upTo: text.range(of: "destinations:")?.lowerBound ?? text.endIndex)) + """
        destinations:
          - { id: ledger-files, kind: tryton, url: "\(server.address)", database: gl, company: Linde, user: gateway,
              secret: env:REMITD_TEST_SECRET }

        """
    }
    let daemon = try await installation.startDaemon(environment: ["REMITD_TEST_SECRET": "secret"])
    let files = Story.homeCareMonth.files
    try installation.drop([files[0]])
    while server.received.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    // The courier hangs; what comes now is posted all the same.
    try installation.drop([files[2]])
    let start = ContinuousClock.now
    while try installation.books().entryCount() < 2 {
      try #require(ContinuousClock.now - start < .seconds(30))
      try await Task.sleep(for: .milliseconds(5))
    }
    let stopping = ContinuousClock.now
    #expect(try await installation.stop(daemon) == .exited(0))
    #expect(ContinuousClock.now - stopping < .seconds(10))
    #expect(!installation.said().contains("secret"))
  }

  @Test func `a file that is still being written is not read`() async throws {
    let quiet = Duration.seconds(1)
    let installation = try await Installation.fresh()
    try installation.edit("remitd.yaml") { $0.replacing("inbox-quiet: 100ms", with: "inbox-quiet: 1s") }
    let daemon = try await installation.startDaemon()
    let file = Story.homeCareMonth.files[0]
    let path = installation.folder.appending(path: "inbox/\(Installation.administration)/\(file.name)")
    let descriptor = open(path.path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    try #require(descriptor >= 0)
    var last = ContinuousClock.now
    var longest = Duration.zero
    for piece in 0..<8 {
      // Not a suspension: whoever else is tested here must not make the pauses longer.
      if piece > 0 { usleep(200_000) }
      let part = file.bytes[piece * file.bytes.count / 8..<(piece + 1) * file.bytes.count / 8]
      let written = part.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      #expect(written == part.count)
      longest = max(longest, ContinuousClock.now - last)
      last = .now
    }
    close(descriptor)
    let isFirstRead = try installation.books().files(of: Installation.administration).isEmpty
    #expect(try await installation.settle(daemon) == nil)
    let waited = ContinuousClock.now - last
    #expect(try await installation.stop(daemon) == .exited(0))
    let files = try installation.books().files(of: Installation.administration)
    // A machine that let a whole quiet time pass between two of our writes has shown nothing.
    if longest < quiet {
      #expect(isFirstRead)
      #expect(waited >= quiet)
      #expect(files.map(\.state) == [.accepted])
    } else {
      print("not shown: the machine stood still for \(longest) between two writes")
    }
  }

  @Test func `the daemon is told to stop and is gone within a second, in the middle of a large file`()
    async throws
  {
    let installation = try await Installation.fresh()
    let paceBefore = MachinePace.measured()
    let daemon = try await installation.startDaemon()
    try installation.drop([Thousand(7, lines: 30_000).declaration])
    let books = try installation.books()
    while try books.files(of: Installation.administration).first.map({ $0.entered < 10_000 }) ?? true {
      try await Task.sleep(for: .milliseconds(5))
    }
    let start = ContinuousClock.now
    #expect(try await installation.stop(daemon) == .exited(0))
    let taken = ContinuousClock.now - start
    let pace = max(paceBefore, .measured())
    print("SIGTERM in the middle of a large file took", taken, "on", pace)
    #expect(try books.files(of: Installation.administration).map(\.state) == [.entering])
    #expect(taken < pace.stretched(.seconds(1)))

    let next = try await installation.startDaemon()
    #expect(try await installation.settle(next) == nil)
    let restart = ContinuousClock.now
    #expect(try await installation.stop(next) == .exited(0))
    #expect(ContinuousClock.now - restart < max(pace, .measured()).stretched(.seconds(1)))
    #expect(try books.files(of: Installation.administration).map(\.state) == [.accepted])
    #expect(try await installation.run(["verify"]) == .exited(0))
  }

  @Test func `a program that crashes prints nothing of its memory`() async throws {
    let installation = try await Installation.fresh()
    let daemon = try await installation.startDaemon(environment: ["SWIFT_BACKTRACE": "enable=yes,color=no"])
    daemon.signal(SIGILL)
    #expect(try await daemon.end() == .killed(signal: SIGILL))
    let said = installation.said()
    #expect(said.contains("ready, watching"))
    #expect(!said.contains("acktrac") && !said.contains("Registers"), "\(said)")
  }

  @Test func `a second daemon is refused`() async throws {
    let installation = try await Installation.fresh()
    let daemon = try await installation.startDaemon()
    #expect(try await installation.run(["run"]) == .exited(3))
    #expect(installation.said("command").contains("another process runs this workspace"))
    #expect(try await installation.stop(daemon) == .exited(0))
    let next = try await installation.startDaemon()
    #expect(try await installation.stop(next) == .exited(0))
  }

  @Test func `ingest beside a daemon waits for it, and says what came of the files`() async throws {
    let installation = try await Installation.fresh()
    let daemon = try await installation.startDaemon()
    let month = Story.homeCareMonth.files
    let good = try await installation.answer(["ingest", "--json"] + installation.stage(month))
    #expect(good.end == .exited(0))
    let told = try Told(good.text)
    #expect(told.states == Array(repeating: "accepted", count: month.count - 1) + ["duplicate"])
    #expect(told.entries > 20 && told.delivered == told.entries)
    let bad = try await installation.answer(
      ["ingest", "--json"] + installation.stage([StoryFile("kapot.asc", Array("nothing known".utf8))]))
    #expect(bad.end == .exited(1))
    #expect(try Told(bad.text).states == ["quarantined"])
    let gone = try await installation.answer(["ingest", "--json", "/there/is/no/such.file"])
    #expect(gone.end == .exited(2))
    #expect(try await installation.stop(daemon) == .exited(0))
    let outcome = try await Outcome(of: installation)
    #expect(outcome.faults == [] && outcome.lost == [] && outcome.doubled == [])
  }

  @Test func `ingest without files beside a daemon waits until the mended mapping counts`() async throws {
    let installation = try await Installation.fresh()
    let daemon = try await installation.startDaemon()
    while try installation.books().mappings(of: Installation.administration).isEmpty {
      try await Task.sleep(for: .milliseconds(5))
    }
    try installation.edit("mappings/de-linde/chart.csv") { $0 + "8019,Omzet proef,income\n" }
    #expect(try await installation.answer(["ingest"]).end == .exited(0))
    #expect(try installation.books().mappings(of: Installation.administration).count == 2)
    #expect(try await installation.stop(daemon) == .exited(0))
  }

  @Test func `the daemon says a line for each file, finding, batch and mapping, and names nobody`()
    async throws
  {
    let installation = try await Installation.fresh()
    let daemon = try await installation.startDaemon()
    let month = Story.homeCareMonth.files
    try installation.drop(month + [StoryFile("kapot.asc", Array("nothing known".utf8))])
    #expect(try await installation.settle(daemon) == nil)
    try installation.edit("mappings/de-linde/mapping.yaml") { $0 + "\nnonsense: true\n" }
    _ = try await installation.answer(["reverse", "VRK-2026-000001", "--reason", "wrong month"])
    #expect(try await installation.stop(daemon) == .exited(0))
    let lines = installation.said().split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("remitd: ") })
    for file in month { #expect(lines.count { $0.contains(" \(file.name), ") } == 1, "\(file.name)") }
    for said in [
      "mapping of de-linde: version", "counts from here on",
      "de-linde: accepted \(month[0].name), declarations, ", "entries followed", "de-linde: duplicate ",
      "de-linde: quarantined kapot.asc, no entry followed", "kapot.asc:1:1: error: ", "[unknown-format]; ",
      "delivered ", " to ledger-files: ", "mapping of de-linde is refused; version ",
      "followed from a decision",
    ] {
      #expect(lines.contains { $0.contains(said) }, "\(said)\n\(installation.said())")
    }
    #expect(!installation.said().contains("9999000") && !installation.said().contains("Vastgoed"))
  }

  @Test func `a person may reverse an entry beside a daemon`() async throws {
    let installation = try await Installation.fresh()
    let daemon = try await installation.startDaemon()
    try installation.drop(Story.homeCareMonth.files)
    #expect(try await installation.settle(daemon) == nil)
    var references: [String] = []
    try installation.books().entries(of: Installation.administration, includingExpected: false) {
      references.append($0.reference.text)
    }
    let answer = try await installation.answer(["reverse", references[0], "--reason", "wrong month"])
    #expect(answer.end == .exited(0))
    #expect(answer.text.contains("\(references[0]) is reversed by \(references[0])-R1"))
    let again = try await installation.answer(["reverse", references[0], "--reason", "wrong month"])
    #expect(again.end == .exited(1))
    #expect(try await installation.settle(daemon) == nil)
    #expect(try await installation.stop(daemon) == .exited(0))
    let outcome = try await Outcome(of: installation)
    #expect(outcome.faults == [] && outcome.lost == [] && outcome.doubled == [])
  }

  @Test func `whoever asks is answered while the daemon works`() async throws {
    let installation = try await Installation.fresh()
    let daemon = try await installation.startDaemon()
    try installation.drop([Thousand(3, lines: 12_000).declaration] + Story.homeCareMonth.files)
    let commands = [
      "status", "files", "declarations", "receipts", "open-items", "suspense", "entries", "balance",
    ]
    for command in commands {
      let answer = try await installation.answer([command, "--json"])
      #expect(answer.end == .exited(0), "\(command)")
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) }
    }
    #expect(try await installation.settle(daemon) == nil)
    #expect(try await installation.stop(daemon) == .exited(0))
  }

  @Test func `with a mapping that is wrong from the start, files wait, and nobody else waits with them`()
    async throws
  {
    let installation = try await Installation.fresh()
    try installation.addAdministration("de-eik")
    let right = try String(
      contentsOf: installation.folder.appending(path: "mappings/de-linde/mapping.yaml"), encoding: .utf8)
    try installation.edit("mappings/de-linde/mapping.yaml") { $0 + "\nnonsense: true\n" }

    let daemon = try await installation.startDaemon()
    let files = Story.homeCareMonth.files
    try installation.drop(Array(files.prefix(3)))
    try installation.drop(Array(files.prefix(2)), administration: "de-eik")
    let books = try installation.books()
    let start = ContinuousClock.now
    while try books.files(of: "de-eik").map(\.state) != [.accepted, .accepted]
      || books.files(of: "de-linde").count < 3
    {
      try #require(ContinuousClock.now - start < .seconds(30), "the other administration waits too")
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(try books.files(of: "de-linde").map(\.state) == [.received, .received, .received])
    let status = try await installation.answer(["status", "--administration", "de-linde"])
    #expect(status.text.contains("nonsense"))
    // Nobody waits for what cannot happen.
    let given = try await installation.answer(
      ["ingest", "--administration", "de-linde"] + installation.stage([files[3]]))
    #expect(given.end == .exited(1))
    #expect(ContinuousClock.now - start < .seconds(60))
    #expect(try await installation.stop(daemon) == .exited(0))

    try installation.edit("mappings/de-linde/mapping.yaml") { _ in right }
    let next = try await installation.startDaemon()
    #expect(try await installation.settle(next) == nil)
    #expect(try await installation.stop(next) == .exited(0))
    #expect(try books.files(of: "de-linde").prefix(3).allSatisfy { $0.state == .accepted })
    #expect(try await installation.run(["verify"]) == .exited(0))
  }

  @Test func `an idle daemon sleeps`() async throws {
    let installation = try await Installation.fresh()
    let daemon = try await installation.startDaemon()
    try installation.drop([Story.homeCareMonth.files[0]])
    #expect(try await installation.settle(daemon) == nil)
    // The last step ends a moment after its commit: it is over once half a second passes without waking.
    var before = try #require(try wakings(of: daemon), "needs /proc/<pid>/task/*/status")
    for _ in 0..<20 {
      try await Task.sleep(for: .milliseconds(500))
      let now = try #require(try wakings(of: daemon))
      if now == before { break }
      before = now
    }
    try await Task.sleep(for: .seconds(2))
    let after = try #require(try wakings(of: daemon))
    #expect(after == before)
    #expect(try await installation.stop(daemon) == .exited(0))
  }

  /// How often any thread of a process went to sleep of its own will.
  private func wakings(of run: ProgramRun) throws -> Int? {
    let tasks = "/proc/\(run.pid)/task"
    guard FileManager.default.fileExists(atPath: tasks) else { return nil }
    var sum = 0
    for task in try FileManager.default.contentsOfDirectory(atPath: tasks) {
      let status = try String(contentsOfFile: "\(tasks)/\(task)/status", encoding: .utf8)
      guard
        let line = status.split(separator: "\n").first(where: { $0.hasPrefix("voluntary_ctxt_switches:") }),
        let count = Int(line.split(whereSeparator: \.isWhitespace).last ?? "")
      else { return nil }
      sum += count
    }
    return sum
  }
}

/// A declaration of many lines, and a return that lists a thousand of them.
private struct Thousand {
  var declaration: StoryFile
  var answer: StoryFile

  init(_ number: Int) { self.init(number, lines: 1_000) }

  init(_ number: Int, lines count: Int) {
    var volume = Volume()
    volume.seed = UInt64(number + 1)
    let perDeclaration = Volume.linesPerDeclaration
    // Each round has lines of its own, else they would look like lines declared again.
    let first = number * 60
    volume.lines = first * perDeclaration + count
    let lines = (first..<volume.declarations).flatMap { volume.declaration($0).lines }
    let any = volume.declaration(0)
    let declaration = StoryDeclaration(
      .homeNursing, to: Volume.payer, "WV2691000\(number)", on: any.date, period: any.periodStart...any.date,
      lines: lines)
    var answers: [String: StoryAnswer] = [:]
    for line in lines.prefix(1_000) {
      answers[line.reference] = StoryAnswer(Money(minorUnits: line.claimed.minorUnits / 2), "0611")
    }
    let answer = StoryReturn(
      to: declaration, "559100000\(number)", on: any.date.adding(days: 12), headerCodes: ["0200"],
      answers: answers)
    self.declaration = StoryFile("AW319-\(number).asc", AW319Writer.bytes(declaration))
    self.answer = StoryFile("AW320-\(number).asc", AW320Writer.bytes(answer))
  }
}

/// What `ingest --json` said.
private struct Told: Decodable {
  struct File: Decodable { var state: String }
  var files: [File]
  var entries: Int
  var delivered: Int

  init(_ text: String) throws {
    self = try JSONDecoder().decode(Told.self, from: Data(text.utf8))
  }

  var states: [String] { files.map(\.state) }
}
