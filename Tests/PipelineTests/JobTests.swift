import Accounting
import Books
import Disk
import Foundation
import Mapping
import Pipeline
import SQLite
import Testing

/// What a run posts is one job of its day, and one delivery under the job's name.
struct JobTests {
  private static func declared(_ number: Int) -> Told {
    .declared(Invoice("WV2600030\(number)", [Visit("L\(number)", 100_00, client: number % 3)]))
  }

  /// The job of each entry, in the order in which they were recorded.
  private func jobs(in trial: TrialWorkspace) throws -> [String] {
    try trial.ask("SELECT coalesce(j.name, '') FROM entry e LEFT JOIN job j ON j.id = e.job ORDER BY e.id") {
      try $0.text(0)
    }
  }

  @Test func `the next run of a day has the next number, and the first run of another day the first`() throws
  {
    let trial = try TrialWorkspace(today: "2026-05-01")
    try trial.takeAll((1...2).map { (Self.declared($0).name, Self.declared($0).bytes) })
    try trial.take(Self.declared(3))
    // Nothing is left to post: no job.
    try trial.loops.settle()
    let tomorrow = try TrialWorkspace.open(trial.folder, today: "2026-05-02")
    let path = trial.folder.appending(path: "tomorrow.csv")
    try Data(Self.declared(4).bytes).write(to: path)
    _ = try tomorrow.receiver.receive([DiskPath(path.path)], administration: "de-linde")
    try tomorrow.settle()

    #expect(
      try jobs(in: trial) == ["J20260501-001", "J20260501-001", "J20260501-002", "J20260502-001"])
    let deliveries = try trial.ask("SELECT name, entries, state FROM delivery ORDER BY id") {
      try "\($0.text(0)) \($0.int64(1)) \($0.text(2))"
    }
    #expect(
      deliveries == [
        "de-linde-J20260501-001 2 acknowledged", "de-linde-J20260501-002 1 acknowledged",
        "de-linde-J20260502-001 1 acknowledged",
      ])
    let dropped = try FileManager.default.contentsOfDirectory(
      atPath: trial.folder.appending(path: "drop/de-linde").path)
    #expect(
      dropped.filter { $0.hasSuffix(".journal") }.sorted() == [
        "de-linde-J20260501-001.journal", "de-linde-J20260501-002.journal", "de-linde-J20260502-001.journal",
      ])
    // The day of the run names the job, and dates no entry.
    #expect(
      try trial.entries().allSatisfy { $0.date == Canonical.day("2026-04-02").dayNumber })
  }

  @Test func `what only the other systems post is no job`() throws {
    let trial = try TrialWorkspace(TemplateMapping(recognition: .none, bank: .bookkeeping).files)
    try trial.take(Self.declared(1))
    try trial.take(.bank("20260415", Movement("B1", on: "2026-04-15", 100_00, "FACTUUR WV26000399")))
    #expect(try jobs(in: trial) == ["", ""])
    #expect(try trial.number("SELECT count(*) FROM job") == 0)
    #expect(try trial.number("SELECT count(*) FROM delivery") == 0)
  }
}
