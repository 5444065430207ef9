import Disk
import Mapping
import Pipeline
import Reports

extension Command {
  static let export = Command(
    "export", "the journal as text",
    discussion: """
      hledger names accounts <kind>:<code>, with the kind of chart.csv; ledger, beancount and GnuCash in their own ways. xaf is the Dutch audit file, version \
      3.2, which destinations call xaf-3.2; it names the tax-number of the administration in remitd.yaml. Holds the gateway's entries; \
      --expected adds those of the care system and of the bookkeeping's bank feed, marked.
      """,
    options: [
      Option(
        "format", "hledger|ledger|beancount|csv|gnucash|xaf|xaf-4.0", "what to write", words: formats,
        isRequired: true),
      Option("output", "<file>", "where to; standard output where left out"),
      Option("expected", nil, "entries of the other systems too"),
    ], isTextOnly: true, run: runExport)

  /// Destinations name the version of every audit file.
  private static let asDestinationsSay = [
    Settings.FileDrop.Format.auditFile32.rawValue: ExportFormat.xaf
  ]
  private static let formats = ExportFormat.allCases.map(\.rawValue) + asDestinationsSay.keys

  private static func runExport(_ invocation: Invocation, _ streams: inout Streams) throws -> ExitCode {
    let workspace = try Workspace.open(for: invocation)
    let administration = try workspace.administration(named: invocation.administration)
    guard let name = invocation.text("format") else {
      throw WrongUse(
        "an export needs its format", remedy: "add --format with one of \(formats.joined(separator: ", "))")
    }
    guard let format = ExportFormat(rawValue: name) ?? asDestinationsSay[name] else {
      throw WrongUse.unknown("format", name, among: formats)
    }
    if format == .xaf || format == .xaf40, administration.taxNumber == nil {
      throw WrongUse(
        "an audit file names the tax number of the administration, and remitd.yaml has none",
        remedy: "add tax-number: with the RSIN or the VAT number to \(administration.id)")
    }
    let journal = try JournalWriting(workspace, administration: administration)
    let expected = invocation.has("expected")
    guard let file = invocation.text("output") else {
      try journal.write(format, includingExpected: expected) { streams.output.writeVerbatim($0) }
      return .done
    }
    var draft = try DraftFile(at: DurableFile.temporaryName(of: DiskPath(file)))
    try journal.write(format, includingExpected: expected) { try draft.append(Array($0.utf8)) }
    _ = try draft.publish(as: DiskPath(file), replacing: true) { _ in }
    return .done
  }
}
