import Delivery
import Findings
import JSON
import Mapping
import Pipeline
import Reports

extension Command {
  static let destinationCheck = Command(
    "destination check", operands: "[id]", arity: 0...1,
    "whether a destination has what the mapping will ask of it",
    discussion: """
      Logs in, and compares accounts, journals, parties and periods with the mapping of every administration that delivers \
      there; of a folder, whether it can be written. Changes nothing at the other side. Ends with 1 if something is in the \
      way, with 3 if the other side cannot be reached.
      """, run: runDestinationCheck)

  private static func runDestinationCheck(
    _ invocation: Invocation, _ streams: inout Streams
  ) throws -> ExitCode {
    let workspace = try Workspace.open(for: invocation)
    let destinations = workspace.settings.destinations
    if let id = invocation.operands.first, !destinations.contains(where: { $0.id == id }) {
      throw WrongUse.unknown("destination", id, among: destinations.map(\.id))
    }
    var report = DestinationReport()
    var unreached: [String] = []
    for administration in try workspace.administrations(named: invocation.administration)
    where invocation.operands.first.map({ $0 == administration.destination }) ?? true {
      do {
        report.add(
          administration,
          try DestinationChecking.findings(of: administration, in: workspace, on: Clock.system.today()))
      } catch let failure as DeliveryFailure {
        unreached.append(
          "the destination \(administration.destination), for \(administration.id): \(failure)")
      }
    }
    if unreached.isEmpty || !report.isEmpty { streams.print(report, asJSON: invocation.isJSON) }
    guard unreached.isEmpty else { throw Unreached(description: unreached.joined(separator: "; ")) }
    return report.hasErrors ? .findings : .done
  }
}

/// Destinations that did not answer; the others were checked.
private struct Unreached: Error, CustomStringConvertible {
  var description: String
}

/// What `destination check` says.
struct DestinationReport: Report {
  private var checked: [(administration: Settings.Administration, findings: [Finding])] = []

  mutating func add(_ administration: Settings.Administration, _ findings: [Finding]) {
    checked.append((administration, findings))
  }

  var isEmpty: Bool { checked.isEmpty }
  var hasErrors: Bool { checked.contains { $0.findings.contains { $0.severity == .error } } }

  var json: JSON {
    [
      "destinations": .array(
        checked.map { administration, findings in
          [
            "destination": .text(administration.destination), "administration": .text(administration.id),
            "findings": .findings(findings),
          ]
        })
    ]
  }

  var text: String {
    var text = ""
    for (administration, findings) in checked {
      for finding in findings { text += "\(finding)\n" }
      let errors = findings.count { $0.severity == .error }
      text += "\(administration.destination), for \(administration.id): "
      text += errors == 0 ? "nothing is in the way\n" : "\(counted(errors, "thing")) in the way\n"
    }
    return text.isEmpty ? "no administration delivers there\n" : text
  }
}
