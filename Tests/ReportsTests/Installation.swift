import Foundation

@testable import remitd

/// A workspace that a test works with as a person does: through the command line.
final class Installation {
  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  let folder: URL

  struct Answer {
    var code: ExitCode
    var output: String
    var errors: String

    /// The one document on standard output.
    func json() throws -> [String: Any] {
      try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
    }

    func list(_ key: String) throws -> [[String: Any]] { try json()[key] as? [[String: Any]] ?? [] }
  }

  init() {
    folder = FileManager.default.temporaryDirectory.appending(path: "remitd-\(UUID().uuidString)")
    _ = Self.remitd("init", folder.path)
  }

  /// With all files of a sample, and its mapping, taken in.
  convenience init(sample: String) throws {
    self.init()
    let sample = Self.repository.appending(path: "samples/\(sample)")
    let mapping = sample.appending(path: "mapping")
    if FileManager.default.fileExists(atPath: mapping.path) {
      for name in try FileManager.default.contentsOfDirectory(atPath: mapping.path) {
        try write(Data(contentsOf: mapping.appending(path: name)), to: "mappings/de-linde/\(name)")
      }
    }
    let inbox = sample.appending(path: "inbox")
    let names = try FileManager.default.contentsOfDirectory(atPath: inbox.path).sorted()
    _ = run(["ingest"] + names.map { inbox.appending(path: $0).path })
  }

  deinit {
    do { try FileManager.default.removeItem(at: folder) } catch {
      print("the workspace of a test stays behind: \(error)")
    }
  }

  func write(_ bytes: Data, to path: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: file)
  }

  /// Takes one file in, in its text.
  @discardableResult
  func take(_ name: String, _ text: String) throws -> Answer {
    try write(Data(text.utf8), to: "given/\(name)")
    return run(["ingest", folder.appending(path: "given/\(name)").path])
  }

  func callAsFunction(_ arguments: String...) -> Answer { run(arguments) }

  func run(_ arguments: [String]) -> Answer { Self.run(arguments + ["--workspace", folder.path]) }

  static func remitd(_ arguments: String...) -> Answer { run(arguments) }

  static func run(_ arguments: [String]) -> Answer {
    var streams = Streams(output: Output(.memory), errors: Output(.memory))
    let code = Program.run(arguments, &streams)
    return Answer(code: code, output: streams.output.text, errors: streams.errors.text)
  }
}
