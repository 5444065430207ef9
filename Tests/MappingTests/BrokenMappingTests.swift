import Findings
import Foundation
import Mapping
import Posting
import Testing

/// Each folder under `Broken` is a mistake in a whole mapping, and gives exactly the findings that are written there.
struct BrokenMappingTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Broken")
  static let rooms = folder.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources")
  static let isRewriting = ProcessInfo.processInfo.environment["REMITD_REWRITE_GOLDEN"] == "1"

  static let names: [String] = {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { !$0.hasPrefix(".") && $0 != "README.md" }.sorted()
    } catch {
      Issue.record("\(folder.path) cannot be read: \(error)")
      return []
    }
  }()

  /// The findings of the whole mapping and settings with the files of a folder in the place of theirs.
  static func findings(of name: String) throws -> (list: FindingList, isUsable: Bool) {
    var files = Template.small.files.mapValues { Array($0.utf8) }
    let own = folder.appending(path: name)
    for file in try FileManager.default.contentsOfDirectory(atPath: own.path)
    where file != "expected.findings" {
      files[file] = Array(try Data(contentsOf: own.appending(path: file)))
    }
    if let settings = files["remitd.yaml"] {
      let (read, findings) = Settings.read(settings, file: "remitd.yaml")
      var list = FindingList()
      list.append(contentsOf: findings)
      return (list, read != nil)
    }
    let yaml = files[Template.yaml] ?? []
    let (mapping, read) = Mapping.read(yaml, file: Template.yaml, digest: "", tables: files)
    var list = read
    if let mapping {
      list.append(contentsOf: ExampleRun.findings(of: mapping))
      list = list.shown(with: [Template.yaml: yaml])
    }
    return (list, mapping != nil && !list.hasErrors)
  }

  @Test func `the whole mapping has nothing to complain about`() throws {
    let mapping = try Template.small.checked()
    #expect(ExampleRun.findings(of: mapping) == [])
  }

  @Test func `rows of commas behind the last row say nothing`() throws {
    var files = Template.small.files.mapValues { Array($0.utf8) }
    files["revenue.csv"]? += Array(",,,,,,\n,,,,,,\n".utf8)
    files["payers.csv"]? += Array(",,,,,,,,,,\n".utf8)
    let (mapping, findings) = Mapping.read(
      files[Template.yaml] ?? [], file: Template.yaml, digest: "", tables: files)
    #expect(mapping != nil)
    #expect(findings.isEmpty)
  }

  @Test(
    arguments: [
      (["8002", "00553"], []), (["552"], ["552"]), (["552", "8553", "05532"], ["552"]),
    ] as [([String], [String])])
  func `one longer code makes the others no shorter`(codes: [String], warned: [String]) throws {
    var files = Template.small.files.mapValues { Array($0.utf8) }
    for code in codes {
      files["reasons.csv"]? += Array("*,\(code),zero,redeclare,2026-01-01,,known\n".utf8)
    }
    let (_, findings) = Mapping.read(
      files[Template.yaml] ?? [], file: Template.yaml, digest: "", tables: files)
    #expect(findings.kept.map(\.rule) == warned.map { _ in "lost-zeros" })
    for (finding, code) in zip(findings.kept, warned) {
      #expect(finding.message == "code \(code) has 3 digits, the others have 4")
    }
  }

  @Test func `there are at least sixty`() { #expect(Self.names.count >= 60) }

  @Test(arguments: names)
  func `a broken mapping gives exactly its findings`(name: String) throws {
    let (list, isUsable) = try Self.findings(of: name)
    #expect(isUsable != list.hasErrors)
    #expect(!list.isEmpty)
    let text = visible(list.kept.map { "\($0)\n" }.joined())
    let expected = Self.folder.appending(path: name).appending(path: "expected.findings")
    guard !Self.isRewriting else {
      try Data(text.utf8).write(to: expected)
      Issue.record("\(name) is written anew: read what has changed, then run without REMITD_REWRITE_GOLDEN")
      return
    }
    #expect(text == (try String(contentsOf: expected, encoding: .utf8)))
  }

  @Test(arguments: names)
  func `every finding has a place with its line, a message and a remedy`(name: String) throws {
    for finding in try Self.findings(of: name).list.kept {
      #expect(finding.position.column != nil)
      #expect(!finding.message.isEmpty)
      #expect(!finding.remedy.isEmpty)
      #expect((finding.line == nil) == finding.mayShowSecret, "\(finding)")
      #expect(finding.also.allSatisfy { $0.line != nil }, "\(finding)")
    }
  }

  /// Rules that no folder shows, and why.
  private static let neverShown: [String: String] = [
    "no-rows": "of tables of data alone", "row-too-long": "a megabyte", "too-large": "four megabytes",
    "too-many-rows": "ten thousand rows",
  ]

  @Test func `every rule that the readers can report is shown`() throws {
    var shown: Set<String> = []
    for name in Self.names { shown.formUnion(try Self.findings(of: name).list.kept.map(\.rule)) }
    var known: Set<String> = []
    for file in [
      "Mapping/Reading", "Mapping/RuleSet+Conflicts.swift", "Tables/CSVTable.swift", "Tables/CSVReader.swift",
      "Tables/ColumnMap.swift", "Posting/ExampleRun.swift",
    ] {
      for source in try Self.sources(Self.rooms.appending(path: file)) {
        for match in source.matches(of: /(?:report|Finding|stop)\(\s*"([a-z-]+)"/) {
          known.insert(String(match.output.1))
        }
        for match in source.matches(of: /reportUnknown\(\s*"([a-z]+)"/) {
          known.insert("unknown-" + match.output.1)
        }
        for match in source.matches(of: /value\(\s*[a-zA-Z.("\-)]+,\s*"([a-z-]+)"/) {
          known.insert("bad-" + match.output.1)
        }
      }
    }
    #expect(known.count > 50)
    #expect(known.subtracting(shown).sorted() == Self.neverShown.keys.sorted())
  }

  /// All of them in one file for each language, to be read by somebody who speaks it.
  @Test(arguments: [Language.dutch, .german])
  func `each is told in the language of the reader, sentence by sentence`(language: Language) throws {
    var told = ""
    for name in Self.names {
      told += "## \(name)\n\n"
      for finding in try Self.findings(of: name).list.kept {
        told += finding.text(in: language) + "\n\n"
        for sentence in [finding.message, finding.remedy]
        where language.sentence(sentence) == sentence {
          Issue.record("not told in \(language.rawValue): \(sentence)")
        }
      }
    }
    let expected = Self.folder.deletingLastPathComponent().appending(
      path: "Languages/\(language.rawValue).txt")
    guard !Self.isRewriting else {
      try Data(told.utf8).write(to: expected)
      Issue.record("written anew: read the difference")
      return
    }
    #expect(try told == String(contentsOf: expected, encoding: .utf8))
  }

  private static func sources(_ place: URL) throws -> [String] {
    guard place.pathExtension != "swift" else { return [try String(contentsOf: place, encoding: .utf8)] }
    return try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
      .map { try String(contentsOf: $0, encoding: .utf8) }
  }
}
