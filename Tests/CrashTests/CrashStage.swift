import Accounting
import Books
import Foundation

/// What every run is played on: a fresh installation, one that holds a month, and how each tale ends undisturbed.
actor CrashStage {
  private let fresh: Installation
  private let month: Installation
  private let reversed: [String]
  private var undisturbed: [CrashPlan.Kind: Task<Outcome, any Error>] = [:]

  init() async throws {
    fresh = try await Installation.fresh()
    month = try Installation(copying: fresh)
    var telling = Telling(month, crashingAt: [])
    try await telling.tell(.month)
    reversed = try Self.someEntries(of: month)
  }

  /// A declared entry, and a later one.
  private static func someEntries(of installation: Installation) throws -> [String] {
    var references: [String] = []
    try installation.books().entries(of: Installation.administration, includingExpected: false) {
      references.append($0.reference.text)
    }
    return [references[1], references[references.count / 2]]
  }

  private func tale(_ kind: CrashPlan.Kind) -> Tale {
    switch kind {
    case .month: .month
    case .volume: .volume
    case .ingestedMonth: .ingestedMonth
    case .ingestedVolume: .ingestedVolume
    case .reversal: .reversal(of: reversed)
    }
  }

  private func installation(for kind: CrashPlan.Kind) throws -> Installation {
    try Installation(copying: kind == .reversal ? month : fresh)
  }

  private func expected(_ kind: CrashPlan.Kind) async throws -> Outcome {
    if let known = undisturbed[kind] { return try await known.value }
    let task = Task {
      let installation = try installation(for: kind)
      var telling = Telling(installation, crashingAt: [])
      try await telling.tell(tale(kind))
      var outcome = try await Outcome(of: installation)
      outcome.faults += telling.faults
      return outcome
    }
    undisturbed[kind] = task
    return try await task.value
  }

  /// Plays one run. A point that is not reached as often as asked is tried for less often, and at last in the tale
  /// that reaches it for certain.
  func perform(_ run: CrashPlan.Run) async throws -> CrashResult {
    var run = run
    while true {
      let result = try await play(run)
      guard result.kills == 0, result.faults.isEmpty else { return result }
      let home = CrashPlan.home(of: run.crashes[0].point)
      if run.crashes[0].count > 1 {
        run.crashes[0].count /= 2
      } else if run.tale != home {
        run.tale = home
      } else {
        return result
      }
    }
  }

  private func play(_ run: CrashPlan.Run) async throws -> CrashResult {
    let expected = try await expected(run.tale)
    let installation = try installation(for: run.tale)
    var telling = Telling(installation, crashingAt: run.crashes.map(\.description))
    var faults = expected.faults.map { "undisturbed: \($0)" }
    do {
      try await telling.tell(tale(run.tale))
    } catch let stuck as Installation.Stuck {
      faults.append(stuck.what)
      return CrashResult(run: run, kills: telling.kills, faults: faults, lost: 0, doubled: 0)
    }
    let outcome = try await Outcome(of: installation)
    faults += telling.faults + outcome.faults
    faults += outcome.lost.map { "\($0) was not delivered" }
    faults += outcome.doubled.map { "\($0) was delivered twice" }
    // A person who gives files again after a crash has given them twice.
    let isGivenAgain = [.ingestedMonth, .ingestedVolume].contains(run.tale) && telling.kills > 0
    faults += outcome.difference(to: expected, givenAgain: isGivenAgain)
    return CrashResult(
      run: run, kills: telling.kills, faults: faults, lost: outcome.lost.count,
      doubled: outcome.doubled.count)
  }
}
