import Glibc

/// Named places before and after each durable step, at which a test may kill the daemon: `REMITD_CRASH_AT=name:count`
/// kills at the count-th time the place is reached. Compiled in only with the trait `CrashPoints`.
package enum CrashPoint: String, CaseIterable, Sendable {
  case archiveWritten = "archive-written", archiveSynced = "archive-synced", archiveRenamed =
    "archive-renamed"
  case archiveDirectorySynced = "archive-directory-synced"
  case received, sourceRemoved = "source-removed", quarantineMoved = "quarantine-moved", settled
  case mappingArchived = "mapping-archived", mappingRecorded = "mapping-recorded"
  case enteringBegun = "entering-begun", batchInTransaction = "batch-in-transaction", batchEntered =
    "batch-entered"
  case acceptedInTransaction = "accepted-in-transaction", accepted
  case touched, caseInTransaction = "case-in-transaction", casesPosted = "cases-posted"
  case receiptInTransaction = "receipt-in-transaction", receiptsJudged = "receipts-judged", eventDone =
    "event-done"
  case jobInTransaction = "job-in-transaction", jobCommitted = "job-committed"
  case deliveryIntended = "delivery-intended", dropWritten = "drop-written", dropRemembered =
    "drop-remembered"
  case dropRenamed = "drop-renamed", dropDirectorySynced = "drop-directory-synced"
  case dropDoneWritten = "drop-done-written", dropDoneRenamed = "drop-done-renamed", delivered
  case deliveryAcknowledged = "delivery-acknowledged", decisionInTransaction = "decision-in-transaction"
  case decisionRecorded = "decision-recorded"

  /// Does nothing in the shipped program.
  package func reached() {
    #if CrashPoints
      CrashSwitch.count(self)
    #endif
  }
}

#if CrashPoints
  import Synchronization

  private enum CrashSwitch {
    private static let armed: (name: String, count: Int)? = {
      guard let text = getenv("REMITD_CRASH_AT") else { return nil }
      let parts = String(cString: text).split(separator: ":")
      guard parts.count == 2, let count = Int(parts[1]) else { return nil }
      return (String(parts[0]), count)
    }()
    private static let seen = Mutex(0)

    static func count(_ point: CrashPoint) {
      guard let armed, armed.name == point.rawValue else { return }
      let times = seen.withLock { seen in
        seen += 1
        return seen
      }
      if times == armed.count { kill(getpid(), SIGKILL) }
    }
  }
#endif
