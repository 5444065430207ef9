import Accounting
import Care
import Decoding
import Disk
import Findings
import Mapping
import Pipeline
import Reports

extension Command {
  static let inspect = Command(
    "inspect", operands: "<file>", arity: 1...1,
    "says what a file is, its totals, its first lines and its findings; keeps nothing",
    discussion: """
      Needs no workspace; where there is one, its CSV profiles count. Clients, names and texts of bank lines are \
      shown as dots. Ends with 1 only if the file would be quarantined.
      """,
    options: [Option("lines", "<n>", "how many facts are shown, 0 to 1000; 10 where left out")],
    run: runInspect)

  private static func runInspect(_ invocation: Invocation, _ streams: inout Streams) throws -> ExitCode {
    let path = DiskPath(invocation.operands[0])
    let limit = try lineLimit(invocation)
    let name = path.name?.display ?? path.display
    var report = InspectReport(name: name)
    try refuseUnlessFile(path)
    var first = try FileBytes(path)
    switch try decoders(invocation).decoder(for: try first.head(), named: name) {
    case .unknown(let finding):
      report.findings.append(finding)
    case .decoder(let decoder):
      let reading = try FirstReading(decoder, &first, named: name)
      report.reading = reading
      report.findings = reading.findings
      var second = try FileBytes(path)
      report.lines = try firstLines(decoder, &second, named: name, limit: limit)
    }
    streams.print(report, asJSON: invocation.isJSON)
    return report.findings.hasErrors ? .findings : .done
  }

  private static func refuseUnlessFile(_ path: DiskPath) throws {
    do {
      guard try OpenFile.reading(path, followingLinks: true).stamp().kind == .file else {
        throw WrongUse("\(path.display) is not a file", remedy: "name the file itself")
      }
    } catch let failure as DiskFailure where failure.isOfName {
      throw WrongUse("\(failure)", remedy: "name a file that is there and may be read")
    }
  }

  /// More facts than this no person reads, and they are kept in memory until they are printed.
  static let mostInspected = 1_000

  private static func lineLimit(_ invocation: Invocation) throws(WrongUse) -> Int {
    guard let text = invocation.text("lines") else { return 10 }
    guard let limit = Int(text), (0...mostInspected).contains(limit) else {
      throw WrongUse(
        "--lines is no number of lines: \(text)", remedy: "write a number from 0 to \(mostInspected)")
    }
    return limit
  }

  /// With the profiles of the workspace that is named, or that lies here; a file is inspected without one too.
  private static func decoders(_ invocation: Invocation) throws -> Decoders {
    let folder = DiskPath(invocation.workspace)
    guard let bytes = try DurableFile.read(folder / "remitd.yaml") else {
      guard invocation.text("workspace") == nil else {
        throw WrongUse("there is no remitd.yaml in \(folder.display)", remedy: "leave --workspace out")
      }
      return Decoders()
    }
    let (settings, findings) = Settings.read(bytes, file: "remitd.yaml")
    guard let settings else { throw WorkspaceFindings(findings) }
    return Decoders(settings)
  }

  private static func firstLines(
    _ decoder: some Decoder, _ source: inout FileBytes, named name: String, limit: Int
  ) throws -> [FactLine] {
    var lines: [FactLine] = []
    do {
      _ = try decoder.decode(&source, named: name) { fact in
        guard lines.count < limit else { throw Enough() }
        lines.append(FactLine(fact))
      }
    } catch is Enough {
      return lines
    }
    return lines
  }
}

/// Ends a reading whose rest is not needed.
private struct Enough: Error {}

/// A file as decoders take it, with the first bytes looked at beforehand.
struct FileBytes: ByteSource {
  private static let pieceSize = 1 << 18
  private let read: () throws -> [UInt8]
  private var ahead: [UInt8]?

  init(_ path: DiskPath) throws {
    let file = SharedFile(try OpenFile.reading(path, followingLinks: true))
    read = { try file.file.read(upTo: Self.pieceSize) }
  }

  mutating func head() throws -> [UInt8] {
    let first = try read()
    ahead = first
    return Array(first.prefix(4_096))
  }

  mutating func next() throws -> [UInt8] {
    if let first = ahead {
      ahead = nil
      return first
    }
    return try read()
  }

  /// A file that a closure can hold.
  private final class SharedFile {
    let file: OpenFile
    init(_ file: consuming OpenFile) { self.file = file }
  }
}
