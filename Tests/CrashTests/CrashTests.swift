import Foundation
import Pipeline
import Testing

/// DESIGN sentence 7: a crash loses no step, and restart is the recovery. Shown with the real program, killed by
/// SIGKILL at each of its durable steps.
@Suite(
  .enabled(if: Program.isBuilt, "needs the program `remitd` beside the tests"),
  .enabled(if: Program.hasCrashPoints, "needs remitd built with `--traits CrashPoints`"))
struct CrashTests {
  /// Workspaces at a time: they wait for the disk more than for a processor.
  private static let width = 4

  @Test func `killed at any durable step and started again, it ends as if nothing had happened`() async throws
  {
    let seeds = ProcessInfo.processInfo.environment["REMITD_CRASH_SEEDS"].flatMap { Int($0) }
    let plan = seeds.map(CrashPlan.long) ?? .short
    let stage = try await CrashStage()
    var tally = CrashTally()
    try await withThrowingTaskGroup(of: CrashResult.self) { group in
      var runs = plan.runs[...]
      for run in runs.prefix(Self.width) { group.addTask { try await stage.perform(run) } }
      runs = runs.dropFirst(Self.width)
      while let result = try await group.next() {
        tally.add(result)
        for fault in result.faults { Issue.record("\(result.run.name): \(fault)") }
        if let run = runs.popFirst() { group.addTask { try await stage.perform(run) } }
      }
    }
    for point in CrashPoint.allCases where !tally.points.contains(point) {
      Issue.record("the program was never killed at \(point.rawValue)")
    }
    print(tally.json)
    if let path = ProcessInfo.processInfo.environment["REMITD_CRASH_REPORT"] {
      try (tally.json + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
  }
}

/// What came of one run.
struct CrashResult: Sendable {
  var run: CrashPlan.Run
  /// Crashes that came about; later ones may never be reached.
  var kills: Int
  var faults: [String]
  var lost: Int
  var doubled: Int
}

struct CrashTally {
  private(set) var points: Set<CrashPoint> = []
  private var runs = 0
  private var kills = 0
  private var lost = 0
  private var doubled = 0
  private var different = 0

  mutating func add(_ result: CrashResult) {
    guard result.kills > 0 || !result.faults.isEmpty else { return }
    runs += 1
    kills += result.kills
    lost += result.lost
    doubled += result.doubled
    if !result.faults.isEmpty { different += 1 }
    for crash in result.run.crashes.prefix(result.kills) { points.insert(crash.point) }
  }

  var json: String {
    #"{"points":\#(points.count),"runs":\#(runs),"kills":\#(kills),"lost":\#(lost),"doubled":\#(doubled),"different":\#(different)}"#
  }
}
