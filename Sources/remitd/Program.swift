import JSON
import Books
import Findings
import Pipeline
import Reports

/// From what was typed to how it ended. Every failure becomes an exit code here and nowhere else.
enum Program {
  /// As CHANGELOG.md counts.
  private static let version = "0.1.0, unreleased"

  /// - Parameter language: in which findings are told to whoever reads them.
  static func run(
    _ arguments: [String], _ streams: inout Streams, language: Language = .english
  ) -> ExitCode {
    var code = Language.$ofReader.withValue(language) { perform(arguments, &streams) }
    streams.output.flush()
    if !streams.output.isDelivered {
      streams.errors.write("remitd: the answer could not be written\n")
      code = .outsideFailed
    }
    streams.errors.flush()
    return code
  }

  private static func perform(_ arguments: [String], _ streams: inout Streams) -> ExitCode {
    guard arguments != ["--version"] else {
      streams.output.write("remitd \(version)\n")
      return .done
    }
    let isJSON = arguments.prefix { $0 != "--" }.contains("--json")
    do {
      let (command, invocation) = try ArgumentReader(commands: Command.all).read(arguments)
      return try command.run(invocation, &streams)
    } catch let wrong as WrongUse {
      report("wrong-use", wrong.message, remedy: wrong.remedy, asJSON: isJSON, &streams.errors)
      return .wrongUse
    } catch let wrong as WorkspaceFindings {
      report(wrong.findings, asJSON: isJSON, &streams.errors)
      return .findings
    } catch let failure as BooksFailure {
      report(
        "outside-failed", failure.description, remedy: failure.remedy, asJSON: isJSON, &streams.errors)
      return .outsideFailed
    } catch {
      report(
        "outside-failed", "\(error)", remedy: "nothing was lost: put it right and run the command again",
        asJSON: isJSON, &streams.errors)
      return .outsideFailed
    }
  }

  private static func report(
    _ kind: String, _ message: String, remedy: String, asJSON: Bool, _ errors: inout Output
  ) {
    guard asJSON else { return errors.write("remitd: \(message)\n  \(remedy)\n") }
    let error: JSON = ["kind": .text(kind), "message": .text(message), "remedy": .text(remedy)]
    errors.write((["error": error] as JSON).line + "\n")
  }

  private static func report(_ findings: [Finding], asJSON: Bool, _ errors: inout Output) {
    guard asJSON else {
      for finding in findings { errors.write("\(finding)\n") }
      return
    }
    let error: JSON = [
      "kind": .text("findings"), "message": .text("the workspace cannot be used"),
      "findings": .findings(findings),
    ]
    errors.write((["error": error] as JSON).line + "\n")
  }
}
