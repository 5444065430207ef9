import Care
import Decoding
import Findings
import Foundation
import Testing

/// Bytes in memory, handed over in pieces.
struct Pieces: ByteSource {
  var rest: ArraySlice<UInt8>
  var size: Int

  init(_ bytes: [UInt8], size: Int = 65_536) {
    rest = bytes[...]
    self.size = size
  }

  mutating func next() -> [UInt8] {
    defer { rest = rest.dropFirst(size) }
    return Array(rest.prefix(size))
  }
}

/// A file as it was decoded.
struct Decoded {
  var facts: [Fact] = []
  var reading: Reading

  init(_ bytes: [UInt8], by decoder: some Decoder, named name: String = "file", pieces size: Int = 65_536)
    throws
  {
    var facts: [Fact] = []
    var source = Pieces(bytes, size: size)
    reading = try decoder.decode(&source, named: name) { facts.append($0) }
    self.facts = facts
    Self.expectTold(reading.findings.kept)
  }

  /// Whatever a test finds in a file can be told in every language.
  private static func expectTold(_ findings: [Finding]) {
    for finding in findings {
      for language in Language.allCases where language != .english {
        for sentence in [finding.message, finding.remedy] where language.sentence(sentence) == sentence {
          Issue.record("not told in \(language.rawValue): \(sentence)")
        }
      }
    }
  }

  /// Through the choice that a daemon makes.
  init(
    _ bytes: [UInt8], named name: String = "file", profiles: [ReceiptProfile] = [],
    specifications: [SpecificationProfile] = []
  ) throws {
    let decoders = Decoders(profiles: profiles, specifications: specifications)
    switch decoders.decoder(for: Array(bytes.prefix(4_096)), named: name) {
    case .decoder(let decoder): try self.init(bytes, by: decoder, named: name)
    case .unknown(let finding):
      Self.expectTold([finding])
      throw Unknown(finding: finding)
    }
  }

  struct Unknown: Error { let finding: Finding }

  var findings: [Finding] { reading.findings.kept }
  var rules: [String] { findings.map(\.rule) }
  var isAccepted: Bool { !reading.findings.hasErrors }

  var declarations: [Declaration] {
    facts.compactMap { if case .declaration(let fact) = $0 { fact } else { nil } }
  }
  var lines: [DeclarationLine] {
    facts.compactMap { if case .declarationLine(let fact) = $0 { fact } else { nil } }
  }
  var remittances: [Remittance] {
    facts.compactMap { if case .remittance(let fact) = $0 { fact } else { nil } }
  }
  var awards: [Award] { facts.compactMap { if case .award(let fact) = $0 { fact } else { nil } } }
  var totals: [RemittanceTotals] {
    facts.compactMap { if case .remittanceTotals(let fact) = $0 { fact } else { nil } }
  }
  var statements: [Statement] { facts.compactMap { if case .statement(let fact) = $0 { fact } else { nil } } }
  var specifications: [Specification] {
    facts.compactMap { if case .specification(let fact) = $0 { fact } else { nil } }
  }
  var specificationRows: [SpecificationRow] {
    facts.compactMap { if case .specificationRow(let fact) = $0 { fact } else { nil } }
  }
  var bankLines: [BankLine] { facts.compactMap { if case .bankLine(let fact) = $0 { fact } else { nil } } }
}

/// Files that others wrote, beside the repository; not part of it.
enum Samples {
  static let folder: URL? = {
    if let folder = ProcessInfo.processInfo.environment["REMITD_SHARED"] {
      let url = URL(filePath: folder, directoryHint: .isDirectory)
      return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
    var place = URL(filePath: #filePath)
    while place.path != "/" {
      place.deleteLastPathComponent()
      let shared = place.deletingLastPathComponent().appending(path: "shared", directoryHint: .isDirectory)
      if FileManager.default.fileExists(atPath: shared.path) { return shared }
    }
    return nil
  }()

  static var arePresent: Bool { folder != nil }

  /// Files under `samples-*`, however deep, whose first bytes look as asked: their paths, in order.
  static func files(where looksRight: ([UInt8]) -> Bool) throws -> [String] {
    guard let folder else { return [] }
    var paths: [String] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasPrefix("samples-") {
      let place = folder.appending(path: name)
      for inside in FileManager.default.enumerator(atPath: place.path) ?? .init() {
        guard let inside = inside as? String,
          let file = FileHandle(forReadingAtPath: place.appending(path: inside).path)
        else { continue }
        defer { try? file.close() }
        // A folder can be opened and not read.
        guard let first = try? file.read(upToCount: 4_096), looksRight(Array(first)) else { continue }
        paths.append("\(name)/\(inside)")
      }
    }
    return paths.sorted()
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    return Array(try Foundation.Data(contentsOf: folder.appending(path: path)))
  }
}
