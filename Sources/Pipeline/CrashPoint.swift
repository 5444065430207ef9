import Glibc

/// Named places before and after each durable step, at which a test may kill the daemon: `REMITD_CRASH_AT=name:count`
/// kills at the count-th time the place is reached. Compiled in only with the trait `CrashPoints`.
package enum CrashPoint: String, CaseIterable, Sendable {
  case archiveWritten = "archive-written"
  case archiveSynced = "archive-synced"
  case archiveRenamed = "archive-renamed"
  case archiveDirectorySynced = "archive-directory-synced"
  case received
  case sourceSetAside = "source-set-aside"
  case sourceRemoved = "source-removed"
  case mappingArchived = "mapping-archived"
  case mappingRecorded = "mapping-recorded"
  case quarantineMoved = "quarantine-moved"
  case settledInTransaction = "settled-in-transaction"
  case settled
  case enteringBegun = "entering-begun"
  case batchInTransaction = "batch-in-transaction"
  case batchEntered = "batch-entered"
  case acceptedInTransaction = "accepted-in-transaction"
  case accepted
  case touched
  case caseInTransaction = "case-in-transaction"
  case casesPosted = "cases-posted"
  case receiptInTransaction = "receipt-in-transaction"
  case eventDone = "event-done"
  case postedInTransaction = "posted-in-transaction"
  case posted
  case jobInTransaction = "job-in-transaction"
  case jobCommitted = "job-committed"
  case deliveryIntended = "delivery-intended"
  case dropWritten = "drop-written"
  case dropRemembered = "drop-remembered"
  case dropRenamed = "drop-renamed"
  case dropDirectorySynced = "drop-directory-synced"
  case dropDoneWritten = "drop-done-written"
  case dropDoneRenamed = "drop-done-renamed"
  case delivered
  case deliveryAcknowledged = "delivery-acknowledged"
  case decisionInTransaction = "decision-in-transaction"
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
