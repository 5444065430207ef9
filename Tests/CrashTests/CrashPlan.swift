import Foundation
import Pipeline
import Storybook

/// Which runs are killed where.
struct CrashPlan {
  struct Run: Sendable {
    var tale: Kind
    /// One per start of the program.
    var crashes: [Crash]

    var name: String { "\(tale) \(crashes.map(\.description).joined(separator: ", then "))" }
  }

  struct Crash: Sendable, CustomStringConvertible {
    var point: CrashPoint
    /// The how-manieth time the point is reached.
    var count: Int

    var description: String { "\(point.rawValue):\(count)" }
  }

  enum Kind: Sendable, Hashable, CaseIterable { case month, volume, ingestedMonth, ingestedVolume, reversal }

  var runs: [Run]

  /// Every point once, in the tale that reaches it for certain; a few by hand, and a few in a recovery.
  static var short: CrashPlan {
    var numbers = SplitMix64(seed: 2)
    var runs = CrashPoint.allCases.map { point in
      Run(tale: home(of: point), crashes: [Crash(point: point, count: count(of: point, &numbers))])
    }
    let byHand: [CrashPoint] = [.archiveRenamed, .received, .settledInTransaction, .posted, .dropRemembered]
    runs += byHand.map { Run(tale: .ingestedMonth, crashes: [Crash(point: $0, count: 1)]) }
    let pairs: [(CrashPoint, CrashPoint)] = [
      (.received, .sourceRemoved), (.settled, .postedInTransaction), (.dropRemembered, .dropRenamed),
      (.dropRenamed, .dropDoneRenamed), (.delivered, .delivered),
    ]
    runs += pairs.map { first, second in
      Run(tale: .month, crashes: [Crash(point: first, count: 1), Crash(point: second, count: 1)])
    }
    runs.append(
      Run(
        tale: .volume,
        crashes: [Crash(point: .batchEntered, count: 1), Crash(point: .batchInTransaction, count: 2)]))
    return CrashPlan(runs: runs)
  }

  /// Every point at its first and second time and at seeded ones, in every tale that may reach it, and seeded pairs.
  static func long(seeds: Int) -> CrashPlan {
    var runs: [Run] = []
    for (index, point) in CrashPoint.allCases.enumerated() {
      var numbers = SplitMix64(seed: UInt64(index))
      for seed in 0..<seeds {
        let tale = seed < 2 ? home(of: point) : Kind.allCases[seed % Kind.allCases.count]
        let count = seed < 2 ? seed + 1 : 1 + numbers.number(below: 1 << (1 + seed % 5))
        var crashes = [Crash(point: point, count: count)]
        if seed % 4 == 3 {
          let second = CrashPoint.allCases[numbers.number(below: CrashPoint.allCases.count)]
          crashes.append(Crash(point: second, count: 1 + numbers.number(below: 3)))
        }
        runs.append(Run(tale: tale, crashes: crashes))
      }
    }
    return CrashPlan(runs: runs)
  }

  /// The tale in which this point is reached for certain.
  static func home(of point: CrashPoint) -> Kind {
    switch point {
    case .decisionInTransaction, .decisionRecorded: .reversal
    case .enteringBegun, .batchInTransaction, .batchEntered, .accepted: .volume
    default: .month
    }
  }

  /// The first or second time, or a later one where there are many.
  private static func count(of point: CrashPoint, _ numbers: inout SplitMix64) -> Int {
    switch point {
    case .caseInTransaction, .receiptInTransaction, .acceptedInTransaction, .sourceRemoved, .archiveWritten,
      .archiveSynced, .archiveRenamed, .archiveDirectorySynced, .eventDone, .casesPosted, .touched:
      1 + numbers.number(below: 8)
    case .batchEntered, .batchInTransaction, .quarantineMoved, .settled, .jobCommitted, .posted:
      1 + numbers.number(below: 2)
    default: 1
    }
  }
}
