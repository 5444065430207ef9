import Reports

extension Streams {
  mutating func print(_ report: some Report, asJSON: Bool) {
    guard asJSON else { return output.write(report.text) }
    report.json.write(to: &output)
    output.write("\n")
  }
}
