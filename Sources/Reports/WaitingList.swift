import Accounting
import Books
import Care
import Findings
import Mapping

/// What waits for a person, each with its cause and the next step: after files were taken in, and in `status`.
package struct WaitingList: Sendable {
  var files: [FilesReport.File]
  var returns: [HeldReturn]
  var declarations: [WaitingDeclaration]
  var suspense: [SuspenseReport.Item]

  package init(_ source: ReportSource) throws {
    let (books, id) = (source.books, source.administration.id)
    suspense = try SuspenseReport(source).items
    files = try FilesReport(source, state: .held).files
    (returns, declarations) = try books.snapshot {
      (try books.heldReturns(of: id), try books.waitingDeclarations(of: id))
    }
  }

  init(files: [FilesReport.File], returns: [HeldReturn], declarations: [WaitingDeclaration]) {
    self.files = files
    self.returns = returns
    self.declarations = declarations
    suspense = []
  }

  static let declarationRemedy =
    "give the payer's scheme a recognition mode and an account in the mapping, valid on the invoice date"

  /// Suspense by cause, then what is held, at most so many of each kind.
  package func text(atMost limit: Int = .max) -> String {
    suspenseLines + rest(files.map(line), limit) + rest(returns.map(line), limit)
      + rest(declarations.map(line), limit)
  }

  private var suspenseLines: String {
    let causes = Dictionary(grouping: suspense) { Cause(name: $0.cause, clearedBy: $0.clearedBy) }
    return causes.sorted { $0.key < $1.key }.map { cause, items in
      let total = items.reduce(0) { $0 + $1.amount }
      return "  on suspense, \(cause.name): \(counted(items.count, "item")), \(readable(total))"
        + (cause.clearedBy.isEmpty ? "" : "; cleared by \(cause.clearedBy)") + "\n"
    }.joined() + (suspense.isEmpty ? "" : "    remitd suspense lists them\n")
  }

  private struct Cause: Hashable, Comparable {
    var name: String
    var clearedBy: String

    static func < (left: Cause, right: Cause) -> Bool {
      (left.name, left.clearedBy) < (right.name, right.clearedBy)
    }
  }

  private func rest(_ lines: [String], _ limit: Int) -> String {
    let more = lines.count > limit ? "  … and \(lines.count - limit) more; remitd status lists them\n" : ""
    return lines.prefix(limit).joined() + more
  }

  private func line(_ file: FilesReport.File) -> String {
    "  held file \(file.file.name), received \(file.file.receivedOn)\n"
      + file.findings.map { "    \($0.message)\n      \($0.remedy)\n" }.joined()
  }

  private func line(_ held: HeldReturn) -> String {
    let reason = HoldReason(held.reason)
    return "  held return \(held.payer) \(held.reference) of \(held.date) on \(held.declaration)"
      + " [\(held.reason)]\n    \(reason.message)\n      \(reason.remedy)\n"
  }

  private func line(_ waiting: WaitingDeclaration) -> String {
    "  waiting declaration \(waiting.payer) \(waiting.number) of \(waiting.submittedOn)"
      + " [\(waiting.cause)]\n      \(Self.declarationRemedy)\n"
  }
}
