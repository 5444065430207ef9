import JSON
import Pipeline
import Reports

extension Streams {
  mutating func print(_ report: some Report, asJSON: Bool) {
    guard asJSON else { return output.write(report.text) }
    report.json.write(to: &output)
    output.write("\n")
  }

  /// Somebody who waits wants to know for what.
  mutating func tell(_ waiting: Waiting) {
    let who = waiting.holder.map { "process \($0)" } ?? "another process"
    errors.write(
      "remitd: waits for \(who), which runs this workspace: \(waiting.waited.components.seconds) s, "
        + "it last wrote \(waiting.idle.components.seconds) s ago\n")
    errors.flush()
  }
}
