import Books
import Disk
import Foundation
import Glibc
import Pipeline
import Testing

@Suite struct StandstillTests {
  /// Short, so that nobody waits for the test.
  private static let patience = Patience(
    silence: .milliseconds(40), between: .milliseconds(40), longest: .milliseconds(200))

  @Test func `beside a process that does nothing a command says what it waits for, and ends`() throws {
    let trial = try TrialWorkspace()
    let file = trial.folder.appending(path: "declarations.csv")
    try Data(
      """
      payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on
      uzovi-3311,WV1,WV1-1,999900018,,1000,Zvw,2026-03-02,2026-03-08,1.00,100.00,2026-04-02

      """.utf8
    ).write(to: file)
    // Another process for all that the lock can tell: it belongs to the open file.
    guard let lock = try FileLock.take(DiskPath(trial.folder.path) / ".lock") else {
      Issue.record("nobody else works in this folder")
      return
    }
    let ingestion = Ingestion(trial.loops.workspace, clock: .fixed(Canonical.day("2026-05-01")))
    var told: [Waiting] = []
    do {
      _ = try ingestion.run(
        [DiskPath(file.path)], administration: "de-linde", patience: Self.patience,
        waiting: { told.append($0) })
      Issue.record("it waited for nobody")
    } catch let standstill as Standstill {
      #expect(standstill.holder == getpid())
      #expect(standstill.idle >= Self.patience.longest)
      #expect(standstill.description.contains("is kept and not lost"))
    }
    #expect((1...5).contains(told.count))
    #expect(told.allSatisfy { $0.holder == getpid() })
    withExtendedLifetime(lock) {}
    #expect(try trial.books.files(of: "de-linde").map(\.state) == [.received])
    try trial.loops.settle()
    #expect(try trial.books.files(of: "de-linde").map(\.state) == [.accepted])
  }
}
