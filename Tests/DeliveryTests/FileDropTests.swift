import Accounting
import Crypto
import Delivery
import Disk
import Findings
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct FileDropTests {
  private let folder = TemporaryFolder()
  private let file = "drop/job-2026-0007.journal"

  private func drop(_ place: String = "drop") throws -> FileDrop {
    FileDrop(
      FolderPlace(DiskPath(folder.path + "/" + place)), JournalDrop(HledgerJournal()), try Story.chart())
  }

  @Test func `a batch becomes one file and a note that it may be read`() throws {
    let drop = try drop()
    let batch = try Story.batch()
    #expect(try drop.lookUp(batch) == .absent)
    let first = try drop.send(batch)
    #expect(!first.wasThere)
    #expect(first.entries == 3)
    #expect(first.debits == [Money(minorUnits: 375_000)])
    #expect(SHA256.digest(try folder.read(file)) == first.digest)
    #expect(
      try folder.read(file + ".done")
        == "file: job-2026-0007.journal\nentries: 3\ndebit: EUR 3750.00\nsha256: \(first.digest)\n")
    #expect(try folder.names("drop") == [".sent", "job-2026-0007.journal", "job-2026-0007.journal.done"])
    guard case .delivered(let found) = try drop.lookUp(batch) else {
      Issue.record("not found")
      return
    }
    #expect(found.digest == first.digest && found.wasThere)
  }

  @Test func `the same batch twice is one file, also in another order`() throws {
    let drop = try drop()
    let first = try drop.send(try Story.batch())
    let before =
      try FileManager.default.attributesOfItem(atPath: folder.path + "/" + file)[.systemFileNumber] as? Int
    let again = Batch(try #require(BatchName("job-2026-0007")), try Story.entries().reversed())
    let second = try drop.send(again)
    #expect(second.wasThere && second.digest == first.digest)
    let after =
      try FileManager.default.attributesOfItem(atPath: folder.path + "/" + file)[.systemFileNumber] as? Int
    #expect(before == after)
  }

  @Test func `other content under the same name is refused and overwrites nothing`() throws {
    let drop = try drop()
    _ = try drop.send(try Story.batch())
    let text = try folder.read(file)
    let other = Batch(try #require(BatchName("job-2026-0007")), Array(try Story.entries().prefix(1)))
    let failure = #expect(throws: DeliveryFailure.self) { try drop.send(other) }
    #expect(failure?.next == .askAnOperator)
    guard case .differs = try drop.lookUp(other) else {
      Issue.record("a difference was not seen")
      return
    }
    #expect(try folder.read(file) == text)
    // Nor a file that somebody else put there.
    try folder.write("theirs", to: "drop/job-8.journal")
    #expect(throws: DeliveryFailure.self) { try drop.send(try Story.batch("job-8")) }
    #expect(try folder.read("drop/job-8.journal") == "theirs")
  }

  @Test func `what its reader took away is not dropped again`() throws {
    let drop = try drop()
    _ = try drop.send(try Story.batch())
    try FileManager.default.removeItem(atPath: folder.path + "/" + file)
    try FileManager.default.removeItem(atPath: folder.path + "/" + file + ".done")
    #expect(try drop.send(try Story.batch()).wasThere)
    #expect(try folder.names("drop") == [".sent"])
    guard case .delivered = try drop.lookUp(try Story.batch()) else {
      Issue.record("a file that was taken counts as delivered")
      return
    }
  }

  @Test func `stopped at any step, the next attempt ends as if nothing had happened`() throws {
    let snapshots = Mutex<[(step: FileDrop.Step, place: String)]>([])
    let path = folder.path
    let drop = FileDrop(
      FolderPlace(DiskPath(path + "/drop")), JournalDrop(HledgerJournal()), try Story.chart()
    ) { step in
      snapshots.withLock { list in
        let place = "stopped-\(list.count)"
        do {
          try FileManager.default.copyItem(atPath: path + "/drop", toPath: path + "/" + place)
          list.append((step, place))
        } catch {
          Issue.record("no snapshot at \(step): \(error)")
        }
      }
    }
    let batch = try Story.batch()
    let sent = try drop.send(batch)
    let text = try folder.read(file)
    let stops = snapshots.withLock { $0 }
    #expect(
      stops.map(\.step) == [.draftKept, .remembered, .renamed, .folderSynced]
        + DurableStep.allCases.map { .done($0) })
    for (step, place) in stops {
      // Its reader is quick: where the file had its name, it is gone before we are back.
      let name = place + "/job-2026-0007.journal"
      let wasDropped = FileManager.default.fileExists(atPath: path + "/" + name)
      let quick = place + "-quick"
      try FileManager.default.copyItem(atPath: path + "/" + place, toPath: path + "/" + quick)
      if wasDropped {
        try FileManager.default.removeItem(atPath: path + "/" + quick + "/job-2026-0007.journal")
      }
      let restarted = try self.drop(place)
      let answer = try restarted.send(batch)
      #expect(answer.digest == sent.digest, "\(step)")
      #expect(try folder.read(name) == text, "\(step)")
      #expect(try folder.names(place) == folder.names("drop"), "\(step)")
      #expect(try folder.read(name + ".done") == folder.read(file + ".done"), "\(step)")
      let afterQuick = try self.drop(quick)
      #expect(try afterQuick.send(batch).wasThere == wasDropped, "\(step)")
      let isThere = FileManager.default.fileExists(atPath: path + "/" + quick + "/job-2026-0007.journal")
      #expect(isThere != wasDropped, "\(step): dropped once in all")
    }
  }

  @Test func `an account that is not in the chart refuses the batch before anything is written`() throws {
    let drop = FileDrop(FolderPlace(folder.disk / "drop"), JournalDrop(HledgerJournal()), LedgerChart([]))
    let failure = #expect(throws: DeliveryFailure.self) { try drop.send(try Story.batch()) }
    #expect(failure?.next == .askAnOperator)
    #expect(try folder.names().isEmpty)
  }

  @Test func `other changes of the chart change no byte`() throws {
    let first = try drop("one")
    let more = LedgerChart(
      try Story.chart().all + [LedgerAccount(try Story.code("0100"), .assets, "Inventory")])
    let second = FileDrop(FolderPlace(folder.disk / "two"), JournalDrop(HledgerJournal()), more)
    #expect(try first.send(try Story.batch()).digest == second.send(try Story.batch()).digest)
  }

  @Test(.enabled(if: SmallDisk.isPossible, "needs root and mount(8) for a small file system"))
  func `a full disk is tried again later, and then delivers once`() throws {
    let disk = try SmallDisk(kilobytes: 64)
    let drop = FileDrop(
      FolderPlace(DiskPath(disk.path) / "drop"), JournalDrop(HledgerJournal()), try Story.chart())
    let filler = disk.path + "/filler"
    #expect(throws: (any Error).self) {
      try Data(repeating: 1, count: 1 << 20).write(to: URL(filePath: filler))
      throw CancellationError()
    }
    let failure = #expect(throws: DeliveryFailure.self) { try drop.send(try Story.batch()) }
    #expect(failure?.next == .retryLater)
    #expect(try drop.lookUp(try Story.batch()) == .absent)
    try FileManager.default.removeItem(atPath: filler)
    #expect(try !drop.send(try Story.batch()).wasThere)
    #expect(try drop.send(try Story.batch()).wasThere)
  }

  @Test(.enabled(if: Program.isInstalled("hledger"), "needs hledger"))
  func `hledger accepts each file alone and all of them together`() throws {
    let drop = try drop()
    _ = try drop.send(try Story.batch("job-1"))
    let later = try (1...3).map { number in
      try Story.entry(
        "VRK-2026-00010\(number)", "2026-05-0\(number)", "later", 5, debit: "4800", credit: "8000",
        currency: .chf)
    }
    let second = try drop.send(Batch(try #require(BatchName("job-2")), later))
    #expect(second.debits == [Money(minorUnits: 15, .chf)])
    try folder.write(
      try folder.read("drop/job-1.journal") + folder.read("drop/job-2.journal"), to: "together.journal")
    for name in ["drop/job-1.journal", "drop/job-2.journal", "together.journal"] {
      let check = try Program.run("hledger", ["check", "-s", "ordereddates", "-f", folder.path + "/" + name])
      #expect(check.status == 0, "\(name): \(check.output)")
    }
    let both = try Program.run(
      "hledger",
      ["check", "-s", "-f", folder.path + "/drop/job-1.journal", "-f", folder.path + "/drop/job-2.journal"])
    #expect(both.status == 0, "\(both.output)")
    let balance = try Program.run(
      "hledger", ["balance", "-f", folder.path + "/together.journal", "-O", "csv", "--flat", "-N"])
    #expect(balance.output.contains("\"assets:1010\",\"EUR 1250.00\""), "\(balance.output)")
  }

  @Test(arguments: ["", ".x", "-x", "a/b", "a b", "é", String(repeating: "x", count: 61)])
  func `a name that is no file's name is no batch's name`(text: String) {
    #expect(BatchName(text) == nil)
  }
}
