import Accounting
import Crypto
package import Disk
package import Findings

/// A folder somebody else reads, here or on an SFTP server: one file per batch, named by it, and beside it `<file>.done`
/// once it may be read.
///
/// The file is written aside, synced, renamed, its folder synced; then `.done` in the same way, with the count of
/// entries, the sum of debits and the SHA-256. Its reader may take both away at any time. So that a batch is not
/// dropped twice then, `.sent/<file>` remembers it, written before the file gets its name; and because the rename
/// takes the draft with it, a draft beside that memory means: not dropped yet.
package struct FileDrop: Destination {
  private let place: any DropPlace
  private let format: any DropFormat
  private let chart: LedgerChart
  private let reached: @Sendable (Step) -> Void

  /// The points at which a delivery may be interrupted, in order.
  package enum Step: Sendable, Hashable {
    /// The draft is on disk under a name nobody reads.
    case draftKept
    /// `.sent/<file>` is on disk: from here on the batch is dropped, now or at the next attempt.
    case remembered
    /// The file has its name.
    case renamed
    case folderSynced
    case done(DurableStep)
  }

  /// - Parameter reached: told of each step; a test may stop the program there.
  package init(
    _ place: any DropPlace, _ format: any DropFormat, _ chart: LedgerChart,
    reached: @escaping @Sendable (Step) -> Void = { _ in }
  ) {
    self.place = place
    self.format = format
    self.chart = chart
    self.reached = reached
  }

  package var guarantee: Guarantee { .oneFilePerBatch }

  // MARK: Sending

  package func send(_ batch: Batch) throws(DeliveryFailure) -> Acknowledgement {
    let content = try content(of: batch)
    var mayBeThere = false
    let outcome: Outcome
    do {
      outcome = try drop(content, &mayBeThere)
    } catch {
      throw mayBeThere ? .outcomeUnknown(error.description) : .unreachable(error.description)
    }
    switch outcome {
    case .delivered(let wasThere): return content.acknowledgement(wasThere: wasThere)
    case .differs(let sentence): throw .conflicting(sentence)
    }
  }

  private enum Outcome {
    case delivered(wasThere: Bool)
    case differs(String)
  }

  private func drop(_ content: Content, _ mayBeThere: inout Bool) throws(DropTrouble) -> Outcome {
    try place.prepare()
    let state = try state(of: content)
    switch state {
    case .differs(let sentence): return .differs(sentence)
    case .dropped, .taken:
      return .delivered(wasThere: true)
    case .droppedUnfinished:
      // Dropped by an earlier attempt, by its name or by its memory: finish what that one did not.
      mayBeThere = true
      try remember(content)
      try place.synchronise()
      try finish(content)
      return .delivered(wasThere: true)
    case .absent:
      try place.keepDraft(content.bytes, of: content.file)
      reached(.draftKept)
      try remember(content)
      reached(.remembered)
    case .rememberedOnly:
      // Over the network a draft may have lost its end since.
      if try place.read(.draft(content.file)).map({ SHA256.digest($0) }) != content.digest {
        try place.keepDraft(content.bytes, of: content.file)
      }
    }
    mayBeThere = true
    guard try place.publishDraft(of: content.file) else {
      return .differs("\(content.file) appeared in the drop folder while it was being written")
    }
    reached(.renamed)
    try place.synchronise()
    reached(.folderSynced)
    try finish(content)
    return .delivered(wasThere: false)
  }

  private func remember(_ content: Content) throws(DropTrouble) {
    try place.write(Array((content.digest.hex + "\n").utf8), to: .memory(content.file)) { _ in }
  }

  private func finish(_ content: Content) throws(DropTrouble) {
    try place.write(Array(content.done.utf8), to: .done(content.file)) { step in reached(.done(step)) }
  }

  // MARK: Looking up

  package func lookUp(_ batch: Batch) throws(DeliveryFailure) -> LookUp {
    let content = try content(of: batch)
    let state: State
    do { state = try self.state(of: content) } catch { throw .unreachable(error.description) }
    switch state {
    case .dropped, .taken: return .delivered(content.acknowledgement(wasThere: true))
    case .differs(let sentence): return .differs(sentence)
    case .absent, .rememberedOnly, .droppedUnfinished: return .absent
    }
  }

  private enum State {
    case absent
    /// Its draft waits for its name.
    case rememberedOnly
    /// The file is there, equal to ours; its memory or its `.done` is not.
    case droppedUnfinished
    case dropped
    /// It was there, and its reader took it.
    case taken
    case differs(String)
  }

  private func state(of content: Content) throws(DropTrouble) -> State {
    let memory = try place.read(.memory(content.file))
    if let memory, memory != Array((content.digest.hex + "\n").utf8) {
      return .differs(
        "\(content.file) was dropped before with other content; its SHA-256 then is in .sent/\(content.file)")
    }
    if let lying = try place.read(.file(content.file)) {
      guard SHA256.digest(lying) == content.digest else {
        return .differs("\(content.file) is in the drop folder with other content; nothing is overwritten")
      }
      let isDone = try place.holds(.done(content.file))
      return memory != nil && isDone ? .dropped : .droppedUnfinished
    }
    guard memory != nil else { return .absent }
    // A draft is on disk, whole, before it is remembered, and only the rename takes it away.
    return try place.holds(.draft(content.file)) ? .rememberedOnly : .taken
  }

  // MARK: Content and names

  private struct Content {
    let file: FileName
    let bytes: [UInt8]
    let digest: Digest
    let done: String
    let batch: Batch
    let debits: [Money]

    func acknowledgement(wasThere: Bool) -> Acknowledgement {
      Acknowledgement(
        batch: batch.name, entries: batch.entries.count, debits: debits, digest: digest, wasThere: wasThere)
    }
  }

  private func content(of batch: Batch) throws(DeliveryFailure) -> Content {
    guard let file = FileName("\(format.filePrefix)\(batch.name).\(format.fileExtension)") else {
      preconditionFailure("the name of a batch is part of a file's name")
    }
    let debits: [Money]
    do { debits = try batch.debits() } catch {
      throw .refused("\(batch.name): the debits sum to more than can be")
    }
    let bytes: [UInt8]
    do { bytes = try written(batch) } catch { throw .refused(error.description) }
    let digest = SHA256.digest(bytes)
    let sums = debits.map { "debit: \($0)\n" }.joined()
    let done = "file: \(file)\nentries: \(batch.entries.count)\n\(sums)sha256: \(digest)\n"
    return Content(file: file, bytes: bytes, digest: digest, done: done, batch: batch, debits: debits)
  }

  /// Only what this batch uses stands in its header, so that other changes of the chart change no byte.
  private func written(_ batch: Batch) throws(JournalFailure) -> [UInt8] {
    var accounts: [AccountCode: LedgerAccount] = [:]
    for outgoing in batch.entries {
      for posting in outgoing.entry.postings {
        accounts[posting.account] = try chart.account(posting.account, of: outgoing)
      }
    }
    return try format.bytes(of: batch, accounts.values.sorted { $0.code < $1.code }, chart)
  }
}

extension FileDrop: CheckedDestination {
  package func check(_ wanted: Wanted) throws(DeliveryFailure) -> [Finding] {
    do {
      try place.prepare()
      try place.probe()
    } catch {
      return [
        wanted.finding(
          "folder-not-writable", "nothing can be written into \(place.name): \(error)",
          remedy: place.remedy)
      ]
    }
    return wanted.accounts.compactMap { account in
      format.objection(to: account).map {
        wanted.finding("account-unwritable", $0, remedy: "give it another number in chart.csv")
      }
    }
  }
}
