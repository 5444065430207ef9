import JSON
import Disk
import Findings
import Mapping
import Pipeline
import Posting
import Reports

extension Command {
  static let check = Command(
    "check", "checks settings and mappings; all findings at once, with line and column",
    discussion: """
      Reads remitd.yaml and the mapping of every administration, or of the one that is named. Ends with 1 if a \
      finding is an error. Nothing is posted or kept.
      """, run: runCheck)

  private static func runCheck(_ invocation: Invocation, _ streams: inout Streams) throws -> ExitCode {
    let folder = DiskPath(invocation.workspace)
    var checked = CheckReport()
    if let bytes = try DurableFile.read(folder / "remitd.yaml") {
      checked.add(Settings.read(bytes, file: "remitd.yaml").1)
    }
    switch try Workspace.open(folder) {
    case .failure(let wrong):
      // Where there are no settings at all, opening says so.
      if checked.findings.isEmpty { checked.add(wrong.findings) }
    case .success(let workspace):
      checked.add(try workspace.findingsOfBooks())
      checked.add(try workspace.strays())
      for administration in try workspace.administrations(named: invocation.administration) {
        let files = try workspace.readMapping(of: administration)
        checked.add(files.findings.kept, dropped: files.findings.dropped)
        checked.add(administration, files.mapping)
      }
    }
    checked.sort()
    streams.print(checked, asJSON: invocation.isJSON)
    return checked.errors > 0 ? .findings : .done
  }
}

/// What `check` found.
struct CheckReport: Report {
  private(set) var findings: [Finding] = []
  private(set) var dropped = 0
  private(set) var administrations: [(administration: Settings.Administration, mapping: Mapping?)] = []

  var errors: Int { findings.count { $0.severity == .error } }
  var warnings: Int { findings.count { $0.severity == .warning } }

  mutating func add(_ more: [Finding], dropped: Int = 0) {
    // Administrations may share a mapping: what is wrong with it is told once.
    findings += more.filter { !findings.contains($0) }
    self.dropped += dropped
  }

  mutating func sort() { findings.sort { $0.position < $1.position } }

  mutating func add(_ administration: Settings.Administration, _ mapping: Mapping?) {
    administrations.append((administration, mapping))
  }

  var json: JSON {
    [
      "administrations": .array(
        administrations.map { administration, mapping in
          [
            "administration": .text(administration.id), "mapping": .text(administration.mapping),
            "usable": .bool(mapping != nil), "digest": .text(mapping?.digest),
            "accounts": .number(mapping?.chart.count), "payers": .number(mapping?.payers.count),
            "rules": .number(mapping.map(Self.rules)), "examples": .number(mapping?.examples.count),
          ]
        }),
      "errors": .number(Int64(errors)), "warnings": .number(Int64(warnings)),
      "findings": .findings(findings),
    ]
  }

  var text: String {
    var text = ""
    for finding in findings { text += "\(finding)\n" }
    if dropped > 0 { text += told("… and {1} more", "\(dropped)") + "\n" }
    for (administration, mapping) in administrations {
      text += "\(administration.id): "
      if let mapping {
        text += "\(told(mapping.chart.count, "account")), \(told(mapping.payers.count, "payer row")), "
        text += "\(told(Self.rules(mapping), "rule")), \(told(mapping.examples.count, "example"))\n"
      } else {
        text += told("{1} cannot be used", administration.mapping) + "\n"
      }
    }
    return text + "\(told(errors, "error")), \(told(warnings, "warning"))\n"
  }

  private static func rules(_ mapping: Mapping) -> Int {
    mapping.revenueRules.rules.count + mapping.revenueCorrectionRules.rules.count
      + mapping.differenceRules.rules.count + mapping.costCentreRules.rules.count
  }
}
