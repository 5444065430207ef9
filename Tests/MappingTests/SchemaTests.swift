import Findings
import Foundation
import JSON
import Mapping
import Testing

/// The schemas by which editors complete and underline know what the readers know: the same keys and words in the same
/// places, no more and no fewer.
struct SchemaTests {
  /// Documents in which every place stands that has keys.
  private static let documents: [(schema: String, text: String)] = [
    ("remitd", SettingsTests.whole), ("remitd", settings), ("mapping", mapping),
  ]

  private static let settings = """
    storage: sqlite:books.sqlite
    administrations:
      - { id: de-linde, name: De Linde, owner: administratie, currency: EUR, provider: "01020304",
          other-providers: ["01020305"], mapping: mappings/de-linde/mapping.yaml, destination: ledger,
          tax-number: "123456789", commerce-number: "12345678" }
    destinations:
      - { id: ledger, kind: tryton, url: "https://books.example", database: gl, company: Linde, user: remitd,
          interface: json-rpc, secret: env:BOOKS }
      - { id: partner, kind: http-json, url: "https://p.example/e", look-up: "https://p.example/e?r={reference}",
          headers: { Authorization: "Bearer {secret}" }, secret: env:P, accepted: ["201"], known: ["409"],
          body: { ref: "{reference}" } }
      - { id: server, kind: file-drop, format: csv,
          sftp: { host: sftp.example.nl, port: "22", user: remitd, key-file: secrets/key,
                  host-key: "SHA256:2wSWqOYWIVVMf9gGhcUpOvVrQUhhw2zY4xXO9UlMVYM", folder: /incoming } }
      - { id: tax, kind: file-drop, format: datev, folder: drop/tax,
          datev: { consultant: "1001", client: "1", account-length: "4", fiscal-year: 01-01 } }
    sources:
      - { id: portal, administration: de-linde, kind: sftp, then: move, processed: done, every: 60s, port: "22",
          host: sftp.example.nl, user: remitd, key-file: secrets/key, folder: /outgoing,
          host-key: "SHA256:2wSWqOYWIVVMf9gGhcUpOvVrQUhhw2zY4xXO9UlMVYM" }
      - { id: upload, administration: de-linde, kind: webdav, then: remove, every: 60s,
          url: "https://dav.example/up", user: remitd, secret: env:DAV }
    profiles:
      - { id: payer, kind: specification, payer: uzovi-3311, separator: ";", decimal: ",", encoding: utf-8, date: yyyy-MM-dd,
          skip-first: "1", skip-last: "1", file-name: "{specification}_{date}", netted-sign: plus,
          columns: { declaration: Factuur, amount: Bedrag, payer-number: Nummer, netted-with: Vordering,
                     netted-declaration: Factuur vordering, netted-amount: Verrekend, still-open: Rest, remark: Opmerking,
                     specification: Overzicht, date: Datum } }
      - { id: vgz-betaalspecificatie, kind: specification, payer: uzovi-7095 }

    """

  private static let mapping = (Template.small.files[Template.yaml] ?? "")
    .replacing(
      "recognition:",
      with: """
        extends: home-care@1
        overrides:
          - { table: reasons.csv, row: "0551", because: judged otherwise }
        closed-until: 2026-01-31
        advances:
          - { payer: uzovi-5512, scheme: Wlz, from: 2026-01-01, until: 2026-12-31, because: agreed }
        tolerance:
          - { payer: "*", money: "0.05", percent: "0.10", from: 2026-01-01, until: 2026-12-31, because: rounding }
        header-codes: { assessed: ["0200"], rejecting: ["8001"], payers: { uzovi-3311: { assessed: ["0201"] } } }
        recognition:
        """
    )
    .replacing(
      "  revenue:\n",
      with: """
          revenue:
            rules:
              - { when: { service: "1000" }, account: "8010", from: 2026-01-01, until: 2026-12-31, because: agreed }
            examples:
              - { example: one, given: { event: declared, payer: uzovi-3311 }, expect: [ "debit 1310 1.00" ] }

        """
    )
    .replacing(
      "  difference:\n",
      with: """
          difference:
            rules:
              - { when: { code: "0551" }, destination: redeclare, from: 2026-01-01, because: agreed }

        """
    )
    .replacing(
      "      write-off:", with: "      redeclare: { suspense: rejected }\n      write-off:")

  private static func findings(of document: JSON, _ schema: String) -> [Finding] {
    let bytes = Array(document.line.utf8)
    if schema == "remitd" { return Settings.read(bytes, file: "remitd.yaml").1 }
    return Mapping.read(
      bytes, file: Template.yaml, digest: "", tables: Template.small.files.mapValues { Array($0.utf8) }
    ).1.kept
  }

  private static func unknownKeys(in findings: [Finding]) -> [Finding] {
    findings.filter { $0.rule == "unknown-key" }
  }

  @Test(arguments: documents)
  func `a place has the keys that its reader knows`(schema name: String, text: String) throws {
    let schema = try Schema(name)
    let document = try JSON(yaml: text)
    #expect(Self.unknownKeys(in: Self.findings(of: document, name)).isEmpty)
    let places = schema.places(in: document)
    #expect(places.count > 4)
    for place in places {
      let strange = document.exchanging("zzzzzzzzzzzz", at: place.path[...], for: "x")
      let told = try #require(
        Self.unknownKeys(in: Self.findings(of: strange, name)).first, "\(place.path) takes any key")
      let known = told.remedy.replacing("Known are ", with: "").split(separator: ", ").map(String.init)
      #expect(Set(known) == Set(place.properties.map(\.key)), "\(place.path)")
    }
  }

  @Test(arguments: documents)
  func `a place requires what its reader requires`(schema name: String, text: String) throws {
    let schema = try Schema(name)
    let document = try JSON(yaml: text)
    // Whether they are required depends on another key.
    let conditional = [
      "debit", "user", "datev", "folder", "sftp", "processed", "secret", "account", "suspense", "because",
      "separator", "decimal", "encoding", "date", "columns", "netted-amount",
    ]
    for place in schema.places(in: document) {
      for key in place.properties.map(\.key) {
        let findings = Self.findings(of: document.exchanging(key, at: place.path[...], for: nil), name)
        let isMissed = findings.contains { $0.message.hasSuffix(" does not say \(key)") }
        if place.required.contains(key) { #expect(isMissed, "\(place.path) does without \(key)") }
        if !place.required.contains(key), !conditional.contains(key) {
          #expect(!isMissed, "\(place.path) needs \(key)")
        }
      }
    }
  }

  @Test(arguments: documents)
  func `a key has the words that its reader knows`(schema name: String, text: String) throws {
    let schema = try Schema(name)
    let document = try JSON(yaml: text)
    for place in schema.places(in: document) {
      for (key, property) in place.properties where key != "kind" {
        guard let words = schema.words(property), words.first != nil else { continue }
        for word in words {
          let findings = Self.findings(
            of: document.exchanging(key, at: place.path[...], for: .text(word)), name)
          #expect(
            !findings.contains { $0.message == "nothing here is called ‘\(word)’" },
            "\(place.path) knows no \(key): \(word)")
        }
        let findings = Self.findings(of: document.exchanging(key, at: place.path[...], for: "zzzzzzzz"), name)
        let told = findings.first { $0.message == "nothing here is called ‘zzzzzzzz’" }
        guard let told, told.remedy.hasPrefix("Known are ") else { continue }
        let known = told.remedy.replacing("Known are ", with: "").split(separator: ", ").map(String.init)
        // That nothing is written off by a rule, and what `otherwise` may say, are rules of their own.
        guard key != "destination" else { continue }
        #expect(Set(known) == Set(words), "\(place.path) \(key)")
      }
    }
  }

  // MARK: As an editor reads them

  /// How a program that knows JSON Schema judges files: whether each is refused.
  private static func refused(_ files: [(schema: String, path: String)]) throws -> [Bool] {
    let program = """
      import json, sys, yaml
      from jsonschema import Draft7Validator
      validators = {}
      for line in sys.stdin:
          schema, path = line.rstrip("\\n").split("\\t")
          if schema not in validators:
              loaded = json.load(open(schema))
              Draft7Validator.check_schema(loaded)
              validators[schema] = Draft7Validator(loaded)
          try:
              document = yaml.load(open(path), Loader=yaml.BaseLoader)
          except Exception:
              print("no document")
              continue
          print("refused" if any(validators[schema].iter_errors(document)) else "good")
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", program]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let lines = files.map { "\(Schema.folder.path)/\($0.schema).schema.json\t\($0.path)\n" }.joined()
    try input.fileHandleForWriting.write(contentsOf: Data(lines.utf8))
    try input.fileHandleForWriting.close()
    let answer = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    let words = answer.split(separator: "\n").map(String.init)
    #expect(process.terminationStatus == 0 && words.count == files.count)
    return words.map { $0 == "refused" }
  }

  private static let hasValidator: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", "import jsonschema, yaml"]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  @Test(.enabled(if: hasValidator, "needs python3-jsonschema and python3-yaml"))
  func `what is shipped and what was drafted satisfies them`() throws {
    let folders =
      ["home-care", "youth-and-social-support", "small-practice"].map {
        Schema.folder.deletingLastPathComponent().appending(path: "mappings/\($0)")
      } + (Template.hasDraft ? [Template.draftFolder] : [])
    var files: [(schema: String, path: String)] = []
    for folder in folders {
      for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
      where file.hasSuffix(".yaml") {
        files.append((file == "remitd.yaml" ? "remitd" : "mapping", folder.appending(path: file).path))
      }
    }
    #expect(files.count >= 6)
    for (file, isRefused) in zip(files, try Self.refused(files)) { #expect(!isRefused, "\(file.path)") }
  }

  /// What cannot be seen without the tables, or in one place alone, a schema lets pass.
  private static let visible: Set<String> = [
    "unknown-key", "unknown-value", "missing-otherwise", "bad-decimal", "bad-duration", "bad-provider",
    "bad-separator", "bad-status", "bad-storage", "bad-term", "two-places", "no-reference",
    "otherwise-decides",
  ]

  @Test(.enabled(if: hasValidator, "needs python3-jsonschema and python3-yaml"))
  func `they refuse what is wrong with a key or word, and nothing that the readers take`() throws {
    var files: [(schema: String, path: String)] = []
    var rules: [Set<String>] = []
    for name in BrokenMappingTests.names {
      let findings = try BrokenMappingTests.findings(of: name).list.kept.filter { $0.severity == .error }
      for schema in ["remitd", "mapping"] {
        let path = BrokenMappingTests.folder.appending(path: "\(name)/\(schema).yaml").path
        guard FileManager.default.fileExists(atPath: path) else { continue }
        files.append((schema, path))
        rules.append(Set(findings.filter { $0.position.file.hasSuffix("\(schema).yaml") }.map(\.rule)))
      }
    }
    var seen: Set<String> = []
    for (index, isRefused) in try Self.refused(files).enumerated() {
      if rules[index].isEmpty { #expect(!isRefused, "\(files[index].path)") }
      guard !rules[index].isDisjoint(with: Self.visible) else { continue }
      seen.formUnion(rules[index])
      #expect(isRefused, "\(files[index].path)")
    }
    #expect(Self.visible.isSubset(of: seen))
  }
}
