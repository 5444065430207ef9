package import JSON
import Mapping
import Care
package import Accounting
package import Books
package import Findings
import Matching

/// How things stand: what came in, what waits, what is held, how far each source is complete (docs/json.md).
package struct StatusReport: Report {
  package struct FileCount: Sendable, Hashable {
    package var state: String
    package var count: Int64
    package var last: CalendarDate
  }

  package struct EntryCount: Sendable, Hashable {
    package var state: String
    package var count: Int64
  }

  /// A folder on another machine that files are fetched from.
  package struct Source: Sendable, Hashable {
    package var id: String
    /// `sftp`, `webdav`.
    package var kind: String
    /// The day of the last look; nothing before the first.
    package var lookedOn: CalendarDate?
    /// Why something stays there.
    package var trouble: String?

    package init(id: String, kind: String, lookedOn: CalendarDate?, trouble: String?) {
      self.id = id
      self.kind = kind
      self.lookedOn = lookedOn
      self.trouble = trouble
    }
  }

  package struct Administration: Sendable {
    package var id: String
    package var name: String
    /// The digest of the mapping in force.
    package var mapping: String?
    /// What is wrong with the mapping as it lies in the folder.
    package var mappingFindings: [Finding]
    package var files: [FileCount]
    package var fetched: [Source]
    package var openEvents: Int64
    package var heldFiles: [FilesReport.File]
    package var heldReturns: [HeldReturn]
    package var waitingDeclarations: [WaitingList.Declaration]
    package var waitingTakebacks: [WaitingList.Takeback]
    /// Declared lines that are worth a remark.
    package var lineFindings: LineFindings
    package var entries: [EntryCount]
    package var deliveries: [DeliveryState]
    package var chains: [StatementChain]
    package var suspense: (count: Int, total: Int64)

    var lastReceived: CalendarDate? { files.map(\.last).max() }
  }

  package private(set) var administrations: [Administration] = []

  package init() {}

  /// - Parameters:
  ///   - mappingFindings: of the mapping as it lies in the folder now.
  ///   - fetched: the administration's sources.
  package mutating func add(
    _ source: ReportSource, mappingFindings: [Finding], fetched: [Source]
  ) throws {
    let (books, id) = (source.books, source.administration.id)
    let suspense = try SuspenseReport(source)
    let held = try FilesReport(source, state: .held)
    let administration = try books.snapshot {
      Administration(
        id: id, name: source.administration.name, mapping: try books.mappings(of: id).last?.digest,
        mappingFindings: mappingFindings,
        files: try books.fileCounts(of: id).map {
          FileCount(state: $0.state, count: $0.count, last: $0.last)
        },
        fetched: fetched, openEvents: try books.openEvents(of: id), heldFiles: held.files,
        heldReturns: try books.heldReturns(of: id),
        waitingDeclarations: try books.waitingDeclarations(of: id).map {
          WaitingList.Declaration($0, source.mapping)
        },
        waitingTakebacks: try books.takebackRows(of: id).compactMap(WaitingList.Takeback.init),
        lineFindings: try LineFindings(books, of: id),
        entries: try books.entryCounts(of: id).map { EntryCount(state: $0.state, count: $0.count) },
        deliveries: try books.deliveryStates(of: id), chains: try books.statementChains(of: id),
        suspense: (suspense.items.count, suspense.total))
    }
    administrations.append(administration)
  }
}

extension StatusReport {
  package var json: JSON { ["administrations": .array(administrations.map(\.json))] }
  package var text: String { administrations.map(\.text).joined(separator: "\n") }

  /// A mapping as it lies in its folder has errors; what is posted goes on by the version in force.
  package var isMappingWrong: Bool {
    administrations.contains { $0.mappingFindings.contains { $0.severity == .error } }
  }
}

extension StatusReport.Administration {
  var json: JSON {
    [
      "administration": .text(id), "name": .text(name),
      "mapping": ["digest": .text(mapping), "findings": .findings(mappingFindings)],
      "files": .array(
        files.map { ["state": .text($0.state), "count": .number($0.count), "last_received": .day($0.last)] }),
      "fetched": .array(
        fetched.map { source in
          [
            "source": .text(source.id), "kind": .text(source.kind), "looked_on": .day(source.lookedOn),
            "trouble": .text(source.trouble),
          ]
        }),
      "last_received": .day(lastReceived), "waiting_events": .number(openEvents),
      "held_files": .array(
        heldFiles.map { file in
          [
            "name": .text(file.file.name), "received": .day(file.file.receivedOn),
            "findings": .findings(file.findings),
          ]
        }),
      "held_returns": .array(
        heldReturns.map { held in
          let reason = HoldReason(held.reason)
          return [
            "payer": .text(held.payer.text), "reference": .text(held.reference),
            "declaration": .text(held.declaration), "date": .day(held.date), "file": .text(held.file),
            "reason": .text(held.reason), "message": .text(reason.message), "remedy": .text(reason.remedy),
          ]
        }),
      "waiting_declarations": .array(
        waitingDeclarations.map { declaration in
          let waiting = declaration.waiting
          return [
            "payer": .text(waiting.payer.text), "declaration": .text(waiting.number),
            "submitted_on": .day(waiting.submittedOn), "cause": .text(waiting.cause),
            "remedy": .text(declaration.remedy),
          ]
        }),
      "waiting_takebacks": .array(
        waitingTakebacks.map { waiting in
          let takeback = waiting.takeback
          return [
            "payer": .text(takeback.payer.text), "takeback": .text(takeback.key),
            "announced_on": .day(takeback.announcedOn), "amount": .amount(takeback.amount),
            "cause": .text(takeback.cause), "remedy": .text(waiting.remedy),
          ]
        }),
      "line_findings": .findings(lineFindings.first),
      "more_line_findings": .number(lineFindings.more),
      "entries": .array(entries.map { ["state": .text($0.state), "count": .number($0.count)] }),
      "deliveries": .array(
        deliveries.map { delivery in
          [
            "destination": .text(delivery.destination), "state": .text(delivery.state),
            "count": .number(delivery.count), "entries": .number(delivery.entries),
            "last": .text(delivery.last), "detail": .text(delivery.detail),
            "remedy": .text(delivery.remedy),
          ]
        }),
      "sources": .array(
        chains.map { chain in
          [
            "account": .text(chain.account), "statements": .number(chain.statements),
            "first_booking": .day(chain.firstBooking), "last_booking": .day(chain.lastBooking),
            "chain": .text(chain.state.rawValue), "complete_up_to": .day(chain.completeUpTo),
          ]
        }),
      "suspense": ["items": .number(Int64(suspense.count)), "total": .amount(suspense.total)],
    ]
  }

  private static let headings = [
    "mapping", "files", "source", "to post", "entries", "suspense", "statements", "deliveries",
  ]

  var text: String {
    var text = "\(id): \(name)\n"
    let width = max(14, Self.headings.reduce(0) { max($0, told($1).count) } + 1)
    func say(_ what: String, _ said: String) {
      let heading = told(what)
      text += "  \(heading)\(String(repeating: " ", count: max(1, width - heading.count)))\(said)\n"
    }
    say("mapping", mapping.map { told("version {1}", String($0.prefix(12))) } ?? told("none in force"))
    for finding in mappingFindings { text += finding.lines(indentedBy: 4) }
    say(
      "files",
      files.isEmpty
        ? told("none yet")
        : files.map { "\($0.count) \(told($0.state))" }.joined(separator: ", ")
          + (lastReceived.map { "; " + told("last received {1}", "\($0)") } ?? ""))
    if files.contains(where: { $0.state == "quarantined" }) {
      text += "    " + told("remitd files --state quarantined lists what is refused, and why") + "\n"
    }
    for source in fetched {
      let look = source.lookedOn.map { told("last look {1}", "\($0)") } ?? told("no look yet")
      let trouble = source.trouble.map { "; \(Language.ofReader.sentence($0))" } ?? ""
      say("source", "\(source.id), \(source.kind): \(look)\(trouble)")
    }
    say(
      "to post",
      openEvents == 0
        ? (waitingDeclarations.isEmpty
          ? told("nothing waits")
          : told("{1} without an account, below", told(waitingDeclarations.count, "declaration")))
        : told(openEvents, "event"))
    say(
      "entries",
      entries.isEmpty
        ? told("none") : entries.map { "\($0.count) \(told($0.state))" }.joined(separator: ", "))
    say("suspense", "\(told(suspense.count, "item")), \(readable(suspense.total))")
    for chain in chains { say("statements", chain.sentence) }
    for delivery in deliveries {
      say(
        "deliveries",
        told("{1} {2} to {3}", "\(delivery.count)", told(delivery.state), delivery.destination) + ", "
          + told("last {1}", delivery.last)
          + (delivery.detail.isEmpty ? "" : ": \(delivery.toldDetail)"))
      if let advice = delivery.advice { text += "    \(advice.sentence)\n" }
    }
    return text
      + WaitingList(
        files: heldFiles, returns: heldReturns, declarations: waitingDeclarations,
        takebacks: waitingTakebacks
      ).text()
      + lineFindings.text
  }
}

extension DeliveryState {
  /// Of what was taken, how much; else what was in the way.
  fileprivate var toldDetail: String {
    guard state == "acknowledged", let count = Int(detail.prefix { $0 != " " }) else {
      return Language.ofReader.sentence(detail)
    }
    return told(count, "entry", "entries")
  }

  /// What a person does about it; nothing where nothing has to be done.
  var advice: Advice? {
    switch state {
    case "refused": .askAgain(destination)
    case "in-doubt": .lookFor(last, lastEntry: lastEntry, at: destination)
    default: nil
    }
  }

  /// In English, whoever reads it.
  var remedy: String? { Language.$ofReader.withValue(.english) { advice?.sentence } }

  enum Advice {
    case askAgain(String)
    case lookFor(String, lastEntry: String?, at: String)

    var sentence: String {
      switch self {
      case .askAgain(let destination):
        told(
          "put right what was refused; then `remitd ingest` asks {1} again, and sends only what it has not got",
          destination)
      case .lookFor(let last, let entry, let destination):
        told(
          "it is looked up again, and not sent before {1} says that it has not got it; if it does not say, look there for {2}",
          destination, entry.map { told("{1}, which {2} holds", $0, last) } ?? last)
      }
    }
  }
}

extension StatementChain {
  /// Only where it is proven: movements lead from balance to balance.
  var completeUpTo: CalendarDate? { state == .unbroken ? lastBooking : nil }

  var sentence: String {
    let count = "\(account): \(told(statements, "statement"))"
    switch (state, lastBooking) {
    case (.unbroken, let last?): return told("{1}, complete up to {2}", count, "\(last)")
    case (.broken, let last?):
      return told(
        "{1}, last booking {2}; the movements do not join the balances: a statement is missing", count,
        "\(last)"
      )
    case (_, let last?):
      return told("{1}, last booking {2}; without balances nothing proves completeness", count, "\(last)")
    case (_, nil): return told("{1}, no movements", count)
    }
  }
}

/// Why a return is held, in words, and what to do.
struct HoldReason {
  let message: String
  let remedy: String

  /// As `status` names it where the declaration was taken in, and was withdrawn.
  private static let withdrawn = "declaration-withdrawn"

  init(_ name: String) {
    switch AnswerStanding.Hold(rawValue: name) {
    case .unknownDeclaration:
      message = "we hold no declaration of that number"
      remedy = "take the declaration file in; the return is used at once"
    case .claimedTotalDiffers:
      message = "the return speaks of another claimed total than we declared"
      remedy = "compare the declaration that the payer received with the one taken in"
    case .awardedTotalDiffers:
      message = "claimed minus awarded is not what the listed lines say"
      remedy = "ask the payer for a complete return"
    case .lineDiffers:
      message = "a listed line is not in the declaration, or stands there with another amount"
      remedy = "find out which declaration the payer answers; correct it, or ask for another return"
    case .headerUndecided:
      message = "the header's code neither assesses nor rejects the declaration, and no line is listed"
      remedy = "if the payer assesses with it, list it under header-codes of the mapping; else ask the payer"
    case .nothingClaimed:
      message = "a total of nothing and a rejecting code: which lines are rejected cannot be told"
      remedy = "ask the payer which lines are rejected"
    case nil where name == Self.withdrawn:
      message = "the declaration of that number does not count: it is held itself, or was taken back"
      remedy = "remitd explain with the declaration's number tells which file or decision withdrew it"
    case nil:
      message = "it is held: \(name)"
      remedy = "look at the return"
    }
  }
}
