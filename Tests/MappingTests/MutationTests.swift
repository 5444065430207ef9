import Findings
import Foundation
import Mapping
import Testing

/// Whatever somebody types into a cell or a value: findings, or a mapping; never a crash.
struct MutationTests {
  static let junk = [
    "", "*", "x", "0", "-1", "999999999999999999999", "\"", "'", "[", "{", "}", ": ", "&a", "*a", "!t", "%",
    "#", ",", "\u{e9}",
    "2026-02-30", "zażółć gęślą", "\t", "\u{0}", "1.250,00", "no-account", "uzovi-9999", "<<", "null", "../x",
  ]

  @Test func `any cell of a table exchanged for junk gives findings or a mapping`() {
    var tried = 0
    var refused = 0
    let template = Template.homeCare
    for (file, text) in template.files.sorted(by: { $0.key < $1.key }) where file.hasSuffix(".csv") {
      let rows = text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      for (line, row) in rows.enumerated() {
        for column in row.indices {
          // Every junk on the first row, where it meets every column; one of each kind further down.
          let some = line == 1 ? Self.junk : [Self.junk[(line * 7 + column) % Self.junk.count]]
          for junk in some {
            var changed = rows.map { $0.map(String.init) }
            changed[line][column] = junk
            var mutant = template
            mutant.files[file] = changed.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
            refused += Self.judge(mutant)
            tried += 1
          }
        }
      }
    }
    #expect(tried > 1_000)
    #expect(refused > tried / 2)
  }

  @Test func `any value or key of the mapping exchanged for junk gives findings or a mapping`() {
    var tried = 0
    let template = Template.homeCare
    let text = template.files[Template.yaml] ?? ""
    // Words, quoted texts and whatever stands between punctuation: more than every scalar of the file.
    let words = text.ranges(of: #/"[^"\n]*"|[A-Za-z0-9][A-Za-z0-9.*-]*/#)
    for (index, word) in words.enumerated() {
      for junk in [Self.junk[index % Self.junk.count], ""] {
        var mutant = template
        mutant.files[Template.yaml] = text.replacingCharacters(in: word, with: junk)
        _ = Self.judge(mutant)
        tried += 1
      }
    }
    #expect(tried > 1_000)
  }

  @Test func `a file cut off anywhere gives findings or a mapping`() {
    let template = Template.small
    for (file, text) in template.files {
      // A prime step meets every kind of place without trying each.
      for end in text.indices.enumerated().filter({ $0.offset.isMultiple(of: 5) }).map(\.element) {
        var mutant = template
        mutant.files[file] = String(text[..<end])
        _ = Self.judge(mutant)
      }
    }
  }

  @Test func `any value of the settings exchanged for junk gives findings or settings`() {
    let text = SettingsTests.whole
    for word in text.ranges(of: #/"[^"\n]*"|[A-Za-z0-9][A-Za-z0-9.*-]*/#) {
      for junk in Self.junk {
        let (settings, findings) = Settings.read(
          Array(text.replacingCharacters(in: word, with: junk).utf8), file: "remitd.yaml")
        #expect((settings == nil) == findings.contains { $0.severity == .error })
      }
    }
  }

  /// 1 if it was refused. A mapping that exists answers.
  private static func judge(_ template: Template) -> Int {
    let (mapping, findings) = template.read()
    #expect((mapping == nil) == findings.hasErrors)
    for finding in findings.kept where finding.position.line == nil || finding.position.column == nil {
      Issue.record("\(finding) has no place")
    }
    guard let mapping else { return 1 }
    for destination in Destination.allCases { _ = mapping.account(of: destination) }
    for role in Role.allCases { _ = mapping.account(of: role) }
    for event in Event.allCases where event != .bank { _ = mapping.journal(of: event) }
    for wording in Wording.all { _ = mapping.text(of: wording, [:]) }
    return 0
  }
}
