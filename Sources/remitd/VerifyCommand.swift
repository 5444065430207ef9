import JSON
import Findings
import Pipeline
import Reports

extension Command {
  static let verify = Command(
    "verify", "derives every entry again from archived bytes and compares",
    discussion: """
      Replays files, decisions and mapping versions in the order recorded. Ends with 0 only if every entry is equal \
      byte for byte, every fact is as the file said it, and every item's sum agrees. Changes nothing. With \
      --administration everything is replayed, and only what concerns that one is reported.
      """, run: runVerify)

  private static func runVerify(_ invocation: Invocation, _ streams: inout Streams) throws -> ExitCode {
    let workspace = try Workspace.open(for: invocation)
    var progress: Progress?
    _ = try workspace.administrations(named: invocation.administration)
    let report = try Verification(workspace, of: invocation.administration).run { done, whole in
      if progress == nil { progress = Progress(of: whole, "events replayed") }
      progress?.reached(done, &streams.errors)
    }
    progress?.finish(&streams.errors)
    streams.print(VerifyAnswer(report: report), asJSON: invocation.isJSON)
    return report.isEqual ? .done : .findings
  }
}

/// What `verify` says (contract section 4).
struct VerifyAnswer: Report {
  var report: Verification.Report

  var json: JSON {
    [
      "entries": .number(report.entries), "equal": .number(report.equal),
      "different": .texts(report.different),
      "findings": .findings(report.findings),
    ]
  }

  var text: String {
    var text = ""
    for reference in report.different { text += "different: \(reference)\n" }
    for finding in report.findings { text += "\(finding)\n" }
    return text + "\(report.equal) of \(counted(report.entries, "entry", "entries")) equal byte for byte\n"
  }
}
