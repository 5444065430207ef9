import Foundation
import Mapping

/// The shipped mapping with something else in its place: files by name, as `TrialWorkspace` takes them.
struct TemplateMapping {
  private(set) var files: [String: String] = [:]

  /// - Parameters:
  ///   - recognition: of home nursing (Zvw); the template says `submitted`.
  ///   - bank: who books our first account; the template says the gateway.
  init(recognition: Recognition = .submitted, bank: BankBooking = .gateway) throws {
    try leaveOutExamples()
    if recognition != .submitted {
      try replace("scheme: Zvw, mode: submitted", with: "scheme: Zvw, mode: \(recognition.rawValue)")
    }
    if bank != .gateway {
      try replace(
        "NL85TEST0000000101,1010,BNK,gateway", with: "NL85TEST0000000101,1010,BNK,\(bank.rawValue)",
        in: "bank-accounts.csv")
    }
  }

  /// The worked examples are the template's: what a test changes would contradict them.
  private mutating func leaveOutExamples() throws {
    let shipped = TrialWorkspace.repository.appending(path: "mappings/home-care/mapping.yaml")
    var isExample = false
    let kept = try String(contentsOf: shipped, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    ).filter { line in
      if line == "    examples:" {
        isExample = true
      } else if !line.hasPrefix("      ") {
        isExample = false
      }
      return !isExample
    }
    files["mapping.yaml"] = kept.joined(separator: "\n")
  }

  /// Replaces a text that must stand in the file.
  mutating func replace(_ text: String, with other: String, in name: String = "mapping.yaml") throws {
    let shipped = TrialWorkspace.repository.appending(path: "mappings/home-care/\(name)")
    let before = try files[name] ?? String(contentsOf: shipped, encoding: .utf8)
    precondition(before.contains(text), "\(name) of the template does not say: \(text)")
    files[name] = before.replacing(text, with: other)
  }

  mutating func append(_ row: String, to name: String) throws {
    let shipped = TrialWorkspace.repository.appending(path: "mappings/home-care/\(name)")
    files[name] = try (files[name] ?? String(contentsOf: shipped, encoding: .utf8)) + row + "\n"
  }

  /// Payments of VGZ that name nothing may be posted by the whole of one answer.
  mutating func makeBlind() throws {
    try replace("1320,1620,,,D7095,return,no,no", with: "1320,1620,,,D7095,return,no,yes", in: "payers.csv")
  }
}
