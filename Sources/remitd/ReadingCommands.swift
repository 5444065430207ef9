import Accounting
import Books
import Care
import Findings
import Mapping
import Matching
import Pipeline
import Posting
import Reports

/// The commands that read the books and change nothing.
extension Command {
  static let status = Command(
    "status", "what came in, waits, is held or failed; complete up to when",
    discussion: "Ends with 1 if a mapping as it lies in its folder has errors; the version in force goes on.",
    run: runStatus)

  private static func runStatus(_ invocation: Invocation, _ streams: inout Streams) throws -> ExitCode {
    let workspace = try Workspace.open(for: invocation)
    let books = try workspace.booksToRead()
    var report = StatusReport()
    for administration in try workspace.administrations(named: invocation.administration) {
      let lying = try workspace.readMapping(of: administration)
      try report.add(
        workspace.source(of: administration, books, lying: lying), mappingFindings: lying.findings.kept,
        fetched: workspace.fetched(for: administration.id))
    }
    streams.print(report, asJSON: invocation.isJSON)
    return report.isMappingWrong ? .findings : .done
  }

  static let declarations = Command(
    "declarations", "what we declared, and what became of it",
    options: [
      payerOption, Option("from", "<day>", "submitted on this day or later"),
      Option("until", "<day>", "submitted on this day or earlier"),
      .choice("state", "<state>", of: DeclarationsReport.State.self),
    ]
  ) { invocation, streams in
    streams.print(
      try DeclarationsReport(
        try .open(for: invocation), try declarationFilter(invocation), state: try invocation.choice("state")),
      asJSON: invocation.isJSON)
    return .done
  }

  static let openItems = Command(
    "open-items", "the payer accounts, item by item",
    options: [
      payerOption, Option("from", "<day>", "submitted on this day or later"),
      Option("until", "<day>", "submitted on this day or earlier"),
      .choice("state", "<state>", of: OpenItemsReport.State.self),
      Option("open", nil, "only items with an open amount"),
    ]
  ) { invocation, streams in
    streams.print(
      try OpenItemsReport(
        try .open(for: invocation), try declarationFilter(invocation), state: try invocation.choice("state"),
        isOpenOnly: invocation.has("open")), asJSON: invocation.isJSON)
    return .done
  }

  static let receipts = Command(
    "receipts", "payments, what they were judged to be, and of what they consist",
    options: [
      Option("payer", "<payer>", "a payer's code, or the name of a group"),
      Option("account", "<iban>", "one of our own accounts"),
      .choice("outcome", "<outcome>", of: Outcome.self),
      .choice("cause", "<cause>", "why it waits", of: SuspenseCause.self),
      Option("from", "<day>", "booked on this day or later"),
      Option("until", "<day>", "booked on this day or earlier"),
    ]
  ) { invocation, streams in
    let filter = ReceiptFilter(
      account: invocation.text("account"), outcome: try invocation.choice("outcome"),
      cause: try invocation.choice("cause"), from: try invocation.day("from"),
      until: try invocation.day("until"))
    streams.print(
      try ReceiptsReport(try .open(for: invocation), filter, payer: invocation.text("payer")),
      asJSON: invocation.isJSON)
    return .done
  }

  static let suspense = Command(
    "suspense", "what waits, why, since when, for whom, and what clears it",
    options: [
      Option("account", "<account>", "one suspense account"),
      .choice("cause", "<cause>", "one cause", of: SuspenseCause.self),
      Option("owner", "<owner>", "what one person or department has to look at"),
      Option("due-before", "<day>", "only what was to be cleared before this day"),
    ]
  ) { invocation, streams in
    let cause: SuspenseCause? = try invocation.choice("cause")
    let filter = SuspenseReport.Filter(
      account: try invocation.account()?.text, cause: cause?.rawValue, owner: invocation.text("owner"),
      dueBefore: try invocation.day("due-before"))
    let source = try ReportSource.open(for: invocation)
    try source.requireAccount(filter.account)
    streams.print(try SuspenseReport(source, filter, today: Clock.system.today()), asJSON: invocation.isJSON)
    return .done
  }

  static let entries = Command(
    "entries", "journal entries with their postings and what they rest on",
    options: [
      Option("account", "<account>", "entries with a posting on this account"),
      .choice("state", "<state>", of: EntryState.self),
      .choice("booked-by", "<system>", of: Booker.self), Option("journal", "<journal>", "one journal"),
      Option("job", "<job>", "one posting job"), Option("from", "<day>", "dated this day or later"),
      Option("until", "<day>", "dated this day or earlier"),
    ]
  ) { invocation, streams in
    let state: EntryState? = try invocation.choice("state")
    let filter = EntryFilter(
      account: try invocation.account()?.text, state: state?.rawValue,
      booker: try invocation.choice("booked-by"), journal: invocation.text("journal"),
      job: invocation.text("job"), from: try invocation.day("from"), until: try invocation.day("until"))
    let source = try ReportSource.open(for: invocation)
    try source.requireAccount(filter.account)
    try source.requireJournal(filter.journal)
    try EntriesReport(source, filter)
      .write(asJSON: invocation.isJSON, to: &streams.output)
    return .done
  }

  private enum EntryState: String, CaseIterable {
    case prepared, committed, delivered, refused, inDoubt = "in-doubt", expected
  }

  static let balance = Command(
    "balance", "what stands on each account",
    discussion: "Counts the entries of the gateway; --expected adds those that other systems book.",
    options: [
      Option("expected", nil, "with what the care system and the bookkeeping's bank feed book"),
      Option("account", "<account>", "one account"), Option("from", "<day>", "dated this day or later"),
      Option("until", "<day>", "dated this day or earlier"),
    ]
  ) { invocation, streams in
    let filter = BalanceReport.Filter(
      isExpected: invocation.has("expected"), account: try invocation.account()?.text,
      from: try invocation.day("from"), until: try invocation.day("until"))
    let source = try ReportSource.open(for: invocation)
    try source.requireAccount(filter.account)
    streams.print(try BalanceReport(source, filter), asJSON: invocation.isJSON)
    return .done
  }

  static let files = Command(
    "files", "files that were taken in, and what became of each",
    options: [
      .choice("state", "<state>", of: KnownFileState.self),
      Option(
        "kind", "<kind>", "declarations, awards, receipts", words: ["declarations", "awards", "receipts"]),
      Option("name", "<part>", "files with this in their name"),
    ]
  ) { invocation, streams in
    let state: KnownFileState? = try invocation.choice("state")
    streams.print(
      try FilesReport(
        try .open(for: invocation), state: state.flatMap { FileState(rawValue: $0.rawValue) },
        kind: invocation.text("kind"), name: invocation.text("name")), asJSON: invocation.isJSON)
    return .done
  }

  private enum KnownFileState: String, CaseIterable {
    case received, entering, accepted, duplicate, held, quarantined
  }

  static let explain = Command(
    "explain", operands: "<reference>", arity: 1...1,
    "the whole story of an entry, receipt, declaration or return, back to bytes in a file",
    discussion: """
      Takes the reference of an entry or receipt, the number of a declaration or return, or an item as lists name it: \
      payer/declaration or payer/declaration/line. Clients and names are never shown.
      """
  ) { invocation, streams in
    let reference = invocation.operands[0]
    let report = try Explanation(try .open(for: invocation), of: reference)
    guard !report.isEmpty else {
      throw WrongUse.nothing(
        "entry, receipt, declaration or return", called: reference,
        listedBy: "entries, receipts, declarations or suspense list")
    }
    streams.print(report, asJSON: invocation.isJSON)
    return .done
  }

  static let find = Command(
    "find", operands: "<number>", arity: 1...1, "whatever carries a number, and what is nearly it",
    discussion: """
      Looks among declarations, their lines, returns, receipts, payments whose text names it, entries and files: as it is, \
      and without padding and separators. Ends with 0, also if nothing carries it.
      """
  ) { invocation, streams in
    streams.print(
      try FindReport(try .open(for: invocation), number: invocation.operands[0]), asJSON: invocation.isJSON)
    return .done
  }

  // MARK: Filters

  private static let payerOption = Option("payer", "<payer>", "one payer: uzovi-3311")

  private static func declarationFilter(_ invocation: Invocation) throws(WrongUse) -> DeclarationFilter {
    DeclarationFilter(
      payer: try invocation.payer(), from: try invocation.day("from"), until: try invocation.day("until"))
  }
}

extension ReportSource {
  /// The books of the administration that a command is about.
  static func open(for invocation: Invocation) throws -> ReportSource {
    let workspace = try Workspace.open(for: invocation)
    let administration = try workspace.administration(named: invocation.administration)
    return try workspace.source(of: administration, try workspace.booksToRead())
  }

  /// A mistyped account must not read as one on which nothing is posted. One that has left the chart still counts.
  func requireAccount(_ account: String?) throws {
    guard let account, let mapping, !mapping.chart.contains(where: { $0.account.text == account }),
      try !books.isPosted(account: account, administration: administration.id)
    else { return }
    throw WrongUse.unknown("account", account, among: mapping.chart.map(\.account.text))
  }

  func requireJournal(_ journal: String?) throws {
    guard let journal else { return }
    let known = try books.journals(of: administration.id)
    guard !known.isEmpty, !known.contains(journal) else { return }
    throw WrongUse.unknown("journal", journal, among: known)
  }
}

extension Workspace {
  /// - Parameter lying: the mapping as it lies in the folder, if it was read already.
  func source(
    of administration: Settings.Administration, _ books: Books, lying: MappingFiles? = nil
  ) throws -> ReportSource {
    // What is posted was posted under a recorded version; before there is one, the folder's will be the first.
    let mapping =
      if let last = try books.mappings(of: administration.id).last {
        try loadMapping(digest: last.digest)
      } else {
        try (lying ?? readMapping(of: administration)).mapping
      }
    return ReportSource(books: books, administration: administration, mapping: mapping) { digest in
      try loadMapping(digest: digest)
    }
  }
}
