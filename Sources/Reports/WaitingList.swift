import Accounting
import Books
import Care
import Findings
import Mapping
import Matching

/// What waits for a person, each with its cause and the next step: after files were taken in, and in `status`.
package struct WaitingList: Sendable {
  /// A declaration that is not posted, with the row that it needs.
  package struct Declaration: Sendable, Hashable {
    let waiting: WaitingDeclaration
    private let remedies: [String]

    init(_ waiting: WaitingDeclaration, _ mapping: Mapping?) {
      self.waiting = waiting
      let gaps = mapping?.gaps(of: waiting.payer, waiting.schemes, on: waiting.submittedOn) ?? []
      remedies = gaps.isEmpty ? [Self.remedy] : gaps.map(\.remedy)
    }

    var remedy: String { remedies.joined(separator: "; ") }
    /// In the language of the reader.
    var toldRemedy: String { remedies.map(Language.ofReader.sentence).joined(separator: "; ") }

    /// Where today's mapping has all it needs: it was pinned to an earlier one.
    private static let remedy =
      "give the payer's scheme a recognition mode and an account in the mapping, valid on the invoice date"
  }

  /// A takeback that is not posted, because it differs from what else is known of it or has no account.
  package struct Takeback: Sendable, Hashable {
    let takeback: BookTakeback

    init?(_ row: TakebackRow) {
      guard row.takeback.cause != nil else { return nil }
      takeback = row.takeback
    }

    var remedy: String {
      takeback.cause == SuspenseCause.noAccount.rawValue
        ? "give the payer a takeback account under the law in payers.csv"
        : "compare it with the returns and credit lines on its declaration, and ask the payer what is meant"
    }
  }

  var takebacks: [Takeback]
  var files: [FilesReport.File]
  var returns: [HeldReturn]
  var declarations: [Declaration]
  var suspense: [SuspenseReport.Item]
  /// What waited before, and is only counted.
  private var earlier: (counts: [String], sum: Int) = ([], 0)

  package init(_ source: ReportSource) throws {
    let (books, id) = (source.books, source.administration.id)
    suspense = try SuspenseReport(source).items
    files = try FilesReport(source, state: .held).files
    (returns, declarations, takebacks) = try books.snapshot {
      (
        try books.heldReturns(of: id),
        try books.waitingDeclarations(of: id).map { Declaration($0, source.mapping) },
        try books.takebackRows(of: id).compactMap(Takeback.init)
      )
    }
  }

  init(
    files: [FilesReport.File], returns: [HeldReturn], declarations: [Declaration], takebacks: [Takeback]
  ) {
    self.takebacks = takebacks
    self.files = files
    self.returns = returns
    self.declarations = declarations
    suspense = []
  }

  /// This list with what stood in an earlier one counted only, and without files that were told already.
  /// - Parameter told: files by their number in the books.
  package func since(_ before: WaitingList, told toldFiles: Set<Int64>) -> WaitingList {
    var new = self
    let (oldFiles, oldReturns) = (Set(before.files.map(\.file.id)), Set(before.returns))
    let oldDeclarations = Set(before.declarations.map(\.waiting))
    new.files = files.filter { !oldFiles.contains($0.file.id) }
    new.returns = returns.filter { !oldReturns.contains($0) }
    new.declarations = declarations.filter { !oldDeclarations.contains($0.waiting) }
    new.takebacks = takebacks.filter { !before.takebacks.contains($0) }
    let counts = [
      (files.count - new.files.count, "held file"), (returns.count - new.returns.count, "held return"),
      (declarations.count - new.declarations.count, "waiting declaration"),
      (takebacks.count - new.takebacks.count, "waiting takeback"),
    ].filter { $0.0 > 0 }
    new.earlier = (counts.map { told($0, $1) }, counts.reduce(0) { $0 + $1.0 })
    new.files.removeAll { toldFiles.contains($0.file.id) }
    return new
  }

  /// Suspense by cause, then what is held, at most so many of each kind.
  package func text(atMost limit: Int = .max) -> String {
    suspenseLines + rest(files.map(line), limit) + rest(returns.map(line), limit)
      + rest(declarations.map(line), limit) + rest(takebacks.map(line), limit) + earlierLine
  }

  private var earlierLine: String {
    guard let last = earlier.counts.last else { return "" }
    let others = earlier.counts.dropLast().joined(separator: ", ")
    let all = others.isEmpty ? last : told("{1} and {2}", others, last)
    return "  "
      + told(
        earlier.sum == 1
          ? "from before: {1}; remitd status lists it" : "from before: {1}; remitd status lists them", all)
      + "\n"
  }

  private var suspenseLines: String {
    let causes = Dictionary(grouping: suspense) { Cause(name: $0.cause, clearedBy: $0.clearedBy) }
    return causes.sorted { $0.key < $1.key }.map { cause, items in
      let total = items.reduce(0) { $0 + $1.amount }
      return "  " + told("on suspense, {1}", cause.name)
        + ": \(told(items.count, "item")), \(readable(total))"
        + (cause.clearedBy.isEmpty ? "" : "; " + told("cleared by {1}", cause.clearedBy)) + "\n"
    }.joined() + (suspense.isEmpty ? "" : "    " + told("remitd suspense lists them") + "\n")
  }

  private struct Cause: Hashable, Comparable {
    var name: String
    var clearedBy: String

    static func < (left: Cause, right: Cause) -> Bool {
      (left.name, left.clearedBy) < (right.name, right.clearedBy)
    }
  }

  private func rest(_ lines: [String], _ limit: Int) -> String {
    let more = told("… and {1} more; remitd status lists them", "\(lines.count - limit)")
    return lines.prefix(limit).joined() + (lines.count > limit ? "  \(more)\n" : "")
  }

  private func line(_ file: FilesReport.File) -> String {
    let language = Language.ofReader
    return "  " + told("held file {1}, received {2}", file.file.name, "\(file.file.receivedOn)") + "\n"
      + file.findings.map {
        "    \(language.sentence($0.message))\n      \(language.sentence($0.remedy))\n"
      }.joined()
  }

  private func line(_ held: HeldReturn) -> String {
    let reason = HoldReason(held.reason)
    return "  "
      + told(
        "held return {1} {2} of {3} on {4}", "\(held.payer)", held.reference, "\(held.date)", held.declaration
      )
      + " [\(held.reason)]\n    \(told(reason.message))\n      \(told(reason.remedy))\n"
  }

  private func line(_ waiting: Takeback) -> String {
    let takeback = waiting.takeback
    return "  "
      + told(
        "waiting takeback {1} {2} of {3}, {4}", "\(takeback.payer)", takeback.key, "\(takeback.announcedOn)",
        readable(takeback.amount))
      + " [\(takeback.cause ?? "")]\n      \(told(waiting.remedy))\n"
  }

  private func line(_ declaration: Declaration) -> String {
    let waiting = declaration.waiting
    return "  "
      + told(
        "waiting declaration {1} {2} of {3}", "\(waiting.payer)", waiting.number, "\(waiting.submittedOn)")
      + " [\(waiting.cause)]\n      \(declaration.toldRemedy)\n"
  }
}
